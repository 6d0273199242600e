import type { ClusterEvidence } from '../powershell/operations/get-cluster-evidence';
import { clockShift } from './clock-shift';

type NodeEvidence = ClusterEvidence['nodes'][number];
type Value = NonNullable<NonNullable<NodeEvidence['crashRecords']>['value']>;
type CrashRecord = Value['records'][number];
type LogHealth = Value['logs'][number];

/** Why a log says nothing about a part of the look-back. */
export type GapCause = 'cleared' | 'overwritten' | 'short' | 'too-many';

/** A part of the look-back that a log says nothing about. */
export interface LogGap {
  readonly log: string;
  /** From here on the log is known without a gap, our clock, epoch ms UTC. */
  readonly coveredSince: number;
  readonly cause: GapCause;
}

/** A node's evidence with the records of the whole look-back, those of earlier checks included. */
export type CompleteEvidence = NodeEvidence & { readonly gaps?: readonly LogGap[] };

/** Record ids up to which a node's logs are known; what `Get-ClusterEvidence` takes. */
export interface Marks {
  readonly application: number;
  readonly system: number;
}

/**
 * What earlier checks read of the nodes' logs, so that a check asks only for what is new. It is no state: a program that starts anew reads
 * the whole look-back once. Nothing older than the look-back stays in it.
 */
export interface RecordMemory {
  /** High-water marks of the nodes that were read before. */
  marksOf(cluster: string, nodes: readonly string[]): Readonly<Record<string, Marks>>;
  /** Puts the answer together with what was known, and remembers it. `since`: begin of the look-back, our clock, epoch ms UTC. */
  complete(
    cluster: string,
    evidence: NodeEvidence,
    asked: Marks | undefined,
    since: number,
  ): CompleteEvidence;
}

interface LogMemory {
  readonly mark: number;
  /** When it was last read and held no record at all, by the node's clock; null: it held some. */
  readonly emptyAt: number | null;
  readonly records: readonly CrashRecord[];
  readonly gap: LogGap;
}
type NodeMemory = ReadonlyMap<string, LogMemory>;

/** As many records of one log are kept: a day of crashes once a minute with three records each. */
const MOST_KEPT = 5000;
/** Distance between the record ids of a log and those of the log that was there before it was cleared. */
const FORMER_LOG = 1e12;

export function createRecordMemory(): RecordMemory {
  const memories = new Map<string, NodeMemory>();
  const keyOf = (cluster: string, node: string): string => JSON.stringify([cluster, node]);
  return {
    marksOf: (cluster, nodes) =>
      Object.fromEntries(
        nodes.flatMap((node) => {
          const memory = memories.get(keyOf(cluster, node));
          if (!memory) return [];
          const markOf = (log: string): number => memory.get(log)?.mark ?? 0;
          return [[node, { application: markOf('Application'), system: markOf('System') }]];
        }),
      ),
    complete: (cluster, evidence, asked, since) => {
      const key = keyOf(cluster, evidence.node);
      const { crashRecords } = evidence;
      if (!crashRecords?.value) return evidence;
      const value = crashRecords.value;
      const shift = clockShift(evidence.skewMs);
      const memory = remember(memories.get(key), value, { asked, since, shift });
      memories.set(key, memory);
      const read = value.logs.filter(({ status }) => status === 'ok');
      const known = read.flatMap(({ log }) => memory.get(log) ?? []);
      // Without any word about its logs a node's records are what they are.
      const records = read.length === 0 ? value.records : known.flatMap((log) => log.records);
      const gaps = known.map((log) => log.gap).filter((gap) => gap.coveredSince > since);
      return { ...evidence, crashRecords: { ...crashRecords, value: { ...value, records } }, gaps };
    },
  };
}

export interface Reading {
  readonly asked: Marks | undefined;
  /** Begin of the look-back, our clock, epoch ms UTC. */
  readonly since: number;
  /** The node's clock less ours, ms. */
  readonly shift: number;
}

/** What is known of one node's logs after one more answer. A log that could not be read stays as it was known. Pure. */
function remember(before: NodeMemory | undefined, value: Value, reading: Reading): NodeMemory {
  const memory = new Map(before);
  for (const health of value.logs) {
    if (health.status !== 'ok') continue;
    const known = memory.get(health.log);
    const fresh = value.records.filter(({ log }) => log === health.log);
    memory.set(health.log, rememberLog(known, health, fresh, value.readAtUtc, reading));
  }
  return memory;
}

function rememberLog(
  known: LogMemory | undefined,
  health: LogHealth,
  fresh: readonly CrashRecord[],
  readAt: number,
  { asked, since, shift }: Reading,
): LogMemory {
  const after = (health.log === 'System' ? asked?.system : asked?.application) ?? 0;
  const newest = health.newestRecordId;
  // Compared with what was asked for and with what is known: another check may have come in between.
  const isNewLog = newest !== null && newest < after && newest < (known?.mark ?? 0);
  const isContinued =
    known !== undefined &&
    !health.more &&
    (after > 0 ? health.gap === false : isFilledSince(known.emptyAt, health));
  const gap = isContinued ? known.gap : reachOf(health, fresh, readAt, shift, known !== undefined);
  const former = isNewLog ? (known?.records ?? []).map(asFormer) : (known?.records ?? []);
  return {
    mark: newest === null ? (known?.mark ?? 0) : isNewLog ? newest : Math.max(newest, known?.mark ?? 0),
    emptyAt: newest === 0 ? readAt : null,
    records: merged(former, fresh, since + shift),
    gap,
  };
}

/** A log that was seen empty has no mark to go on from: what it holds now came since, unless it was cleared once more. */
function isFilledSince(emptyAt: number | null, { clearedUtc }: LogHealth): boolean {
  return emptyAt !== null && (clearedUtc === null || clearedUtc <= emptyAt);
}

/** How far a log reaches back, by our clock. */
function reachOf(
  health: LogHealth,
  fresh: readonly CrashRecord[],
  readAt: number,
  shift: number,
  wasKnown: boolean,
): LogGap {
  const { log, oldestUtc, clearedUtc, more } = health;
  const oldestRead = Math.min(...fresh.map(({ timeCreated }) => Date.parse(timeCreated)));
  if (more && Number.isFinite(oldestRead))
    return { log, coveredSince: oldestRead - shift, cause: 'too-many' };
  // An empty log, or one whose oldest record cannot be seen, says nothing about any time before now.
  const oldest = oldestUtc ?? readAt;
  if (clearedUtc !== null && clearedUtc <= oldest)
    return { log, coveredSince: clearedUtc - shift, cause: 'cleared' };
  return { log, coveredSince: oldest - shift, cause: wasKnown ? 'overwritten' : 'short' };
}

/** A record of the log that was there before: still true, but its id means another record now. */
function asFormer(record: CrashRecord): CrashRecord {
  return { ...record, recordId: record.recordId - FORMER_LOG };
}

function merged(
  known: readonly CrashRecord[],
  fresh: readonly CrashRecord[],
  sinceByNode: number,
): readonly CrashRecord[] {
  const byId = new Map([...known, ...fresh].map((record) => [record.recordId, record] as const));
  return [...byId.values()]
    .filter(({ timeCreated }) => Date.parse(timeCreated) >= sinceByNode)
    .sort((a, b) => a.recordId - b.recordId)
    .slice(-MOST_KEPT);
}
