import type { AskingSession, UpdateReport, UpdateRunState } from '../incident/evidence';
import { isSameNode } from '../incident/node-name';
import { isPlanRead } from '../incident/plan-read';
import type { UpdateProgress } from '../powershell/operations/get-update-progress';

const RUN_STATES: ReadonlyMap<string, UpdateRunState> = new Map([
  ['InProgress', 'in-progress'],
  ['Succeeded', 'succeeded'],
  ['Failed', 'failed'],
]);

/** A skipped step will not be worked on any more. */
const FINISHED: ReadonlySet<string> = new Set(['Success', 'Skipped']);
/** Words for an agent's work that is over; any other, also none at all, counts as unfinished. */
const OVER = /^(?:success|succeeded|completed|skipped|error|failed|cancell?ed)$/i;

/** Nobody was asked, or nobody answered. */
export const UPDATE_UNKNOWN: UpdateReport = {
  state: 'unknown',
  finishedSteps: 0,
  totalSteps: 0,
  currentStep: null,
  lastChangeAt: null,
  askedAt: null,
  busyNodes: null,
};

/** Reads the update's run from its step tree; only the UTC times of steps count (the run's own times mix zones). */
export function readUpdate(progress: UpdateProgress | null, askedAt: number): UpdateReport {
  const answer =
    progress?.node.status === 'ok' && progress.node.progress?.status === 'ok'
      ? progress.node.progress.value
      : null;
  const asked = { askedAt, ...sessionOf(progress) };
  if (!answer) return { ...UPDATE_UNKNOWN, ...asked };
  if (!answer.run) return { ...UPDATE_UNKNOWN, state: 'none', ...asked };
  const leaves = answer.steps.filter((step) => step.leaf);
  const current =
    leaves.find((step) => step.status === 'InProgress') ?? leaves.find((step) => step.status === 'Error');
  const times = answer.steps
    .flatMap((step) => [step.startedAtUtc, step.endedAtUtc])
    .filter((at) => at !== null);
  const tasks = answer.plan?.remoteTasks ?? null;
  return {
    state: RUN_STATES.get(answer.run.state) ?? 'unknown',
    finishedSteps: leaves.filter((step) => FINISHED.has(step.status)).length,
    totalSteps: leaves.length,
    currentStep: current?.name ?? null,
    lastChangeAt: times.length > 0 ? Math.max(...times) : null,
    ...asked,
    busyNodes: tasks && [
      ...new Set(tasks.filter(({ status }) => !OVER.test(status)).map(({ nodeName }) => nodeName)),
    ],
  };
}

/** What became of the session that asked; nothing is said when no session was opened. */
function sessionOf(progress: UpdateProgress | null): { session?: AskingSession } {
  if (!progress || progress.node.sessionClosed === null) return {};
  const { sessionGone } = progress.node;
  return { session: sessionGone === null ? 'not-proven' : sessionGone ? 'gone' : 'left' };
}

/**
 * Whether the update's plan has no unfinished work in an agent of this node, so that restarting the agent breaks nothing. Null: nobody
 * can say.
 */
export function isFreeOfPlan(update: UpdateReport, node: string): boolean | null {
  if (!isPlanRead(update)) return null;
  const isOver = update.state === 'none' || update.state === 'succeeded';
  return isOver || !update.busyNodes?.some((busy) => isSameNode(busy, node));
}
