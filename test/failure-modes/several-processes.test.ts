import type { App } from '../../src/app';
import { createApp } from '../../src/app';
import { streamOf } from '../../src/commands/handle-command';
import type { IncidentEvent } from '../../src/incident/events';
import { LAB_TENANT_ID } from '../../src/lab/channel/people';
import type { Logger } from '../../src/logger';
import type { PowerShell, PowerShellRequest, Store } from '../../src/ports';
import { openPostgresStore } from '../../src/store/open-postgres-store';
import type { PostgresConnection } from '../../src/store/postgres-connection';
import { botIdentitySchema } from '../../src/teams/bot-identity';
import type { BotFrameworkClient } from '../support/bot-framework-client';
import { startBotFrameworkClient, TEST_APP } from '../support/bot-framework-client';
import type { PostgresServer } from '../support/postgres/start-postgres';
import { startPostgres } from '../support/postgres/start-postgres';
import { eventually } from '../teams/support/eventually';
import { CLUSTER, plainSettings } from './support/scripted-bot';
import { scriptedCluster } from './support/scripted-cluster';

const AGREE = { ownerAgrees: 'true' };
const PATIENCE_MS = 120_000;

describe('two that listen and two that reach the cluster, on one PostgreSQL', () => {
  let server: PostgresServer;
  let connection: PostgresConnection;
  let client: BotFrameworkClient;
  let reader: Store;
  let offset = 0;
  const clock = { now: () => Date.now() + offset };
  const cluster = scriptedCluster(clock);
  const apps: App[] = [];
  const teamsUrls: string[] = [];
  const runnerUrls: string[] = [];
  const looks = [0, 0];
  const said: string[] = [];
  const logger: Logger = {
    info: (_fields, message) => void said.push(message),
    warn: (_fields, message) => void said.push(message),
    error: (_fields, message) => void said.push(message),
  };
  let deliveries = 0;

  const start = async (sides: Pick<Parameters<typeof createApp>[0], 'teams' | 'runner'>): Promise<string> => {
    const { store } = await openPostgresStore({ connection, now: Date.now() });
    const app = createApp({
      settings: plainSettings(client.channel.addresses().serviceUrl),
      server: { host: '127.0.0.1', port: 0 },
      store,
      clock,
      logger,
      leaseMs: 3_000,
      ...sides,
    });
    apps.push(app);
    return (await app.start()).url;
  };
  const runnerNumber = (index: number): PowerShell => ({
    run: (request: PowerShellRequest) => {
      if (request.operation === 'Get-ClusterEvidence') looks[index] = (looks[index] ?? 0) + 1;
      return cluster.run(request);
    },
    close: async () => undefined,
  });
  const events = async (kind: IncidentEvent['kind']) =>
    (await reader.readHistory(streamOf(CLUSTER), 2_000)).filter((entry) => entry.kind === kind);
  const readiness = (): Promise<number[]> =>
    Promise.all([...teamsUrls, ...runnerUrls].map(async (url) => (await fetch(`${url}/readyz`)).status));

  beforeAll(async () => {
    server = await startPostgres();
    connection = await server.newSchema();
    // A load balancer: each delivery goes to the next one that listens.
    client = await startBotFrameworkClient(() => `${teamsUrls[(deliveries += 1) % 2]}/api/messages`, clock);
    const { issuer, openIdMetadataUrl, loginUrl, serviceUrl } = client.channel.addresses();
    const identity = botIdentitySchema.parse({
      ...TEST_APP,
      tenantId: LAB_TENANT_ID,
      issuer,
      openIdMetadataUrl,
      loginUrl,
      allowedServiceUrls: [serviceUrl],
    });
    for (const _ of [0, 1]) teamsUrls.push(await start({ teams: { identity }, runner: null }));
    ({ store: reader } = await openPostgresStore({ connection, now: Date.now() }));
    await client.channel.install();
  }, 120_000);

  afterAll(async () => {
    await Promise.all(apps.map((app) => app.stop().catch(() => undefined)));
    await reader.close();
    await client.stop();
    await server.end();
  }, 120_000);

  it('a check waits for a process that reaches the cluster, and is answered through the other', async () => {
    await client.as('asker').inChannel().say('check');
    await eventually(async () => (await events('CheckStarted')).length === 1);
    expect(await events('CheckFinished')).toEqual([]);
    for (const index of [0, 1]) {
      const runner = { powershell: runnerNumber(index), scriptHash: 'scripted' };
      runnerUrls.push(await start({ teams: null, runner }));
    }
    await client.waitForCard(({ text }) => text.includes('"verb":"approve"'), PATIENCE_MS);
    expect(cluster.changes).toEqual([]);
  }, 240_000);

  it('one of the two watches', async () => {
    const leaders = await server.execute(connection, 'select name, owner from leaders');
    expect(leaders).toHaveLength(1);
    const before = [...looks];
    await eventually(() => looks.some((count, index) => count >= (before[index] ?? 0) + 5), PATIENCE_MS);
    const grown = looks.filter((count, index) => count >= (before[index] ?? 0) + 5);
    expect(grown).toHaveLength(1);
  }, 240_000);

  it('answers what a runner alone is asked, and nothing else', async () => {
    const [url = ''] = runnerUrls;
    const statuses = await Promise.all(
      ['/livez', '/readyz', '/healthz', '/api/messages'].map(
        async (path) => (await fetch(`${url}${path}`)).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 200, 404]);
    expect((await fetch(`${url}/api/messages`, { method: 'POST', body: '{}' })).status).toBe(405);
  });

  it('failure mode 27: while the database is away no vote is taken and nothing runs, people are told, and all of them recover', async () => {
    const ask = await client.waitForCard(({ text }) => text.includes('"verb":"approve"'), PATIENCE_MS);
    const ana = client.as('approver1');
    await server.stop();
    try {
      const refused = await ana.click(ask, 'approve', AGREE);
      expect(JSON.stringify(refused)).toMatch(/could not store that/);
      expect(await readiness()).toEqual([503, 503, 503, 503]);
      await eventually(
        () => said.filter((line) => line.startsWith('could not look for work')).length >= 4,
        PATIENCE_MS,
      );
    } finally {
      await server.start();
    }
    await eventually(async () => (await readiness()).every((status) => status === 200), PATIENCE_MS);
    expect(cluster.changes).toEqual([]);
    expect(await events('VoteCast')).toEqual([]);
    await eventually(
      () => said.filter((line) => line.startsWith('the store answers again')).length >= 4,
      PATIENCE_MS,
    );
  }, 240_000);

  it('invariant 8: what was approved through the one is run once by the other, and validated', async () => {
    const ask = await client.waitForCard(({ text }) => text.includes('"verb":"approve"'), PATIENCE_MS);
    await Promise.all(Array.from({ length: 6 }, () => client.as('approver1').click(ask, 'approve', AGREE)));
    expect(await events('VoteCast')).toHaveLength(1);
    await eventually(async () => (await events('RunEnded')).length === 1, PATIENCE_MS);
    expect((await events('RunEnded'))[0]?.body).toMatchObject({ result: 'succeeded' });
    // The rest goes by time; one step of it at a time, so that no watch is skipped.
    await eventually(async () => {
      offset += 5_000;
      return (await events('IncidentClosed')).length === 1;
    }, PATIENCE_MS);
    expect(cluster.changes.map(({ operation }) => operation)).toEqual(['Stop-Caller']);
    expect(await events('StepStarted')).toHaveLength(1);
    expect(await reader.verifyAudit()).toMatchObject({ firstProblem: null });
  }, 240_000);
});
