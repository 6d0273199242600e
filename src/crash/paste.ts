import type { Crash } from './analysis';
import { crashFinding, describeCrash } from './build-crash';
import { classify, type CrashRecord } from './classify';
import type { EventRecord } from './event-record';
import { readFormatList } from './format-list';
import { pastedLines, restoreText } from './record-lines';
import { readTrace } from './runtime-trace';
import type { WatchedSignature } from './watched-signature';

export interface PasteReading {
  /** `null`: nothing in the text shows a crash of the watched process. */
  readonly crash: Crash | null;
  /** What the text shows of other processes. */
  readonly foreign: readonly CrashRecord[];
}

type Source = Pick<EventRecord, 'provider' | 'id'>;

const FAIL_FAST = 1025;
const UNHANDLED = 1026;
const OTHER_SOURCES: readonly Source[] = [
  { provider: 'Application Error', id: 1000 },
  { provider: 'Windows Error Reporting', id: 1001 },
  { provider: 'Service Control Manager', id: 7031 },
  { provider: 'AzureStack Agent Lifecycle Agent', id: 1 },
];
const ENDED_SERVICE = /terminated unexpectedly|\b703[14]\b/;
const OTHER_EXECUTABLE = /(?:^|[:：]\s*)[\p{L}\p{N}_.-]{1,200}\.exe\s*$/iu;

/** Reads one pasted message. Where the text does not say which record it is, it is tried as each kind. */
export function readPaste(text: string, signature: WatchedSignature): PasteReading {
  const list = readFormatList(pastedLines(text));
  const field = (...names: string[]): string | undefined =>
    names.map((name) => list?.fields.get(name)).find((value) => value !== undefined && value !== '');
  const named = {
    provider: field('ProviderName', 'Source'),
    id: Number(field('Id', 'EventID') ?? Number.NaN),
  };
  const machine = field('MachineName') ?? '';
  const sources =
    named.provider === undefined || Number.isNaN(named.id)
      ? guessSources(text)
      : [{ provider: named.provider, id: named.id }];
  const read = sources.flatMap((source) => classify(pasteAs(source, text, machine), signature) ?? []);
  const watched = read.find(({ whose }) => whose === 'watched');
  if (watched !== undefined) return { crash: describeCrash([watched]), foreign: [] };
  if (named.provider !== undefined || namesOtherProcess(text)) {
    return { crash: null, foreign: read.filter(({ whose }) => whose === 'other').slice(0, 1) };
  }
  return { crash: bareTrace(text, machine, signature), foreign: [] };
}

function guessSources(text: string): Source[] {
  const runtime = { provider: '.NET Runtime', id: text.includes('FailFast') ? FAIL_FAST : UNHANDLED };
  const service = ENDED_SERVICE.test(text);
  return [runtime, ...OTHER_SOURCES.filter(({ id }) => id !== 7031 || service)];
}

function pasteAs(source: Source, message: string, machine: string): EventRecord {
  return {
    ...source,
    log: '',
    level: null,
    recordId: null,
    timeCreated: '',
    machine,
    message,
    properties: [],
  };
}

/** Whether the first line is the label line of some other executable. */
function namesOtherProcess(text: string): boolean {
  const first = restoreText(text).lines.find(({ kind }) => kind.is !== 'blank')?.text ?? '';
  return OTHER_EXECUTABLE.test(first.slice(0, 300).trim());
}

/** A stack without the lines that say whose it is: judged by its frames, and the missing marker is told. */
function bareTrace(text: string, machine: string, signature: WatchedSignature): Crash | null {
  const trace = readTrace({ text, restored: restoreText(text), id: null }, signature);
  if (trace.frames.length === 0) return null;
  return {
    machine,
    at: null,
    atMs: null,
    finding: crashFinding(trace, null),
    records: [],
    recordIds: [],
    processId: null,
    exitCode: null,
    trace,
    cause: null,
    markers: { executable: false, frame: trace.signatureFrame !== null, failFast: /FailFast/.test(text) },
  };
}
