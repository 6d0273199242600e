import type { IncidentCommand } from '../../../src/incident/commands';
import { decide } from '../../../src/incident/decide';
import type { Decision } from '../../../src/incident/decision';
import { isRejection } from '../../../src/incident/decision';
import type { IncidentEvent } from '../../../src/incident/events';
import { evolve } from '../../../src/incident/evolve';
import type { RejectionReason } from '../../../src/incident/rejection';
import type { ClusterState } from '../../../src/incident/state';
import { initialState } from '../../../src/incident/state';

export const CLUSTER = 'cluster-1';

/** Freezes a value with everything in it, so that a fold that mutates fails loudly. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** The state after these events; every state on the way is frozen. */
export function fold(
  events: readonly IncidentEvent[],
  from: ClusterState = initialState(CLUSTER),
): ClusterState {
  return events.reduce((state, event) => deepFreeze(evolve(state, deepFreeze(event))), deepFreeze(from));
}

/** The events of these commands, one after the other. A command that is refused is a mistake in the test. */
export function story(...commands: readonly IncidentCommand[]): readonly IncidentEvent[] {
  return commands.reduce<readonly IncidentEvent[]>((events, command) => {
    const decision = decide(command, fold(events));
    if (isRejection(decision)) throw new Error(`${command.kind} was refused: ${JSON.stringify(decision)}`);
    return [...events, ...decision];
  }, []);
}

export interface Given {
  readonly state: ClusterState;
  readonly when: (command: IncidentCommand) => Outcome;
}

export interface Outcome {
  readonly decision: Decision;
  /** The state after the decided events; the state before when the command was refused. */
  readonly state: ClusterState;
  /** Exactly these events. */
  readonly then: (...events: readonly IncidentEvent[]) => void;
  /** Events of exactly these kinds, in this order. */
  readonly thenKinds: (...kinds: readonly IncidentEvent['kind'][]) => void;
  readonly thenNothing: () => void;
  readonly thenRejected: (reason: RejectionReason) => void;
}

/** What happened before. Folded twice, once from events that went through JSON as in the log: both must agree. */
export function given(...events: readonly IncidentEvent[]): Given {
  const state = fold(events);
  const stored = JSON.parse(JSON.stringify(events)) as IncidentEvent[];
  expect(fold(stored)).toEqual(state);
  expect(state.version).toBe(events.length);
  return { state, when: (command) => outcomeOf(command, state) };
}

function outcomeOf(command: IncidentCommand, state: ClusterState): Outcome {
  const decision = deepFreeze(decide(deepFreeze(command), state));
  expect(decide(command, state)).toEqual(decision);
  const events = isRejection(decision) ? [] : decision;
  return {
    decision,
    state: fold(events, state),
    then: (...expected) => expect(decision).toEqual(expected),
    thenKinds: (...kinds) =>
      expect(isRejection(decision) ? decision : decision.map(({ kind }) => kind)).toEqual(kinds),
    thenNothing: () => expect(decision).toEqual([]),
    thenRejected: (reason) => expect(decision).toMatchObject({ rejected: reason }),
  };
}
