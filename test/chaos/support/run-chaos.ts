import { setTimeout as wait } from 'node:timers/promises';
import { createCommandHandler, streamOf } from '../../../src/commands/handle-command';
import type { LogEntry } from '../../../src/ports';
import type { BotFrameworkClient } from '../../support/bot-framework-client';
import type { Bed } from './bed';
import { openBed } from './bed';
import type { ClusterKind } from './chaos-settings';
import type { Seat } from './fleet';
import type { Fault, Injector } from './injector';
import { startInjector } from './injector';
import type { Findings } from './judge';
import { judge } from './judge';
import type { CardsFound } from './judge-cards';
import { createCardJudge } from './judge-cards';
import type { Crowd } from './people';
import { startCrowd } from './people';
import type { World } from './world';

export interface ChaosOptions {
  readonly store: 'sqlite' | 'postgres';
  /** Faults are injected until this says so; afterwards everything is brought to its end and judged. */
  readonly isEnough: (so: { readonly faults: number; readonly elapsedMs: number }) => boolean;
  readonly random: () => number;
  readonly say: (line: string) => void;
  readonly clusters?: number;
  /** `scripted` unless given. `lab`: simulated clusters, real PowerShell, real time. */
  readonly kind?: ClusterKind;
  /** Mean time between two faults, ms. */
  readonly everyMs?: number;
}

export interface ChaosReport extends Findings {
  readonly faults: readonly Fault[];
  /** Cards that were not the present state when all had come to rest. */
  readonly wrongCards: readonly string[];
  /** Cards that nobody can edit any more beside those that are kept up to date. */
  readonly copies: number;
  readonly auditProblem: string | null;
  readonly figures: {
    readonly incidentsClosed: number;
    readonly requests: number;
    readonly granted: number;
    readonly votes: number;
    readonly clicks: number;
    readonly clicksUnanswered: number;
    readonly stepsCalled: number;
    readonly stepsActed: number;
    readonly stepsUnknown: number;
    readonly logEntries: number;
  };
  /** What the processes said last about trouble, for a run that failed. */
  readonly said: readonly string[];
}

const SEATS: Readonly<Record<ChaosOptions['store'], readonly Seat[]>> = {
  sqlite: [{ seat: 'bot', roles: ['teams', 'runner'] }],
  postgres: [
    { seat: 'teams-a', roles: ['teams'] },
    { seat: 'teams-b', roles: ['teams'] },
    { seat: 'runner-a', roles: ['runner'] },
    { seat: 'runner-b', roles: ['runner'] },
  ],
};

const PAUSE_BASE_MS = { scripted: 2_000, lab: 5_000 } as const;
/** How long a fault waits for its point, and people between two clicks, ms. */
const PATIENCE_MS = { scripted: 8_000, lab: 45_000 } as const;
const CLICKS_MS = { scripted: 40, lab: 300 } as const;
/** With real PowerShell few faults fit into a run: those around the call come first. */
const FIRST_POINT = { scripted: 'before the vote is stored', lab: 'during the remote call' } as const;
const CLUSTERS = { scripted: 4, lab: 2 } as const;
/** Mean time between two faults, ms: between two in a row something has to get done. */
const EVERY_MS = { scripted: 700, lab: 5_000 } as const;
/** How long everything may take to come to its end after the last fault, ms: only a broken promise needs it. */
const REST_MS = { scripted: 180_000, lab: 900_000 } as const;
/** How long cards may be on their way after that, ms. */
const CARDS_MS = 60_000;
const TELL_EVERY_MS = 20_000;

/** Runs the bot's own processes under kills and pauses, then brings all to rest and judges. Leaves nothing behind. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { store, kind = 'scripted', clusters = CLUSTERS[kind] } = options;
  const holder: { injector?: Injector } = {};
  const bed = await openBed({
    ...{ store, kind, clusters, seats: SEATS[store] },
    atPoint: async (process, point) =>
      holder.injector ? holder.injector.atPoint(process, point) : { goesOn: true },
  });
  try {
    return await rage(options, kind, bed, (injector) => {
      holder.injector = injector;
    });
  } finally {
    await bed.end();
  }
}

async function rage(
  { isEnough, random, say, everyMs }: ChaosOptions,
  kind: ClusterKind,
  { server, store, clock, names, fleet, world, client, settings }: Bed,
  setInjector: (injector: Injector) => void,
): Promise<ChaosReport> {
  const handler = createCommandHandler({ store, clock, newId: () => '', onEffects: () => undefined });
  const crowd = startCrowd({
    clusters: names,
    client,
    world,
    look: (name) => handler.load(name),
    clock,
    pauseMs: CLICKS_MS[kind],
    random,
  });
  const databaseAway =
    server &&
    (async (awayMs: number): Promise<void> => {
      await server.stop();
      await wait(awayMs);
      await server.start();
    });
  const injector = startInjector({
    fleet: () => fleet,
    leaseMs: PAUSE_BASE_MS[kind],
    random,
    everyMs: everyMs ?? EVERY_MS[kind],
    patienceMs: PATIENCE_MS[kind],
    first: FIRST_POINT[kind],
    databaseAway,
  });
  setInjector(injector);
  const begunAt = Date.now();
  for (let told = begunAt; ; await wait(100)) {
    const faults = injector.faults().length;
    if (isEnough({ faults, elapsedMs: Date.now() - begunAt })) break;
    if (Date.now() - told < TELL_EVERY_MS) continue;
    told = Date.now();
    say(`${faults} faults, ${crowd.closed()} incidents closed`);
  }
  await injector.end();
  say('no more faults; waiting until everything has come to its end');
  await fleet.settle();
  await within(REST_MS[kind], crowd.finish(), 'not every incident could be closed', fleet.said());
  const judgeCards = createCardJudge({ settings, store, clock, handler });
  const cards = await cardsAtRest(client, () => judgeCards(client.fromBot()));
  const histories = await Promise.all(names.map((name) => store.readHistory(streamOf(name), 10_000_000)));
  const audit = await store.verifyAudit();
  return {
    ...judge({ histories, ledger: world.ledger(), deeds: crowd.deeds() }),
    faults: injector.faults(),
    wrongCards: cards.wrong,
    copies: cards.copies,
    auditProblem: audit.firstProblem && `${audit.firstProblem.sequence}: ${audit.firstProblem.problem}`,
    figures: figuresOf(histories, world, crowd, audit.entries),
    said: fleet.said(),
  };
}

/** Cards may be on their way: waits until none is wrong, or until waiting longer would be kind. */
async function cardsAtRest(client: BotFrameworkClient, look: () => Promise<CardsFound>): Promise<CardsFound> {
  const end = Date.now() + CARDS_MS;
  for (;;) {
    await client.channel.link.idle();
    const found = await look();
    if (found.wrong.length === 0 || Date.now() > end) return found;
    await wait(250);
  }
}

async function within(
  limitMs: number,
  work: Promise<void>,
  what: string,
  said: readonly string[],
): Promise<void> {
  const stop = new AbortController();
  const late = wait(limitMs, undefined, { signal: stop.signal }).then(() => {
    throw new Error(
      `${what} within ${limitMs} ms after the last fault. The processes said:\n${said.join('\n')}`,
    );
  });
  await Promise.race([work, late]).finally(() => stop.abort());
}

function figuresOf(
  histories: readonly (readonly LogEntry[])[],
  world: World,
  crowd: Crowd,
  logEntries: number,
): ChaosReport['figures'] {
  const all = histories.flat();
  const count = (kind: string): number => all.filter((entry) => entry.kind === kind).length;
  const lines = (what: string): number => world.ledger().filter((line) => line.what === what).length;
  const ended = all.filter(({ kind }) => kind === 'StepEnded');
  return {
    incidentsClosed: crowd.closed(),
    requests: count('RequestOpened'),
    granted: count('RequestGranted'),
    votes: count('VoteCast'),
    clicks: crowd.deeds().length,
    clicksUnanswered: crowd.deeds().filter(({ answer }) => answer === 'error').length,
    stepsCalled: lines('called'),
    stepsActed: lines('acted'),
    stepsUnknown: ended.filter(({ body }) => body['outcome'] === 'unknown').length,
    logEntries,
  };
}
