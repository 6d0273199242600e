import type { EventOf } from './events';
import { pausedNodes } from './half-done';
import type { ClusterState } from './state';
import { missingRootText } from './roots';
import { isRequestOpen } from './mitigation-request';
import { isSettled } from './validation';

/** A watch that sees the same again is recorded at least this often while an incident is open, ms. */
const RECORD_AT_LEAST_MS = 5 * 60_000;

/** Whether a finished check, of which it is known whether it is a repeat, belongs into the log: a watch that saw nothing new does not. */
export function isWorthRecording(state: ClusterState, finished: EventOf<'CheckFinished'>): boolean {
  const { latest, incident } = state;
  if (finished.report.reason !== 'watch' || !latest) return true;
  if (!finished.isRepeat) return true;
  // A query of ECE counts for the next one (invariant 18), so it must not be forgotten.
  if (finished.presence === 'present' && finished.report.update.askedAt !== latest.report.update.askedAt)
    return true;
  if (incident?.status !== 'open') return false;
  if (pausedNodes(incident).length > 0) return true;
  return (
    (incident.validation !== null && !isSettled(incident.validation)) ||
    isRequestOpen(incident.request) ||
    finished.report.finishedAt - latest.report.finishedAt >= RECORD_AT_LEAST_MS
  );
}

/** Whether a look found what the one before found, but for times and counts. */
export function isRepeat({ latest, knownUpdate }: ClusterState, finished: EventOf<'CheckFinished'>): boolean {
  return latest !== null && materialOf(finished, knownUpdate) === materialOf(latest, knownUpdate);
}

/**
 * What one look finds another way than the next because the service keeps crashing says nothing new: its state, its process, and whether it
 * lived long enough to be asked for the update.
 */
function materialOf(
  check: Pick<EventOf<'CheckFinished'>, 'verdict' | 'presence' | 'why' | 'report' | 'lastCrashAt'>,
  knownUpdate: ClusterState['knownUpdate'],
): string {
  const { report, verdict, presence } = check;
  const isUnread = presence === 'present' && report.update.state === 'unknown';
  const update = isUnread ? (knownUpdate ?? report.update) : report.update;
  return JSON.stringify({
    verdict,
    presence,
    lastCrashAt: presence === 'present' ? null : check.lastCrashAt,
    nodes: report.nodes.map((node) => [node.node, node.status, node.finding, node.coveredSince]),
    group: [presence === 'present' ? null : report.group.state, report.group.owner, report.group.members],
    process: report.process && presence !== 'present' ? report.process.processId : null,
    roots: report.roots && [report.roots.state, report.roots.missing.map(missingRootText)],
    update: [update.state, update.finishedSteps, update.currentStep],
  });
}
