import type { Analysis, DatedCrash } from '../crash/analysis';
import { analyzeRecords } from '../crash/analyze-records';
import type { EventRecord } from '../crash/event-record';
import type { NodeReport, OrchestratorProcess, TraceSummary } from '../incident/evidence';
import { ORCHESTRATOR_CRASH } from '../runbook/signature';
import { clockShift } from './clock-shift';
import { gapHint, latestGap } from './gap-hint';
import type { CompleteEvidence } from './record-memory';

export type NodeEvidence = CompleteEvidence;

/** One node's evidence, read: what its records say and which crash shows it best. */
export interface ReadNode {
  readonly report: NodeReport;
  readonly process: OrchestratorProcess | null;
  readonly trace: TraceSummary | null;
  /** Times of all matching crashes of the look-back, our clock, oldest first. */
  readonly matchedAt: readonly number[];
  /** What the cluster service wrote into this node's log about the orchestrator's group. */
  readonly cluster: { readonly failures: number; readonly gaveUpAt: number | null };
}

/** Newest crash times kept in a report: enough for the interval and the card. */
const CRASH_TIMES = 100;
/** Longest trace kept with a check, characters. */
const TRACE_LENGTH = 8000;
const SHOWN_FRAMES = 12;
const RESOURCE_FAILED = 1069;
const GAVE_UP = 1254;

/**
 * Judges the records of one node. Times are brought to our clock by the measured skew. What a partly blind node shows counts only when it
 * is the issue itself.
 */
export function readNode(evidence: NodeEvidence): ReadNode {
  const shift = clockShift(evidence.skewMs);
  const records = evidence.crashRecords?.value?.records ?? null;
  const analysis = records ? analyzeRecords(records, ORCHESTRATOR_CRASH) : null;
  const matchedAt =
    analysis?.crashes.flatMap((crash) => (crash.finding === 'matches' ? [crash.atMs - shift] : [])) ?? [];
  const status = statusOf(evidence, analysis !== null);
  const gap = latestGap(evidence.gaps ?? []);
  return {
    report: {
      node: evidence.node,
      status,
      hint: hintOf(evidence) ?? gapHint(evidence.node, evidence.gaps ?? []),
      checkedAt: evidence.checkedAtUtc,
      skewMs: evidence.skewMs,
      finding: status === 'ok' || analysis?.finding === 'matches' ? (analysis?.finding ?? null) : null,
      matchingCrashes: matchedAt.slice(-CRASH_TIMES),
      ...(matchedAt.length > CRASH_TIMES ? { matchingCount: matchedAt.length } : {}),
      otherCrashes: (analysis?.crashes.length ?? 0) - matchedAt.length,
      ...(gap ? { coveredSince: gap.coveredSince } : {}),
    },
    process: readProcess(evidence, shift),
    trace: analysis ? readTrace(evidence.node, analysis, shift) : null,
    matchedAt,
    cluster: readClusterRecords(records ?? [], shift),
  };
}

/** Failures of the resource (1069) and the cluster's giving up (1254), told apart by provider and id. */
function readClusterRecords(records: readonly EventRecord[], shift: number): ReadNode['cluster'] {
  const own = records.filter(({ provider }) => provider === 'Microsoft-Windows-FailoverClustering');
  const gaveUp = own.flatMap(({ id, timeCreated }) =>
    id === GAVE_UP ? [Date.parse(timeCreated) - shift] : [],
  );
  return {
    failures: own.filter(({ id }) => id === RESOURCE_FAILED).length,
    gaveUpAt: gaveUp.length === 0 ? null : Math.max(...gaveUp),
  };
}

/** A node is readable only when its logs and its service both are: a service nobody could see is not a service that does not run. */
function statusOf(
  { status, crashRecords, orchestrator }: NodeEvidence,
  hasRecords: boolean,
): NodeReport['status'] {
  const worst = [status, crashRecords?.status, orchestrator?.status].find(
    (part) => part !== undefined && part !== 'ok',
  );
  return worst ?? (hasRecords ? 'ok' : 'unavailable');
}

/** What to do, with PowerShell's own id of the error: the id is what one searches for. */
function hintOf({ hint, errorId, crashRecords, orchestrator }: NodeEvidence): string | null {
  const failures = [{ hint, errorId }, crashRecords, orchestrator];
  const first = failures.find((failure) => failure?.hint);
  return first?.hint ? `${first.hint}${first.errorId ? ` [${first.errorId}]` : ''}` : null;
}

function readProcess(evidence: NodeEvidence, shift: number): OrchestratorProcess | null {
  const seen = evidence.orchestrator?.second;
  if (!seen || seen.state !== 'Running' || seen.processId === null || seen.startedAtUtc === null) return null;
  return {
    node: evidence.node,
    processId: seen.processId,
    startedAt: seen.startedAtUtc - shift,
    livedOn: evidence.orchestrator?.livedOn ?? false,
  };
}

function readTrace(node: string, analysis: Analysis<DatedCrash>, shift: number): TraceSummary | null {
  const crash = analysis.decisive;
  if (!crash) return null;
  const trace = crash.trace;
  return {
    node,
    at: crash.atMs - shift,
    executable: ORCHESTRATOR_CRASH.executable,
    exceptions:
      trace?.exceptions.map(({ type, message }) => ({ type, message: message.slice(0, 500) })) ?? [],
    frames:
      trace?.frames.slice(0, SHOWN_FRAMES).map(({ text, isSignature }) => ({ text, isSignature })) ?? [],
    reasons: analysis.reasons,
    text: (trace?.text ?? crash.cause ?? '').slice(0, TRACE_LENGTH),
  };
}
