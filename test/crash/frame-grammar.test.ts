import { Brackets } from '../../src/crash/brackets';
import { endOfName, readFrameLine, type FrameReading } from '../../src/crash/frame-grammar';
import { bareWord, isBlank, isBlankLine, isFrameWord, readFrameWords } from '../../src/crash/frame-word';
import { isHeading, isSeparator } from '../../src/crash/line-kind';
import { LineReader, readLines, withLearnedWords } from '../../src/crash/line-reader';
import { MAX_NAME } from '../../src/crash/method-name';

const NO_WORDS: ReadonlySet<string> = new Set();
const read = (line: string, words = NO_WORDS): FrameReading => readFrameLine(line, words);
const parts = (line: string, words = NO_WORDS): unknown => {
  const reading = read(line, words);
  if (reading.is !== 'frame') return reading.is;
  const { word, name, parameters, place } = reading.frame;
  return [word, name, parameters, place];
};

describe('a line that is a frame', () => {
  it.each([
    ['   at A.B.C(String s)', ['at', 'A.B.C', 'String s', null]],
    ['at A.B.C()', ['at', 'A.B.C', '', null]],
    ['\t\u00a0\u3000at\u2003A.B.C()', ['at', 'A.B.C', '', null]],
    ['   konum: A.B.C()', ['konum', 'A.B.C', '', null]],
    ['   위치： A.B.C()', ['위치', 'A.B.C', '', null]],
    ['   ??? A.B.C()', ['???', 'A.B.C', '', null]],
    ["   l'à A.B.C()", ["l'à", 'A.B.C', '', null]],
    [
      '   at A.B.C(Func`2[A,B] f, (Int32, Int32) t)',
      ['at', 'A.B.C', 'Func`2[A,B] f, (Int32, Int32) t', null],
    ],
    ['   at A.B`1[[C, d, Version=1.0]].D(E e)', ['at', 'A.B`1[[C, d, Version=1.0]].D', 'E e', null]],
    ['   at A.B 1.D(E e)', ['at', 'A.B`1.D', 'E e', null]],
    ['   at A.B<C, D>.E()', ['at', 'A.B<C, D>.E', '', null]],
    ['   at A.B<C,D>.E()', ['at', 'A.B<C,D>.E', '', null]],
    ['   at A.<>c.<B>b__0()', ['at', 'A.<>c.<B>b__0', '', null]],
    ['   at A.B() in C:\\a.cs:line 7', ['at', 'A.B', '', 'in C:\\a.cs:line 7']],
    ['   at Run()', ['at', 'Run', '', null]],
    ['   at Run, C:\\a.ps1: line 7', ['at', 'Run', null, 'C:\\a.ps1: line 7']],
    ['   å ´æ\u00a0 A.B.C()', 'none'],
    ['   æ\u00a0æ A.B.C()', ['æ\u00a0æ', 'A.B.C', '', null]],
    ['   æ\u00a0æ\u00a0æ A.B.C()', ['æ\u00a0æ\u00a0æ', 'A.B.C', '', null]],
    ['   æ\u00a0æ\u00a0æ\u00a0æ A.B.C()', 'none'],
  ])('%s', (line, expected) => {
    expect(parts(line)).toEqual(expected);
  });

  it('has a method without a type only behind a word that is known', () => {
    expect(parts('   zzz Run()')).toBe('none');
    expect(parts('   zzz Run()', new Set(['zzz']))).toEqual(['zzz', 'Run', '', null]);
  });

  it.each([
    ['a word alone', '   at'],
    ['the start of a name', '   at A.B'],
    ['a name that ends in a dot', '   at A.B.'],
    ['a name that ends in a plus', '   at A.B+'],
    ['an open list', '   at A.B.C(String s,'],
    ['open arguments', '   at A.B`1[[C, d'],
    ['the start of a script frame', '   at Invoke-Step, C:\\s'],
  ])('may be its beginning: %s', (_what, line) => {
    expect(read(line)).toEqual({ is: 'open', word: 'at' });
  });

  it.each([
    ['nothing', ''],
    ['an unknown word alone', '   zzz'],
    ['no word', '   A.B.C()'],
    ['a word with a digit', '   a1 A.B.C()'],
    ['a long word', `   ${'a'.repeat(25)} A.B.C()`],
    ['a blank in the name', '   at A.B C()'],
    ['a name that ends in a dot', '   at A.B.()'],
    ['a name that starts with a dot', '   at .B()'],
    ['a name that starts with a digit', '   at 1A.B()'],
    ['a comma in the name', '   at A,B.C()'],
    ['a path', '   at C:\\a.cs:line 7'],
    ['text behind it', '   at A.B.C() failed again'],
    ['a name that is too long', `   at A.${'b'.repeat(MAX_NAME)}()`],
  ])('is not: %s', (_what, line) => {
    expect(parts(line)).toBe('none');
  });

  it('has a word of at most 24 letters', () => {
    expect(parts(`   ${'a'.repeat(24)} A.B.C()`)).toEqual(['a'.repeat(24), 'A.B.C', '', null]);
  });
});

describe('the end of a name', () => {
  const end = (line: string): number | null => endOfName(line, 0, new Brackets(line));

  it.each([
    ['A.B(x)', 3],
    ['A.B', 3],
    ['A.B  ', 5],
    ['A[(].B(x)', 6],
    ['A[x', 3],
    ['A<B, C>.D(x)', 9],
    ['A B(x)', null],
    ['A/B(x)', null],
    ['A;B(x)', null],
    ['A=B(x)', null],
    ['A 12.B(x)', 6],
    ['A 1234.B(x)', null],
  ])('%s', (line, expected) => {
    expect(end(line)).toBe(expected);
  });

  it('is looked for in a bounded length', () => {
    expect(end('a'.repeat(MAX_NAME))).toBe(MAX_NAME);
    expect(end('a'.repeat(MAX_NAME + 1))).toBeNull();
  });
});

describe('the word in front of a frame', () => {
  it.each(['at', 'bei', 'à', '場所', '???', 'a-b', "l'a", 'at:', '위치：', 'ä1'.slice(0, 1)])(
    'may be %s',
    (word) => {
      expect(isFrameWord(word)).toBe(true);
    },
  );

  it.each(['', '1', 'a1', '-a', '終了。', '終、了', "'a", 'a.b', 'a::', '(a', '\u00a0', 'a b'])(
    'is not %j',
    (word) => {
      expect(isFrameWord(word)).toBe(false);
    },
  );

  it('is remembered without its colon', () => {
    expect([bareWord('konum:'), bareWord('위치：'), bareWord('at')]).toEqual(['konum', '위치', 'at']);
  });

  it('is read up to the next one', () => {
    expect(readFrameWords('  at  A.B', 2)).toEqual([{ word: 'at', next: 6 }]);
    expect(readFrameWords('at', 0)).toEqual([{ word: 'at', next: 2 }]);
    expect(readFrameWords('a\u00a0b C', 0)).toEqual([{ word: 'a', next: 2 }]);
    expect(readFrameWords('æ\u00a0 b', 0)).toEqual([{ word: 'æ', next: 3 }]);
  });
});

describe('white space', () => {
  it('is what a regular expression takes for it', () => {
    for (let code = 0; code <= 0xffff; code += 1)
      if (isBlank(code) !== /\s/.test(String.fromCharCode(code))) throw new Error(code.toString(16));
    expect(isBlankLine(' \t\u00a0\u2003\ufeff')).toBe(true);
    expect(isBlankLine(' x')).toBe(false);
  });
});

describe('a line that is no frame', () => {
  const kind = (line: string): string => new LineReader().line(line).kind.is;

  it.each([
    ['', 'blank'],
    [' \u00a0', 'blank'],
    ['--- End of inner exception stack trace ---', 'separator'],
    ['   --- x', 'separator'],
    ['<---', 'separator'],
    [' ---> A.B: x', 'separator'],
    ['-- x', 'text'],
    ['Stack:', 'heading'],
    ['  Server stack trace: ', 'heading'],
    ['Pile :', 'heading'],
    ['スタック:', 'heading'],
    ['堆栈：', 'heading'],
    ['Exception rethrown at [0]:', 'heading'],
    ["L'état 2?:", 'heading'],
    ['1 Stack:', 'text'],
    ['Stack', 'text'],
    ['(Stack:', 'text'],
    ['Stack, again:', 'text'],
    ['one two three four five six seven:', 'heading'],
    ['one two three four five six seven eight:', 'text'],
    [`${'a'.repeat(59)}:`, 'heading'],
    [`${'a'.repeat(60)}:`, 'text'],
    ['   at A.B()', 'frame'],
    ['   at A.B() in', 'frame'],
    ['   à A.B() dans', 'frame'],
    ['   at A.B() failed', 'text'],
  ])('%j is %s', (line, expected) => {
    expect(kind(line)).toBe(expected);
  });

  it('is a separator or a heading by itself too', () => {
    expect([isSeparator(' ---'), isSeparator('x---'), isSeparator(' <---')]).toEqual([true, false, true]);
    expect([isHeading('Stack:'), isHeading(':'), isHeading('a::')]).toEqual([true, false, false]);
  });
});

describe('the words of a text', () => {
  it('are learned from frames with a type, and help with those without', () => {
    const { lines, reader } = readLines(['   zzz A.B()', '   zzz Run()']);
    expect(reader.knows('zzz')).toBe(true);
    expect(lines.map(({ kind }) => kind.is)).toEqual(['frame', 'frame']);
  });

  it('are learned from beginnings of frames when they stand there twice', () => {
    expect(readLines(['   zzz A.B.C(', '   x']).reader.knows('zzz')).toBe(false);
    expect(readLines(['   zzz A.B.C(', '   zzz A.B.D(']).reader.knows('zzz')).toBe(true);
  });

  it('are known anyway in the usual languages', () => {
    const reader = new LineReader();
    for (const word of 'at bei à в 場所 在 en em a in w v konum 위치 於 bij vid ved på kohteessa σε στο'.split(
      ' ',
    ))
      expect([word, reader.knows(word), reader.knows(`${word}:`)]).toEqual([word, true, true]);
    expect(reader.knows('zzz')).toBe(false);
  });

  it('leave the reader that knew them all', () => {
    const usual = readLines(['   at A.B()']);
    expect(withLearnedWords(usual)).toBe(usual);
    const own = readLines(['   zzz A.B()']);
    expect(own.reader.knows('zzz')).toBe(true);
    const { reader } = withLearnedWords({ lines: usual.lines, reader: own.reader });
    expect(reader.knows('zzz')).toBe(false);
  });

  it('are read the same from a line that is too long to keep', () => {
    const reader = new LineReader();
    const long = `   at A.B(${'x'.repeat(2_000)})`;
    expect(reader.read(long)).toEqual(reader.read(long));
    expect(reader.read('   at A.B()')).toBe(reader.read('   at A.B()'));
    expect(reader.read(long)).not.toBe(reader.read(long));
  });
});
