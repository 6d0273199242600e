import type { IncidentEvent } from './events';
import { evolve } from './evolve';
import type { Rejection } from './rejection';
import type { ClusterState } from './state';

/** Events, or why not. No events: there is nothing to say (a repeat). */
export type Decision = readonly IncidentEvent[] | Rejection;

/** Whether a decision is a refusal. */
export function isRejection(decision: Decision): decision is Rejection {
  return 'rejected' in decision;
}

/** One thing leads to the next: every part sees the state after the events of the parts before it. */
export function inOrder(
  state: ClusterState,
  ...parts: readonly ((state: ClusterState) => readonly IncidentEvent[])[]
): readonly IncidentEvent[] {
  const events: IncidentEvent[] = [];
  let current = state;
  for (const part of parts) {
    for (const event of part(current)) {
      events.push(event);
      current = evolve(current, event);
    }
  }
  return events;
}
