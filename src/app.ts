import { randomBytes, randomUUID } from 'node:crypto';
import { createAccessSource } from './commands/access-source';
import { createCommandHandler, streamOf } from './commands/handle-command';
import { createSituation } from './commands/situation';
import { createLeaseKeeper } from './effects/keep-leases';
import { createLeadership } from './effects/leadership';
import { loseSteps } from './effects/lose-steps';
import { createWakePerformer } from './effects/perform-wake';
import { createPersist } from './effects/persist';
import type { BundleSettings } from './effects/perform-bundle';
import { createEffectRunner } from './effects/run-effects';
import { createHealthServer } from './health-server';
import type { Logger } from './logger';
import type { Clock, GroupMembers, PowerShell, Roster, Store } from './ports';
import type { Settings } from './runbook/settings';
import { createRunnerSide } from './runner-side';
import type { BotIdentity } from './teams/bot-identity';
import { createTeamsSide } from './teams-side';

export interface AppParts {
  readonly settings: Settings;
  /** Where it listens: for the connector and for health, or as a runner alone for health. */
  readonly server: { readonly host: string; readonly port: number };
  readonly store: Store;
  /** The directory, when configuration names groups. */
  readonly groups?: GroupMembers;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The role `teams`: who the bot is; null: this process does not have it. */
  readonly teams: { readonly identity: BotIdentity; readonly roster?: Roster } | null;
  /** The role `runner`: how clusters are reached; null: this process does not have it. */
  readonly runner: {
    readonly powershell: PowerShell;
    /** SHA-256 over the product's PowerShell module. */
    readonly scriptHash: string;
    /** Absent: there is nowhere to write support bundles. */
    readonly bundles?: BundleSettings;
  } | null;
  /** How long work is ours when this process dies or is paused, ms. */
  readonly leaseMs: number;
  /** The store was restored from a backup: what was open in it is ended before anything else. */
  readonly isRestored?: boolean;
}

export interface App {
  /** Listens and watches. Resolves to the address of the bot. */
  start(): Promise<{ readonly url: string }>;
  /** Takes nothing new, waits a moment for what is under way, ends every PowerShell process, closes the store. */
  stop(): Promise<void>;
}

const POLL_MS = 1000;
/** First looks follow one another, so that a start with many clusters answers while they are under way, ms. */
const BETWEEN_WATCHES_MS = 10;
/** How long work under way may go on after a stop, ms. */
const STOP_GRACE_MS = 3000;
/** How long the outcome of work waits for a store that is away, ms. */
const PERSIST_MS = 30 * 60_000;

/** Wires everything by plain arguments; nothing else knows all parts. */
export function createApp(parts: AppParts): App {
  const { settings, store, clock, logger, leaseMs } = parts;
  const newId = (): string => randomUUID();
  const owner = `bot-${randomBytes(6).toString('hex')}`;
  const stopping = new AbortController();
  const persist = createPersist(logger, stopping.signal, PERSIST_MS);
  let wake = (): void => undefined;
  const handler = createCommandHandler({ store, clock, newId, onEffects: () => wake() });
  const access = createAccessSource({ access: settings.access, groups: parts.groups ?? null, clock, logger });
  const situation = createSituation({ settings, store, clock, handler, access });
  const leadership = createLeadership({ store, clock, owner, leaseMs });
  const keepMs = Math.ceil(leaseMs / 3);
  const isReady = async (): Promise<boolean> => (await store.readSetting('ready'), true);

  const known = { settings, store, clock, newId, owner, logger };
  const shared = { ...known, handler, access, situation, leadership, persist };
  const teams = parts.teams && createTeamsSide({ ...shared, ...parts.teams, server: parts.server, isReady });
  const runner = parts.runner && createRunnerSide({ ...shared, ...parts.runner, followMs: keepMs });
  const server = teams?.server ?? createHealthServer({ ...parts.server, isReady });
  const watches = [...(runner?.watches ?? []), ...(teams?.watches ?? [])];

  const effects = createEffectRunner({
    store,
    clock,
    owner,
    logger,
    leaseMs,
    persist,
    pollMs: POLL_MS,
    streams: settings.clusters.map(({ name }) => streamOf(name)),
    performers: { ...createWakePerformer({ handler, clock }), ...teams?.performers, ...runner?.performers },
  });
  wake = () => effects.wake();
  const lose = (): Promise<number> => loseSteps({ store, handler, clock }, clock.now());
  const elapsed = (): number => performance.now();
  const keeper = createLeaseKeeper({
    ...{ store, clock, owner, leadership, leaseMs, keepMs, logger, elapsed },
    runner: effects,
    loseSteps: lose,
  });

  return {
    start: async () => {
      await store.takeOver(owner);
      const lost = await lose();
      if (lost > 0)
        logger.warn({ lost }, 'steps were under way when the bot stopped; their outcome is unknown');
      if (parts.isRestored)
        for (const { name } of settings.clusters)
          await handler.handle(name, { kind: 'StoreRestored', at: clock.now() });
      const { url } = await server.start();
      effects.start();
      keeper.start();
      for (const [index, watch] of watches.entries()) watch.start(index * BETWEEN_WATCHES_MS);
      return { url };
    },
    stop: async () => {
      await server.stop();
      const ended = Promise.all([effects.stop(), ...watches.map((watch) => watch.stop())]);
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, STOP_GRACE_MS).unref())]);
      await parts.runner?.powershell.close();
      stopping.abort();
      await ended;
      await keeper.stop();
      await leadership.resign().catch(() => undefined);
      await store.close();
    },
  };
}
