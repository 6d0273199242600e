import { isSameNode } from '../incident/node-name';
import type { JudgedCheck } from '../incident/state';
import { unnamedMembers } from '../incident/evidence';
import type { PowerShell } from '../ports';
import { connectionSchema } from '../powershell/operations/connection';
import type { CallerCandidates } from '../powershell/operations/find-caller-candidate';
import { type CertificateCalls, findCertificateCall } from '../powershell/operations/find-certificate-call';
import type { ClusterSettings, DetectionSettings } from '../runbook/settings';
import { tracesOf } from './call-trace';
import { reasonOf } from './check-cluster';
import { type DirectEvidence, findDirectEvidence, logIsOff } from './direct-evidence';
import type { Candidate } from './grade-candidate';

/** One look at all nodes, ms; between two looks it is seen whether the evidence is complete. */
const LOOK_MS = 10_000;
const LEAST_LOOKS = 6;
const MOST_LOOKS = 20;
/** A crash may be missed, and two are needed. */
const INTERVALS = 4;
/** Crashes from before the first look are of no interest; our clock and the node's are not quite one. */
const BEFORE_MS = 60_000;

/**
 * Watches the cluster for direct evidence (grade B): a few looks within a bounded time, ended by the first complete join. Not at all where it
 * could not succeed: the log is off, or something that it needs is not known. Read-only; nothing is ever turned on.
 */
export async function watchCalls(
  powershell: PowerShell,
  cluster: ClusterSettings,
  detection: DetectionSettings,
  latest: JudgedCheck | null,
  answers: CallerCandidates,
  candidates: readonly Candidate[],
): Promise<DirectEvidence> {
  const orchestratorNode = cluster.nodes.find((node) => isSameNode(node, latest?.report.group.owner ?? ''));
  const why = whyNot(cluster, latest, answers, candidates, orchestratorNode);
  if (why !== null || orchestratorNode === undefined || !latest)
    return { kind: 'none', why: why ?? 'it is not known which node runs the orchestrator' };
  const looks: CertificateCalls[] = [];
  let evidence: DirectEvidence = { kind: 'none', why: 'nothing was seen' };
  for (let left = looksFor(latest); left > 0; left -= 1) {
    const result = await findCertificateCall(powershell, {
      nodes: [...cluster.nodes],
      orchestratorNode,
      connection: connectionSchema.parse(cluster.connection),
      certificateSubject: [...cluster.certificateSubjects],
      sinceUtc: new Date((looks[0]?.checkedAtUtc ?? answers.checkedAtUtc) - BEFORE_MS).toISOString(),
      watchMs: Math.min(LOOK_MS, Math.floor(detection.nodeDeadlineMs / 3)),
      nodeDeadlineMs: detection.nodeDeadlineMs,
    });
    if (result.kind !== 'reported') return { kind: 'none', why: reasonOf(result) };
    looks.push(result.value);
    evidence = findDirectEvidence({
      orchestratorNode,
      subjects: cluster.certificateSubjects,
      traces: tracesOf(looks),
      nodes: cluster.nodes,
      candidates,
    });
    if (evidence.kind === 'seen' || isHopeless(result.value, orchestratorNode)) break;
  }
  return evidence;
}

/** What makes watching useless from the start. */
function whyNot(
  { nodes, certificateSubjects }: ClusterSettings,
  latest: JudgedCheck | null,
  answers: CallerCandidates,
  candidates: readonly Candidate[],
  orchestratorNode: string | undefined,
): string | null {
  if (!candidates.some(({ isSound }) => isSound)) return 'there is nobody whom it could be';
  if (certificateSubjects.length === 0)
    return 'the configuration names no certificate that the rotation renews (certificateSubjects)';
  if (orchestratorNode === undefined || !latest) return 'it is not known which node runs the orchestrator';
  const unnamed = unnamedMembers(latest.report);
  if (unnamed.length > 0)
    return `the configuration does not name ${unnamed.join(', ')}, so not every node was looked at`;
  const own = answers.nodes.find(({ node }) => isSameNode(node, orchestratorNode))?.candidates;
  if (own?.certificateLogEnabled === false) return logIsOff(orchestratorNode);
  if (own?.certificateLogEnabled !== true) return `the CAPI2 log of ${orchestratorNode} could not be read`;
  const unread = nodes.filter(
    (name) => !answers.nodes.some(({ node, candidates: facts }) => isSameNode(node, name) && facts !== null),
  );
  return unread.length > 0 ? `${unread.join(', ')} could not be searched` : null;
}

/** Somebody turned the log off meanwhile, or it cannot be read: more looks change nothing. */
function isHopeless({ nodes }: CertificateCalls, orchestratorNode: string): boolean {
  const calls = nodes.find(({ node }) => isSameNode(node, orchestratorNode))?.calls;
  return calls?.logEnabled === false;
}

function looksFor({ intervalMs }: JudgedCheck): number {
  return Math.min(MOST_LOOKS, Math.max(LEAST_LOOKS, Math.ceil((INTERVALS * (intervalMs ?? 0)) / LOOK_MS)));
}
