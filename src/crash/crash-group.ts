import type { RecordKind } from './analysis';
import type { CrashRecord } from './classify';
import { ticksOf } from './record-time';

/** A record with its time, read once. */
export interface TimedRecord extends CrashRecord {
  /** 100 ns since the epoch, UTC. */
  readonly ticks: bigint;
  readonly logKey: string;
}

/** The records of one crash. */
export interface CrashGroup {
  /** At most one of each kind, found by time. */
  readonly members: TimedRecord[];
  /** Reports that name the same Report Id, however late; their time says nothing. */
  readonly reports: TimedRecord[];
}

export function timed(record: CrashRecord): TimedRecord {
  const { log, timeCreated } = record.record;
  return { ...record, ticks: ticksOf(timeCreated), logKey: log.trim().toLowerCase() };
}

export function hasKind(group: CrashGroup, kind: RecordKind): boolean {
  return group.reports.concat(group.members).some((member) => member.kind === kind);
}

/** Earliest time of the group's members. */
export function groupTicks({ members }: CrashGroup): bigint {
  return members.reduce((least, { ticks }) => (ticks < least ? ticks : least), members[0]?.ticks ?? 0n);
}

/** Number of the group's record in a log; `null` when it has none there. */
function numberIn(group: CrashGroup, logKey: string): number | null {
  return group.members.find((member) => member.logKey === logKey)?.record.recordId ?? null;
}

/**
 * Order of two records of one machine: within a log the record id, because clocks may be set back; else the time.
 */
export function inRecordOrder(a: TimedRecord, b: TimedRecord): number {
  if (a.logKey === b.logKey && a.record.recordId !== null && b.record.recordId !== null) {
    return a.record.recordId - b.record.recordId;
  }
  return compareTicks(a.ticks, b.ticks);
}

export function compareTicks(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The groups of one machine, oldest first. */
export function inTrueOrder(groups: readonly CrashGroup[]): CrashGroup[] {
  if (groups.length < 2) return [...groups];
  const main = mainLog(groups);
  if (main === null) return groups.toSorted((a, b) => compareTicks(groupTicks(a), groupTicks(b)));
  const backbone = groups.filter((group) => numberIn(group, main) !== null);
  backbone.sort((a, b) => (numberIn(a, main) ?? 0) - (numberIn(b, main) ?? 0));
  const rest = groups.filter((group) => numberIn(group, main) === null);
  rest.sort((a, b) => inRecordOrder(a.members[0] as TimedRecord, b.members[0] as TimedRecord));
  return merge(backbone, rest);
}

/** Puts the groups that have no record in the main log between those that have. */
function merge(backbone: readonly CrashGroup[], rest: readonly CrashGroup[]): CrashGroup[] {
  const result: CrashGroup[] = [];
  const older = restOlderThan(backbone, rest);
  let next = 0;
  for (const [i, group] of rest.entries()) {
    while (next < backbone.length && next < (older[i] ?? 0)) result.push(backbone[next++] as CrashGroup);
    while (next < backbone.length && mayPrecede(backbone[next] as CrashGroup, group)) {
      result.push(backbone[next++] as CrashGroup);
    }
    result.push(group);
  }
  return result.concat(backbone.slice(next));
}

/** For each group of `rest` how many groups of the backbone are older by the record ids of the log they share. */
function restOlderThan(backbone: readonly CrashGroup[], rest: readonly CrashGroup[]): number[] {
  let at = 0;
  let seen = 0;
  return rest.map((group) => {
    const own = group.members[0];
    for (; own !== undefined && at < backbone.length; at += 1) {
      const number = numberIn(backbone[at] as CrashGroup, own.logKey);
      if (number !== null && number > (own.record.recordId ?? 0)) break;
      if (number !== null) seen = at + 1;
    }
    return seen;
  });
}

function mayPrecede(group: CrashGroup, other: CrashGroup): boolean {
  const own = other.members[0];
  if (own === undefined || numberIn(group, own.logKey) !== null) return false;
  return compareTicks(groupTicks(group), groupTicks(other)) <= 0;
}

/** The log that most groups have a numbered record in. */
function mainLog(groups: readonly CrashGroup[]): string | null {
  const counts = new Map<string, number>();
  for (const group of groups) {
    const numbered = group.members.filter(({ record }) => record.recordId !== null);
    for (const log of new Set(numbered.map(({ logKey }) => logKey)))
      counts.set(log, (counts.get(log) ?? 0) + 1);
  }
  const best = [...counts].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))[0];
  return best?.[0] ?? null;
}
