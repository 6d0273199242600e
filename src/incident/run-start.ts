import { inOrder } from './decision';
import type { IncidentEvent } from './events';
import type { Person } from './person';
import { endRun } from './run-end';
import type { MitigationRequest } from './mitigation-request';
import type { StepPlan } from './run';
import type { ClusterState } from './state';

export interface RunStart {
  readonly at: number;
  readonly runId: string;
  readonly attestedBy: Person | null;
  readonly steps: readonly StepPlan[];
}

/** Starts the single execution of a request; a plan without steps ends at once as nothing-to-do. */
export function startRun(
  state: ClusterState,
  request: MitigationRequest,
  start: RunStart,
): readonly IncidentEvent[] {
  const { at, runId } = start;
  return inOrder(
    state,
    () => [
      {
        kind: 'RunStarted',
        at,
        runId,
        requestId: request.id,
        rung: request.terms.id,
        attestedBy: start.attestedBy,
        steps: start.steps,
      },
    ],
    (now) =>
      start.steps.length === 0 ? endRun(now, at, 'nothing-to-do', 'there was nothing to change') : [],
  );
}
