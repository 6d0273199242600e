import os from 'node:os';
import path from 'node:path';
import { ConfigError, parseConfig, readConfig, readSecrets } from '../../src/config';

const CLUSTER = 'clusters: [{ name: hci-01, nodes: [as-n1], connection: { transport: winrm } }]\n';
const PEOPLE =
  'people: [{ objectId: 3e9a6b27-1c54-4d8f-b6e0-98d2f7435a1c, name: Ana Ribeiro, roles: [approver] }]\n';
const GOOD = CLUSTER + PEOPLE;
const SECRET = 'hunter2-of-the-bot';

/** What the person who starts the bot reads. */
function complaint(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

const complaintOf = (yaml: string): string => complaint(() => parseConfig(yaml, 'config.yaml'));

describe('a wrong configuration', () => {
  test.each([
    ['an unknown key', `${GOOD}observe: true`, '(top level)', '"observe"', 'config.example.yaml'],
    ['an unknown key further in', `${GOOD}server: { prot: 1 }`, 'server', '"prot"', 'port: 3978'],
    ['a wrong type', `${GOOD}server: { port: abc }`, 'server.port', 'expected number', 'port: 3978'],
    [
      'a time that is too short',
      `${GOOD}detection: { nodeDeadlineMs: 5 }`,
      'detection.nodeDeadlineMs',
      '>=1000',
      'watchMs: 60000',
    ],
    [
      'a misspelt role',
      CLUSTER + PEOPLE.replace('[approver]', '[aprover]'),
      'people.0.roles.0',
      '"approver"',
      'roles: [approver]',
    ],
    [
      'an object id that is none',
      CLUSTER + PEOPLE.replace('3e9a6b27-1c54', 'ana'),
      'people.0.objectId',
      'GUID',
      '00000000-0000',
    ],
    ['a misspelt mode', `${GOOD}mode: obsreve`, 'mode', '"observe"', 'mode: observe'],
    ['lab and drill at once', 'lab: true\ndrill: true', 'drill', 'Choose one', 'config.example.yaml'],
    [
      'an own issuer in production',
      `${GOOD}teams: { issuer: mine }`,
      'teams',
      'Only with `lab: true`',
      'Remove this section',
    ],
    [
      'an own issuer in a drill',
      'drill: true\nteams: { issuer: mine }',
      'teams',
      'Only with `lab: true`',
      'Remove this section',
    ],
    [
      'a lab that listens to the network',
      'lab: true\nserver: { host: 0.0.0.0 }',
      'server.host',
      'loopback only',
      '127.0.0.1',
    ],
    [
      'a lab that asks a login elsewhere',
      'lab: true\nteams: { loginUrl: "https://login.example" }',
      'teams.loginUrl',
      'loopback only',
      'http://127.0.0.1:4000/',
    ],
    [
      'a lab that sends to an address that only begins like loopback',
      'lab: true\nteams: { serviceUrls: ["http://127.0.0.1.evil.example/"] }',
      'teams.serviceUrls',
      'loopback only',
      'http://127.0.0.1:4000/',
    ],
    [
      'a lab with a real cluster',
      `lab: true\n${CLUSTER}`,
      'clusters',
      'simulated clusters only',
      'Remove this list',
    ],
    ['no cluster', PEOPLE, 'clusters', 'at least one', 'nodes: [as-n1.contoso.com]'],
    [
      'a node that is no name',
      CLUSTER.replace('as-n1', '"as n1; calc"') + PEOPLE,
      'clusters.0.nodes.0',
      'pattern',
      'nodes: [as-n1.contoso.com]',
    ],
    [
      'a mitigation by SSH that does not exist',
      CLUSTER.replace('winrm', 'ssh, mayChange: ["7"]') + PEOPLE,
      'clusters.0.connection.mayChange.0',
      '"R1"',
      'nodes: [as-n1.contoso.com]',
    ],
    [
      'mayChange where endpoints restrict what can be done',
      CLUSTER.replace('winrm', 'winrm, mayChange: ["2"]') + PEOPLE,
      'clusters.0.connection',
      '"mayChange"',
      'transport: winrm',
    ],
    [
      'host keys that nobody looks at',
      CLUSTER.replace('winrm', 'ssh, settings: { options: { stricthostkeychecking: "no" } }') + PEOPLE,
      'clusters.0.connection.settings.options',
      'always yes',
      'nodes: [as-n1.contoso.com]',
    ],
    ['nobody at all', CLUSTER, 'people', 'Nobody has the role approver', 'roles: [approver]'],
    [
      'people, but no approver',
      CLUSTER + PEOPLE.replace('[approver]', '[viewer, admin]'),
      'people',
      'Nobody has the role approver',
      'roles: [approver]',
    ],
    [
      'an address that is none',
      'lab: true\nteams: { openIdMetadataUrl: nonsense }',
      'teams.openIdMetadataUrl',
      'Invalid URL',
      'http://127.0.0.1:4000/',
    ],
    [
      'a mitigation that does not exist',
      `${GOOD}mitigations: ['7']`,
      'mitigations.0',
      '"R1"',
      'config.example.yaml',
    ],
    [
      'two clusters of one name',
      CLUSTER.replace('}]', '}, { name: HCI-01, nodes: [as-n2], connection: { transport: ssh } }]') + PEOPLE,
      'clusters',
      'the same name',
      'hci-01',
    ],
    [
      'one role without a database',
      `${GOOD}roles: [runner]`,
      'roles',
      'needs a database that it shares',
      'roles: [teams, runner]',
    ],
    ['no role', `${GOOD}roles: []`, 'roles', '>=1', 'roles: [teams, runner]'],
    [
      'a file and a database',
      `${GOOD}store: { file: a.sqlite, postgres: { host: db, database: bot, user: bot } }`,
      'store',
      'Choose one of',
      'postgres: { host: db.contoso.com',
    ],
    [
      'a database elsewhere without encryption',
      `${GOOD}store: { postgres: { host: db.contoso.com, database: bot, user: bot, tls: off } }`,
      'store.postgres.tls',
      'Only a database on this machine',
      'Use verify',
    ],
    [
      'a password in the file',
      `${GOOD}store: { postgres: { host: db, database: bot, user: bot, password: geheim } }`,
      'store.postgres',
      'password',
      'postgres: { host: db.contoso.com',
    ],
    ['a list instead of keys', '- lab', '(top level)', 'expected object', 'config.example.yaml'],
  ])('%s: says which key, what is wrong and what would be right', (_what, yaml, key, wrong, right) => {
    const message = complaintOf(yaml);

    expect(message).toContain(`  ${key}: `);
    expect(message).toContain(wrong);
    expect(message).toContain(right);
    expect(message).toContain('config.yaml');
  });

  test('that is not YAML: says where', () => {
    expect(complaintOf(`${GOOD}server: { port: 3978`)).toMatch(
      /^config\.yaml is not valid YAML: .+ at line 3, column/,
    );
  });

  test('with several faults: says all of them at once', () => {
    const message = complaintOf('mode: obsreve\nlogLevel: loud');

    expect(message).toContain('  mode: ');
    expect(message).toContain('  logLevel: ');
  });

  test('with a secret in it: never repeats the secret', () => {
    for (const yaml of [
      `BOT_PASSWORD: ${SECRET}\n`,
      `BOT_PASSWORD: "${SECRET}`,
      `BOT_PASSWORD: *${SECRET}`,
      `lab: true\n\tBOT_PASSWORD: ${SECRET}`,
      `${GOOD}server: { password: ${SECRET} }`,
      `${GOOD}server: { port: ${SECRET} }`,
      `${GOOD}powershell: ${SECRET}`,
      `${GOOD}mode: ${SECRET}`,
      CLUSTER.replace('as-n1', `"${SECRET}!"`) + PEOPLE,
    ])
      expect(complaintOf(yaml)).not.toContain(SECRET);
  });

  test('that cannot be read: says how to begin', () => {
    const file = path.join(os.tmpdir(), 'no-such-folder', 'config.yaml');

    expect(complaint(() => readConfig(file))).toMatch(/config\.yaml.*Copy config\.example\.yaml/);
  });
});

describe('secrets', () => {
  const GUID = '2d1f6c0b-95a8-4e37-b1c4-7e60d3a9f852';
  const complete = { BOT_ID: GUID, BOT_PASSWORD: SECRET, BOT_TENANT_ID: GUID };

  test('come from the environment', () => {
    expect(readSecrets(complete)).toEqual({ appId: GUID, appPassword: SECRET, tenantId: GUID });
  });

  test.each([
    ['all', {}, ['BOT_ID', 'BOT_PASSWORD', 'BOT_TENANT_ID']],
    ['the password', { BOT_ID: GUID, BOT_TENANT_ID: GUID }, ['BOT_PASSWORD']],
    ['an empty password', { ...complete, BOT_PASSWORD: '' }, ['BOT_PASSWORD']],
    ['a tenant that is no GUID', { ...complete, BOT_TENANT_ID: `contoso-${SECRET}` }, ['BOT_TENANT_ID']],
  ])('%s missing or wrong: names the variables, never a value', (_what, environment, names) => {
    const message = complaint(() => readSecrets(environment));

    expect(message.split('.')[0]).toBe(`Set these environment variables: ${names.join(', ')}`);
    expect(message).not.toContain(SECRET);
    expect(message).not.toContain(GUID);
  });
});
