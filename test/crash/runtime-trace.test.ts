import type { Trace } from '../../src/crash/analysis';
import { restoreText } from '../../src/crash/record-lines';
import { readTrace, rememberTraces } from '../../src/crash/runtime-trace';
import { ORCHESTRATOR_CRASH } from '../../src/runbook/signature';
import { SIGNATURE_FRAME } from './print-record';

const trace = (lines: readonly string[], id: number | null = 1025): Trace =>
  readTrace({ text: lines.join('\n'), restored: null, id }, ORCHESTRATOR_CRASH);
const pasted = (lines: readonly string[], id: number | null = null): Trace => {
  const text = lines.join('\n');
  return readTrace({ text, restored: restoreText(text), id }, ORCHESTRATOR_CRASH);
};
const typesOf = ({ exceptions }: Trace): string[] => exceptions.map(({ type }) => type);
const framesOf = ({ frames }: Trace): string[] => frames.map(({ printedName }) => printedName);

const HEAD = 'Application: a.exe';
const CORE = 'CoreCLR Version: 8.0.1124.51707';

describe('the frames of a runtime record', () => {
  it('have what was printed, and what the source has', () => {
    const { frames } = trace([
      HEAD,
      'Message: Exception: A.BException: bad',
      '   at A.Store`1.<Load>d__7.MoveNext(String s) in C:\\a.cs:line 7',
      '   at Invoke-Step, C:\\s\\a.ps1: line 5',
    ]);
    expect(frames).toEqual([
      {
        kind: 'clr',
        type: 'A.Store',
        method: 'Load',
        printedName: 'A.Store`1.<Load>d__7.MoveNext',
        parameters: 'String s',
        place: 'in C:\\a.cs:line 7',
        isSignature: false,
        text: 'at A.Store`1.<Load>d__7.MoveNext(String s) in C:\\a.cs:line 7',
      },
      {
        kind: 'powershell',
        type: '',
        method: 'Invoke-Step',
        printedName: 'Invoke-Step',
        place: 'C:\\s\\a.ps1: line 5',
        isSignature: false,
        text: 'at Invoke-Step, C:\\s\\a.ps1: line 5',
      },
    ]);
  });

  it.each([
    [
      'the first that is of nobody else',
      ['System.A.B', 'Contoso.C.D', 'Contoso.E.F'],
      { type: 'Contoso.C', method: 'D' },
    ],
    [
      'not of the extensions',
      ['Microsoft.Extensions.A.B', 'Microsoft.Other.C'],
      { type: 'Microsoft.Other', method: 'C' },
    ],
    ['not what only starts like a framework', ['Systems.A.B'], { type: 'Systems.A', method: 'B' }],
    ['not what holds the name of one', ['Contoso.System.A.B'], { type: 'Contoso.System.A', method: 'B' }],
    ['a constructor', ['Contoso.A..ctor'], { type: 'Contoso.A', method: '.ctor' }],
    ['a generic method', ['Contoso.A.B[System.C]'], { type: 'Contoso.A', method: 'B[System.C]' }],
    [
      'a lambda in a constructor',
      ['Contoso.A.<>c.<.ctor>b__0'],
      { type: 'Contoso.A.<>c', method: '<.ctor>b__0' },
    ],
    ['a method without a type', ['Main'], { type: '', method: 'Main' }],
    ['none', ['System.A.B'], null],
  ])('name the first of the product: %s', (_what, names, expected) => {
    const lines = [HEAD, 'Message: Exception: A.BException: bad', ...names.map((name) => `   at ${name}()`)];
    expect(trace(lines).topUserFrame).toEqual(expected);
  });

  it('of a script are nobody’s first frame', () => {
    const lines = [
      HEAD,
      'Message: Exception: A.BException: bad',
      '   at Run, C:\\a.ps1: line 5',
      '   at Contoso.C.D()',
    ];
    expect(trace(lines).topUserFrame).toEqual({ type: 'Contoso.C', method: 'D' });
  });

  it('show the signature by type and method, of the runtime alone', () => {
    const [type, method] = ['SecurityAuditLogger', 'MtlsCertificateException'];
    const head = [HEAD, 'Message: Exception: A.BException: bad'];
    expect(trace([...head, `   at ${SIGNATURE_FRAME.name}()`]).signatureFrame).toBe(SIGNATURE_FRAME.name);
    expect(trace([...head, `   at X.${type}.Other()`]).signatureFrame).toBeNull();
    expect(trace([...head, `   at X.Other.${method}()`]).signatureFrame).toBeNull();
    expect(trace([...head, `   at ${type}.${method}, C:\\a.ps1: line 5`]).signatureFrame).toBeNull();
  });
});

describe('the parts of a runtime record', () => {
  const TWO_PARTS = [
    HEAD,
    CORE,
    'Description: The application requested it.',
    'Message: Exception: A.BException: of the caller',
    '   at A.Caller()',
    'Description: The process was terminated due to an unhandled exception.',
    'Exception Info: C.DException: of the runtime',
    '   at C.Runtime()',
  ];

  it('are two where a newer runtime describes the exception again, which then is the one', () => {
    const read = trace(TWO_PARTS);
    expect([typesOf(read), framesOf(read)]).toEqual([['C.DException'], ['A.Caller', 'C.Runtime']]);
  });

  it('keep the first exception where the runtime is an older one', () => {
    expect(typesOf(trace(TWO_PARTS.filter((line) => line !== CORE)))).toEqual(['A.BException']);
    expect(typesOf(trace([HEAD, '.NET Version: 8.0.11', ...TWO_PARTS.slice(2)]))).toEqual(['C.DException']);
  });

  it('keep the only exception, whichever part has it', () => {
    const without = (k: number): string[] =>
      typesOf(trace(TWO_PARTS.filter((_line, i) => i !== k && i !== k + 1)));
    expect([without(3), without(6)]).toEqual([['C.DException'], ['A.BException']]);
  });

  it('may be glued to the sentence in front', () => {
    const glued = [
      ...TWO_PARTS.slice(0, 5),
      'Description: The process was terminated.C.DException: of the runtime',
      '   at C.Runtime()',
    ];
    expect(trace(glued).exceptions.map(({ type, message }) => [type, message])).toEqual([
      ['C.DException', 'of the runtime'],
    ]);
  });

  it('are not begun by the word in a sentence', () => {
    const lines = [
      HEAD,
      'Description: one.',
      'Message: Exception: A.BException: See Description: two',
      '   at A.One()',
    ];
    expect(trace(lines).exceptions[0]?.message).toBe('See Description: two');
  });
});

describe('a line of the message that starts like the second description', () => {
  const message = (line: string): Trace =>
    trace([
      HEAD,
      'Description: The application requested it.',
      'Message: Exception: A.BException: Rejected',
      `   at ${SIGNATURE_FRAME.name}()`,
      line,
      'and more.',
      '   at C.Real()',
    ]);

  it.each(['Description: fine', 'Description : of it.C.DException: bad'])(
    'does not make a stack of the frame-like lines in front of it: %s',
    (line) => {
      const read = message(line);
      expect([typesOf(read), framesOf(read)]).toEqual([['A.BException'], ['C.Real']]);
    },
  );
});

describe('an unhandled exception of the framework', () => {
  const BLOCKS = [
    HEAD,
    'Exception Info: A.Inner',
    '   at A.One()',
    '',
    'Exception Info: B.Outer',
    '   at B.Two()',
  ];

  it('is read from the innermost block on, by its id', () => {
    expect(typesOf(trace(BLOCKS, 1026))).toEqual(['B.Outer', 'A.Inner']);
    expect(typesOf(trace(BLOCKS, 1025))).toEqual([]);
    expect(typesOf(trace([HEAD, CORE, ...BLOCKS.slice(1)], 1026))).toEqual([]);
  });

  it('is taken for one where nobody knows the id, unless the text tells of a fail-fast', () => {
    expect(typesOf(pasted(BLOCKS))).toEqual(['B.Outer', 'A.Inner']);
    expect(typesOf(pasted([...BLOCKS, '   at System.Environment.FailFast(String)']))).toEqual([]);
    expect(typesOf(pasted(BLOCKS, 1025))).toEqual([]);
  });
});

describe('the text of a runtime record', () => {
  it('is kept as plain text', () => {
    expect(trace([` ${HEAD}\r`, 'b\u0007', ' ']).text).toBe('Application: a.exe\nb');
    expect(pasted([` ${HEAD}\r`, 'b\u0007', ' ']).text).toBe('Application: a.exe\nb');
  });

  it.each([
    ['at the size limit', 'x'.repeat(31_000), true],
    ['below it', 'x'.repeat(30_999), false],
    ['by its last words', 'x The remainder of the message was TRUNCATED.', true],
    ['not by words far above', `The remainder of the message was truncated. ${'x'.repeat(400)}`, false],
  ])('is cut %s', (_what, text, truncated) => {
    expect(trace([text]).truncated).toBe(truncated);
  });

  it('is taken for damaged where it shows no frame as it is', () => {
    const wrapped = [
      HEAD,
      'Message: Exception: A.BException: bad',
      '   at Contoso.Long.Name.OfAMeth',
      'od()',
    ];
    expect(framesOf(trace(wrapped))).toEqual(['Contoso.Long.Name.OfAMethod']);
    expect(typesOf(trace(wrapped))).toEqual(['A.BException']);
    const whole = [...wrapped, '   at Contoso.Whole()'];
    expect(framesOf(trace(whole))).toEqual(['Contoso.Whole']);
    expect([framesOf(trace([HEAD, 'It ended.'])), trace([HEAD, 'It ended.']).exceptions]).toEqual([[], []]);
  });
});

describe('stacks that are remembered', () => {
  const text = [
    HEAD,
    'Framework Version: v4.0.30319',
    'Exception Info: A.BException',
    '   at A.One()',
    'Exception Info: C.DException',
    '   at C.Two()',
  ].join('\n');
  const exact = { text, restored: null };

  it('are read once for each text and id', () => {
    const traceOf = rememberTraces(ORCHESTRATOR_CRASH);
    for (const id of [1026, 1025, 1026]) {
      expect(traceOf({ ...exact, id })).toEqual(readTrace({ ...exact, id }, ORCHESTRATOR_CRASH));
    }
    expect(traceOf({ ...exact, id: 1026 })).toBe(traceOf({ ...exact, id: 1026 }));
    expect(traceOf({ ...exact, id: 1025 })).not.toEqual(traceOf({ ...exact, id: 1026 }));
  });

  it('are not those of pastes, which are read by their restored lines', () => {
    const traceOf = rememberTraces(ORCHESTRATOR_CRASH);
    traceOf({ ...exact, id: 1025 });
    const restored = restoreText('   at B.Other()');
    expect(framesOf(traceOf({ text, restored, id: 1025 }))).toEqual(['B.Other']);
  });
});
