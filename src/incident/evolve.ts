import type { UpdateReport } from './evidence';
import { judgedCheckOf } from './events';
import type { EventOf, IncidentEvent } from './events';
import { evolveIncident } from './evolve-incident';
import { isSamePerson } from './person';
import { isPlanRead } from './plan-read';
import type { ClusterState, PastIncident, RunningCheck } from './state';

/** The state after one more event. Pure and total: every kind of event is handled. */
export function evolve(state: ClusterState, event: IncidentEvent): ClusterState {
  const next = apply(state, event);
  return { ...next, version: state.version + 1 };
}

function apply(state: ClusterState, event: IncidentEvent): ClusterState {
  switch (event.kind) {
    case 'CheckStarted':
      return startCheck(state, event);
    case 'CheckJoined':
      return state.check ? { ...state, check: joinCheck(state.check, event) } : state;
    case 'CheckFinished':
      return {
        ...state,
        check: state.check?.checkId === event.report.checkId ? null : state.check,
        latest: judgedCheckOf(event),
        updateAskedAt: event.report.update.askedAt ?? state.updateAskedAt,
        knownUpdate: knownAfter(state.knownUpdate, event.report.update),
        askedInVain: askedInVainAfter(state, event.report.update),
      };
    case 'IncidentOpened':
      return { ...state, past: withPast(state), incident: evolveIncident(null, event) };
    case 'ClusterFrozen':
      return { ...state, freeze: { by: event.by, at: event.at, reason: event.reason } };
    case 'ClusterUnfrozen':
      return { ...state, freeze: null };
    default:
      return state.incident ? { ...state, incident: evolveIncident(state.incident, event) } : state;
  }
}

/** Each question fails often while it crashes: what was known stays, and so does where the plan works as long as it has not moved. */
function knownAfter(known: UpdateReport | null, update: UpdateReport): UpdateReport | null {
  if (update.state === 'unknown') return known;
  const stands =
    known?.state === update.state &&
    known.finishedSteps === update.finishedSteps &&
    known.currentStep === update.currentStep &&
    known.lastChangeAt === update.lastChangeAt;
  return stands && known.busyNodes && !update.busyNodes ? { ...update, busyNodes: known.busyNodes } : update;
}

/** A check that did not ask tells the answer it knew: that counts neither for nor against. */
function askedInVainAfter({ askedInVain, updateAskedAt }: ClusterState, update: UpdateReport): number {
  if (isPlanRead(update)) return 0;
  return update.askedAt === null || update.askedAt === updateAskedAt ? askedInVain : askedInVain + 1;
}

function startCheck(state: ClusterState, event: EventOf<'CheckStarted'>): ClusterState {
  const { checkId, at, mayAskUpdate } = event;
  const begun = { checkId, startedAt: at, mayAskUpdate, askedBy: [], answerTo: [] };
  return { ...state, check: joinCheck(begun, event) };
}

/** One more who waits for a check: a conversation that gets the answer, a person who is named on its card. */
function joinCheck(
  check: RunningCheck,
  { by, answerTo }: EventOf<'CheckStarted' | 'CheckJoined'>,
): RunningCheck {
  const isNew = by !== null && !check.askedBy.some((person) => isSamePerson(person, by));
  return {
    ...check,
    askedBy: isNew ? [...check.askedBy, by] : check.askedBy,
    answerTo: answerTo ? [...check.answerTo, answerTo] : check.answerTo,
  };
}

function withPast(state: ClusterState): readonly PastIncident[] {
  const { incident } = state;
  if (!incident?.closedAt) return state.past;
  return [...state.past, { id: incident.id, openedAt: incident.openedAt, closedAt: incident.closedAt }].slice(
    -20,
  );
}
