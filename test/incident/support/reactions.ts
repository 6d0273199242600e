import type { IncidentCommand } from '../../../src/incident/commands';
import type { Effect } from '../../../src/incident/effects';
import type { IncidentEvent } from '../../../src/incident/events';
import { evolve } from '../../../src/incident/evolve';
import { react } from '../../../src/incident/react';
import type { ClusterState } from '../../../src/incident/state';
import { initialState } from '../../../src/incident/state';
import { CLUSTER, deepFreeze, story } from './given';

export interface Reaction {
  readonly event: IncidentEvent;
  readonly effects: readonly Effect[];
}

/** What follows from every event of a story. */
export function reactions(...commands: readonly IncidentCommand[]): readonly Reaction[] {
  let state: ClusterState = initialState(CLUSTER);
  return story(...commands).map((event) => {
    state = deepFreeze(evolve(state, event));
    return { event, effects: react(event, state) };
  });
}
