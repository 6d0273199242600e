import type { Analysis, DatedCrash } from '../crash/analysis';
import { analyzeRecords } from '../crash/analyze-records';
import type { NodeReport, OrchestratorProcess, TraceSummary } from '../incident/evidence';
import type { ClusterEvidence } from '../powershell/operations/get-cluster-evidence';
import { ORCHESTRATOR_CRASH } from '../runbook/signature';

export type NodeEvidence = ClusterEvidence['nodes'][number];

/** One node's evidence, read: what its records say and which crash shows it best. */
export interface ReadNode {
  readonly report: NodeReport;
  readonly process: OrchestratorProcess | null;
  readonly trace: TraceSummary | null;
}

/** Newest crash times kept in a report: enough for the interval and the card. */
const CRASH_TIMES = 100;
/** A skew below this is noise of the measurement, ms. */
const SKEW_NOISE_MS = 1000;
/** Longest trace kept with a check, characters. */
const TRACE_LENGTH = 8000;
const SHOWN_FRAMES = 12;

/**
 * Judges the records of one node. Times are brought to our clock by the measured skew. What a partly blind node shows counts only when it
 * is the issue itself.
 */
export function readNode(evidence: NodeEvidence): ReadNode {
  const shift = clockShift(evidence);
  const records = evidence.crashRecords?.value?.records ?? null;
  const analysis = records ? analyzeRecords(records, ORCHESTRATOR_CRASH) : null;
  const matching = analysis?.crashes.filter((crash) => crash.finding === 'matches') ?? [];
  const status = statusOf(evidence, analysis !== null);
  return {
    report: {
      node: evidence.node,
      status,
      hint: hintOf(evidence),
      checkedAt: evidence.checkedAtUtc,
      skewMs: evidence.skewMs,
      finding: status === 'ok' || analysis?.finding === 'matches' ? (analysis?.finding ?? null) : null,
      matchingCrashes: matching.map((crash) => crash.atMs - shift).slice(-CRASH_TIMES),
      otherCrashes: (analysis?.crashes.length ?? 0) - matching.length,
    },
    process: readProcess(evidence, shift),
    trace: analysis ? readTrace(evidence.node, analysis, shift) : null,
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

function clockShift(evidence: NodeEvidence): number {
  const skew = evidence.skewMs ?? 0;
  return Math.abs(skew) < SKEW_NOISE_MS ? 0 : Math.round(skew);
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
