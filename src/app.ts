import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import path from 'node:path';
import { createCardPainter } from './cards/card-painter';
import { createAskForPerson } from './effects/ask-for-person';
import { createAccessSource } from './commands/access-source';
import { createCommandHandler } from './commands/handle-command';
import { createReceive } from './commands/receive';
import { createSituation } from './commands/situation';
import { createWatch } from './detection/watch';
import { loseSteps } from './effects/lose-steps';
import { createRecordMemory } from './detection/record-memory';
import { checkAndRecord, createProbePerformers } from './effects/perform-probes';
import { createStepPerformer } from './effects/perform-step';
import { createMessagePerformers } from './effects/post-messages';
import { createEffectRunner } from './effects/run-effects';
import { createSharedLooks } from './effects/shared-looks';
import { createOverdueLook } from './effects/overdue-look';
import { watchPause } from './effects/watch-pause';
import { mayAskUpdate } from './incident/decide-check';
import type { Logger } from './logger';
import type { Clock, GroupMembers, PowerShell, Store } from './ports';
import type { Settings } from './runbook/settings';
import type { BotIdentity } from './teams/bot-identity';
import { createMessenger } from './teams/messenger';
import { createServer } from './teams/server';

export interface AppParts {
  readonly settings: Settings;
  readonly identity: BotIdentity;
  readonly server: { readonly host: string; readonly port: number };
  readonly store: Store;
  readonly powershell: PowerShell;
  /** The directory, when configuration names groups. */
  readonly groups?: GroupMembers;
  /** SHA-256 over the product's PowerShell module. */
  readonly scriptHash: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface App {
  /** Listens and watches. Resolves to the address of the bot. */
  start(): Promise<{ readonly url: string }>;
  /** Takes nothing new, waits a moment for what is under way, ends every PowerShell process, closes the store. */
  stop(): Promise<void>;
}

/** Longer than any work takes: a claim whose lease ended was left behind by a process that died, ms. */
const LEASE_MS = 60 * 60_000;
const POLL_MS = 1000;
/** How often is looked whether a watch is overdue, ms. */
const OVERDUE_LOOK_MS = 10_000;
/** How long work under way may go on after a stop, ms. */
const STOP_GRACE_MS = 3000;
/** No letters and digits that are mistaken for each other. */
const SHORT_ID_SIGNS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** Wires everything by plain arguments; nothing else knows all parts. */
export function createApp(parts: AppParts): App {
  const { settings, store, powershell, clock, logger, identity, scriptHash } = parts;
  const newId = (): string => randomUUID();
  const owner = `bot-${randomBytes(6).toString('hex')}`;
  let wake = (): void => undefined;
  const handler = createCommandHandler({ store, clock, newId, onEffects: () => wake() });
  const access = createAccessSource({ access: settings.access, groups: parts.groups ?? null, clock, logger });
  const situation = createSituation({ settings, store, clock, handler, access });
  const painter = createCardPainter({ templatesFolder: path.resolve(__dirname, '..', 'cards') });
  const messenger = createMessenger({ identity, clock, log: logger });
  const probes = {
    settings,
    powershell,
    detection: settings.detection,
    scriptHash,
    clock,
    newId,
    newShortId,
    handler,
    situation,
    recordMemory: createRecordMemory(),
    looks: createSharedLooks(),
  };

  const runner = createEffectRunner({
    store,
    clock,
    owner,
    logger,
    leaseMs: LEASE_MS,
    pollMs: POLL_MS,
    performers: {
      ...createProbePerformers(probes),
      ...createStepPerformer({
        settings,
        handler,
        powershell,
        clock,
        owner,
        nextFence: () => store.nextFence(clock.now()),
        look: async (cluster) => {
          const wanted = { checkId: newId(), reason: 'recheck', mayAskUpdate: false } as const;
          return (await checkAndRecord(probes, cluster, wanted)).state;
        },
        logger,
      }),
      ...createMessagePerformers({ settings, store, handler, situation, painter, messenger, logger }),
    },
  });
  wake = () => runner.wake();

  const watches = settings.clusters.map(({ name }) =>
    createWatch({
      cluster: name,
      logger,
      look: async () => {
        const state = await handler.load(name);
        const mayAsk = mayAskUpdate(state, clock.now(), settings.rules.timing.updateQueryMs);
        await checkAndRecord(probes, name, { checkId: newId(), reason: 'watch', mayAskUpdate: mayAsk });
      },
      pause: async () => watchPause(await handler.load(name), settings.detection),
    }),
  );

  const overdueWatches = settings.clusters.map(({ name }) =>
    createWatch({
      cluster: name,
      logger,
      look: createOverdueLook(name, { situation, handler, clock }),
      pause: () => Promise.resolve(OVERDUE_LOOK_MS),
    }),
  );

  const prepareAsk = createAskForPerson({ probes, messenger, logger });
  const receive = createReceive({
    settings,
    store,
    clock,
    newId,
    handler,
    situation,
    painter,
    access,
    logger,
    prepareAsk,
  });
  const server = createServer({
    ...parts.server,
    identity,
    receive,
    messenger,
    clock,
    log: logger,
    isReady: async () => (await store.readSetting('ready'), true),
  });

  return {
    start: async () => {
      await store.takeOver(owner);
      const lost = await loseSteps({ store, handler, clock }, clock.now());
      if (lost > 0)
        logger.warn({ lost }, 'steps were under way when the bot stopped; their outcome is unknown');
      const { url } = await server.start();
      runner.start();
      for (const watch of [...watches, ...overdueWatches]) watch.start();
      return { url };
    },
    stop: async () => {
      await server.stop();
      const ended = Promise.all([
        runner.stop(),
        ...[...watches, ...overdueWatches].map((watch) => watch.stop()),
      ]);
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, STOP_GRACE_MS).unref())]);
      await powershell.close();
      await ended;
      await store.close();
    },
  };
}

function newShortId(): string {
  return Array.from({ length: 4 }, () => SHORT_ID_SIGNS.charAt(randomInt(SHORT_ID_SIGNS.length))).join('');
}
