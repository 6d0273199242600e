import type { CheckReport } from './evidence';
import { crashInterval, matchingCrashes } from './presence';

/** How often it crashed in one span of time. */
export interface CrashSpan {
  readonly crashes: number;
  /** False: there were more, but only the newest times are kept. */
  readonly isWhole: boolean;
  readonly intervalMs: number | null;
}

/**
 * Counts the matching crashes after `from` and up to `until` (epoch ms UTC), as the newest check knows them. What is older than its
 * look-back is not in it: ask for young spans only.
 */
export function crashesBetween(report: CheckReport, from: number, until: number): CrashSpan {
  const within = matchingCrashes(report).filter((at) => at > from && at <= until);
  const isWhole = report.nodes.every(
    ({ matchingCount, matchingCrashes: [oldest] }) =>
      matchingCount === undefined || oldest === undefined || oldest <= from,
  );
  return { crashes: within.length, isWhole, intervalMs: crashInterval(within) };
}
