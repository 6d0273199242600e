import type { IncidentEvent } from './events';
import type { UpdateReport } from './evidence';
import { offerAgain } from './offers';
import { findRung } from './rules';
import type { ClusterState, Incident, RunResult } from './state';
import { beginValidation, isSettled } from './validation';

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
  if (run.attested && result === 'failed') {
    const asked = incident.request;
    return asked ? [...ended, ...offerAgain(asked, at, `attested, but ${why}`)] : ended;
  }
  const validation = beginValidation(
    { runId: run.id, rung: judgedRung(incident, run.rung), endedAt: at },
    latest?.intervalMs ?? null,
    latest?.report.update ?? UPDATE_NEVER_SEEN,
    incident.rules.timing,
  );
  return [...ended, { kind: 'ValidationBegun', at, validation }];
}

/** After a recovery the rung before it is judged on; without one the recovery itself is. */
function judgedRung({ rules, validation }: Incident, rung: string): string {
  const goesOn = findRung(rules, rung)?.recovery === true && validation !== null && !isSettled(validation);
  return goesOn ? validation.rung : rung;
}
