import type { CheckReport, UpdateReport } from './evidence';
import { isSeenSince, provenUntil } from './evidence';
import { hasMoved, isOwnerSeen, matchingCrashes, presentInterval, soakMs } from './presence';
import { missingRootsOf, missingRootsText } from './roots';
import type { Timing } from './rules';
import { utcText } from './utc-text';

/** How a mitigation's effect is judged. `soaking`: silence, but not yet long enough to prove anything. */
export type ValidationResult = 'soaking' | 'fixed' | 'not-fixed' | 'down' | 'waiting' | 'cannot-tell';

/** The watch over one run's effect, from its end until it is judged for good. */
export interface Validation {
  readonly runId: string;
  readonly rung: string;
  /** End of the run, epoch ms UTC. */
  readonly since: number;
  /** Crashes up to here do not count. */
  readonly settledAt: number;
  /** The one process that has to live through the soak; null until one was seen after the settle time. */
  readonly process: { readonly processId: number; readonly startedAt: number } | null;
  readonly soakMs: number;
  /** When the silence is long enough, epoch ms UTC. */
  readonly soakEndsAt: number;
  readonly baseline: UpdateReport;
  readonly result: ValidationResult;
  /** One line for people. */
  readonly why: string;
  /** The update's run is Failed: a person has to resume it, whatever the crash does. */
  readonly resumeNeeded: boolean;
  /** A root certificate is missing: null. It was, and was seen in its place at this time, epoch ms UTC. Absent: none was missing. */
  readonly rootBackAt?: number | null;
  /** A person settled it: the evidence alone could not. */
  readonly isSettledByPerson?: true;
}

/** Begins the watch at a run's end. `intervalMs`: crash interval measured until then. */
export function beginValidation(
  run: { readonly runId: string; readonly rung: string; readonly endedAt: number },
  intervalMs: number | null,
  baseline: UpdateReport,
  timing: Timing,
): Validation {
  const settledAt = run.endedAt + timing.settleMs;
  const soak = soakMs(intervalMs, timing);
  return {
    runId: run.runId,
    rung: run.rung,
    since: run.endedAt,
    settledAt,
    process: null,
    soakMs: soak,
    soakEndsAt: settledAt + soak,
    baseline,
    result: 'soaking',
    why: 'waiting for the first evidence after the run',
    resumeNeeded: false,
  };
}

/** Whether nothing more will be judged by evidence. */
export function isSettled(validation: Validation): boolean {
  return validation.result === 'fixed' || validation.result === 'not-fixed';
}

/** Judges one more check (the table of invariant 11). A settled validation is never judged again. */
export function judgeValidation(before: Validation, report: CheckReport, timing: Timing): Validation {
  if (isSettled(before) || report.startedAt < before.since) return before;
  const validation = followSoak(before, report, timing);
  const lateCrash = matchingCrashes(report).find((at) => at > validation.settledAt);
  if (lateCrash !== undefined) {
    return conclude(
      validation,
      'not-fixed',
      `it crashed again at ${utcText(lateCrash)}, after the run and the settle time`,
    );
  }
  if (provenUntil(report) < validation.settledAt)
    return conclude(validation, 'soaking', 'requests in flight may still crash it');
  return judgeDown(before, validation, report) ?? judgeSilence(validation, report, timing);
}

/**
 * Judges one more check. What was called fixed stays so, unless the incident is still open (an unknown run is not settled, or a node that the
 * bot paused is not back) and the check speaks against it: nothing is closed as fixed that has crashed since.
 */
export function judgeAgain(before: Validation, report: CheckReport, timing: Timing): Validation {
  if (before.result !== 'fixed') return judgeValidation(before, report, timing);
  const now = judgeValidation({ ...before, result: 'soaking' }, report, timing);
  const speaksAgainst =
    now.result === 'not-fixed' || now.result === 'down' || missingRootsOf(report).length > 0;
  return speaksAgainst ? now : before;
}

/** Remembers the process that has to live on, and when its soak ends. */
function followSoak(validation: Validation, report: CheckReport, timing: Timing): Validation {
  const alive = report.process;
  const soak = Math.max(
    validation.soakMs,
    soakMs(presentInterval(matchingCrashes(report), validation.since), timing),
  );
  const watched =
    validation.process ??
    (alive?.livedOn && provenUntil(report) >= validation.settledAt
      ? { processId: alive.processId, startedAt: alive.startedAt }
      : null);
  const roots = followRoots(validation, report);
  // Silence from while a root was missing proves nothing about the time after it.
  const quietSince = Math.max(validation.settledAt, watched?.startedAt ?? 0, roots.rootBackAt ?? 0);
  return { ...validation, ...roots, process: watched, soakMs: soak, soakEndsAt: quietSince + soak };
}

/** Remembers that a root certificate was missing, and when it was first seen to be back. */
function followRoots(validation: Validation, report: CheckReport): Pick<Validation, 'rootBackAt'> {
  if (missingRootsOf(report).length > 0) return { rootBackAt: null };
  return validation.rootBackAt === null ? { rootBackAt: provenUntil(report) } : {};
}

function judgeDown(before: Validation, validation: Validation, report: CheckReport): Validation | null {
  const { state } = report.group;
  if (state === 'Failed' || state === 'Offline') {
    return conclude(
      validation,
      'down',
      `no new crash, but the orchestrator's group is ${state}: it is silent, not healthy`,
    );
  }
  const watched = before.process;
  const alive = report.process;
  if (
    watched &&
    alive &&
    (alive.processId !== watched.processId || Math.abs(alive.startedAt - watched.startedAt) > 2000)
  ) {
    const restarted = { processId: alive.processId, startedAt: alive.startedAt };
    const soakEndsAt = alive.startedAt + validation.soakMs;
    return conclude(
      { ...validation, process: restarted, soakEndsAt },
      'down',
      'no new crash record, but the orchestrator process did not live on',
    );
  }
  const soakPassed = provenUntil(report) >= validation.soakEndsAt;
  const notRunning = state !== 'Unknown' && (state !== 'Online' || !alive?.livedOn);
  const everyNodeSeen = report.nodes.every((node) => node.status === 'ok') && isOwnerSeen(report);
  if (soakPassed && notRunning && everyNodeSeen)
    return conclude(validation, 'down', 'no new crash, but the orchestrator does not run');
  return null;
}

function judgeSilence(validation: Validation, report: CheckReport, timing: Timing): Validation {
  if (provenUntil(report) < validation.soakEndsAt)
    return conclude(validation, 'soaking', 'no new crash so far');
  const blind = report.nodes.filter((node) => !isSeenSince(node, validation.settledAt));
  if (blind.length > 0) {
    const names = blind
      .map(({ node, status }) => `${node} (${status === 'ok' ? 'its logs have a gap since then' : status})`)
      .join(', ');
    return conclude(validation, 'cannot-tell', `no new crash seen, but not every node can be read: ${names}`);
  }
  if (report.group.state !== 'Online' || !report.process?.livedOn) {
    return conclude(
      validation,
      'cannot-tell',
      'no new crash seen, but the state of the orchestrator could not be read',
    );
  }
  const missing = missingRootsOf(report);
  if (missing.length > 0) {
    return conclude(
      validation,
      'cannot-tell',
      `no new crash seen, but ${missingRootsText(missing)}: until it is there, nothing is called a cure`,
    );
  }
  return withRootWords(judgeUpdate(validation, report, timing), report);
}

/** A cure is told with what is not known of the root certificates, and with the certificate that may be the cure itself. */
function withRootWords(validation: Validation, { roots }: CheckReport): Validation {
  if (validation.result !== 'fixed') return validation;
  const backAt = validation.rootBackAt ?? null;
  const late =
    backAt === null
      ? ''
      : `; a root certificate was missing until ${utcText(backAt)}: that it is there now may be the cure`;
  const unknown =
    roots?.state === 'unknown' ? `; whether a root certificate is missing is not known: ${roots.why}` : '';
  return { ...validation, why: `${validation.why}${late}${unknown}` };
}

function judgeUpdate(validation: Validation, report: CheckReport, timing: Timing): Validation {
  const { update } = report;
  if (update.state === 'failed') {
    return conclude(
      { ...validation, resumeNeeded: true },
      'fixed',
      "the crash is gone; the update's run is Failed, a person has to resume it",
    );
  }
  if (update.state === 'none')
    return conclude(validation, 'fixed', 'the crash is gone; there is no update run');
  if (hasMoved(update, validation.baseline, validation.since)) {
    return conclude(
      validation,
      'fixed',
      update.state === 'succeeded'
        ? 'the crash is gone and the update finished'
        : 'the crash is gone and the update moves',
    );
  }
  const standing =
    update.state === 'unknown' ? 'the update could not be read' : 'the update has not moved yet';
  return provenUntil(report) < validation.soakEndsAt + timing.waitingMs
    ? conclude(validation, 'waiting', `the crash is gone; ${standing}`)
    : conclude(validation, 'cannot-tell', `the crash is gone, but ${standing}: look at the update itself`);
}

function conclude(validation: Validation, result: ValidationResult, why: string): Validation {
  return { ...validation, result, why };
}
