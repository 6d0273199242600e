import type { UpdateReport, UpdateRunState } from '../incident/evidence';
import type { UpdateProgress } from '../powershell/operations/get-update-progress';

const RUN_STATES: ReadonlyMap<string, UpdateRunState> = new Map([
  ['InProgress', 'in-progress'],
  ['Succeeded', 'succeeded'],
  ['Failed', 'failed'],
]);

/** Nobody was asked, or nobody answered. */
export const UPDATE_UNKNOWN: UpdateReport = {
  state: 'unknown',
  finishedSteps: 0,
  totalSteps: 0,
  currentStep: null,
  lastChangeAt: null,
  askedAt: null,
};

/** Reads the update's run from its step tree; only the UTC times of steps count (the run's own times mix zones). */
export function readUpdate(progress: UpdateProgress | null, askedAt: number): UpdateReport {
  const answer =
    progress?.node.status === 'ok' && progress.node.progress?.status === 'ok'
      ? progress.node.progress.value
      : null;
  if (!answer) return { ...UPDATE_UNKNOWN, askedAt };
  if (!answer.run) return { ...UPDATE_UNKNOWN, state: 'none', askedAt };
  const leaves = answer.steps.filter((step) => step.leaf);
  const current =
    leaves.find((step) => step.status === 'InProgress') ?? leaves.find((step) => step.status === 'Error');
  const times = answer.steps
    .flatMap((step) => [step.startedAtUtc, step.endedAtUtc])
    .filter((at) => at !== null);
  return {
    state: RUN_STATES.get(answer.run.state) ?? 'unknown',
    finishedSteps: leaves.filter((step) => step.status === 'Success').length,
    totalSteps: leaves.length,
    currentStep: current?.name ?? null,
    lastChangeAt: times.length > 0 ? Math.max(...times) : null,
    askedAt,
  };
}
