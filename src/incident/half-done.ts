import type { IncidentEvent } from './events';
import { endOpenRequest } from './end-request';
import { isSameNode } from './node-name';
import { isSamePlace } from './half-done-place';
import type { HalfDone } from './half-done-place';
import type { RungTerms } from './rules';
import type { Run } from './run';
import type { ClusterState, Incident } from './state';
import { isRunOpen } from './run';

const SEEN_UP = 'the node was seen Up';
/** What is still half-done is told of again this often, ms. */
const REMIND_MS = 30 * 60_000;

/**
 * What a run left half-done: where a step that can leave something behind did not come to its proven end, and no later step of the run
 * undid it. A pause stays until it is undone, even when the pausing itself went well.
 */
function leftBehind({ steps }: Run): readonly HalfDone[] {
  return steps.reduce<readonly HalfDone[]>((left, { plan, status, restored }) => {
    if (status === 'planned') return left;
    const { leaves, undoes } = plan;
    const isDone = status === 'succeeded' || status === 'nothing-to-do';
    const added = leaves && restored !== true ? [...left, leaves] : left;
    return undoes && isDone ? added.filter((one) => !isSamePlace(one, undoes)) : added;
  }, []);
}

/** At a run's end: what it left, and what of earlier runs it put right. */
export function halfDoneAfterRun(state: ClusterState, at: number): readonly IncidentEvent[] {
  const { incident } = state;
  const run = incident?.run;
  if (!incident || !run) return [];
  const left = leftBehind(run);
  const known = (one: HalfDone): boolean => incident.halfDone.some((other) => isSamePlace(one, other));
  const undone = run.steps.flatMap(({ plan, status }) =>
    plan.undoes && (status === 'succeeded' || status === 'nothing-to-do') ? [plan.undoes] : [],
  );
  return [
    ...undone
      .filter(known)
      .map((one): IncidentEvent => ({ kind: 'HalfDoneEnded', at, left: one, why: 'a run put it right' })),
    ...left
      .filter((one) => !known(one))
      .map((one): IncidentEvent => ({ kind: 'HalfDoneLeft', at, left: one })),
    ...offersFor(incident, left, run.rung, at),
  ];
}

/** Each kind of half-done state has its recovery; the one that has just been run is not offered again by itself. */
function offersFor(
  { rules }: Incident,
  left: readonly HalfDone[],
  justRun: string,
  at: number,
): readonly IncidentEvent[] {
  return rules.recoveries
    .filter((rung) => rung.id !== justRun && left.some(({ kind }) => kind === rung.mends))
    .map(({ id }) => ({ kind: 'OfferMade', at, rung: id, why: 'the run left something half-done' }));
}

/** Whether this recovery has something to put right now. */
export function hasToMend(incident: Incident, terms: RungTerms): boolean {
  return incident.halfDone.some(({ kind }) => kind === terms.mends);
}

/** The recovery found that nothing of its kind is left. */
export function endMended(
  { incident }: ClusterState,
  at: number,
  terms: RungTerms,
  why: string,
): readonly IncidentEvent[] {
  const kinds = incident?.halfDone.filter(({ kind }) => kind === terms.mends) ?? [];
  return kinds.map((left) => ({ kind: 'HalfDoneEnded', at, left, why }));
}

/**
 * What keeps an incident open although it is fixed: a node that may be paused, and whatever else a recovery of its rules can still put right.
 * Closed, nobody could ask for that any more.
 */
function keptOpenBy({ halfDone, rules }: Incident): Incident['halfDone'] {
  const canBeMended = (kind: HalfDone['kind']): boolean =>
    rules.recoveries.some(({ mends }) => mends === kind);
  return halfDone.filter(({ kind }) => kind === 'node-paused' || canBeMended(kind));
}

/** Whether something that runs left half-done has to be put right before the incident may close. */
export function isKeptOpen(incident: Incident): boolean {
  return keptOpenBy(incident).length > 0;
}

/** Nodes that the bot may have left paused; over when each is seen Up or was resumed. */
export function pausedNodes(incident: Incident): readonly string[] {
  return incident.halfDone.flatMap(({ kind, node }) => (kind === 'node-paused' ? [node] : []));
}

/** A check that began after the run saw the node Up: somebody resumed it. */
export function endPausesSeenOver(state: ClusterState, at: number): readonly IncidentEvent[] {
  const { incident, latest } = state;
  if (incident?.status !== 'open' || isRunOpen(incident.run) || !latest) return [];
  const { report } = latest;
  const isUp = ({ node, kind, since }: Incident['halfDone'][number]): boolean =>
    kind === 'node-paused' &&
    report.startedAt > since &&
    report.group.members.some((member) => isSameNode(member.node, node) && member.state === 'Up');
  const over = incident.halfDone.filter(isUp);
  const isAllOver = over.length === pausedNodes(incident).length;
  return [
    ...over.map((left): IncidentEvent => ({ kind: 'HalfDoneEnded', at, left, why: SEEN_UP })),
    ...(isAllOver && incident.request?.terms.mends === 'node-paused'
      ? endOpenRequest(incident, at, SEEN_UP)
      : []),
  ];
}

/** The alarm goes on until it is put right. */
export function remindOfHalfDone({ incident }: ClusterState, at: number): readonly IncidentEvent[] {
  if (incident?.status !== 'open' || incident.run?.endedAt === null) return [];
  return keptOpenBy(incident)
    .filter(({ toldAt }) => at - toldAt >= REMIND_MS)
    .map((left) => ({ kind: 'HalfDoneReminded', at, left }));
}
