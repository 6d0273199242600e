import { randomBytes } from 'node:crypto';

import path from 'node:path';
import type { App } from '../../../src/app';
import { createApp } from '../../../src/app';
import { configSchema } from '../../../src/config-schema';
import { streamOf } from '../../../src/commands/handle-command';
import { INCIDENT_CHANNEL, LAB_TENANT_ID } from '../../../src/lab/channel/people';
import { createLabCluster } from '../../../src/lab/cluster/lab-cluster';
import type { LabCluster } from '../../../src/lab/cluster/lab-cluster';
import { loadScenario } from '../../../src/lab/cluster/scenario';
import type { Scenario } from '../../../src/lab/cluster/scenario';
import { clusterSettings, labAccess } from '../../../src/lab/lab-settings';
import { createScenarioPanel } from '../../../src/lab/scenario-panel';
import type { Logger } from '../../../src/logger';
import type { LogEntry, Store } from '../../../src/ports';
import { createPowerShell } from '../../../src/powershell/create-powershell';
import {
  ALLOWED_OPERATIONS,
  READ_OPERATIONS,
  hostModulePath,
} from '../../../src/powershell/operations/operation-list';
import type { Settings } from '../../../src/runbook/settings';
import { hashModule } from '../../../src/script-hash';
import { settingsOf } from '../../../src/settings-of';
import { openStore } from '../../../src/store/open-store';
import { botIdentitySchema } from '../../../src/teams/bot-identity';
import type { BotFrameworkClient } from '../../support/bot-framework-client';
import { startBotFrameworkClient, TEST_APP } from '../../support/bot-framework-client';
import { removeFolder, temporaryFolder, testPowerShell } from '../../support/powershell';

/** The whole bot on the lab, over HTTP with signed tokens, with real PowerShell and a real store. */
export interface LabBot {
  readonly client: BotFrameworkClient;
  readonly cluster: LabCluster;
  readonly storeFile: string;
  /** Log entries of the cluster, facts included. */
  history(): Promise<readonly LogEntry[]>;
  /** Stops the bot and starts it again on the same store; the channel and the cluster go on. */
  restart(): Promise<void>;
  /** Stops the bot alone. */
  stopBot(): Promise<void>;
  stop(): Promise<void>;
}

export interface LabBotOptions {
  readonly scenario: string;
  /** Last word on the scenario, e.g. repairs that last longer than any wait. */
  readonly change?: (scenario: Scenario) => Scenario;
  /** Last word on the settings, e.g. other people or other votes. */
  readonly adjust?: (settings: Settings) => Settings;
  /** Serves the lab's page too, with the cluster's panel. */
  readonly page?: boolean;
}

const quiet: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Short enough for a test, long enough for a machine of two cores. */
const TEST_CONFIG = configSchema.parse({
  lab: true,
  timing: {
    settleMs: 3000,
    soakMinimumMs: 8000,
    soakIntervals: 2,
    waitingMs: 60_000,
    presenceMinimumMs: 25_000,
    updateQueryMs: 2000,
  },
  detection: {
    watchMs: 60_000,
    watchInIncidentMs: 8000,
    proofGapMs: 300,
    nodeDeadlineMs: 90_000,
    steadyMs: 1000,
    nodeRestart: { storageGapMs: 1000, pollMs: 2000 },
  },
});

/** Starts the bot on a scenario. Every wait of a test is for a condition, never for a time. */
export async function startLabBot(options: LabBotOptions): Promise<LabBot> {
  const folder = temporaryFolder('lab-bot');
  const clusterFolder = path.join(folder, 'cluster');
  const storeFile = path.join(folder, 'bot.sqlite');
  const scenario = loadScenario(options.scenario);
  const cluster = createLabCluster({
    scenario: options.change?.(scenario) ?? scenario,
    folder: clusterFolder,
    now: Date.now,
  });
  let botUrl = '';
  const page = options.page ? { page: true, extras: createScenarioPanel(cluster, () => 0) } : {};
  const client = await startBotFrameworkClient(() => `${botUrl}/api/messages`, page);
  const addresses = client.channel.addresses();
  const identity = botIdentitySchema.parse({
    ...TEST_APP,
    tenantId: LAB_TENANT_ID,
    issuer: addresses.issuer,
    openIdMetadataUrl: addresses.openIdMetadataUrl,
    loginUrl: addresses.loginUrl,
    allowedServiceUrls: [addresses.serviceUrl],
  });
  const channel = { serviceUrl: addresses.serviceUrl, channelId: INCIDENT_CHANNEL.id };
  const plain = settingsOf(TEST_CONFIG, [clusterSettings(cluster, clusterFolder, channel)], labAccess());
  const settings = options.adjust?.(plain) ?? plain;

  let running: { readonly app: App; readonly store: Store } | undefined;
  const start = async (): Promise<void> => {
    const store = await openStore({ file: storeFile, isOnlyProcess: true });
    const powershell = createPowerShell({
      ...testPowerShell(),
      modulePaths: [hostModulePath],
      allowedOperations: ALLOWED_OPERATIONS,
      readOperations: new Set(READ_OPERATIONS),
      newNonce: () => randomBytes(16).toString('hex'),
    });
    const app = createApp({
      settings,
      server: { host: '127.0.0.1', port: 0 },
      store,
      teams: { identity },
      runner: { powershell, scriptHash: hashModule() },
      leaseMs: 30_000,
      clock: { now: () => Date.now() },
      logger: quiet,
    });
    running = { app, store };
    ({ url: botUrl } = await app.start());
  };
  const stopBot = async (): Promise<void> => {
    await running?.app.stop();
    running = undefined;
  };

  await start();
  await client.channel.install();
  return {
    client,
    cluster,
    storeFile,
    history: () => {
      if (!running) throw new Error('The bot is stopped.');
      return running.store.readHistory(streamOf(settings.clusters[0]?.name ?? ''), 1000);
    },
    stopBot,
    restart: async () => {
      await stopBot();
      await start();
    },
    stop: async () => {
      await stopBot();
      await client.stop();
      removeFolder(folder);
    },
  };
}
