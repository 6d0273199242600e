import type { IncidentEvent } from './events';
import type { UpdateReport } from './evidence';
import type { ClusterState, RunResult } from './state';
import { beginValidation } from './validation';

const UPDATE_NEVER_SEEN: UpdateReport = {
  state: 'unknown',
  finishedSteps: 0,
  totalSteps: 0,
  currentStep: null,
  lastChangeAt: null,
  askedAt: null,
};

/** Ends the run and its request, and begins the validation; a run stopped before it changed anything has nothing to validate. */
export function endRun(
  state: ClusterState,
  at: number,
  result: RunResult,
  why: string,
): readonly IncidentEvent[] {
  const { incident, latest } = state;
  const run = incident?.run;
  if (!incident || !run || run.endedAt !== null) return [];
  const ended: readonly IncidentEvent[] = [
    { kind: 'RunEnded', at, runId: run.id, result, why },
    { kind: 'RequestEnded', at, requestId: run.requestId, as: run.attested ? 'attested' : 'run-ended', why },
  ];
  const changedNothing = run.steps.every((step) => step.status === 'planned');
  if (changedNothing && run.steps.length > 0) return ended;
  const validation = beginValidation(
    { runId: run.id, rung: run.rung, endedAt: at },
    latest?.intervalMs ?? null,
    latest?.report.update ?? UPDATE_NEVER_SEEN,
    incident.rules.timing,
  );
  return [...ended, { kind: 'ValidationBegun', at, validation }];
}
