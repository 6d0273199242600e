import { analyzeRecords } from '../../src/crash/analyze-records';
import { toReport, type AnalysisReport } from '../../src/crash/analysis-report';
import type { EventRecord } from '../../src/crash/event-record';
import { ORCHESTRATOR_CRASH } from '../../src/runbook/signature';
import * as damage from './damage';
import { ENGLISH, frame, paste, printFailFast, record, SIGNATURE_FRAME } from './print-record';

const HEAD = `Application: ${ORCHESTRATOR_CRASH.executable}\nFramework Version: v4.0.30319\n${ENGLISH.description}\n`;
const CORE_HEAD = `Application: ${ORCHESTRATOR_CRASH.executable}\nCoreCLR Version: 8.0.1124.51707\n.NET Version: 8.0.11\nDescription: The application requested process termination through System.Environment.FailFast.\n`;
const STACK =
  'Stack:\n   at System.Environment.FailFast(System.String)\n   at Contoso.Guard.OnTimer(System.Object)\n';
const SIGNATURE_LINE = `   at ${SIGNATURE_FRAME.name}(${SIGNATURE_FRAME.parameters})`;

function report(...events: EventRecord[]): AnalysisReport {
  return toReport(analyzeRecords(events, ORCHESTRATOR_CRASH));
}

function verdictOfFrame(name: string, parameters = 'Exception e', place = ''): string {
  const text = `${HEAD}Message: Exception: System.FormatException: x\r\n   at ${name}(${parameters})${place}\n${STACK}`;
  return report(record(text)).verdict;
}

describe('the signature frame', () => {
  it.each([
    ['async body', 'W.SecurityAuditLogger.<MtlsCertificateException>d__7.MoveNext'],
    ['nested async body', 'W.SecurityAuditLogger+<MtlsCertificateException>d__7.MoveNext'],
    ['generic async body', 'W.SecurityAuditLogger.<MtlsCertificateException>d__7`1.MoveNext'],
    ['lambda', 'W.SecurityAuditLogger.<>c.<MtlsCertificateException>b__3_0'],
    ['lambda with closure', 'W.SecurityAuditLogger+<>c__DisplayClass7_0.<MtlsCertificateException>b__0'],
    ['async lambda', 'W.SecurityAuditLogger.<>c.<<MtlsCertificateException>b__3_0>d.MoveNext'],
    ['local function', 'W.SecurityAuditLogger.<MtlsCertificateException>g__Log|7_1'],
    [
      'generic type',
      'W.SecurityAuditLogger`1[[System.Guid, mscorlib, Version=4.0.0.0]].MtlsCertificateException',
    ],
    ['generic method', 'W.SecurityAuditLogger.MtlsCertificateException[T]'],
    ['nested type', 'W.Outer+SecurityAuditLogger.MtlsCertificateException'],
    ['no namespace', 'SecurityAuditLogger.MtlsCertificateException'],
    ['another namespace', 'Contoso.Copy.SecurityAuditLogger.MtlsCertificateException'],
  ])('is found as %s', (_shape, name) => {
    expect(verdictOfFrame(name)).toBe('matches');
  });

  it.each([
    ['another case', 'W.securityauditlogger.MtlsCertificateException', undefined, undefined],
    ['a longer method', 'W.SecurityAuditLogger.MtlsCertificateExceptionAsync', undefined, undefined],
    ['a longer type', 'W.MySecurityAuditLogger.MtlsCertificateException', undefined, undefined],
    [
      'a constructor of a type of that name',
      'W.SecurityAuditLogger.MtlsCertificateException..ctor',
      undefined,
      undefined,
    ],
    ['a method below', 'W.SecurityAuditLogger.MtlsCertificateException.Inner.Run', undefined, undefined],
    [
      'a lambda of another method',
      'W.SecurityAuditLogger.<Run>g__MtlsCertificateException|1_0',
      undefined,
      undefined,
    ],
    [
      'a generic argument',
      'W.Box`1[[W.SecurityAuditLogger.MtlsCertificateException, W]].Open',
      undefined,
      undefined,
    ],
    ['a parameter type', 'W.Box.Open', 'SecurityAuditLogger.MtlsCertificateException e', undefined],
    ['a place', 'W.Box.Open', 'E e', ' in D:\\SecurityAuditLogger.MtlsCertificateException(E e).cs:line 3'],
    ['letters of another script', 'W.SecurityАuditLogger.MtlsCertificateException', undefined, undefined],
  ])('is not %s', (_shape, name, parameters, place) => {
    expect(verdictOfFrame(name, parameters, place)).toBe('other-crash');
  });
});

describe('text that only looks like a stack', () => {
  it('ignores frame-like lines of a caller without an exception, right above the Stack block', () => {
    const text = `${HEAD}Message: The peer wrote\r\n${SIGNATURE_LINE}\n${STACK}`;
    expect(report(record(text))).toMatchObject({ verdict: 'other-crash', frames: 2, exceptionType: null });
  });

  it('ignores frame-like lines that other text follows, before a stack without frames of the exception', () => {
    const text = `${HEAD}Message: Exception: System.FormatException: bad "x\r\n${SIGNATURE_LINE}\r\n" is no id.\n${STACK}`;
    expect(report(record(text))).toMatchObject({ verdict: 'other-crash', frames: 2, signatureFrame: null });
  });

  it('does not let a forged heading in a message hide that other text follows', () => {
    const text = `${HEAD}Message: Exception: System.FormatException: bad "x\r\nStack:\r\n${SIGNATURE_LINE}\r\n" is no id.\r\n   at Contoso.Ids.Parse(String s)\n${STACK}`;
    expect(report(record(text))).toMatchObject({ verdict: 'other-crash', frames: 3 });
  });

  it('does not take an arrow in a message for an inner exception', () => {
    const text = `${HEAD}Message: Exception: System.FormatException: bad "a ---> System.FakeException: b"\r\n   at Contoso.Ids.Parse(String s)\n${STACK}`;
    expect(report(record(text))).toMatchObject({ exceptionType: 'System.FormatException', innerTypes: [] });
  });

  it('reads frames inside one line as text where line ends were kept', () => {
    const text = `${HEAD}Message: Exception: System.FormatException: x at A.B(C c) at W.SecurityAuditLogger.MtlsCertificateException(E e)\r\n   at Contoso.Ids.Parse(String s)\n${STACK}`;
    expect(report(paste(text))).toMatchObject({ verdict: 'other-crash', frames: 3 });
  });
});

describe('the exceptions', () => {
  const at = '\r\n   at Contoso.Ids.Parse(String s)\n';

  it.each([
    [
      'a code in brackets',
      'System.Runtime.InteropServices.COMException (0x80070005): Denied',
      'System.Runtime.InteropServices.COMException',
    ],
    [
      'an error number',
      'System.Net.Sockets.SocketException (10061): Refused',
      'System.Net.Sockets.SocketException',
    ],
    [
      'generic arguments',
      'System.ServiceModel.FaultException`1[System.ServiceModel.ExceptionDetail]: Fault',
      'System.ServiceModel.FaultException',
    ],
    ['no message', 'System.TimeoutException', 'System.TimeoutException'],
    ['another suffix', 'Contoso.StepFailed: Step 2', 'Contoso.StepFailed'],
    ['a nested type', 'Contoso.Plan+BrokenException: no', 'Contoso.Plan.BrokenException'],
    [
      'a type in its message',
      'Contoso.PlanException: after System.TimeoutException: late',
      'Contoso.PlanException',
    ],
  ])('are read with %s', (_shape, header, type) => {
    const text = `${HEAD}Message: Unhandled exception encountered; terminating. Exception: ${header}${at}${STACK}`;
    expect(report(record(text)).exceptionType).toBe(type);
  });

  it.each([
    'Replica lost its lease after System.TimeoutException was seen.',
    'Nullable object must have a value.',
  ])('are none in %j', (message) => {
    expect(report(record(`${HEAD}Message: ${message}\n${STACK}`)).exceptionType).toBeNull();
  });

  it('are chained outer to inner, over several lines of message', () => {
    const third = { type: 'C.ThirdException', message: 'third', frames: [frame('C.Third.Run')] };
    const second = {
      type: 'C.SecondException',
      message: 'one\r\ntwo',
      frames: [frame('C.Second.Run')],
      inner: third,
    };
    const text = printFailFast({
      type: 'C.FirstException',
      message: 'first',
      frames: [frame('C.First.Run')],
      inner: second,
    });

    const { trace } = analyzeRecords([record(text)], ORCHESTRATOR_CRASH).decisive ?? { trace: null };

    expect(trace?.exceptions.map(({ type }) => type)).toEqual([
      'C.FirstException',
      'C.SecondException',
      'C.ThirdException',
    ]);
    expect(
      trace?.exceptions.map(({ frames }) => frames.map(({ method, type }) => `${type}.${method}`)),
    ).toEqual([['C.First.Run'], ['C.Second.Run'], ['C.Third.Run']]);
    expect(trace?.frames).toHaveLength(5);
  });

  it('of a nested aggregate of .NET Framework are counted once each', () => {
    const x = 'C.XException: x\r\n   at C.X.Run()';
    const inner = `System.AggregateException: two ---> ${x}\r\n   --- End of inner exception stack trace ---\r\n   at C.Two.Run()`;
    const full = `${inner}\r\n---> (Inner Exception #0) ${x}<---\r\n\r\n---> (Inner Exception #1) C.YException: y\r\n   at C.Y.Run()<---\r\n`;
    const text = `${HEAD}Message: Exception: System.AggregateException: one ---> ${inner}\r\n   --- End of inner exception stack trace ---\r\n   at C.One.Run()\r\n---> (Inner Exception #0) ${full}<---\r\n\r\n---> (Inner Exception #1) C.ZException: z\r\n   at C.Z.Run()<---\r\n\n${STACK}`;
    expect(report(record(text)).innerTypes).toEqual([
      'System.AggregateException',
      'C.XException',
      'C.YException',
      'C.ZException',
    ]);
  });

  it.each([
    [
      'an English sentence',
      'Description: The process was terminated due to an unhandled exception.Contoso.PlanException: no',
    ],
    [
      'with a blank',
      'Description: The process was terminated due to an unhandled exception. Contoso.PlanException: no',
    ],
  ])('follow a second Description, glued to %s', (_how, line) => {
    const text = `${CORE_HEAD}Message: Giving up.\n${line}\r\n${SIGNATURE_LINE}\n${STACK}`;
    expect(report(record(text))).toMatchObject({
      verdict: 'matches',
      exceptionType: 'Contoso.PlanException',
      frames: 3,
    });
  });
});

describe('a paste', () => {
  const thrown = 'Message: Exception: System.FormatException: x\r\n';
  const info = 'Description: The process was terminated due to an unhandled exception.\nException Info: ';
  const unhandled = `${HEAD.split('\n').slice(0, 2).join('\n')}\n${info}System.FormatException\n   at C.First.Run()\n`;
  const place = 'in C:\\Program Files\\src x64\\new\\a.cs:line 7';

  it.each([
    ['of one frame', unhandled, 1026, 1],
    [
      'of a stack without an exception',
      `${HEAD}Message: Giving up.\nStack:\n   bei C.First.Run()\n`,
      1025,
      1,
    ],
    [
      'of one frame for each exception',
      `${unhandled}\n${info}C.LastException\n   at C.Last.Run()\n`,
      1026,
      2,
    ],
  ])('%s is read without its line ends', (_what, text, id, frames) => {
    const exact = report(record(text, { id }));
    expect(exact.frames).toBe(frames);
    for (const spoiled of [damage.lineEndsToBlanks(text), damage.loseLineEnds(text)])
      expect(report(paste(spoiled, { id }))).toEqual(exact);
  });

  it('keeps a frame-like end of a line that names a program as text', () => {
    const text = `${HEAD}Message: Exception: System.FormatException: a.exe ended at C.A.Run(Int32 k)\n\nStack:\n`;
    expect(report(paste(text))).toMatchObject({ verdict: 'crash-without-stack', frames: 0 });
  });

  it.each([
    ['behind a blank', `   at C.First.Run() ${place}`],
    ['on a shared folder', '   at C.First.Run() in \\\\build\\new\\x.cs:line 7'],
    ['wrapped within its place', '   at C.First.Run() in C:\\Program Files\\\n  x64\\new\\a.cs:line 7'],
  ])('does not take the letter n of a path for a line end: %s', (_where, line) => {
    expect(report(paste(`${HEAD}${thrown}${line}\n${STACK}`))).toMatchObject({
      frames: 3,
      topUserFrame: { type: 'C.First', method: 'Run' },
    });
  });

  it('reads written line ends behind a path', () => {
    const text = `${HEAD}${thrown}   at C.First.Run() ${place}\n${STACK}`;
    expect(report(paste(damage.writtenLineEnds(text)))).toEqual(report(record(text)));
  });

  it.each([
    ['first', 'System.FaultException 1[System.Guid]: x', 'System.FaultException', []],
    [
      'inner',
      'C.AException: y ---> System.FaultException 1[System.Guid]: x',
      'C.AException',
      ['System.FaultException'],
    ],
  ])('reads an exception that lost its backtick: the %s', (_which, header, exceptionType, innerTypes) => {
    const text = `${HEAD}Message: Exception: ${header}\r\n   at C.First.Run()\n${STACK}`;
    expect(report(paste(text))).toMatchObject({ exceptionType, innerTypes, frames: 3 });
  });

  it('reads an Exception Info that lost its backtick', () => {
    const text = unhandled.replace('System.FormatException', 'System.FaultException 1[System.Guid]');
    expect(report(paste(text, { id: 1026 })).exceptionType).toBe('System.FaultException');
  });
});

describe('frames', () => {
  it.each([
    ['a colon at the word', '   konum: C.A.Run(Int32 k)'],
    ['a damaged word', '   \ufffd\ufffd C.A.Run(Int32 k)'],
    ['a word of control characters', '   \u0001\u0002 C.A.Run(Int32 k)'],
    ['a word in the wrong code page', '   å\u00a0´æ\u0089\u0080 C.A.Run(Int32 k)'],
    ['a lone surrogate as word', '   \ud83d C.A.Run(Int32 k)'],
    ['tabs and ideographic blanks', '\t\u3000at\u00a0C.A.Run(Int32 k) \t'],
    ['colours of a terminal', '\u001b[31m   at C.A.Run(Int32 k)\u001b[0m'],
    ['a zero-width blank', '   at C.A\u200b.Run(Int32 k)'],
    ['a dynamic method', '   at lambda_method(Closure , Object )'],
    ['an old place', '   場所 C.A.Run(Int32 k) 場所 (d:\\x.cs):行 82'],
    ['a native offset', '   at C.A.Run(Int32) + 0x1c'],
    ['a function', '   at Invoke-Step, C:\\a b\\Ece.psm1: line 646'],
    ['a function with a date', '   at Invoke-Step, C:\\a\\Ece.psm1: line 646 - 10/14/2026 9:22:10 PM'],
    ['a script block', '   場所 <ScriptBlock>、<ファイルなし>: 行 12'],
    ['a process block', '   bei Get-It<Process>, <Keine Datei>: Zeile 12'],
  ])('are read with %s', (_what, line) => {
    const text = `${HEAD}Message: Exception: System.FormatException: x\r\n   at C.First.Run()\r\n${line}\n${STACK}`;
    expect(report(record(text))).toMatchObject({
      frames: 4,
      topUserFrame: { type: 'C.First', method: 'Run' },
    });
  });

  it.each([
    '   at ',
    '   at C.A.Run',
    '   at C.A.Run(Int32 k',
    'C.A.Run(Int32 k)',
    '   at C.A.Run(Int32 k) is bad',
    '   see the log (below)',
  ])('are not %j', (line) => {
    const text = `${HEAD}Message: Exception: System.FormatException: x\r\n${line}\r\n   at C.First.Run()\n${STACK}`;
    expect(report(record(text)).frames).toBe(3);
  });

  it('of PowerShell are no user frames', () => {
    const text = `${HEAD}Message: Exception: System.FormatException: x\r\n   at <ScriptBlock>, <No file>: line 12\n`;
    expect(report(record(text))).toMatchObject({ frames: 1, topUserFrame: null });
  });
});
