import type { IncidentCommand } from './commands';
import type { Decision } from './decision';
import { reject } from './rejection';
import { isSameJson } from './same-json';
import type { ClusterState } from './state';

/** Records what was proven about an unknown step. What was said before is not said again, and a settled run has its answer. */
export function decideStepEvidence(
  { at, runId, index, evidence }: Extract<IncidentCommand, { kind: 'RecordStepEvidence' }>,
  state: ClusterState,
): Decision {
  const run = state.incident?.run;
  const step = run?.id === runId ? run.steps[index] : undefined;
  if (!run || step?.status !== 'unknown') return reject('no-such-run');
  const known = step.evidence;
  const isNews = known?.journal !== evidence.journal || !isSameJson(known.facts, evidence.facts);
  return run.settled || !isNews ? [] : [{ kind: 'StepEvidenceFound', at, runId, index, evidence }];
}
