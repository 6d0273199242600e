import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { JsonObject } from '../../src/incident/json';
import { stopCaller } from '../../src/powershell/operations/stop-caller';
import { temporaryFolder } from '../support/powershell';
import { freshTicket, fixtureFolder, makeUpNodes, operationsShell } from './module-bench';

const GENEROUS_MS = 60_000;
const nodes = makeUpNodes();
const shell = operationsShell({
  modules: [path.join(fixtureFolder, 'SessionProbe.psm1')],
  operations: ['Test-LockedSession', 'Test-PlainSession'],
});
const folder = temporaryFolder('locked');
const canary = path.join(folder, 'canary');
const write = `[IO.File]::WriteAllText('${canary}', 'x')`;

jest.setTimeout(3 * GENEROUS_MS);
afterAll(async () => {
  await shell.close();
  nodes.remove();
  rmSync(folder, { recursive: true, force: true });
});

const answers = z.object({ scripts: z.array(z.string()), calls: z.array(z.string()) });

async function probe(role: string, wanted: JsonObject): Promise<z.infer<typeof answers>> {
  const outcome = await shell.run({
    operation: 'Test-LockedSession',
    parameters: { Connection: nodes.connection({}), Node: 'n1', Role: role, ...wanted },
    deadlineMs: GENEROUS_MS,
  });
  if (outcome.kind !== 'reported' || !outcome.ok) throw new Error(JSON.stringify(outcome));
  return answers.parse(outcome.value);
}

/** Texts that would do something if anything evaluated them, or that look like something else. */
const hostile = [
  `'; ${write}; '`,
  `"; ${write}; "`,
  `$(${write})`,
  `\u2018; ${write}; \u2019`,
  `11111111-2222-3333-4444-555555555555\n${write}`,
  `11111111-2222-3333-4444-555555555555\n`,
  '\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11-2222-3333-4444-555555555555',
  '11111111\u20102222-3333-4444-555555555555',
  '11111111-2222-3333-4444-55555555555\u212a',
  '',
  '*',
];

test('a locked session runs its functions by name, and no script text or other command', async () => {
  const scripts = [
    write,
    '$env:COMPUTERNAME',
    'Get-IncidentClock; Get-IncidentClock',
    '& { 1 }',
    `Get-IncidentClock > ${canary}`,
  ];
  const given = await probe('Read', {
    Scripts: scripts,
    Calls: [
      { name: 'Get-IncidentClock', parameters: {} },
      { name: 'Get-Command', parameters: {} },
      { name: 'Import-Module', parameters: { Name: 'x' } },
      { name: 'Get-CimInstance', parameters: { ClassName: 'Win32_Service' } },
      { name: 'Stop-IncidentCaller', parameters: { ShellId: 'x', User: 'x' } },
      { name: '/bin/true', parameters: {} },
    ],
  });
  expect(given.scripts).toEqual(scripts.map(() => 'ScriptsNotAllowed'));
  expect(given.calls).toEqual(['ran', ...Array.from({ length: 5 }, () => 'CommandNotFoundException')]);
  expect(existsSync(canary)).toBe(false);
});

test('hostile arguments are refused by the node function itself, and never evaluated', async () => {
  const stop = (ShellId: string) => ({
    name: 'Stop-IncidentCaller',
    parameters: { ShellId, User: 'CONTOSO\\x' },
  });
  const group = (Name: string) => ({ name: 'Start-IncidentGroup', parameters: { Name } });
  const root = {
    Store: 'Root',
    Thumbprint: 'A'.repeat(40),
    Sha256: 'A'.repeat(64),
    CertificateBase64: 'AAAA',
    WhatIf: true,
  };
  const importing = (text: string) =>
    ['Store', 'Thumbprint', 'Sha256', 'CertificateBase64'].map((name) => ({
      name: 'Import-IncidentRootCertificate',
      parameters: { ...root, [name]: text },
    }));
  const byUser = (User: string) => ({
    name: 'Stop-IncidentCaller',
    parameters: { ShellId: '11111111-2222-3333-4444-555555555555', User, WhatIf: true },
  });
  const given = await probe('Change', {
    Calls: [
      ...hostile.map(stop),
      ...hostile.map(group),
      ...hostile.flatMap(importing),
      byUser('a\u0000b'),
      byUser('a\nb'),
      byUser('"'),
    ],
  });
  expect(given.calls).toHaveLength(6 * hostile.length + 3);
  for (const id of given.calls) expect(id).toMatch(/^ParameterArgumentValidationError/);
  expect(existsSync(canary)).toBe(false);
});

/** The others are names that a certificate could have. */
const hostileNames = hostile.filter((text) => !/^[0-9A-Fa-f-]+$/.test(text));

test('hostile dates and names are refused by the reading functions', async () => {
  const since = (SinceUtc: string) => ({ name: 'Get-IncidentCrashRecord', parameters: { SinceUtc } });
  const dates = [
    "2026-01-01T00:00:00Z' or '1'='1",
    '2026-01-01T00:00:00Z\n',
    '\u0662\u0660\u0662\u0666-01-01T00:00:00Z',
    ']]></Select>',
  ];
  const named = (name: string) => ({ name: 'Get-IncidentRootCertificate', parameters: { Name: [name] } });
  const given = await probe('Read', {
    Calls: [...[...dates, ...hostile].map(since), ...hostileNames.map(named)],
  });
  for (const id of given.calls) expect(id).toMatch(/^ParameterArgumentValidationError/);
});

test.each(['; rm', '$(1)', "n1'", 'n1\n', 'n1 n2', '-n1', 'n\u0660'])(
  'the node name %j is refused before any session',
  async (node) => {
    const outcome = await shell.run({
      operation: 'Test-CallerGone',
      parameters: { node, connection: nodes.connection({}), shellId: '11111111-2222-3333-4444-555555555555' },
      deadlineMs: GENEROUS_MS,
    });
    expect(outcome).toMatchObject({
      kind: 'reported',
      ok: false,
      error: { id: expect.stringMatching(/^ParameterArgumentValidationError/) as unknown },
    });
  },
);

test.each<[string, JsonObject]>([
  ['an unknown transport', { transport: 'telnet' }],
  ['a relative factory', { transport: 'factory', sessionFactory: 'x.ps1' }],
  ['a factory that is not there', { transport: 'factory', sessionFactory: '/nowhere/x.ps1' }],
  ['a factory on WinRM', { transport: 'winrm', sessionFactory: '/x.ps1' }],
  ['an unknown key', { transport: 'ssh', password: 'x' }],
  ['an unknown setting', { transport: 'winrm', settings: { credential: 'x' } }],
  ['a word about changes on WinRM', { transport: 'winrm', mayChange: ['2'] }],
  ['an endpoint name with a quote', { transport: 'winrm', endpoints: { read: "a'b" } }],
])('a connection with %s is refused', async (_what, connection) => {
  const outcome = await shell.run({
    operation: 'Find-CallerCandidate',
    parameters: { nodes: ['n1'], connection },
    deadlineMs: GENEROUS_MS,
  });
  expect(outcome).toMatchObject({ kind: 'reported', ok: false, error: { id: 'ConnectionNotValid' } });
});

test('given a node that refuses an argument, then the change is reported as not done', async () => {
  const outcome = await shell.run({
    operation: 'Stop-Caller',
    parameters: {
      node: 'n1',
      connection: nodes.connection({}),
      shellId: `'; ${write}; '`,
      user: 'CONTOSO\\x',
    },
    deadlineMs: GENEROUS_MS,
  });
  expect(outcome).toMatchObject({
    ok: true,
    value: { outcome: 'failed', changed: false, reason: 'refused-by-node' },
  });
  expect(existsSync(canary)).toBe(false);
});

test('given a node that does not answer a change in time, then nobody can say whether it was done', async () => {
  const result = await stopCaller(shell, {
    node: 'n1',
    connection: nodes.connection({ n1: 'shells-hang' }),
    target: { shellId: '11111111-2222-3333-4444-555555555555' },
    user: 'CONTOSO\\x',
    waitSeconds: 1,
    requestId: '',
    ticket: freshTicket(),
    whatIf: false,
    nodeDeadlineMs: 8000,
  });
  expect(result).toMatchObject({
    kind: 'reported',
    value: {
      outcome: 'unknown',
      changed: null,
      reason: 'no-answer',
      node: { status: 'unreachable', answer: null },
    },
  });
  await nodes.allSessionsEnded();
});

test('a plain endpoint is sent the functions first, and then answers the same calls', async () => {
  const outcome = await shell.run({
    operation: 'Test-PlainSession',
    parameters: { Connection: nodes.connection({ n1: 'plain' }), Node: 'n1', Role: 'Read' },
    deadlineMs: GENEROUS_MS,
  });
  expect(outcome).toMatchObject({
    ok: true,
    value: { before: 'CommandNotFoundException', computerName: 'n1', failed: [] },
  });
});

test('given parameters that are not valid, then nothing is started', async () => {
  const wrong = stopCaller(shell, {
    node: 'n1',
    connection: nodes.connection({}),
    target: { shellId: 'x' },
    user: 'CONTOSO\\x',
    waitSeconds: 1,
    requestId: '',
    ticket: freshTicket(),
    whatIf: false,
    nodeDeadlineMs: 1000,
  });
  await expect(wrong).rejects.toThrow(z.ZodError);
});
