import type { EventRecord } from '../../src/crash/event-record';
import { ORCHESTRATOR_CRASH } from '../../src/runbook/signature';

/** The words that a language pack puts around names. */
export interface Language {
  readonly at: string;
  readonly place: (path: string, line: number) => string;
  readonly innerEnd: string;
  readonly previousEnd: string;
  readonly application: string;
  readonly version: string;
  readonly description: string;
  readonly message: string;
  readonly stack: string;
  readonly info: string;
}

export const ENGLISH: Language = {
  at: 'at',
  place: (path, line) => `in ${path}:line ${line}`,
  innerEnd: '--- End of inner exception stack trace ---',
  previousEnd: '--- End of stack trace from previous location where exception was thrown ---',
  application: 'Application: ',
  version: 'Framework Version: ',
  description:
    'Description: The application requested process termination through System.Environment.FailFast(string message).',
  message: 'Message: ',
  stack: 'Stack:',
  info: 'Exception Info: ',
};

/** Words beyond those of the corpus: nothing may depend on knowing them. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  en: ENGLISH,
  de: { ...ENGLISH, at: 'bei', place: (path, line) => `in ${path}:Zeile ${line}.`, stack: 'Stapel:' },
  it: { ...ENGLISH, at: 'in', place: (path, line) => `in ${path}:riga ${line}`, stack: 'Stack:' },
  tr: { ...ENGLISH, at: 'konum:', place: (path, line) => `${path} içinde: satır ${line}`, stack: 'Yığın:' },
  ko: { ...ENGLISH, at: '위치:', place: (path, line) => `파일 ${path}:줄 ${line}`, stack: '스택:' },
  pl: { ...ENGLISH, at: 'w', place: (path, line) => `w ${path}:wiersz ${line}`, stack: 'Stos:' },
  ja: {
    ...ENGLISH,
    at: '場所',
    place: (path, line) => `場所 ${path}:行 ${line}`,
    innerEnd: '--- 内部例外スタック トレースの終わり ---',
    previousEnd: '--- 直前に例外がスローされた場所からのスタック トレースの終わり ---',
    application: 'アプリケーション:',
    stack: 'スタック:',
    info: '例外情報:',
  },
  fr: {
    ...ENGLISH,
    at: 'à',
    place: (path, line) => `dans ${path}:ligne ${line}`,
    innerEnd: "--- Fin de la trace de la pile d'exception interne ---",
    application: 'Application : ',
    stack: 'Pile :',
    info: "Informations sur l'exception : ",
  },
  unknown: { ...ENGLISH, at: '???', place: (path, line) => `?? ${path}:?? ${line}`, stack: '????:' },
};

export interface PrintedFrame {
  /** Full name as printed, without parameters. */
  readonly name: string;
  readonly parameters: string;
  readonly place?: { readonly path: string; readonly line: number };
}

export interface PrintedException {
  readonly type: string;
  readonly message: string;
  readonly frames: readonly PrintedFrame[];
  readonly inner?: PrintedException;
}

export function frame(name: string, parameters = ''): PrintedFrame {
  return { name, parameters };
}

export const SIGNATURE_FRAME = frame(
  'Microsoft.AzureStack.Common.Infrastructure.WebLayer.SecurityAuditLogger.MtlsCertificateException',
  'Exception exception, String subjectName, String thumbprint',
);
export const FAIL_FAST_FRAMES: readonly PrintedFrame[] = [
  frame('System.Environment.FailFast', 'System.String'),
  frame(
    'Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.CrashGuard.OnUnhandledException',
    'System.Object, System.UnhandledExceptionEventArgs',
  ),
];

/** `Exception.ToString()` as .NET Framework prints it. */
export function printException(exception: PrintedException, language: Language): string {
  return [headerOf(exception), ...stackOf(exception, language)].join('\r\n');
}

function headerOf({ type, message, inner }: PrintedException): string {
  const own = message === '' ? type : `${type}: ${message}`;
  return inner === undefined ? own : `${own} ---> ${headerOf(inner)}`;
}

function stackOf({ inner, frames }: PrintedException, language: Language): string[] {
  const innerLines = inner === undefined ? [] : [...stackOf(inner, language), `   ${language.innerEnd}`];
  return [...innerLines, ...frames.map((each) => printFrame(each, language))];
}

export function printFrame({ name, parameters, place }: PrintedFrame, language: Language): string {
  const where = place === undefined ? '' : ` ${language.place(place.path, place.line)}`;
  return `   ${language.at} ${name}(${parameters})${where}`;
}

/** An `AggregateException` as .NET Framework prints it: the first inner exception twice, each behind its number once. */
export function printAggregate(
  inner: readonly PrintedException[],
  frames: readonly PrintedFrame[],
  language: Language,
): string {
  const [first] = inner;
  const whole: PrintedException = {
    type: 'System.AggregateException',
    message: 'One or more errors occurred.',
    frames,
    ...(first === undefined ? {} : { inner: first }),
  };
  const numbered = inner.map(
    (each, k) => `---> (Inner Exception #${k}) ${printException(each, language)}<---\r\n`,
  );
  return [printException(whole, language), ...numbered].join('\r\n');
}

/** Text of a 1025: the label lines end in LF, the caller's text in CRLF. */
export function printFailFast(exception: PrintedException | string, language: Language = ENGLISH): string {
  const thrown = typeof exception === 'string' ? exception : printException(exception, language);
  return [
    `${language.application}${ORCHESTRATOR_CRASH.executable}`,
    `${language.version}v4.0.30319`,
    language.description,
    `${language.message}Unhandled exception encountered; terminating. Exception: ${thrown}`,
    language.stack,
    ...FAIL_FAST_FRAMES.map((each) => printFrame(each, language)),
    '',
  ].join('\n');
}

/** Text of a 1026 of .NET Framework: innermost first, no messages. */
export function printUnhandled(chain: readonly PrintedException[], language: Language = ENGLISH): string {
  return [
    `${language.application}${ORCHESTRATOR_CRASH.executable}`,
    `${language.version}v4.0.30319`,
    'Description: The process was terminated due to an unhandled exception.',
    ...chain.flatMap(({ type, frames }) => [
      `${language.info}${type}`,
      ...frames.map((each) => printFrame(each, language)),
      '',
    ]),
  ].join('\n');
}

let lastRecordId = 40_000;

/** A record as a query returns it; give `properties: []` for a paste. */
export function record(text: string, changes: Partial<EventRecord> = {}): EventRecord {
  lastRecordId += 1;
  return {
    provider: '.NET Runtime',
    id: 1025,
    log: 'Application',
    level: 2,
    recordId: lastRecordId,
    timeCreated: '2026-10-14T21:22:10.0000000Z',
    machine: 'as-n1.contoso.lab',
    message: text,
    properties: [text],
    ...changes,
  };
}

export function paste(text: string, changes: Partial<EventRecord> = {}): EventRecord {
  return record(text, { properties: [], ...changes });
}
