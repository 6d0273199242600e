import type { MitigationRequest } from '../../incident/mitigation-request';
import type { Run } from '../../incident/run';
import type { ClusterState, Incident } from '../../incident/state';
import { isRequestOpen } from '../../incident/mitigation-request';
import { isRunOpen } from '../../incident/run';

/** Where an incident stands, as one word: it decides headline, parts and buttons of its card. */
export type IncidentPhase =
  | 'opened'
  | 'ask'
  | 'granted'
  | 'running'
  | 'soaking'
  | 'waiting'
  | 'cannot-tell'
  | 'down'
  | 'unknown-step'
  | 'fixed'
  | 'not-fixed'
  | 'nothing-to-do'
  | 'run-failed'
  | 'run-partial'
  | 'run-stopped'
  | 'denied'
  | 'expired'
  | 'superseded'
  | 'no-longer-needed'
  | 'withdrawn'
  | 'attested'
  | 'closed';

const PHASE_OF_RUN: Readonly<Record<NonNullable<Run['result']>, IncidentPhase>> = {
  succeeded: 'soaking',
  'nothing-to-do': 'soaking',
  failed: 'run-failed',
  partial: 'run-partial',
  stopped: 'run-stopped',
  unknown: 'unknown-step',
};

/**
 * Judges the phase of an incident of this round (`incidentOf`). What may still change something comes first: run, then request;
 * then what ended last.
 */
export function phaseOf(incident: Incident): IncidentPhase {
  if (incident.status === 'closed') return 'closed';
  const { run, request } = incident;
  const end = request ? phaseOfEnd(request) : null;
  const isNewer = request?.id !== run?.requestId;
  if (run && isRunOpen(run)) return run.endedAt === null ? 'running' : 'unknown-step';
  if (isRequestOpen(request)) return request.status === 'pending' ? 'ask' : 'granted';
  if (endedWithoutTarget(incident)) return 'nothing-to-do';
  return (isNewer ? end : null) ?? phaseAfterRun(incident) ?? end ?? 'opened';
}

/** The newest rung found no target: it has neither request nor run. */
function endedWithoutTarget({ rungs, run, request, openedAt, reopenedAt }: Incident): boolean {
  const newest = rungs.at(-1);
  const before = Math.max(run?.endedAt ?? 0, request?.end?.at ?? 0, reopenedAt ?? openedAt);
  return newest?.result === 'nothing-to-do' && newest.at >= before;
}

function phaseOfEnd(request: MitigationRequest): IncidentPhase | null {
  const as = request.end?.as;
  return as === undefined || as === 'run-ended' ? null : as;
}

function phaseAfterRun({ run, validation }: Incident): IncidentPhase | null {
  if (!run || run.result === null) return null;
  return validation?.runId === run.id ? validation.result : PHASE_OF_RUN[run.result];
}

/**
 * The incident of a state, with what belongs to its present round: request and run from before it was opened again are history.
 * A card of a cluster without an incident is a mistake of the caller.
 */
export function incidentOf({ cluster, incident }: ClusterState): Incident {
  if (!incident) throw new Error(`Cluster ${cluster} has no incident: draw its diagnosis card instead.`);
  const since = incident.reopenedAt ?? incident.openedAt;
  const { request, run } = incident;
  return {
    ...incident,
    request: request && (request.status !== 'ended' || request.openedAt >= since) ? request : null,
    run: run && (isRunOpen(run) || run.startedAt >= since) ? run : null,
  };
}
