import type { ClusterState, Incident, MitigationRequest, Run } from '../../incident/state';
import { isRequestOpen, isRunOpen } from '../../incident/state';

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
  'nothing-to-do': 'nothing-to-do',
  failed: 'run-failed',
  partial: 'run-partial',
  stopped: 'run-stopped',
  unknown: 'unknown-step',
};

/** Judges the phase. What may still change something comes first: run, then request, then validation, then what ended last. */
export function phaseOf(incident: Incident): IncidentPhase {
  if (incident.status === 'closed') return 'closed';
  const { run, request } = incident;
  if (run && isRunOpen(run)) return run.endedAt === null ? 'running' : 'unknown-step';
  const end = request ? phaseOfEnd(request) : null;
  const isNewer = request?.id !== run?.requestId;
  if (isRequestOpen(request)) return request.status === 'pending' ? 'ask' : 'granted';
  return (isNewer ? end : null) ?? phaseAfterRun(incident) ?? end ?? 'opened';
}

function phaseOfEnd(request: MitigationRequest): IncidentPhase | null {
  const as = request.end?.as;
  return as === undefined || as === 'run-ended' ? null : as;
}

function phaseAfterRun({ run, validation }: Incident): IncidentPhase | null {
  if (!run || run.result === null) return null;
  if (run.result === 'nothing-to-do') return 'nothing-to-do';
  return validation?.runId === run.id ? validation.result : PHASE_OF_RUN[run.result];
}

/** The incident of a state; a card of none is a mistake of the caller. */
export function incidentOf(state: ClusterState): Incident {
  if (state.incident) return state.incident;
  throw new Error(`Cluster ${state.cluster} has no incident: draw its diagnosis card instead.`);
}
