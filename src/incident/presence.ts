import type { CheckReport, UpdateReport } from './evidence';
import { isSeenSince, provenUntil } from './evidence';
import { isSameNode } from './node-name';
import { missingRootsOf } from './roots';
import type { Timing } from './rules';
import { missingProof } from './verdict';

/**
 * Whether the issue is there now. `present`: a matching crash just now. `down`: no new crash, but the orchestrator does not run (silence,
 * not health). `gone`: proven over. `quiet`: none of these can be said.
 */
export type Presence = 'present' | 'down' | 'quiet' | 'gone';

/** Times of all matching crashes of a report, oldest first. */
export function matchingCrashes(report: CheckReport): number[] {
  return report.nodes.flatMap((node) => node.matchingCrashes).sort((a, b) => a - b);
}

/** How many matching crashes a report counts: of a long loop only the newest times are kept. */
export function countMatching(report: CheckReport): number {
  return report.nodes.reduce(
    (sum, { matchingCount, matchingCrashes: times }) => sum + (matchingCount ?? times.length),
    0,
  );
}

/** Typical time between two crashes: the median of the newest ten gaps, ms; null with fewer than two crashes. */
export function crashInterval(crashes: readonly number[]): number | null {
  const gaps = crashes.slice(1).map((at, index) => at - (crashes[index] ?? at));
  const newest = gaps.slice(-10).sort((a, b) => a - b);
  return newest[Math.floor(newest.length / 2)] ?? null;
}

/**
 * The interval as it is now: measured from the crashes after `ranAt` where there are two, because of two callers one may be gone since.
 * @param ranAt end of the last run, epoch ms UTC; null: there was none
 */
export function presentInterval(crashes: readonly number[], ranAt: number | null): number | null {
  const after = crashes.filter((at) => at > (ranAt ?? 0));
  return crashInterval(after) ?? crashInterval(crashes);
}

/** How long silence must last before it proves anything, ms (design section 3, row "Soak"). */
export function soakMs(intervalMs: number | null, timing: Timing): number {
  return Math.max(timing.soakMinimumMs, timing.soakIntervals * (intervalMs ?? 0));
}

/**
 * Judges presence at the time the check ended (design section 1, row "presence").
 * @param knownSince since when the issue is known, epoch ms UTC: its crashes may have left the look-back; null: it is not
 * @param ranAt end of the last run, epoch ms UTC: the pace may have changed with it; null: there was none
 */
export function judgePresence(
  report: CheckReport,
  timing: Timing,
  knownSince: number | null = null,
  ranAt: number | null = null,
): Presence {
  const crashes = matchingCrashes(report);
  const last = crashes.at(-1);
  const interval = presentInterval(crashes, ranAt);
  const window = Math.max(timing.presenceMinimumMs, 3 * (interval ?? 0));
  const now = provenUntil(report);
  if (last !== undefined && now - last < window) return 'present';
  if (isDown(report)) return 'down';
  const since = last ?? knownSince;
  if (since === null) return 'quiet';
  return isProvenOver(report, since, soakMs(interval, timing)) ? 'gone' : 'quiet';
}

/** The orchestrator was seen not to run, as opposed to not being seen. */
export function isDown(report: CheckReport): boolean {
  if (report.group.state === 'Unknown') return false;
  return report.group.state !== 'Online' || (isOwnerSeen(report) && missingProof(report).length > 0);
}

/** Whether somebody looked at the node that owns the group; without a known owner: at every node. */
export function isOwnerSeen({ group, nodes }: CheckReport): boolean {
  const { owner } = group;
  return owner === null
    ? nodes.every((node) => node.status === 'ok')
    : nodes.some((node) => node.status === 'ok' && isSameNode(node.node, owner));
}

function isProvenOver(report: CheckReport, lastCrashAt: number, soak: number): boolean {
  const alive = report.process;
  const everyNodeReadable =
    report.nodes.length > 0 && report.nodes.every((node) => isSeenSince(node, lastCrashAt));
  return (
    everyNodeReadable &&
    missingRootsOf(report).length === 0 &&
    missingProof(report).length === 0 &&
    alive !== null &&
    provenUntil(report) - Math.max(lastCrashAt, alive.startedAt) >= soak &&
    updateNeedsNobody(report.update, lastCrashAt)
  );
}

function updateNeedsNobody(update: UpdateReport, since: number): boolean {
  return update.state === 'none' || update.state === 'failed' || hasMoved(update, null, since);
}

/** Whether the update did something after `since`: finished, finished a further step, or works on another step than the baseline. */
export function hasMoved(update: UpdateReport, baseline: UpdateReport | null, since: number): boolean {
  if (update.state === 'succeeded') return true;
  if (update.state !== 'in-progress') return false;
  if (baseline && baseline.state === 'in-progress') {
    if (update.finishedSteps > baseline.finishedSteps) return true;
    if (update.currentStep !== null && update.currentStep !== baseline.currentStep) return true;
  }
  return update.lastChangeAt !== null && update.lastChangeAt > since;
}
