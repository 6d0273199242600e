import type { StepPlan } from './run';
import type { Incident } from './state';

/** Silence of at least so many crash intervals makes chance negligible: with random crashes about e^-10 is left. */
const LEAST_INTERVALS = 10;
/** Steps that end one caller, or see that its owner ended it. */
const ENDS_ONE_CALLER: ReadonlySet<string> = new Set(['Stop-Caller', 'Test-CallerGone']);

/**
 * The one step that is proven to have ended the crashes: causal evidence, grade A. It is earned by a run alone: exactly one caller was
 * ended, and the silence of a whole soak followed with the orchestrator alive in it. Null: nothing is proven of a single caller.
 */
export function provenCause({ status, run, rungs, validation, rules }: Incident): StepPlan | null {
  const [only, ...others] = (run?.steps ?? []).filter(({ plan }) => !plan.isGate);
  const last = rungs.at(-1);
  if (status !== 'closed' || !run || !only || others.length > 0) return null;
  const isFixedByIt =
    last?.result === 'fixed' &&
    last.rung === run.rung &&
    validation?.result === 'fixed' &&
    validation.runId === run.id;
  // A person's word closes an incident, but proves no cause.
  const isWatched =
    isFixedByIt && !validation.isSettledByPerson && rules.timing.soakIntervals >= LEAST_INTERVALS;
  return isWatched && only.status === 'succeeded' && ENDS_ONE_CALLER.has(only.plan.operation)
    ? only.plan
    : null;
}
