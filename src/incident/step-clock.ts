import { isSameNode } from './node-name';
import type { Run, Step, StepPlan } from './run';
import type { JudgedCheck } from './state';

/** A clock further off than this is set right by a person before anything is changed there, ms (design: invariant 8). */
const SKEW_LIMIT_MS = 2 * 60_000;

/** The node that does it: whose clock the step's not-after is told by, and whose journal knows of it. */
export function actingNode(plan: StepPlan): string {
  return plan.through ?? plan.node;
}

/** How far the acting node's clock was ahead of ours at the last check, ms; null: not measured. */
export function measuredSkew(latest: JudgedCheck | null, plan: StepPlan): number | null {
  return latest?.report.nodes.find(({ node }) => isSameNode(node, actingNode(plan)))?.skewMs ?? null;
}

/** Why a step must not begin because of the acting node's clock: without a known one the node cannot tell a late call. Null: it may. */
export function clockObstacle(latest: JudgedCheck | null, plan: StepPlan): string | null {
  if (plan.isGate) return null;
  const skew = measuredSkew(latest, plan);
  const node = actingNode(plan);
  if (skew === null)
    return `the clock of ${node} was not measured at the last check, so a late call could not be told; check again`;
  if (Math.abs(skew) <= SKEW_LIMIT_MS) return null;
  const seconds = Math.round(Math.abs(skew) / 1000);
  return `the clock of ${node} is ${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} ours, more than ${SKEW_LIMIT_MS / 60_000} min; set it right, then ask again`;
}

/**
 * A call that did not reach its node for so long is late, however long its work may take: a drain may take an hour, and nobody should have to
 * wait that long to settle one that was lost, ms.
 */
const BEGINS_WITHIN_MS = 5 * 60_000;

/** Last moment at which a node may begin a step, epoch ms by our clock. */
export function notAfterOf(step: Pick<Step, 'startedAt' | 'plan'>): number | null {
  return step.startedAt === null ? null : step.startedAt + Math.min(step.plan.deadlineMs, BEGINS_WITHIN_MS);
}

/**
 * Until when a step of this run that nobody knows the outcome of may still begin, epoch ms: its call may be on its way although its sender is
 * dead. Null: none can; the node's journal says what became of it, or refuses it by now.
 */
export function mayBeginUntil(run: Run, at: number): number | null {
  const ends = run.steps
    .filter(({ status, evidence }) => status === 'unknown' && !isNoted(evidence))
    .flatMap((step) => notAfterOf(step) ?? [])
    .filter((end) => at < end);
  return ends.length === 0 ? null : Math.max(...ends);
}

function isNoted(evidence: Step['evidence']): boolean {
  return evidence !== null && evidence.journal !== 'none' && evidence.journal !== 'unreadable';
}
