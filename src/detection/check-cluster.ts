import type {
  CheckReason,
  CheckReport,
  GroupReport,
  NodeReport,
  Rotation,
  UpdateReport,
} from '../incident/evidence';
import type { RootsReport } from '../incident/roots';
import { isSameNode } from '../incident/node-name';
import type { Clock, PowerShell } from '../ports';
import { connectionSchema } from '../powershell/operations/connection';
import { getClusterEvidence } from '../powershell/operations/get-cluster-evidence';
import type { ClusterEvidence } from '../powershell/operations/get-cluster-evidence';
import { getUpdateProgress } from '../powershell/operations/get-update-progress';
import type { OperationResult } from '../powershell/operations/outcome';
import type { ClusterSettings, DetectionSettings } from '../runbook/settings';
import { judgeRoots } from './judge-roots';
import type { RootsEvidence } from './judge-roots';
import type { ReadNode } from './node-report';
import { readNode } from './node-report';
import type { CompleteEvidence, RecordMemory } from './record-memory';
import { restartPolicyOf } from './restart-policy';
import { readUpdate } from './update-report';

export interface CheckRequest {
  readonly cluster: ClusterSettings;
  readonly checkId: string;
  readonly reason: CheckReason;
  /** The update as known before; shown again when it may not be asked now (invariant 18). */
  readonly knownUpdate: UpdateReport;
  readonly mayAskUpdate: boolean;
  /** The root certificates as known before: what is missing stays so until it is seen. */
  readonly knownRoots?: RootsReport | undefined;
}

export interface CheckParts {
  readonly powershell: PowerShell;
  readonly clock: Clock;
  readonly detection: DetectionSettings;
  /** What earlier checks read: only newer records are asked for. */
  readonly memory: RecordMemory;
}

const MOST_RECORDS = 1000;

/**
 * Looks at every node at once and reads what was found. Read-only. Never throws for a node or a cluster that cannot be read: that is a
 * state of its own in the report.
 */
export async function checkCluster(parts: CheckParts, request: CheckRequest): Promise<CheckReport> {
  const startedAt = parts.clock.now();
  const { cluster } = request;
  const connection = connectionSchema.parse(cluster.connection);
  const since = startedAt - parts.detection.lookBackMs;
  const marks = parts.memory.marksOf(cluster.name, cluster.nodes);
  const result = await getClusterEvidence(parts.powershell, {
    nodes: [...cluster.nodes],
    connection,
    sinceUtc: new Date(since).toISOString(),
    maxRecords: MOST_RECORDS,
    afterRecordId: { ...marks },
    certificateSubject: [...cluster.certificateSubjects],
    proofGapMs: parts.detection.proofGapMs,
    ...(cluster.rootNames.length > 0 && { rootNames: [...cluster.rootNames] }),
    nodeDeadlineMs: parts.detection.nodeDeadlineMs,
  });
  if (result.kind !== 'reported') return blindReport(request, startedAt, parts.clock.now(), reasonOf(result));
  const nodes = result.value.nodes.map((node) =>
    parts.memory.complete(cluster.name, node, marks[node.node], since),
  );
  const evidence = { ...result.value, nodes };
  const update = request.mayAskUpdate ? await askUpdate(parts, cluster, evidence) : request.knownUpdate;
  return reportOf(request, evidence, update, startedAt, parts.clock.now());
}

/** A cluster's evidence with the records of the whole look-back. */
export type WholeEvidence = Omit<ClusterEvidence, 'nodes'> & { readonly nodes: readonly CompleteEvidence[] };

/** Judges the evidence of all nodes into one report. Pure. */
export function reportOf(
  request: CheckRequest,
  evidence: WholeEvidence,
  update: UpdateReport,
  startedAt: number,
  finishedAt: number,
): CheckReport {
  const nodes = evidence.nodes.map(readNode);
  const group = readGroup(evidence, nodes);
  const rotation = readRotation(evidence, nodes);
  return {
    checkId: request.checkId,
    reason: request.reason,
    startedAt,
    finishedAt,
    nodes: nodes.map((node) => node.report),
    group,
    process: processOf(nodes, group),
    update,
    trace: newestTrace(nodes),
    ...(rotation ? { rotation } : {}),
    ...rootsOf(request, evidence.nodes, group, finishedAt),
  };
}

/** Nothing when they are not watched: that is not the same as unknown. */
function rootsOf(
  { cluster, knownRoots }: CheckRequest,
  nodes: readonly RootsEvidence[],
  group: GroupReport,
  now: number,
): Pick<CheckReport, 'roots'> {
  if (cluster.rootNames.length === 0) return {};
  const members = group.members.map(({ node }) => node);
  return { roots: judgeRoots(nodes, { members, now, known: knownRoots ?? null }) };
}

function readGroup({ cluster }: WholeEvidence, nodes: readonly ReadNode[]): GroupReport {
  const members = cluster.nodes.map(({ name, state }) => ({ node: name, state }));
  return cluster.status === 'ok'
    ? {
        state: cluster.groupState,
        owner: cluster.ownerNode,
        members,
        restarts: restartPolicyOf(cluster, nodes),
      }
    : { state: 'Unknown', owner: null, members };
}

/** The newest rotation any node's certificates show, and the crashes before and after it. */
function readRotation(evidence: WholeEvidence, nodes: readonly ReadNode[]): Rotation | null {
  // It stands in the certificate: the clock of the node that reads it has no part in it.
  const times = evidence.nodes.flatMap(({ orchestrator }) => orchestrator?.first?.rotatedAtUtc ?? []);
  if (times.length === 0) return null;
  const at = Math.max(...times);
  const crashes = nodes.flatMap((node) => node.matchedAt);
  const crashesBefore = crashes.filter((crashedAt) => crashedAt < at).length;
  return { at, crashesBefore, crashesAfter: crashes.length - crashesBefore };
}

/** The process on the group's owner; without a known owner any running one. */
function processOf(nodes: readonly ReadNode[], group: GroupReport): CheckReport['process'] {
  const { owner } = group;
  if (owner === null) return nodes.find((node) => node.process)?.process ?? null;
  return nodes.find((node) => isSameNode(node.report.node, owner))?.process ?? null;
}

/** A trace of the issue itself before any other, and the newest of those. */
function newestTrace(nodes: readonly ReadNode[]): CheckReport['trace'] {
  const byTime = nodes.flatMap((node) =>
    node.trace ? [{ trace: node.trace, matches: node.report.finding === 'matches' }] : [],
  );
  byTime.sort((a, b) => Number(b.matches) - Number(a.matches) || b.trace.at - a.trace.at);
  return byTime[0]?.trace ?? null;
}

/** Asks for the update on the first node that could be read, in a session opened for it. */
export async function askUpdate(
  parts: Pick<CheckParts, 'powershell' | 'clock' | 'detection'>,
  cluster: ClusterSettings,
  seen: { readonly nodes: readonly { readonly node: string; readonly status: string }[] },
): Promise<UpdateReport> {
  const askedAt = parts.clock.now();
  const readable = seen.nodes.find((node) => node.status === 'ok');
  if (!readable) return readUpdate(null, askedAt);
  const result = await getUpdateProgress(parts.powershell, {
    node: readable.node,
    connection: connectionSchema.parse(cluster.connection),
    nodeDeadlineMs: parts.detection.nodeDeadlineMs,
  });
  const update = readUpdate(result.kind === 'reported' ? result.value : null, askedAt);
  return { ...update, stalledAfterMs: parts.detection.updateStalledMs };
}

function blindReport(request: CheckRequest, startedAt: number, finishedAt: number, why: string): CheckReport {
  const nodes = request.cluster.nodes.map((node): NodeReport => ({
    node,
    status: 'unavailable',
    hint: `The check itself did not come to an end on the bot's host: ${why}`,
    checkedAt: null,
    skewMs: null,
    finding: null,
    matchingCrashes: [],
    otherCrashes: 0,
  }));
  const group: GroupReport = { state: 'Unknown', owner: null, members: [] };
  const { checkId, reason, knownUpdate } = request;
  return {
    checkId,
    reason,
    startedAt,
    finishedAt,
    nodes,
    group,
    process: null,
    update: knownUpdate,
    trace: null,
    ...rootsOf(
      request,
      nodes.map(({ node, status }) => ({ node, status, roots: null })),
      group,
      finishedAt,
    ),
  };
}

/** Why an operation gave no result, in one line. */
export function reasonOf(result: Exclude<OperationResult<unknown>, { kind: 'reported' }>): string {
  return result.kind === 'failed' ? `${result.error.message} (${result.error.id})` : result.reason;
}
