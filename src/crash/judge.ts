import type { Analysis, Crash, Finding, Markers } from './analysis';
import type { CrashRecord } from './classify';
import { explain } from './explain';
import type { WatchedSignature } from './watched-signature';

/** The first of these that one crash has is the finding. */
const FINDINGS: readonly Finding[] = ['matches', 'other-crash', 'crash-without-stack'];
const NO_MARKERS: Markers = { executable: false, frame: false, failFast: false };

/**
 * Sums crashes up to one analysis.
 * @param crashes oldest first
 * @param foreign crash records of other processes: they only help to explain
 */
export function judge<C extends Crash>(
  crashes: readonly C[],
  foreign: readonly CrashRecord[],
  signature: WatchedSignature,
): Analysis<C> {
  const finding = FINDINGS.find((row) => crashes.some((crash) => crash.finding === row)) ?? 'no-crash';
  const decisive = crashes.findLast((crash) => crash.finding === finding) ?? null;
  return {
    finding,
    crashes,
    decisive,
    reasons: explain(finding, decisive, crashes, foreign, signature),
    markers: decisive?.markers ?? NO_MARKERS,
  };
}
