import type { IncidentCommand } from './commands';
import type { Decision } from './decision';
import { inOrder } from './decision';
import { endOpenRequest } from './end-request';
import type { CheckReport } from './evidence';
import type { EventOf, IncidentEvent } from './events';
import { endPausesSeenOver, isKeptOpen, remindOfHalfDone } from './half-done';
import { isRepeat, isWorthRecording } from './material-change';
import { closeIncident, followValidation, offerNext, offerRecovery, rungsOfThisRound } from './offers';
import { groupRecovery } from './rules';
import { countMatching, judgePresence, matchingCrashes, presentInterval } from './presence';
import type { ClusterState, Incident } from './state';
import { isRunOpen } from './run';
import { isSettled, judgeAgain } from './validation';
import { judgeVerdict } from './verdict';

type Command<K extends IncidentCommand['kind']> = Extract<IncidentCommand, { kind: K }>;

/** Somebody wants a check: a second one joins the one in progress. */
export function decideStartCheck(command: Command<'StartCheck'>, state: ClusterState): Decision {
  const { at, by, answerTo } = command;
  if (state.check) return [{ kind: 'CheckJoined', at, checkId: state.check.checkId, by, answerTo }];
  return [
    {
      kind: 'CheckStarted',
      at,
      checkId: command.checkId,
      by,
      answerTo,
      mayAskUpdate: mayAskUpdate(state, at, command.updateQueryMs),
    },
  ];
}

/** Whether ECE may be asked now: at most one query in the given time while the issue is present (invariant 18). */
export function mayAskUpdate(state: ClusterState, at: number, updateQueryMs: number): boolean {
  const isOver = (askedAt: number | null): boolean => askedAt === null || at - askedAt >= updateQueryMs;
  return (
    state.latest?.presence !== 'present' ||
    (isOver(state.updateAskedAt) && isOver(state.check?.mayAskUpdate ? state.check.startedAt : null))
  );
}

/** A check ended: judge it, and see what follows. */
export function decideRecordCheck(given: Command<'RecordCheck'>, state: ClusterState): Decision {
  const command = { ...given, report: newestOf(given.report, state.latest) };
  const judged = judge(command, state);
  const finished = isRepeat(state, judged) ? { ...judged, isRepeat: true as const } : judged;
  if (!isWorthRecording(state, finished)) return [];
  return inOrder(
    state,
    () => [finished],
    (now) => endPausesSeenOver(now, command.at),
    (now) => validate(now, command.at),
    (now) => closeWhenMended(now, command.at),
    (now) => leaveRecovery(now, command.at),
    (now) => offerWhenDown(now, command.at),
    (now) => closeWhenGone(now, command.at),
    (now) => openWhenPresent(now, command),
    (now) => remindOfHalfDone(now, command.at),
  );
}

/**
 * Looks at one cluster may overlap. One that began before the newest known one, and ended later, saw an older state: it ends as a repeat of what
 * is known, and takes back nothing. (A look that ended before the other began is told apart: then our clock went back.)
 */
function newestOf(report: CheckReport, latest: ClusterState['latest']): CheckReport {
  const known = latest?.report;
  const isOvertaken = known && report.startedAt < known.startedAt && known.startedAt <= report.finishedAt;
  if (!isOvertaken) return report;
  const { checkId, reason, update } = report;
  const askedLater = (update.askedAt ?? 0) > (known.update.askedAt ?? 0);
  return { ...known, checkId, reason, update: askedLater ? update : known.update };
}

function judge(command: Command<'RecordCheck'>, state: ClusterState): EventOf<'CheckFinished'> {
  const { report, at } = command;
  const timing = (state.incident?.status === 'open' ? state.incident.rules : command.rules).timing;
  const { incident } = state;
  const knownSince = incident?.status === 'open' ? (incident.reopenedAt ?? incident.openedAt) : null;
  const ranAt = incident?.status === 'open' ? (incident.run?.endedAt ?? null) : null;
  const crashes = matchingCrashes(report);
  return {
    kind: 'CheckFinished',
    at,
    report,
    ...judgeVerdict(report),
    presence: judgePresence(report, timing, knownSince, ranAt),
    intervalMs: presentInterval(crashes, ranAt),
    lastCrashAt: crashes.at(-1) ?? null,
    crashes: countMatching(report),
    answerTo: state.check?.checkId === report.checkId ? state.check.answerTo : [],
  };
}

function validate(state: ClusterState, at: number): readonly IncidentEvent[] {
  const { incident, latest } = state;
  if (incident?.status !== 'open' || !incident.validation || !latest) return [];
  if (incident.run?.endedAt === null) return [];
  const before = incident.validation;
  const validation = judgeAgain(before, latest.report, incident.rules.timing);
  if (JSON.stringify(validation) === JSON.stringify(before)) return [];
  return inOrder(
    state,
    () => [{ kind: 'ValidationJudged', at, validation, by: null }],
    (now) => followValidation(now, at),
    (now) => offerAfterNotFixed(now, at),
  );
}

/** After `not-fixed` the ladder goes on. */
export function offerAfterNotFixed(state: ClusterState, at: number): readonly IncidentEvent[] {
  const { incident } = state;
  const isOver =
    incident?.validation?.result === 'not-fixed' && !isRunOpen(incident.run) && incident.offered === null;
  return isOver ? offerNext(state, at, 'the one before did not fix it') : [];
}

/** The issue went away while people were deciding: nothing is needed any more (invariant 6). */
function closeWhenGone(state: ClusterState, at: number): readonly IncidentEvent[] {
  const { incident, latest } = state;
  if (incident?.status !== 'open' || isRunOpen(incident.run) || latest?.presence !== 'gone') return [];
  if (incident.validation && !isSettled(incident.validation)) return [];
  if (isKeptOpen(incident)) return [];
  return closeIncident(
    incident,
    at,
    'the issue is gone without a run: no new crash, the orchestrator lives on',
  );
}

/** It was fixed before what the bot left half-done was put right: now it is. */
function closeWhenMended({ incident }: ClusterState, at: number): readonly IncidentEvent[] {
  const validation = incident?.validation;
  if (incident?.status !== 'open' || validation?.result !== 'fixed') return [];
  if (isRunOpen(incident.run) || isKeptOpen(incident)) return [];
  return closeIncident(incident, at, validation.why);
}

/** A recovery was to be run, but the orchestrator came up by itself and crashes: that is the ladder's turn. */
function leaveRecovery(state: ClusterState, at: number): readonly IncidentEvent[] {
  const { incident, latest } = state;
  if (incident?.status !== 'open' || incident.validation || isRunOpen(incident.run)) return [];
  const isRecovery = incident.offered !== null && groupRecovery(incident.rules)?.id === incident.offered;
  if (!isRecovery || latest?.presence !== 'present' || latest.report.group.state !== 'Online') return [];
  const why = 'the orchestrator runs again, and crashes';
  return inOrder(
    state,
    () => endOpenRequest(incident, at, why),
    (now) => offerNext(now, at, why),
  );
}

/** The cluster gave up while nothing was judged and nobody was asked: the recovery is offered, once per silence. */
function offerWhenDown(state: ClusterState, at: number): readonly IncidentEvent[] {
  const { incident, latest } = state;
  if (incident?.status !== 'open' || isRunOpen(incident.run) || latest?.presence !== 'down') return [];
  if (incident.validation && !isSettled(incident.validation)) return [];
  const { state: group } = latest.report.group;
  const isStopped = group === 'Failed' || group === 'Offline' || group === 'PartialOnline';
  return isStopped && !wasTriedSince(incident, latest.lastCrashAt ?? 0)
    ? offerRecovery(state, at, 'the cluster gave up restarting the orchestrator')
    : [];
}

function wasTriedSince(incident: Incident, since: number): boolean {
  const recovery = groupRecovery(incident.rules);
  return rungsOfThisRound(incident).some((record) => record.at >= since && record.rung === recovery?.id);
}

function openWhenPresent(state: ClusterState, command: Command<'RecordCheck'>): readonly IncidentEvent[] {
  const { incident, latest } = state;
  const { at, rules } = command;
  if (incident?.status === 'open' || !latest || latest.verdict !== 'matches') return [];
  if (latest.presence !== 'present' && latest.presence !== 'down') return [];
  const lastCrashAt = latest.lastCrashAt ?? 0;
  if (incident?.closedAt != null && lastCrashAt <= incident.closedAt) return [];
  const recurs = incident?.closedAt != null && lastCrashAt - incident.closedAt <= rules.timing.recurrenceMs;
  const opened: IncidentEvent = recurs
    ? { kind: 'IncidentReopened', at, incidentId: incident.id, rules }
    : {
        kind: 'IncidentOpened',
        at,
        incidentId: command.newIncidentId,
        rules,
        previousId: incident?.id ?? null,
      };
  return inOrder(
    state,
    () => [opened],
    (now) =>
      latest.presence === 'down' && groupRecovery(rules)
        ? offerRecovery(now, at, 'the cluster gave up restarting the orchestrator')
        : offerNext(now, at, 'it crashes now'),
  );
}
