import { decodeEffect } from '../commands/event-codec';
import { clusterOf } from '../commands/handle-command';
import type { Effect } from '../incident/effects';
import type { Logger } from '../logger';
import type { ClaimedEffect, Clock, Store } from '../ports';
import { backoffMs } from './backoff';

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
}

export interface EffectRunnerParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly owner: string;
  readonly performers: Performers;
  readonly logger: Logger;
  /** How long a claim is ours, ms; longer than any work takes. */
  readonly leaseMs: number;
  /** How often due work is looked for when nobody wakes us, ms. */
  readonly pollMs: number;
}

const BATCH = 16;

/** Claims due work and performs it: messages of a cluster in order, and apart from its probes and its steps. */
export function createEffectRunner(parts: EffectRunnerParts): EffectRunner {
  const lanes = new Map<string, Promise<void>>();
  let isRunning = false;
  let isAwake = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  const takeTurn = async (): Promise<void> => {
    const { store, clock, owner, leaseMs } = parts;
    const claimed = await store.claim({ owner, now: clock.now(), leaseMs, limit: BATCH });
    for (const one of claimed) inLane(lanes, laneOf(one), () => perform(parts, one));
    if (claimed.length === BATCH) isAwake = true;
  };

  const loop = (): void => {
    if (!isRunning) return;
    isAwake = false;
    turn = takeTurn()
      .catch((error: unknown) => parts.logger.error({ error }, 'could not look for work'))
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
      timer = setTimeout(loop, 0);
    },
    stop: async () => {
      isRunning = false;
      clearTimeout(timer);
      await turn;
      await Promise.all(lanes.values());
    },
  };
}

/** Messages of one cluster stay in order; a step and a probe never wait for a message. */
function laneOf(claimed: ClaimedEffect): string {
  const talks = claimed.kind === 'incident-card' || claimed.kind === 'notice' || claimed.kind === 'answer';
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
    if (outcome.kind === 'completed') await store.complete(claimed.id, owner);
    if (outcome.kind === 'again') {
      logger.info({ effect: claimed.kind, why: outcome.why, inMs: outcome.inMs }, 'work is put off');
      await store.postpone(claimed.id, owner, clock.now() + outcome.inMs, outcome.why);
    }
  } catch (error) {
    logger.error({ error, effect: claimed.kind }, 'could not note the end of work; its lease will end');
  }
}

async function performSafely(parts: EffectRunnerParts, claimed: ClaimedEffect): Promise<Performed> {
  const effect = decodeEffect(claimed);
  const performer = parts.performers[effect.kind] as (work: Work) => Promise<Performed>;
  try {
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
