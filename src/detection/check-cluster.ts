import type { CheckReason, CheckReport, GroupReport, NodeReport, UpdateReport } from '../incident/evidence';
import { isSameNode } from '../incident/node-name';
import type { Clock, PowerShell } from '../ports';
import { connectionSchema } from '../powershell/operations/connection';
import type { Connection } from '../powershell/operations/connection';
import { getClusterEvidence } from '../powershell/operations/get-cluster-evidence';
import type { ClusterEvidence } from '../powershell/operations/get-cluster-evidence';
import { getUpdateProgress } from '../powershell/operations/get-update-progress';
import type { OperationResult } from '../powershell/operations/outcome';
import type { ClusterSettings, DetectionSettings } from '../runbook/settings';
import type { ReadNode } from './node-report';
import { readNode } from './node-report';
import { readUpdate } from './update-report';

export interface CheckRequest {
  readonly cluster: ClusterSettings;
  readonly checkId: string;
  readonly reason: CheckReason;
  /** The update as known before; shown again when it may not be asked now (invariant 18). */
  readonly knownUpdate: UpdateReport;
  readonly mayAskUpdate: boolean;
}

export interface CheckParts {
  readonly powershell: PowerShell;
  readonly clock: Clock;
  readonly detection: DetectionSettings;
}

const MOST_RECORDS = 1000;

/**
 * Looks at every node at once and reads what was found. Read-only. Never throws for a node or a cluster that cannot be read: that is a
 * state of its own in the report.
 */
export async function checkCluster(parts: CheckParts, request: CheckRequest): Promise<CheckReport> {
  const startedAt = parts.clock.now();
  const connection = connectionSchema.parse(request.cluster.connection);
  const result = await getClusterEvidence(parts.powershell, {
    nodes: [...request.cluster.nodes],
    connection,
    sinceUtc: new Date(startedAt - parts.detection.lookBackMs).toISOString(),
    maxRecords: MOST_RECORDS,
    proofGapMs: parts.detection.proofGapMs,
    nodeDeadlineMs: parts.detection.nodeDeadlineMs,
  });
  if (result.kind !== 'reported') return blindReport(request, startedAt, parts.clock.now(), reasonOf(result));
  const update = request.mayAskUpdate
    ? await askUpdate(parts, connection, result.value)
    : request.knownUpdate;
  return reportOf(request, result.value, update, startedAt, parts.clock.now());
}

/** Judges the evidence of all nodes into one report. Pure. */
export function reportOf(
  request: CheckRequest,
  evidence: ClusterEvidence,
  update: UpdateReport,
  startedAt: number,
  finishedAt: number,
): CheckReport {
  const nodes = evidence.nodes.map(readNode);
  const group = readGroup(evidence);
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
  };
}

function readGroup({ cluster }: ClusterEvidence): GroupReport {
  const members = cluster.nodes.map(({ name, state }) => ({ node: name, state }));
  return cluster.status === 'ok'
    ? { state: cluster.groupState, owner: cluster.ownerNode, members }
    : { state: 'Unknown', owner: null, members };
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

async function askUpdate(
  parts: CheckParts,
  connection: Connection,
  evidence: ClusterEvidence,
): Promise<UpdateReport> {
  const askedAt = parts.clock.now();
  const readable = evidence.nodes.find((node) => node.status === 'ok');
  if (!readable) return readUpdate(null, askedAt);
  const result = await getUpdateProgress(parts.powershell, {
    node: readable.node,
    connection,
    nodeDeadlineMs: parts.detection.nodeDeadlineMs,
  });
  return readUpdate(result.kind === 'reported' ? result.value : null, askedAt);
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
  };
}

/** Why an operation gave no result, in one line. */
export function reasonOf(result: Exclude<OperationResult<unknown>, { kind: 'reported' }>): string {
  return result.kind === 'failed' ? `${result.error.message} (${result.error.id})` : result.reason;
}
