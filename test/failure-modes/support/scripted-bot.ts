import { rmSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';
import type { App } from '../../../src/app';
import { createApp } from '../../../src/app';
import { streamOf } from '../../../src/commands/handle-command';
import { configSchema } from '../../../src/config-schema';
import type { IncidentEvent } from '../../../src/incident/events';
import type { MitigationRequest } from '../../../src/incident/mitigation-request';
import { INCIDENT_CHANNEL, LAB_TENANT_ID, personByKey } from '../../../src/lab/channel/people';
import { labAccess } from '../../../src/lab/lab-settings';
import type { Logger } from '../../../src/logger';
import type { LogEntry, Store } from '../../../src/ports';
import type { Role } from '../../../src/runbook/chat-commands';
import type { Settings } from '../../../src/runbook/settings';
import { settingsOf } from '../../../src/settings-of';
import { migrate } from '../../../src/store/migrate';
import { SQLITE_MIGRATIONS } from '../../../src/store/migrations/all';
import { sqliteBackend } from '../../../src/store/sqlite-backend';
import { openDatabase } from '../../../src/store/sqlite-database';
import { SqlStore } from '../../../src/store/sql-store';
import { UPCASTERS } from '../../../src/store/upcast';
import { botIdentitySchema } from '../../../src/teams/bot-identity';
import type { BotFrameworkClient, SeenCard } from '../../support/bot-framework-client';
import { startBotFrameworkClient, TEST_APP } from '../../support/bot-framework-client';
import { temporaryFolder } from '../../support/powershell';
import { eventually } from '../../teams/support/eventually';
import type { Caller, ScriptedCluster } from './scripted-cluster';
import { NODES, scriptedCluster } from './scripted-cluster';

export const CLUSTER = 'hci-test';

/** The tick that circumstantial evidence needs. */
export const AGREE = { ownerAgrees: 'true' };

/** Runs with the world's clock, and can be stepped. */
export interface StepClock {
  now(): number;
  step(ms: number): void;
}

/** The whole bot over HTTP with signed tokens and a real SQLite store; only PowerShell is scripted, at its port. */
export interface ScriptedBot {
  readonly client: BotFrameworkClient;
  readonly cluster: ScriptedCluster;
  readonly clock: StepClock;
  /** Where the connector delivers. */
  readonly messagesUrl: () => string;
  /** The SQLite connection behind the store of the running bot, to take its disk away. */
  readonly database: () => Database.Database;
  readonly store: () => Store;
  readonly history: () => Promise<readonly LogEntry[]>;
  readonly events: <K extends IncidentEvent['kind']>(
    kind: K,
  ) => Promise<readonly Extract<IncidentEvent, { kind: K }>[]>;
  readonly request: () => Promise<MitigationRequest>;
  /** Waits for the shared card that asks for approval. */
  readonly askCard: () => Promise<SeenCard>;
  /** Waits until so many events of a kind are in the log. */
  readonly until: (kind: IncidentEvent['kind'], count?: number) => Promise<void>;
  /** Stops the bot (as a kill would be: nothing is waited for when `abruptly`), and starts it on the same store. */
  readonly restart: (adjust?: (settings: Settings) => Settings) => Promise<void>;
  readonly stopBot: () => Promise<void>;
  /** Another bot takes over while this one is still in the middle of something, as after a kill. */
  readonly crash: () => Promise<void>;
  /** A second bot on the same store; it is stopped with the first. Its address takes over the channel's deliveries. */
  readonly startSecond: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface ScriptedBotOptions {
  readonly adjust?: (settings: Settings) => Settings;
  readonly callers?: readonly Caller[];
  /** BERT is seen with his old certificate. */
  readonly isSeenDirectly?: boolean;
  /** Everybody is a member: for people the channel does not know. */
  readonly roster?: 'everybody';
}

const quiet: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Crashes come every 10 s by the clock, which tests step; watches follow each other quickly in real time. */
const CONFIG = configSchema.parse({
  lab: true,
  timing: {
    settleMs: 1000,
    soakMinimumMs: 60_000,
    soakIntervals: 2,
    waitingMs: 60_000,
    presenceMinimumMs: 60_000,
    updateQueryMs: 1000,
  },
  detection: { watchMs: 200, watchInIncidentMs: 200, proofGapMs: 1, nodeDeadlineMs: 60_000, steadyMs: 1 },
});

/** The settings of the scripted bot: the first mitigation alone, and nothing to recover. */
export function plainSettings(serviceUrl: string): Settings {
  const cluster = {
    name: CLUSTER,
    nodes: NODES,
    connection: { transport: 'factory', sessionFactory: 'scripted' },
    certificateSubjects: [],
    rootNames: [],
    protectedVms: [],
    botHostVm: null,
    channel: { serviceUrl, channelId: INCIDENT_CHANNEL.id },
  };
  const settings = settingsOf(CONFIG, [cluster], labAccess());
  const only = settings.rules.ladder.filter(({ id }) => id === '1');
  return { ...settings, rules: { ...settings.rules, ladder: only, recoveries: [] } };
}

interface Running {
  readonly app: App;
  readonly store: Store;
  readonly database: Database.Database;
}

/** Starts the bot with its channel and its scripted cluster. Every wait of a test is for a condition, never for a time. */
export async function startScriptedBot(options: ScriptedBotOptions = {}): Promise<ScriptedBot> {
  const folder = temporaryFolder('failure-mode');
  const file = path.join(folder, 'bot.sqlite');
  let offset = 0;
  const clock: StepClock = { now: () => Date.now() + offset, step: (ms) => void (offset += ms) };
  const cluster = scriptedCluster(clock, options.callers, options.isSeenDirectly);
  let botUrl = '';
  const client = await startBotFrameworkClient(() => `${botUrl}/api/messages`, { now: () => clock.now() });
  const addresses = client.channel.addresses();
  const identity = botIdentitySchema.parse({
    ...TEST_APP,
    tenantId: LAB_TENANT_ID,
    issuer: addresses.issuer,
    openIdMetadataUrl: addresses.openIdMetadataUrl,
    loginUrl: addresses.loginUrl,
    allowedServiceUrls: [addresses.serviceUrl],
  });
  let adjust = options.adjust ?? ((settings: Settings) => settings);
  let running: Running | null = null;
  const others: App[] = [];

  const start = async (isOnlyProcess = true): Promise<Running> => {
    const database = await openDatabase(file);
    const processLock = isOnlyProcess ? { release: () => undefined } : null;
    const backend = sqliteBackend(database, { file, processLock });
    await migrate(backend.db, database, SQLITE_MIGRATIONS);
    const store = new SqlStore(backend, UPCASTERS);
    const app = createApp({
      settings: adjust(plainSettings(addresses.serviceUrl)),
      server: { host: '127.0.0.1', port: 0 },
      store,
      teams: {
        identity,
        ...(options.roster ? { roster: { standingOf: () => Promise.resolve('member' as const) } } : {}),
      },
      runner: {
        powershell: cluster,
        scriptHash: 'scripted',
        bundles: { folder: path.join(folder, 'bundles'), showPeople: false, version: '0.0.0' },
      },
      leaseMs: 3_600_000,
      clock,
      logger: quiet,
    });
    ({ url: botUrl } = await app.start());
    return { app, store, database };
  };
  const now = (): Running => {
    if (!running) throw new Error('The bot is stopped.');
    return running;
  };
  const stopBot = async (): Promise<void> => {
    await running?.app.stop().catch(() => undefined);
    running = null;
  };
  const history = () => now().store.readHistory(streamOf(CLUSTER), 2000);
  const bot: ScriptedBot = {
    client,
    cluster,
    clock,
    messagesUrl: () => `${botUrl}/api/messages`,
    database: () => now().database,
    store: () => now().store,
    history,
    events: async (kind) =>
      (await history())
        .filter((entry) => entry.kind === kind)
        .map((entry) => ({ ...entry.body, kind, at: entry.at }) as never),
    request: async () => {
      const opened = (await bot.events('RequestOpened')).at(-1);
      if (!opened) throw new Error('Nothing was asked.');
      return opened.request;
    },
    askCard: () => client.waitForCard(({ text }) => text.includes('"verb":"approve"')),
    until: (kind, count = 1) => eventually(async () => (await bot.events(kind)).length >= count),
    restart: async (change) => {
      await stopBot();
      if (change) adjust = change;
      running = await start();
    },
    stopBot,
    crash: async () => {
      if (running) others.push(running.app);
      running = await start();
    },
    startSecond: async () => void others.push((await start(false)).app),
    stop: async () => {
      await stopBot();
      await Promise.all(others.map((app) => app.stop()));
      await client.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  running = await start();
  await client.channel.install();
  return bot;
}

/** Settings in which the first mitigation needs so many votes, asked for by the bot (or, with impact, by a person). */
export function withVotes(votesNeeded: number, askedBy: 'bot' | 'person' = 'bot') {
  return (settings: Settings): Settings => ({
    ...settings,
    rules: {
      ...settings.rules,
      ladder: settings.rules.ladder.map((rung) => ({
        ...rung,
        votesNeeded,
        askedBy,
        impact: askedBy === 'person' ? 'production' : 'none',
      })),
    },
  });
}

/** Settings in which one of the lab's people has exactly these roles. */
export function withRoles(key: string, roles: readonly Role[]) {
  return (settings: Settings): Settings => {
    const { tenantId, aadObjectId, name } = personByKey(key);
    const others = settings.access.members.filter(({ person }) => person.objectId !== aadObjectId);
    const member = { person: { tenantId, objectId: aadObjectId, name }, roles };
    return { ...settings, access: { ...settings.access, members: [...others, member] } };
  };
}
