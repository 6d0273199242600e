import { decodeEffect } from '../commands/event-codec';
import { clusterOf } from '../commands/handle-command';
import type { Effect } from '../incident/effects';
import type { Logger } from '../logger';
import type { ClaimedEffect, Clock, Store } from '../ports';
import { backoffMs } from './backoff';
import type { Persist } from './persist';

/** What became of one piece of work. `settled`: the performer completed it together with its outcome. */
export type Performed =
  | { readonly kind: 'completed' }
  | { readonly kind: 'settled' }
  | { readonly kind: 'again'; readonly inMs: number; readonly why: string };

/** Work with everything its performer needs to know. */
export interface Work<K extends Effect['kind'] = Effect['kind']> {
  readonly effect: Extract<Effect, { kind: K }>;
  readonly id: string;
  readonly cluster: string;
  readonly attempts: number;
}

/** One performer per kind of effect. */
export type Performers = { readonly [K in Effect['kind']]: (work: Work<K>) => Promise<Performed> };

export interface EffectRunner {
  start(): void;
  /** Something was put into the outbox. */
  wake(): void;
  /** Takes no new work and waits for the work under way. */
  stop(): Promise<void>;
  /** Ids of the work that was claimed and has not ended. */
  inHand(): readonly string[];
  /** Work that belongs to others by now: what has not begun is left, what is under way ends without us. Gives how much of it was in hand. */
  disown(ids: readonly string[]): number;
}

export interface EffectRunnerParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly owner: string;
  /** What this process does; other work is left to others. */
  readonly performers: Partial<Performers>;
  /** Streams whose work this process does. */
  readonly streams: readonly string[];
  /** Repeats what must be stored. */
  readonly persist: Persist;
  readonly logger: Logger;
  /** How long a claim is ours unless it is made longer, ms. */
  readonly leaseMs: number;
  /** How often due work is looked for when nobody wakes us, ms. */
  readonly pollMs: number;
}

const BATCH = 16;
/** The work that a decision left begins this much later: whoever waits for the answer gets it before cards are drawn for everybody, ms. */
const ANSWER_FIRST_MS = 25;

/** Claims due work and performs it: messages of a cluster in order, and apart from its probes and its steps. */
export function createEffectRunner(parts: EffectRunnerParts): EffectRunner {
  const lanes = new Map<string, Promise<void>>();
  const inHand = new Set<string>();
  const only = { kinds: Object.keys(parts.performers), streams: parts.streams };
  let isReachable = true;
  let isRunning = false;
  let isAwake = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  const takeTurn = async (): Promise<void> => {
    const { store, clock, owner, leaseMs } = parts;
    const claimed = await store.claim({ owner, now: clock.now(), leaseMs, limit: BATCH, only });
    for (const one of claimed) {
      // Its lease ended while it was under way, and nobody else took it: it goes on.
      if (inHand.has(one.id)) continue;
      inHand.add(one.id);
      inLane(lanes, laneOf(one), async () => {
        if (inHand.has(one.id)) await perform(parts, one);
        inHand.delete(one.id);
      });
    }
    if (claimed.length === BATCH) isAwake = true;
  };

  /** Said once when it begins and once when it ends, not with every try. */
  const noteReach = (reached: boolean, error?: unknown): void => {
    if (reached !== isReachable) {
      if (reached) parts.logger.info({}, 'the store answers again; work goes on');
      else
        parts.logger.error({ error }, 'could not look for work; it is tried again until the store answers');
    }
    isReachable = reached;
  };

  const loop = (): void => {
    if (!isRunning) return;
    isAwake = false;
    turn = takeTurn()
      .then(() => noteReach(true))
      .catch((error: unknown) => noteReach(false, error))
      .finally(() => {
        if (isRunning) timer = setTimeout(loop, isAwake ? 0 : parts.pollMs);
      });
  };

  return {
    start: () => {
      isRunning = true;
      loop();
    },
    wake: () => {
      isAwake = true;
      if (!isRunning || timer === undefined) return;
      clearTimeout(timer);
      timer = setTimeout(loop, ANSWER_FIRST_MS);
    },
    stop: async () => {
      isRunning = false;
      clearTimeout(timer);
      await turn;
      await Promise.all(lanes.values());
    },
    inHand: () => [...inHand],
    disown: (ids) => ids.filter((id) => inHand.delete(id)).length,
  };
}

const TALK: readonly string[] = [
  'incident-card',
  'notice',
  'answer',
  'tell',
  'show-plan',
] satisfies Effect['kind'][];

/** Messages of one cluster stay in order; a step and a probe never wait for a message. */
function laneOf(claimed: ClaimedEffect): string {
  const talks = TALK.includes(claimed.kind);
  if (talks) return `${claimed.stream} talk`;
  return claimed.kind === 'step' || claimed.kind === 'wake'
    ? `${claimed.stream} ${claimed.kind}`
    : `${claimed.stream} probe`;
}

function inLane(lanes: Map<string, Promise<void>>, lane: string, work: () => Promise<void>): void {
  const before = lanes.get(lane) ?? Promise.resolve();
  const mine = before.then(work);
  lanes.set(lane, mine);
  void mine.then(() => {
    if (lanes.get(lane) === mine) lanes.delete(lane);
  });
}

async function perform(parts: EffectRunnerParts, claimed: ClaimedEffect): Promise<void> {
  const { store, owner, clock, logger } = parts;
  const outcome = await performSafely(parts, claimed);
  try {
    if (outcome.kind === 'completed')
      await parts.persist('the end of work', () => store.complete(claimed.id, owner));
    if (outcome.kind === 'again') {
      logger.info({ effect: claimed.kind, why: outcome.why, inMs: outcome.inMs }, 'work is put off');
      await parts.persist('the end of work', () =>
        store.postpone(claimed.id, owner, clock.now() + outcome.inMs, outcome.why),
      );
    }
  } catch (error) {
    logger.error({ error, effect: claimed.kind }, 'could not note the end of work; its lease will end');
  }
}

async function performSafely(parts: EffectRunnerParts, claimed: ClaimedEffect): Promise<Performed> {
  const effect = decodeEffect(claimed);
  const performer = parts.performers[effect.kind] as ((work: Work) => Promise<Performed>) | undefined;
  try {
    if (!performer) throw new Error(`This process does not do the work "${effect.kind}".`);
    return await performer({
      effect,
      id: claimed.id,
      cluster: clusterOf(claimed.stream),
      attempts: claimed.attempts,
    });
  } catch (error) {
    parts.logger.error({ error, effect: effect.kind }, 'work failed');
    const why = error instanceof Error ? error.message : String(error);
    return claimed.delivery === 'once'
      ? { kind: 'settled' }
      : { kind: 'again', inMs: backoffMs(claimed.attempts), why };
  }
}
