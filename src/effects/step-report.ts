import type { StepOutcome } from '../incident/run';

/** What a step came to, with one line for people. */
export interface StepReport {
  readonly outcome: StepOutcome;
  readonly detail: string;
  /** Proven: nothing is left half-done, although the step did not come to its end. */
  readonly restored?: true;
}
