import type { IncidentCommand } from '../incident/commands';
import { decide } from '../incident/decide';
import { isRejection } from '../incident/decision';
import type { Effect } from '../incident/effects';
import type { IncidentEvent } from '../incident/events';
import { evolve } from '../incident/evolve';
import { react } from '../incident/react';
import type { Rejection } from '../incident/rejection';
import type { ClusterState } from '../incident/state';
import { initialState } from '../incident/state';
import type { Append, Clock, NewId, Store } from '../ports';
import { decodeEvent, encodeEffect, encodeEvent, indexKeysOf } from './event-codec';

/** What came of a command, with the state it left. */
export type Handled =
  | { readonly kind: 'done'; readonly state: ClusterState; readonly events: readonly IncidentEvent[] }
  | { readonly kind: 'rejected'; readonly state: ClusterState; readonly rejection: Rejection };

export interface CommandHandler {
  /**
   * Load, decide, append; a conflict with another writer is decided again until a deadline.
   * @param completes id of the claimed effect whose outcome this is
   * @throws Error when the store fails: then nothing was written and nothing happened.
   */
  handle(cluster: string, command: IncidentCommand, completes?: string): Promise<Handled>;
  load(cluster: string): Promise<ClusterState>;
  /** Puts work that may be repeated into the outbox without any event, e.g. to draw a card anew. @throws Error when the store fails */
  enqueue(cluster: string, effect: Effect): Promise<void>;
}

export interface CommandHandlerParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Called after a commit that left work in the outbox. */
  readonly onEffects: () => void;
}

/** How long conflicting writers are worked around, ms. */
const CONFLICT_DEADLINE_MS = 5000;

/** Name of a cluster's stream in the log. */
export function streamOf(cluster: string): string {
  return `cluster/${cluster}`;
}

/** Cluster of a stream. */
export function clusterOf(stream: string): string {
  return stream.replace(/^cluster\//, '');
}

/** The one way by which anything changes: commands on one cluster one after the other, each in one transaction. */
export function createCommandHandler(parts: CommandHandlerParts): CommandHandler {
  const known = new Map<string, ClusterState>();
  const queues = new Map<string, Promise<unknown>>();

  const load = async (cluster: string): Promise<ClusterState> => {
    let state = known.get(cluster) ?? initialState(cluster);
    for (const entry of await parts.store.readStream(streamOf(cluster), state.version))
      state = evolve(state, decodeEvent(entry));
    known.set(cluster, state);
    return state;
  };

  const attempt = async (
    cluster: string,
    command: IncidentCommand,
    completes?: string,
  ): Promise<Handled | 'conflict'> => {
    const state = await load(cluster);
    const decision = decide(command, state);
    if (isRejection(decision)) return { kind: 'rejected', state, rejection: decision };
    if (decision.length === 0 && completes === undefined) return { kind: 'done', state, events: [] };
    const { append, after } = appendOf(state, decision, parts.newId, completes);
    if ((await parts.store.append(append)) === 'conflict') return 'conflict';
    known.set(cluster, after);
    if (append.effects.length > 0) parts.onEffects();
    return { kind: 'done', state: after, events: decision };
  };

  const handleNow = async (
    cluster: string,
    command: IncidentCommand,
    completes?: string,
  ): Promise<Handled> => {
    return untilNoConflict(parts.clock, cluster, () => attempt(cluster, command, completes));
  };

  return {
    load,
    enqueue: async (cluster, effect) => {
      const effects = [encodeEffect(effect, parts.newId)];
      await untilNoConflict(parts.clock, cluster, async () => {
        const { version } = await load(cluster);
        const nothing = { events: [], facts: [], index: [] };
        return parts.store.append({
          stream: streamOf(cluster),
          expectedVersion: version,
          effects,
          ...nothing,
        });
      });
      parts.onEffects();
    },
    handle: (cluster, command, completes) => {
      const before = queues.get(cluster) ?? Promise.resolve();
      const mine = before.then(() => handleNow(cluster, command, completes));
      queues.set(
        cluster,
        mine.catch(() => undefined),
      );
      return mine;
    },
  };
}

async function untilNoConflict<T>(
  clock: Clock,
  cluster: string,
  attempt: () => Promise<T | 'conflict'>,
): Promise<T> {
  const deadline = clock.now() + CONFLICT_DEADLINE_MS;
  for (;;) {
    const result = await attempt();
    if (result !== 'conflict') return result;
    if (clock.now() >= deadline)
      throw new Error(
        `Cluster ${cluster} is written to by somebody else all the time; nothing was done. Try again.`,
      );
  }
}

function appendOf(
  state: ClusterState,
  events: readonly IncidentEvent[],
  newId: NewId,
  completes?: string,
): { append: Append; after: ClusterState } {
  let after = state;
  const effects = events.flatMap((event) => {
    after = evolve(after, event);
    return react(event, after);
  });
  const append: Append = {
    stream: streamOf(state.cluster),
    expectedVersion: state.version,
    events: events.map(encodeEvent),
    facts: [],
    effects: effects.map((effect) => encodeEffect(effect, newId)),
    index: events.flatMap(indexKeysOf),
    ...(completes === undefined ? {} : { completes }),
  };
  return { append, after };
}
