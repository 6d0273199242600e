import type { IncidentEvent } from './events';
import type { UpdateReport } from './evidence';
import { halfDoneAfterRun } from './half-done';
import { endRung, offerAgain } from './offers';
import { findRung } from './rules';
import type { RunResult } from './run';
import type { ClusterState, Incident } from './state';
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
  const closing: readonly IncidentEvent[] = [
    { kind: 'RunEnded', at, runId: run.id, result, why },
    { kind: 'RequestEnded', at, requestId: run.requestId, as: run.attested ? 'attested' : 'run-ended', why },
  ];
  const halfDone = halfDoneAfterRun(state, at);
  const ended = [...closing, ...halfDone];
  // A gate only looks.
  const changedNothing = run.steps.every((step) => step.status === 'planned' || step.plan.isGate);
  if (changedNothing && run.steps.length > 0) return ended;
  if (mendedTooLate(incident, run.rung)) {
    const isMended = result === 'succeeded' || result === 'nothing-to-do';
    return [...ended, ...endRung(state, at, run.rung, isMended ? 'recovered' : 'not-fixed', why)];
  }
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

/** The rung that left something half-done was judged already: putting it right proves nothing about the crash. */
function mendedTooLate({ rules, validation }: Incident, rung: string): boolean {
  return findRung(rules, rung)?.mends !== undefined && validation?.result === 'not-fixed';
}

/** After a recovery the rung before it is judged on; without one the recovery itself is. */
function judgedRung({ rules, validation }: Incident, rung: string): string {
  const goesOn = findRung(rules, rung)?.recovery === true && validation !== null && !isSettled(validation);
  return goesOn ? validation.rung : rung;
}
