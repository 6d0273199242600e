import type { Crash, CrashFinding, DatedCrash, Markers, RecordKind, Trace } from './analysis';
import { displayText } from './clean-text';
import { epochMs } from './record-time';
import type { CrashRecord } from './classify';
import type { CrashGroup } from './crash-group';

/** The record whose time is the time of the crash: the first of these that is there. */
const TELLING_ORDER: readonly RecordKind[] = [
  'runtime',
  'application-error',
  'lifecycle-agent',
  'service-manager',
  'error-report',
];
const FAIL_FAST_ID = 1025;
const FAIL_FAST_CODE = '0x80131623';
/** Places among the data strings of an Application Error. */
const EXCEPTION_CODE = 6;
const PROCESS_ID = 8;
const CAUSES: Readonly<Record<number, string>> = {
  1023: 'internal error of the .NET runtime',
  1027: 'stack overflow',
};
const MAX_CAUSE = 400;

/** What the records of one crash say together, with the time of the record that tells most. */
export function buildCrash(group: CrashGroup): DatedCrash {
  const members = inTellingOrder([...group.members, ...group.reports]);
  const at = members[0]?.record.timeCreated ?? '';
  return { ...describeCrash(members), at, atMs: epochMs(members[0]?.ticks ?? 0n) };
}

function inTellingOrder<R extends CrashRecord>(records: readonly R[]): R[] {
  return records.toSorted((a, b) => TELLING_ORDER.indexOf(a.kind) - TELLING_ORDER.indexOf(b.kind));
}

/** What records of one crash say together, apart from the time; the most telling one first. */
export function describeCrash(members: readonly CrashRecord[]): Crash {
  const runtime = members.find((member) => member.kind === 'runtime');
  const error = members.find((member) => member.kind === 'application-error');
  const trace = runtime?.trace ?? null;
  const cause = causeOf(members);
  const exitCode = exitCodeOf(error);
  const records = members.map(({ kind, record }) => ({ kind, log: record.log, recordId: record.recordId }));
  return {
    machine: members[0]?.record.machine ?? '',
    at: null,
    atMs: null,
    finding: crashFinding(trace, cause),
    records,
    recordIds: records.flatMap(({ recordId }) => recordId ?? []),
    processId: hexNumber(error, PROCESS_ID, 'process id'),
    exitCode,
    trace,
    cause,
    markers: markersOf(trace, runtime?.record.id === FAIL_FAST_ID || exitCode === FAIL_FAST_CODE),
  };
}

/** The first row that applies: a stack with the signature frame; another stack or cause; no stack at all. */
export function crashFinding(trace: Trace | null, cause: string | null): CrashFinding {
  if (trace?.signatureFrame != null) return 'matches';
  if (cause !== null || (trace !== null && trace.frames.length > 0)) return 'other-crash';
  return 'crash-without-stack';
}

function markersOf(trace: Trace | null, failFast: boolean): Markers {
  return { executable: true, frame: trace?.signatureFrame != null, failFast };
}

/** A record that names another cause: an error of the runtime itself, or the agent that ended the service. */
function causeOf(members: readonly CrashRecord[]): string | null {
  for (const { kind, record, text, data } of members) {
    if (kind === 'lifecycle-agent') {
      return `ended by the Agent Lifecycle Agent: ${shortText(data.length > 0 ? data.join(' ') : text)}`;
    }
    const cause = kind === 'runtime' ? CAUSES[record.id] : undefined;
    if (cause !== undefined) return `${cause} (.NET Runtime ${record.id})`;
  }
  return null;
}

function shortText(text: string): string {
  const line = displayText(text).replace(/\s+/g, ' ');
  return line.length > MAX_CAUSE ? `${line.slice(0, MAX_CAUSE)}…` : line;
}

function exitCodeOf(error: CrashRecord | undefined): string | null {
  const code = hexNumber(error, EXCEPTION_CODE, 'exception code');
  return code === null ? null : `0x${code.toString(16).padStart(8, '0')}`;
}

function labelledNumber(text: string, label: string): string {
  return new RegExp(`${label}:\\s{0,8}(0x[0-9a-f]{1,16})`, 'i').exec(text)?.[1] ?? '';
}

/** A hexadecimal data string, with or without `0x`; from the English text where there is no data. */
function hexNumber(error: CrashRecord | undefined, place: number, label: string): number | null {
  if (error === undefined) return null;
  const value = error.data[place]?.trim() ?? labelledNumber(error.text, label);
  return /^(?:0x)?[0-9a-f]{1,12}$/i.test(value) ? Number.parseInt(value, 16) : null;
}
