import { matchingCrashes } from '../../incident/presence';
import { provenUntil } from '../../incident/evidence';
import type { CheckReport } from '../../incident/evidence';
import type { ClusterState, RunSpan } from '../../incident/state';

/** The crashes of a cluster along the time, with the runs among them. All times are epoch ms UTC. */
export interface CrashTimeline {
  readonly from: number;
  /** The moment the card is drawn. */
  readonly to: number;
  /** From here to the end nobody has looked yet. */
  readonly knownUntil: number;
  /** Length of one bin, ms. */
  readonly binMs: number;
  /** Every crash by itself, oldest first, while they are few enough to be told apart; else empty. */
  readonly single: readonly number[];
  /** Crashes in each bin, the first one begins at `from`. */
  readonly bins: readonly number[];
  /** Runs that changed something, or may have, oldest first. */
  readonly runs: readonly TimelineRun[];
  /** Before, between and after the runs: always one more than there are runs. */
  readonly stretches: readonly Stretch[];
  /** Nodes that could not be read: their crashes are missing here. */
  readonly blind: readonly string[];
}

export interface TimelineRun {
  readonly rung: string;
  readonly from: number;
  /** Null: it still runs. */
  readonly to: number | null;
  /** Crashes while it ran. */
  readonly crashes: number;
}

/** A length of time without a run, and the crashes in it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly crashes: number;
  readonly first: number | null;
  readonly last: number | null;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The look-back of a check, which is the longest that can be shown. */
const LONGEST = 24 * HOUR;
const SHORTEST = 2 * MINUTE;
const MOST_BINS = 60;
const MOST_RUNS = 6;
/** So many are drawn one by one: bins about as long as the interval would show gaps that are not there. */
const MOST_SINGLE = 120;
/** A node tells only this many of its newest crashes (`NodeReport.matchingCrashes`): what was before is not known. */
const MOST_CRASHES = 100;

const BIN_LENGTHS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
];

/**
 * Lays the crashes that the last check read along the time up to `now`, with the runs of the incident. Null when there is neither a crash
 * nor a check. Bounded, whatever comes in: at most 61 bins and 6 runs.
 */
export function crashTimelineOf({ latest, incident }: ClusterState, now: number): CrashTimeline | null {
  if (latest === null) return null;
  const { report } = latest;
  const crashes = matchingCrashes(report)
    .filter((at) => at > now - LONGEST)
    .map((at) => Math.min(at, now));
  const last = crashes.at(-1);
  if (last === undefined) return null;
  const earliest = Math.max(now - LONGEST, knownSince(report));
  const known = crashes.filter((at) => at >= earliest);
  const spans = (incident?.ran ?? []).filter(({ attested, startedAt }) => !attested && startedAt <= now);
  const runs = spans.filter(({ endedAt }) => (endedAt ?? now) >= earliest).slice(-MOST_RUNS);
  const first = Math.min(known[0] ?? now, runs[0]?.startedAt ?? now, now - SHORTEST);
  const start = Math.max(first, earliest);
  const binMs = binLength(now - start);
  const from = Math.floor(start / binMs) * binMs;
  const knownUntil = Math.min(now, Math.max(provenUntil(report), last));
  return {
    from,
    to: now,
    knownUntil,
    binMs,
    single: known.length <= MOST_SINGLE ? known : [],
    bins: binsOf(known, from, now, binMs),
    runs: runs.map((run) => runOf(run, known, now)),
    stretches: stretchesOf(known, runs, from, knownUntil),
    blind: report.nodes.filter(({ status }) => status !== 'ok').map(({ node }) => node),
  };
}

/** From when on every node's crashes are all there: a node that told as many as it may has perhaps left out older ones. */
function knownSince({ nodes }: CheckReport): number {
  const full = nodes.filter(({ matchingCrashes: told }) => told.length >= MOST_CRASHES);
  return Math.max(0, ...full.map(({ matchingCrashes: told }) => told[0] ?? 0));
}

function binLength(lengthMs: number): number {
  return BIN_LENGTHS.find((bin) => lengthMs / bin <= MOST_BINS) ?? HOUR;
}

function binsOf(crashes: readonly number[], from: number, to: number, binMs: number): readonly number[] {
  const bins = Array.from({ length: Math.floor((to - from) / binMs) + 1 }, () => 0);
  for (const at of crashes) {
    const index = Math.floor((at - from) / binMs);
    bins[index] = (bins[index] ?? 0) + 1;
  }
  return bins;
}

function runOf({ rung, startedAt, endedAt }: RunSpan, crashes: readonly number[], now: number): TimelineRun {
  const end = endedAt ?? now;
  const during = crashes.filter((at) => at >= startedAt && at <= end).length;
  return { rung, from: startedAt, to: endedAt, crashes: during };
}

function stretchesOf(
  crashes: readonly number[],
  runs: readonly RunSpan[],
  from: number,
  to: number,
): readonly Stretch[] {
  const begins = [from, ...runs.map(({ endedAt }) => endedAt ?? to)];
  const ends = [...runs.map(({ startedAt }) => startedAt), to];
  return begins.map((begin, index) => {
    const end = Math.max(begin, ends[index] ?? to);
    const inside = crashes.filter(
      (at) => (index === 0 ? at >= begin : at > begin) && at < end + (index === runs.length ? 1 : 0),
    );
    return {
      from: begin,
      to: end,
      crashes: inside.length,
      first: inside[0] ?? null,
      last: inside.at(-1) ?? null,
    };
  });
}
