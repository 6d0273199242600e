import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { parseConfig, readConfig } from '../../src/config';
import type { Config } from '../../src/config-schema';
import { configSchema } from '../../src/config-schema';
import { connectionSchema } from '../../src/powershell/operations/connection';
import { configuredAccess, configuredClusters, settingsOf } from '../../src/settings-of';
import { botIdentitySchema } from '../../src/teams/bot-identity';

const root = path.resolve(__dirname, '..', '..');
const production = path.join(root, 'config.example.yaml');
const lab = path.join(root, 'config.lab.example.yaml');
const TENANT = '5f1c2a70-9d3e-4b58-8a46-1e0c7d92b3f5';

const settingsFrom = (config: Config) =>
  settingsOf(config, configuredClusters(config), configuredAccess(config, TENANT));

/** The smallest configuration of production there is. */
const smallest = parseConfig(
  `clusters: [{ name: hci-01, nodes: [as-n1], connection: { transport: winrm } }]
people: [{ objectId: 3e9a6b27-1c54-4d8f-b6e0-98d2f7435a1c, name: Ana Ribeiro, roles: [approver] }]`,
  'smallest',
);

describe('config.example.yaml', () => {
  test('is a production configuration that only observes', () => {
    const settings = settingsFrom(readConfig(production));

    expect(settings).toMatchObject({ mode: 'production', runMode: 'observe' });
    expect(settings.rules).toMatchObject({ ladder: [], recoveries: [] });
    expect(settings.clusters.map(({ name }) => name)).toEqual(['hci-01']);
  });

  test('is complete: it names every key of production', () => {
    const named = Object.keys(parse(readFileSync(production, 'utf8')) as object);
    const onlyElsewhere = ['lab', 'drill', 'simulation', 'teams'];

    expect([...named, ...onlyElsewhere].sort()).toEqual(Object.keys(configSchema.shape).sort());
  });

  test('writes the defaults as they are', () => {
    const written = settingsFrom(readConfig(production));
    const defaults = settingsFrom(smallest);

    expect(written.rules.timing).toEqual(defaults.rules.timing);
    expect(written.detection).toEqual(defaults.detection);
    expect(readConfig(production)).toMatchObject({
      botName: smallest.botName,
      server: smallest.server,
      approvals: smallest.approvals,
      store: smallest.store,
      powershell: smallest.powershell,
      logLevel: smallest.logLevel,
    });
  });

  test('describes a connection that PowerShell accepts', () => {
    const [cluster] = configuredClusters(readConfig(production));

    expect(connectionSchema.parse(cluster?.connection)).toMatchObject({
      transport: 'winrm',
      endpoints: { read: 'AzureLocalIncident.Read' },
    });
  });

  test('holds no secret', () => {
    expect(readFileSync(production, 'utf8')).not.toMatch(/^\s*(?!#).*(password|secret)\s*:/im);
  });
});

describe('config.lab.example.yaml', () => {
  test('drives the bot by an own Bot Framework client, without the lab page', () => {
    const config = readConfig(lab);

    expect(config).toMatchObject({ lab: true, simulation: { channel: false } });
    expect(config.simulation.incidentChannel?.serviceUrl).toBe('http://127.0.0.1:4001');
    expect(config.people.filter(({ roles }) => roles.includes('approver'))).toHaveLength(2);
  });

  test('names addresses that the bot believes, and no other', () => {
    const { issuer, openIdMetadataUrl, loginUrl, serviceUrls } = readConfig(lab).teams;
    const identity = botIdentitySchema.parse({
      appId: TENANT,
      appPassword: 'of-no-use',
      tenantId: TENANT,
      issuer,
      openIdMetadataUrl,
      loginUrl,
      allowedServiceUrls: serviceUrls,
    });

    expect(identity).toMatchObject({
      issuer: 'http://127.0.0.1:4000',
      allowedServiceUrls: ['http://127.0.0.1:4001'],
    });
  });
});
