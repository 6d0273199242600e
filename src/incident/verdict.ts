import type { CheckReport } from './evidence';
import { unnamedMembers } from './evidence';
import { isSameNode } from './node-name';
import { utcText } from './utc-text';

/** What the cluster is judged to be. Update progress never changes it. */
export type Verdict = 'matches' | 'unknown' | 'other-crash' | 'healthy';

export interface Judgement {
  readonly verdict: Verdict;
  /** One line each, for people. */
  readonly why: readonly string[];
}

/** Judges a cluster from one check (design section 1, row "verdict"). `healthy` needs positive proof, never mere silence. */
export function judgeVerdict(report: CheckReport): Judgement {
  const matching = report.nodes.filter((node) => node.finding === 'matches');
  if (matching.length > 0) {
    return {
      verdict: 'matches',
      why: matching.map((node) => `${node.node}: crash with the signature of this issue`),
    };
  }
  const doubts = doubtsOf(report);
  if (doubts.length > 0) return { verdict: 'unknown', why: doubts };
  const other = report.nodes.filter((node) => node.finding === 'other-crash');
  if (other.length > 0) {
    return { verdict: 'other-crash', why: other.map((node) => `${node.node}: same service, another stack`) };
  }
  const missing = [...unlookedAt(report), ...unseenTimes(report), ...missingProof(report)];
  if (missing.length > 0) return { verdict: 'unknown', why: missing };
  return { verdict: 'healthy', why: [proofOfLife(report)] };
}

function doubtsOf(report: CheckReport): string[] {
  if (report.nodes.length === 0) return ['no node was asked'];
  return report.nodes.flatMap((node) => {
    if (node.status !== 'ok' || node.finding === null)
      return [`${node.node}: ${node.status}, so nothing is known about it`];
    return node.finding === 'crash-without-stack'
      ? [`${node.node}: a crash of the service, but no record shows its stack`]
      : [];
  });
}

function unlookedAt(report: CheckReport): string[] {
  return unnamedMembers(report).map(
    (node) => `${node}: a node of the cluster that the configuration does not name, so nobody looks at it`,
  );
}

/** No crash in a log that says nothing about a part of the look-back is not "no crash". */
function unseenTimes({ nodes }: CheckReport): string[] {
  return nodes.flatMap(({ node, coveredSince }) =>
    coveredSince === undefined
      ? []
      : [`${node}: its logs say nothing about the time before ${utcText(coveredSince)}`],
  );
}

/** What stands between silence and health; empty when the proof is complete. */
export function missingProof(report: CheckReport): string[] {
  const { group, process } = report;
  const missing: string[] = [];
  if (group.state !== 'Online') missing.push(`the orchestrator's group is ${group.state}, not Online`);
  if (!process) missing.push('no running orchestrator process was seen');
  else if (!process.livedOn) missing.push('the orchestrator process changed while it was watched');
  else if (group.owner !== null && !isSameNode(process.node, group.owner)) {
    missing.push(`the orchestrator runs on ${process.node}, but its group is owned by ${group.owner}`);
  }
  return missing;
}

function proofOfLife(report: CheckReport): string {
  const alive = report.process;
  return alive
    ? `no crash on ${report.nodes.length} of ${report.nodes.length} nodes; process ${alive.processId} on ${alive.node} runs unchanged since ${utcText(alive.startedAt)}`
    : 'no proof';
}
