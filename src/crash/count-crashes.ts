import type { RecordKind } from './analysis';
import type { CrashRecord } from './classify';
import {
  compareTicks,
  groupTicks,
  hasKind,
  inRecordOrder,
  inTrueOrder,
  timed,
  type CrashGroup,
  type TimedRecord,
} from './crash-group';
import type { EventRecord } from './event-record';
import { pairInOrder } from './pair-in-order';

/** Records of different kinds at most this far apart tell of one crash: 30 s in ticks of 100 ns. */
const TOGETHER = 300_000_000n;
const KINDS: readonly RecordKind[] = [
  'runtime',
  'application-error',
  'service-manager',
  'lifecycle-agent',
  'error-report',
];

/** Takes out records that overlapping queries returned twice: same machine, log and record id. The fuller copy stays. */
export function withoutCopies(records: readonly EventRecord[]): EventRecord[] {
  const kept = new Map<string, EventRecord>();
  for (const [i, record] of records.entries()) {
    const { machine, log, recordId } = record;
    const names = lengthAndText(machine) + lengthAndText(log);
    const key = names + (recordId === null ? `unnumbered ${i}` : String(recordId));
    const known = kept.get(key);
    if (known === undefined || fullness(record) > fullness(known)) kept.set(key, record);
  }
  return [...kept.values()];
}

/** So written, two texts one after the other cannot be taken for two others. */
function lengthAndText(text: string): string {
  const name = text.trim().toLowerCase();
  return `${name.length}:${name}`;
}

function fullness(record: EventRecord): number {
  const data = record.properties.reduce((sum, text) => sum + text.length, 0);
  return data * 2 + (record.message?.length ?? 0);
}

/** Puts the records of the watched process together to crashes, oldest first. Clocks of two machines are not compared. */
export function groupCrashes(records: readonly CrashRecord[]): CrashGroup[] {
  const machines = new Map<string, TimedRecord[]>();
  for (const record of records) {
    const machine = record.record.machine.trim().toLowerCase();
    const own = machines.get(machine);
    if (own === undefined) machines.set(machine, [timed(record)]);
    else own.push(timed(record));
  }
  const ordered = [...machines.values()].flatMap((own) => withRunningTime(inTrueOrder(groupsOfMachine(own))));
  return ordered.toSorted((a, b) => compareTicks(a.time, b.time)).map(({ group }) => group);
}

/** The largest time so far keeps the order within a machine when its clock was set back. */
function withRunningTime(groups: readonly CrashGroup[]): { group: CrashGroup; time: bigint }[] {
  let time = 0n;
  return groups.map((group) => {
    const own = groupTicks(group);
    if (own > time) time = own;
    return { group, time };
  });
}

function groupsOfMachine(records: readonly TimedRecord[]): CrashGroup[] {
  const late = lateReports(records);
  const reports = new Set([...late.values()].flat());
  const own = records.filter((record) => !reports.has(record) && record.whose === 'watched');
  return timeClusters(own).flatMap((cluster) => groupsOfCluster(cluster, late));
}

/**
 * A 1001 belongs to the 1000 with the same Report Id, however late, or to the first 1001 with it. What is hidden behind a
 * hash and belongs to no record of the watched process says nothing.
 */
function lateReports(records: readonly TimedRecord[]): ReadonlyMap<TimedRecord, readonly TimedRecord[]> {
  const owners = new Map<string, TimedRecord>();
  const watched = records.filter((record) => record.whose === 'watched' && record.reportId !== null);
  for (const record of watched.toSorted((a, b) => Number(isReport(a)) - Number(isReport(b)))) {
    if (!owners.has(record.reportId ?? '')) owners.set(record.reportId ?? '', record);
  }
  const late = new Map<TimedRecord, TimedRecord[]>();
  for (const record of records.filter(isReport)) {
    const owner = owners.get(record.reportId ?? '');
    if (owner === undefined || owner === record) continue;
    const reports = late.get(owner);
    if (reports === undefined) late.set(owner, [record]);
    else reports.push(record);
  }
  return late;
}

function isReport(record: TimedRecord): boolean {
  return record.kind === 'error-report';
}

/** Records with more than 30 s of silence between them cannot tell of one crash. */
function timeClusters(records: readonly TimedRecord[]): TimedRecord[][] {
  const clusters: TimedRecord[][] = [];
  let last: bigint | null = null;
  for (const record of records.toSorted((a, b) => compareTicks(a.ticks, b.ticks))) {
    const joins = last !== null && record.ticks - last <= TOGETHER;
    if (joins) clusters.at(-1)?.push(record);
    else clusters.push([record]);
    last = record.ticks;
  }
  return clusters;
}

function groupsOfCluster(
  records: readonly TimedRecord[],
  late: ReadonlyMap<TimedRecord, readonly TimedRecord[]>,
): CrashGroup[] {
  let groups: CrashGroup[] = [];
  for (const kind of KINDS) {
    const own = records.filter((record) => record.kind === kind).sort(inRecordOrder);
    const partners = pairInOrder(groups, own, { distance, isBefore });
    const alone = own.filter((record, i) => {
      const partner = groups[partners[i] ?? -1];
      partner?.members.push(record);
      partner?.reports.push(...(late.get(record) ?? []));
      return partner === undefined;
    });
    const added = alone.map((record) => ({ members: [record], reports: [...(late.get(record) ?? [])] }));
    groups = inTrueOrder([...groups, ...added]);
  }
  return groups;
}

/** Ticks to the nearest member; `null`: too far, or the crash has a record of this kind already. */
function distance(group: CrashGroup, record: TimedRecord): number | null {
  if (hasKind(group, record.kind)) return null;
  let nearest: bigint | null = null;
  for (const { ticks } of group.members) {
    const apart = ticks > record.ticks ? ticks - record.ticks : record.ticks - ticks;
    if (apart <= TOGETHER && (nearest === null || apart < nearest)) nearest = apart;
  }
  return nearest === null ? null : Number(nearest);
}

function isBefore(group: CrashGroup, record: TimedRecord): boolean {
  return compareTicks(groupTicks(group), record.ticks) < 0;
}
