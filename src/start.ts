import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { App } from './app';
import { createApp } from './app';
import type { BotSecrets } from './config';
import { ConfigError, parseConfig, readConfig, readSecrets, readTenantId } from './config';
import type { Config } from './config-schema';
import { openDataFolder } from './data-folder';
import type { DataFolder } from './data-folder';
import type { BundleSettings } from './effects/perform-bundle';
import { identityOf, labSecrets } from './identity-of';
import type { Lab } from './lab-module';
import { loadLab } from './lab-module';
import { createLogger } from './logger';
import type { Logger } from './logger';
import { openConfiguredStore, readDatabasePassword } from './open-configured-store';
import { openPowerShell } from './open-powershell';
import type { PowerShell } from './ports';
import type { AccessSettings, ClusterSettings } from './runbook/settings';
import { readVersion } from './read-version';
import type { RestartableApp } from './restartable-app';
import { createRestartableApp } from './restartable-app';
import { hashModule } from './script-hash';
import { configuredAccess, configuredClusters, settingsOf } from './settings-of';
import { tellReady } from './tell-ready';
import type { BotIdentity } from './teams/bot-identity';
import { createGraphGroupMembers } from './teams/graph-group-members';

/** How long work stays with a process that died or was paused, ms. */
const LEASE_MS = 30_000;

const HELP = `Usage: npm start -- [--config FILE] [--scenario NAME] [--data FOLDER]
  Without --config (and without config.yaml here) the bot starts on the lab: simulated cluster, own channel, loopback only.
  --scenario NAME   which simulated cluster; --scenario list names them; a path ending in .json is a recorded one
  --restored        the store was restored from a backup: what is open in it ends, nothing of it runs (once, with one process)
  --data FOLDER     where state is kept, to go on with it after a restart (the lab without it is a fresh one each time)
`;

interface Arguments {
  readonly config: string | null;
  readonly scenario: string | null;
  readonly data: string | null;
  /** The store was restored from a backup. */
  readonly restored: boolean;
}

/** Starts the bot and runs it until it is told to stop (Ctrl+C). Resolves to the exit code. */
export async function runStart(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv);
  if (args === null) {
    process.stdout.write(HELP);
    return 0;
  }
  if (args.scenario === 'list') {
    process.stdout.write(`${(await loadLab()).scenarioNames().join('\n')}\n`);
    return 0;
  }
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const stopped = untilStopped();
  const running = await startEverything(args, say);
  const signal = await stopped;
  say(`${signal}: stopping ...`);
  await running.stop();
  say('Stopped.');
  return 0;
}

function readArguments(argv: readonly string[]): Arguments | null {
  const options = {
    config: { type: 'string' },
    scenario: { type: 'string' },
    data: { type: 'string' },
    restored: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  let values: { config?: string; scenario?: string; data?: string; restored?: boolean; help?: boolean };
  try {
    ({ values } = parseArgs({ args: [...argv], options }));
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : String(error)}\n${HELP}`);
  }
  if (values.help) return null;
  const found = values.config ?? (existsSync('config.yaml') ? 'config.yaml' : null);
  const { scenario = null, data = null, restored = false } = values;
  return { config: found, scenario, data, restored };
}

function untilStopped(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
}

interface Running {
  stop(): Promise<void>;
}

async function startEverything(args: Arguments, say: (line: string) => void): Promise<Running> {
  const config =
    args.config === null
      ? parseConfig('{ lab: true, logLevel: warn }', 'the built-in lab configuration')
      : readConfig(args.config);
  const isTeams = config.roles.includes('teams');
  const ownChannel =
    isTeams && config.lab && (config.simulation.channel ?? config.teams.openIdMetadataUrl === undefined);
  // Groups are read from the directory as the bot; a runner without groups needs to know no more than the tenant.
  const isSomebody = isTeams || config.groups.length > 0;
  const secrets = ownChannel ? labSecrets() : isSomebody ? readSecrets(process.env) : null;
  const databasePassword = readDatabasePassword(process.env);
  const logger = createLogger(config.logLevel, [secrets?.appPassword ?? '', databasePassword ?? '']);
  const isRunner = config.roles.includes('runner');
  const createPowerShell = isRunner ? await openPowerShell(config, process.env, say) : null;
  const data = openDataFolder(config, args.data);
  const parts: StartedParts = {};
  const stop = async (): Promise<void> => {
    await parts.app?.stop();
    await parts.lab?.stop();
    data.release();
  };
  try {
    await startParts(
      { args, config, ownChannel, secrets, databasePassword, logger, createPowerShell, data, say },
      parts,
    );
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface StartContext {
  readonly args: Arguments;
  readonly config: Config;
  readonly ownChannel: boolean;
  /** Null: this process neither listens to Teams nor reads groups. */
  readonly secrets: BotSecrets | null;
  readonly databasePassword: string | undefined;
  readonly logger: Logger;
  /** Null: this process does not reach the clusters. */
  readonly createPowerShell: (() => PowerShell) | null;
  readonly data: DataFolder;
  readonly say: (line: string) => void;
}

interface StartedParts {
  app?: RestartableApp;
  lab?: Lab;
}

/** Fills `parts` as it goes, so that what was started can be stopped when the next thing fails. */
async function startParts(context: StartContext, parts: StartedParts): Promise<void> {
  const { config, secrets, data, say } = context;
  let botUrl = '';
  const isSimulated = config.lab || config.drill;
  const lab = isSimulated ? await startLabFor(context, () => `${botUrl}/api/messages`, parts) : null;
  if (lab) parts.lab = lab;
  const identity = secrets && identityOf(config, secrets, lab);
  const clusters = lab ? [lab.cluster] : configuredClusters(config);
  parts.app = createRestartableApp({
    port: config.server.port,
    open: (some, port) => openApp(context, { identity, lab, clusters: some, port }),
    forget: () => data.setStoreAside(Date.now()),
    started: async (url) => {
      botUrl = url;
      await lab?.channel?.install();
    },
  });
  await parts.app.start(clusters);
  tellReady(say, config, botUrl, lab, clusters);
}

interface AppPlace {
  readonly identity: BotIdentity | null;
  readonly lab: Lab | null;
  readonly clusters: readonly ClusterSettings[];
  readonly port: number;
}

async function openApp(context: StartContext, { identity, lab, clusters, port }: AppPlace): Promise<App> {
  const { config, logger, createPowerShell, data, say } = context;
  const tenantId = identity?.tenantId ?? readTenantId(process.env);
  const settings = settingsOf(config, clusters, accessOf(config, lab, tenantId));
  const clock = { now: () => Date.now() };
  const place = { file: data.storeFile, databasePassword: context.databasePassword };
  const store = await openConfiguredStore(config, place, say, logger);
  const powershell = createPowerShell?.();
  return createApp({
    settings,
    server: { ...config.server, port },
    store,
    teams: identity && config.roles.includes('teams') ? { identity } : null,
    runner: powershell ? { powershell, scriptHash: hashModule(), bundles: bundlesOf(config, data) } : null,
    ...(identity && settings.access.groups ? { groups: createGraphGroupMembers({ identity, clock }) } : {}),
    clock,
    logger,
    leaseMs: LEASE_MS,
    isRestored: context.args.restored,
  });
}

function bundlesOf(config: Config, data: DataFolder): BundleSettings {
  const { showPeople } = config.supportBundle;
  return { folder: data.bundleFolder, showPeople, version: readVersion() };
}

async function startLabFor(
  context: StartContext,
  botEndpoint: () => string,
  parts: StartedParts,
): Promise<Lab> {
  const { args, config, ownChannel, secrets, logger, data } = context;
  const lab = await loadLab();
  return lab.startLab({
    scenario: args.scenario ?? config.simulation.scenario,
    folder: data.clusterFolder,
    keep: data.keep,
    channel: ownChannel && secrets ? { port: config.simulation.channelPort, ...secrets, botEndpoint } : null,
    incidentChannel: config.simulation.incidentChannel ?? null,
    // A database is not set aside: with one the bot goes on, and takes the new scenario for the old cluster's next day.
    ...(config.store.postgres ? {} : { aroundSwitch: (change) => startAnew(parts, change) }),
    newId: () => randomUUID(),
    now: () => Date.now(),
    logger,
  });
}

/** Of another scenario the bot must not know what it saw in this one. @throws Error while it is still starting */
async function startAnew({ app }: StartedParts, change: () => ClusterSettings): Promise<void> {
  if (!app) throw new Error('The bot is still starting. Try again in a moment.');
  await app.startAnew(() => [change()]);
}

/** The lab's own people, unless the configuration names others. */
function accessOf(config: Config, lab: Lab | null, tenantId: string): AccessSettings {
  const configured = configuredAccess(config, tenantId);
  return lab?.channel && config.people.length === 0
    ? { ...configured, tenantId: lab.access.tenantId, members: lab.access.members }
    : configured;
}
