import { readExceptionInfoBlocks } from '../../src/crash/exception-info-blocks';
import { readExceptionText, type StackText } from '../../src/crash/exception-text';
import { readLines } from '../../src/crash/line-reader';

const shown = ({ exceptions, frames }: StackText): unknown => [
  exceptions.map(({ type, message, frames: own }) => [type, message, own.map(({ name }) => name)]),
  frames.map(({ name }) => name),
];
const read = (lines: readonly string[], complete = true): unknown =>
  shown(readExceptionText(readLines(lines).lines, complete));

describe('the text of an exception', () => {
  it('has its frames, and the stack of who ended the process beside them', () => {
    const lines = ['Message: Exception: A.BException: bad', '   at A.One()', 'Stack:', '   at A.Guard.End()'];
    expect(read(lines)).toEqual([[['A.BException', 'bad', ['A.One']]], ['A.One', 'A.Guard.End']]);
  });

  it('without an exception has the stack of who ended the process alone, where the lines are whole', () => {
    const lines = ['Message: it ended', '   at A.Text()', 'Stack:', '   at A.Guard.End()'];
    expect(read(lines)).toEqual([[], ['A.Guard.End']]);
    expect(read(lines, false)).toEqual([[], ['A.Text', 'A.Guard.End']]);
  });

  it('has no frames where the only ones are of who ended the process', () => {
    const lines = ['Message: Exception: A.BException: bad', '', 'Stack:', '   at A.Guard.End()'];
    expect(read(lines)).toEqual([[['A.BException', 'bad\n\nStack:', []]], ['A.Guard.End']]);
  });

  it.each(['Server stack trace:', 'Exception rethrown at [0]:', 'Rethrown here:', 'Trace [1]:'])(
    'goes on behind the heading "%s" of another machine',
    (heading) => {
      const lines = ['A.BException: bad', '', heading, '   at A.One()', heading, '   at A.Two()'];
      expect(read(lines)).toEqual([
        [['A.BException', `bad\n\n${heading}`, ['A.One', 'A.Two']]],
        ['A.One', 'A.Two'],
      ]);
    },
  );

  it('gives each inner exception the frames up to its end', () => {
    const lines = [
      'A.BException: bad ---> C.DException: worse ---> E.FException: worst',
      '   at A.Deep()',
      '   --- End of inner exception stack trace ---',
      '   at A.Middle()',
      '   --- Ende der internen Ausnahmestapelüberwachung ---',
      '--- End of stack trace from previous location ---',
      '   at A.Outer()',
    ];
    expect(read(lines)).toEqual([
      [
        ['A.BException', 'bad', ['A.Outer']],
        ['C.DException', 'worse', ['A.Middle']],
        ['E.FException', 'worst', ['A.Deep']],
      ],
      ['A.Deep', 'A.Middle', 'A.Outer'],
    ]);
  });

  it.each([
    ['   --- ??? ---', ['A.Deep'], ['A.Outer']],
    ['--- ??? ---', ['A.Deep', 'A.Outer'], []],
    ['--- 内部例外スタック トレースの終わり ---', ['A.Deep'], ['A.Outer']],
    ['   --- 直前に例外がスローされた場所 ---', ['A.Deep', 'A.Outer'], []],
  ])('takes "%s" for what it is', (separator, inner, outer) => {
    const lines = [
      'A.BException: bad ---> C.DException: worse',
      '   at A.Deep()',
      separator,
      '   at A.Outer()',
    ];
    expect(read(lines)).toEqual([
      [
        ['A.BException', 'bad', outer],
        ['C.DException', 'worse', inner],
      ],
      ['A.Deep', 'A.Outer'],
    ]);
  });

  it('does not take an arrow of a message for an inner exception, where the lines are whole', () => {
    const lines = ['A.BException: bad ---> C.DException: worse', '   at A.One()'];
    expect(read(lines)).toEqual([[['A.BException', 'bad', ['A.One']]], ['A.One']]);
    expect(read(lines, false)).toEqual([
      [
        ['A.BException', 'bad', []],
        ['C.DException', 'worse', ['A.One']],
      ],
      ['A.One'],
    ]);
  });

  it('takes the first inner exception of an aggregate, which is printed twice, for one', () => {
    const lines = [
      'System.AggregateException: some ---> A.BException: bad',
      '   at A.One()',
      '   --- End of inner exception stack trace ---',
      '   at A.Outer()',
      '---> (Inner Exception #0) A.BException: bad',
      '   at A.One()<---',
      '',
      '---> (Inner Exception #1) C.DException: worse',
      '   at A.Two()<---',
      '   at A.Last()',
    ];
    expect(read(lines)).toEqual([
      [
        ['System.AggregateException', 'some', ['A.Outer', 'A.Last']],
        ['A.BException', 'bad', ['A.One']],
        ['C.DException', 'worse', ['A.Two']],
      ],
      ['A.One', 'A.Outer', 'A.Two', 'A.Last'],
    ]);
  });

  it('takes a numbered one of another type for another exception', () => {
    const lines = [
      'System.AggregateException: some ---> A.BException: bad',
      '   at A.One()',
      '   --- End of inner exception stack trace ---',
      '---> (Inner Exception #0) C.DException: worse',
      '   at A.Two()<---',
    ];
    expect(read(lines)).toEqual([
      [
        ['System.AggregateException', 'some', []],
        ['A.BException', 'bad', ['A.One']],
        ['C.DException', 'worse', ['A.Two']],
      ],
      ['A.One', 'A.Two'],
    ]);
  });

  it('reads the inner exceptions of a numbered one', () => {
    const lines = [
      'System.AggregateException: some ---> A.BException: bad ---> G.HException: worst',
      '   at A.Deep()',
      '   --- End of inner exception stack trace ---',
      '   at A.One()',
      '   --- End of inner exception stack trace ---',
      '---> (Inner Exception #0) A.BException: bad ---> G.HException: worst',
      '   at A.Deep()',
      '   --- End of inner exception stack trace ---',
      '   at A.One()<---',
    ];
    expect(read(lines)).toEqual([
      [
        ['System.AggregateException', 'some', []],
        ['A.BException', 'bad', ['A.One']],
        ['G.HException', 'worst', ['A.Deep']],
      ],
      ['A.Deep', 'A.One'],
    ]);
  });

  it('closes two regions at one line', () => {
    const lines = [
      'System.AggregateException: some',
      '---> (Inner Exception #0) System.AggregateException: more',
      '---> (Inner Exception #0) A.BException: bad',
      '   at A.One()<---<---',
      '   at A.Outer()',
    ];
    const wrapped = [...lines.slice(0, 1), '   at A.First()', ...lines.slice(1)];
    expect(read(wrapped)).toEqual([
      [
        ['System.AggregateException', 'some', ['A.First', 'A.Outer']],
        ['System.AggregateException', 'more', []],
        ['A.BException', 'bad', ['A.One']],
      ],
      ['A.First', 'A.One', 'A.Outer'],
    ]);
  });

  it.each([
    ['frames follow', ['A.Trouble: bad', '   at A.One()'], ['A.Trouble']],
    ['none does', ['A.Trouble: bad'], []],
    [
      'those that follow are of who ended the process',
      ['A.Trouble: bad', 'Stack:', '   at A.Guard.End()'],
      [],
    ],
  ])('takes a type of another ending for an exception only where %s', (_what, lines, types) => {
    const { exceptions } = readExceptionText(readLines(lines).lines, true);
    expect(exceptions.map(({ type }) => type)).toEqual(types);
  });

  it('closes no region that was not opened', () => {
    const lines = [
      'A.BException: bad',
      '   at A.One()<---<---',
      '   --- End of inner exception stack trace ---',
      '   at A.Two()',
    ];
    expect(read(lines)).toEqual([[['A.BException', 'bad', ['A.One', 'A.Two']]], ['A.One', 'A.Two']]);
  });

  it('believes a numbered inner exception without an end line', () => {
    const lines = ['A.BException: bad ---> (Inner Exception #3) C.DException: worse', '   at A.One()'];
    expect(read(lines)).toEqual([
      [
        ['A.BException', 'bad', []],
        ['C.DException', 'worse', ['A.One']],
      ],
      ['A.One'],
    ]);
  });

  it('does not take the arrow of a separator for the end of an inner exception', () => {
    const lines = [
      'A.BException: bad ---> C.DException: worse',
      '   at A.One()',
      '---> E.FException: x',
      '   at A.Two()',
    ];
    expect(read(lines)).toEqual([
      [
        ['A.BException', 'bad', ['A.One']],
        ['E.FException', 'x', ['A.Two']],
      ],
      ['A.One', 'A.Two'],
    ]);
  });

  it('is empty where there is neither an exception nor a frame', () => {
    expect(read(['It ended.'])).toEqual([[], []]);
    expect(read([])).toEqual([[], []]);
  });
});

describe('the blocks of an unhandled exception', () => {
  const blocks = (...lines: string[]): unknown => {
    const stack = readExceptionInfoBlocks(readLines(lines).lines);
    return stack === null ? null : shown(stack);
  };

  it('are the innermost first', () => {
    expect(
      blocks(
        'Application: a.exe',
        'Exception Info: A.BException',
        '   at A.Deep()',
        '',
        'Exception Info: C.D`1[[E, f]]',
        '   at A.Outer()',
      ),
    ).toEqual([
      [
        ['C.D', '', ['A.Outer']],
        ['A.BException', '', ['A.Deep']],
      ],
      ['A.Deep', 'A.Outer'],
    ]);
  });

  it.each([
    ['in another language', '例外情報:A.B', 'A.B'],
    ['with a wide colon', '异常信息： A.B', 'A.B'],
    ['with a lost backtick', 'Exception Info: A.B 1[[C, d]]', 'A.B'],
    ['without a namespace', 'Exception Info: BException', 'BException'],
    ['with a nested type', 'Exception Info: A.B+CException', 'A.B.CException'],
  ])('have a type %s', (_what, line, type) => {
    expect(blocks(line, '   at A.One()')).toEqual([[[type, '', ['A.One']]], ['A.One']]);
  });

  it.each([
    ['a file', 'Application: A.B.exe'],
    ['a library', 'Module: A.B.DLL'],
    ['a version', 'Framework Version: v4.0.30319'],
    ['a word', 'Exception Info: Trouble'],
    ['no label', 'A.BException'],
    ['nothing in front of the colon', ':A.BException'],
    ['more behind the type', 'Exception Info: A.BException: bad'],
    ['a sentence', 'Description: The process was terminated.'],
    ['a line that is too long', `Exception Info: A.B${'x'.repeat(600)}`],
    ['a frame', '   at A.B()'],
  ])('are not begun by %s', (_what, line) => {
    expect(blocks(line)).toBeNull();
  });
});
