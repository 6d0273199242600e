import type { RecordKind, Trace } from './analysis';
import { cleanText } from './clean-text';
import type { EventRecord } from './event-record';
import { quotedData } from './quoted-data';
import { exactLines, firstLine, restoreText } from './record-lines';
import { readTrace, type RuntimeText } from './runtime-trace';
import { namesExecutable, namesFaultingApplication, namesService, sameName } from './watched-name';
import type { WatchedSignature } from './watched-signature';

/** A record that can tell of a crash. */
export interface CrashRecord {
  readonly record: EventRecord;
  readonly kind: RecordKind;
  /** Whose crash it is: the watched process or service, another one, or hidden behind a hash. */
  readonly whose: 'watched' | 'other' | 'hidden';
  /** The text that describes it: the first data string, else the message. */
  readonly text: string;
  /** The text went through a console, a chat or a web page; else Windows handed it over. */
  readonly pasted: boolean;
  /** The stack of a runtime record of the watched process. */
  readonly trace: Trace | null;
  /** Data strings, from the record or quoted in its message. */
  readonly data: readonly string[];
  /** Lower-case GUID that a 1000 and its 1001 share. */
  readonly reportId: string | null;
}

/** P1 of a text that lost its line ends. */
const INLINE_P1 = /(?<![\p{L}\p{N}])P1\s?[:：]\s{0,4}([^\n:：]{1,260}?)\s{0,4}P2\s?[:：]/u;
const RUNTIME_IDS: ReadonlySet<number> = new Set([1023, 1025, 1026, 1027]);
const HASH = /^[0-9A-Za-z]{32}$/;
const GUID = /^\{?([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\}?$/i;
const NO_REPORT = '00000000-0000-0000-0000-000000000000';
/** Place of P1 among the data strings of a 1001. */
const P1 = 5;
const ENDS_PROCESS =
  /(?<!\b(?:not|without|before) )\bterminat(?:es|ed|ing) (?:the |this |its )?process\b|\bprocess (?:is|was|has been|will be|is being) terminated\b/i;

/**
 * Reads a record by provider and id together; `null`: no crash record, whatever it says.
 * @param traceOf reads the stack of a runtime record
 */
export function classify(
  record: EventRecord,
  watched: WatchedSignature,
  traceOf = (runtime: RuntimeText): Trace => readTrace(runtime, watched),
): CrashRecord | null {
  const kind = kindOf(record);
  if (kind === null) return null;
  const pasted = !record.properties.some((text) => text.trim() !== '');
  const restored = pasted ? restoreText(record.message ?? '') : null;
  const restoredLines = restored?.lines.map((line) => line.text) ?? null;
  const quoted = restoredLines === null ? null : quotedData(record, restoredLines);
  const text = pasted ? (record.message ?? '') : runtimeData(record);
  const lines =
    quoted ?? restoredLines ?? (kind === 'runtime' ? [firstLine(text)] : exactLines(record.message ?? ''));
  const data = quoted ?? (pasted || kind === 'runtime' ? [] : record.properties.map(cleanText));
  const source = { record, kind, lines, data, watched };
  const whose = ownerOf(source);
  if (whose === null) return null;
  // Read at once, so that the lines need not be kept until all records are read.
  const hasTrace = kind === 'runtime' && whose === 'watched';
  const trace = hasTrace ? traceOf({ text, restored, id: record.id }) : null;
  return { record, kind, whose, text, pasted, trace, data, reportId: reportIdOf(source) };
}

interface Source {
  readonly record: EventRecord;
  readonly kind: RecordKind;
  readonly lines: readonly string[];
  readonly data: readonly string[];
  readonly watched: WatchedSignature;
}

function kindOf({ provider, id }: EventRecord): RecordKind | null {
  const name = provider.trim().toLowerCase();
  if (name === '.net runtime') return RUNTIME_IDS.has(id) ? 'runtime' : null;
  if (name === 'application error') return id === 1000 ? 'application-error' : null;
  if (name === 'windows error reporting') return id === 1001 ? 'error-report' : null;
  if (name === 'service control manager') return id === 7031 || id === 7034 ? 'service-manager' : null;
  return name === 'azurestack agent lifecycle agent' ? 'lifecycle-agent' : null;
}

/** The runtime writes one string; should a reader have split it, its parts are its lines. */
function runtimeData(record: EventRecord): string {
  return record.properties.filter((text) => text.trim() !== '').join('\n');
}

/** `null`: the record tells of no ended process at all. */
function ownerOf(source: Source): CrashRecord['whose'] | null {
  const { kind, data, lines, watched } = source;
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const is = (yes: boolean): 'watched' | 'other' => (yes ? 'watched' : 'other');
  switch (kind) {
    case 'runtime':
      return is(namesExecutable(first, watched.executable));
    case 'application-error': {
      const name = data[0];
      return is(
        name === undefined
          ? namesFaultingApplication(upToComma(lines), watched.executable)
          : sameName(name, watched.executable),
      );
    }
    case 'error-report': {
      const name = firstParameter(source);
      return HASH.test(name) ? 'hidden' : is(sameName(name, watched.executable));
    }
    case 'service-manager': {
      const name = data[0];
      return is(
        name === undefined
          ? sentences(source).some((text) => namesService(text, watched.service))
          : sameName(name, watched.service),
      );
    }
    case 'lifecycle-agent':
      return endsProcess(source) ? is(lifecycleNames(source)) : null;
  }
}

/** The first line of an Application Error; a narrow console may have broken it before the name ends. */
function upToComma(lines: readonly string[]): string {
  const head = lines.filter((line) => line.trim() !== '').slice(0, 3);
  const end = head.findIndex((line) => /[,，、]/.test(line));
  return head.slice(0, Math.max(end, 0) + 1).join('');
}

function firstParameter({ data, lines }: Source): string {
  if (data.length > P1) return (data[P1] ?? '').trim();
  const line = lines.find((text) => /^\s*P1\s?[:：]/.test(text));
  if (line === undefined) return INLINE_P1.exec(lines.join('\n'))?.[1] ?? '';
  return line.replace(/^\s*P1\s?[:：]/, '').trim();
}

/**
 * What a record says in words. Where a wrapped text lost the blanks at its line ends, words that met at the edge are joined wrongly: the message
 * as it came has them apart.
 */
function sentences({ data, lines, record }: Source): string[] {
  const told = data.length > 0 ? [data.join(' ')] : [lines.join(' '), record.message ?? ''];
  return told.map((text) => text.replace(/\s+/g, ' ').trim());
}

function endsProcess(source: Source): boolean {
  return sentences(source).some((text) => ENDS_PROCESS.test(text));
}

function lifecycleNames(source: Source): boolean {
  const { service } = source.watched;
  const named = (text: string): boolean => {
    const subject = /^(.{1,200}?)\s?[:：]/.exec(text)?.[1];
    const whole =
      subject?.toLowerCase().includes(service.toLowerCase()) !== true || sameName(subject, service);
    return whole && namesService(text, service);
  };
  return source.data.some((text) => sameName(text, service)) || sentences(source).some(named);
}

function reportIdOf({ kind, data, lines }: Source): string | null {
  if (kind !== 'application-error' && kind !== 'error-report') return null;
  const values = data.length > 1 ? data : lines.map((line) => line.slice(-120).replace(/^.*[:：]\s*/, ''));
  const ids = values.flatMap((value) => GUID.exec(value.trim())?.[1]?.toLowerCase() ?? []);
  return ids.find((id) => id !== NO_REPORT) ?? null;
}
