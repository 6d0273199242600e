import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzePaste } from '../../src/crash/analyze-paste';
import { analyzeRecords } from '../../src/crash/analyze-records';
import type { EventRecord } from '../../src/crash/event-record';
import { ORCHESTRATOR_CRASH } from '../../src/runbook/signature';
import { frame, printFailFast, record, SIGNATURE_FRAME } from './print-record';

const { executable } = ORCHESTRATOR_CRASH;
const FULL_NAME = SIGNATURE_FRAME.name;
const SHORT_NAME = 'SecurityAuditLogger.MtlsCertificateException';
const NOT_THIS_STACK = 'Same service, other stack: this guide does not apply to this crash.';
const NOT_THIS_CAUSE = 'Same service, other cause: this guide does not apply to this crash.';
const NO_STACK = 'The process crashed, but no record shows its stack: whether it is this issue is not known.';
const NO_CRASH = `No record shows a crash of ${executable}.`;
const ALL_MET = '3 of 3 markers: executable, frame, fail-fast.';
const NO_FRAME = '2 of 3 markers: executable, fail-fast (not seen: frame).';
const EXECUTABLE_ONLY = '1 of 3 markers: executable (not seen: frame, fail-fast).';
const FOREIGN_FRAME = `Another process crashed with the frame ${SHORT_NAME}; it is not ${executable}, so it does not count.`;
const FOREIGN = 'Crash records of other processes are there; they do not count.';

const MATCHING = printFailFast({ type: 'C.AException', message: 'a', frames: [SIGNATURE_FRAME] });
const OTHER = printFailFast({ type: 'C.BException', message: 'b', frames: [frame('C.B.Run')] });
const ofProcess = (name: string, text: string): string => text.replace(executable, name);

const reasons = (...events: EventRecord[]): readonly string[] =>
  analyzeRecords(events, ORCHESTRATOR_CRASH).reasons;

function corpus(file: string): EventRecord[] {
  const text = readFileSync(join(__dirname, '..', 'corpus', `${file}.json`), 'utf8');
  return (JSON.parse(text) as { events: EventRecord[] }).events;
}

describe('the reasons of a finding', () => {
  it.each([
    ['001-sample-as-recorded', [ALL_MET, `The stack holds the frame ${FULL_NAME}.`]],
    [
      '022-core-1026-frame-shapes',
      ['2 of 3 markers: executable, frame (not seen: fail-fast).', `The stack holds the frame ${FULL_NAME}.`],
    ],
    [
      '019-failfast-no-exception',
      [
        NOT_THIS_STACK,
        NO_FRAME,
        'The stack is another one: no exception, at Microsoft.AzureStack.Ece.Store.ReplicaGuard.EnsurePrimary.',
      ],
    ],
    [
      '026-name-in-message-only',
      [
        NOT_THIS_STACK,
        NO_FRAME,
        'The stack is another one: System.TimeoutException at Microsoft.AzureStack.Ece.Host.AuditQueue.Flush.',
        `${SHORT_NAME} is named in the text of the message; no frame of the stack is that method.`,
      ],
    ],
    [
      '028-similar-names',
      [
        NOT_THIS_STACK,
        NO_FRAME,
        'The stack is another one: System.NullReferenceException at Microsoft.AzureStack.Common.Infrastructure.WebLayer.MySecurityAuditLogger.MtlsCertificateExceptionHelper.Describe.',
        `Microsoft.AzureStack.Common.Infrastructure.WebLayer.MySecurityAuditLogger.MtlsCertificateExceptionHelper.Describe only resembles ${SHORT_NAME}: whole names are compared.`,
      ],
    ],
    [
      '029-runtime-internal-1023',
      [
        NOT_THIS_CAUSE,
        EXECUTABLE_ONLY,
        'The records name another cause: internal error of the .NET runtime (.NET Runtime 1023).',
      ],
    ],
    [
      '030-killed-by-alm',
      [
        NOT_THIS_CAUSE,
        EXECUTABLE_ONLY,
        'The records name another cause: ended by the Agent Lifecycle Agent: Azure Stack HCI Orchestrator Service: Memory Error Limit Reached, terminating process. Current private memory usage = 6442455016 bytes, memory limit = 6442450944 bytes.',
      ],
    ],
    ['031-only-1000', [NO_FRAME, NO_STACK]],
    ['032-only-7031', [EXECUTABLE_ONLY, NO_STACK]],
    ['035-nothing', [NO_CRASH]],
    ['036-same-frame-other-executable', [NO_CRASH, FOREIGN_FRAME]],
    ['039-update-service-instead', [NO_CRASH, FOREIGN]],
    ['040-clean-restart', [NO_CRASH]],
  ])('are told for %s', (file, expected) => {
    expect(reasons(...corpus(file))).toEqual(expected);
  });

  it('name the exception alone where no frame is of the product', () => {
    const text = printFailFast({ type: 'C.BException', message: 'b', frames: [] }).replace(
      /^.*CrashGuard.*\n/m,
      '',
    );
    expect(reasons(record(text))[2]).toBe('The stack is another one: C.BException.');
  });

  it('count the crashes that are of another kind', () => {
    const events = [
      record(MATCHING, { timeCreated: '2026-10-14T21:00:00Z' }),
      record(OTHER, { timeCreated: '2026-10-14T21:05:00Z' }),
      record(MATCHING, { timeCreated: '2026-10-14T21:10:00Z' }),
    ];
    expect(reasons(...events)).toEqual([
      ALL_MET,
      `The stack holds the frame ${FULL_NAME}.`,
      '1 of 3 crashes are not of this kind.',
    ]);
  });

  it.each([
    ['a record', (text: string) => reasons(record(text))],
    ['a paste', (text: string) => analyzePaste(text, ORCHESTRATOR_CRASH).reasons],
  ])('tell of the frame in another process, from %s', (_source, reasonsOf) => {
    expect(reasonsOf(ofProcess('Other.exe', MATCHING))).toEqual([NO_CRASH, FOREIGN_FRAME]);
    expect(reasonsOf(ofProcess('Other.exe', OTHER))).toEqual([NO_CRASH, FOREIGN]);
  });

  it('tell of another process after what this one did', () => {
    const events = [record(MATCHING), record(ofProcess('Other.exe', OTHER), { recordId: 1 })];
    expect(reasons(...events).at(-1)).toBe(FOREIGN);
  });

  it('do not take a name in the message of another process for its frame', () => {
    const named = printFailFast({
      type: 'C.BException',
      message: `${SHORT_NAME} is slow`,
      frames: [frame('C.B.Run')],
    });
    expect(reasons(record(ofProcess('Other.exe', named)))).toEqual([NO_CRASH, FOREIGN]);
  });

  it('look into five records of other processes that name the method, and no more', () => {
    const named = (k: number, text: string): EventRecord =>
      record(ofProcess('Other.exe', text), { recordId: k, timeCreated: `2026-10-14T21:0${k}:00Z` });
    const nearly = printFailFast({
      type: 'C.BException',
      message: 'MtlsCertificateException',
      frames: [frame('C.B.Run')],
    });
    const before = (count: number): EventRecord[] =>
      Array.from({ length: count }, (_, k) => named(k, nearly));
    expect(reasons(...before(4), named(5, MATCHING))).toEqual([NO_CRASH, FOREIGN_FRAME]);
    expect(reasons(...before(5), named(6, MATCHING))).toEqual([NO_CRASH, FOREIGN]);
  });
});
