import { exactLines, firstLine, pastedLines, restoreText } from '../../src/crash/record-lines';

const restored = (...lines: string[]): readonly string[] =>
  restoreText(lines.join('\n')).lines.map(({ text }) => text);

describe('the first line of a record', () => {
  it.each([
    ['a\nb', 'a'],
    ['\r\n \u0001\n  a \nb', '  a '],
    ['a\u2028b', 'a'],
    ['a', 'a'],
    ['', ''],
    ['\n\n', ''],
  ])('of %j is %j', (text, line) => {
    expect(firstLine(text)).toBe(line);
  });
});

describe('the lines of a record', () => {
  it('are kept as Windows wrote them, cleaned', () => {
    expect(exactLines('a\u0007\r\n\n  b ')).toEqual(['a', '', '  b ']);
  });

  it.each([
    ['fences', ['```', 'a', '```'], ['a']],
    ['fences with a language', ['```text', 'a', '  ~~~ '], ['a']],
    ['longer fences', ['`````', 'a', '`````'], ['a']],
    ['no fence in a line', ['a ```', 'b'], ['a ```', 'b']],
    ['too few marks', ['``', 'a', '~~'], ['``', 'a', '~~']],
    ['a sentence behind the marks', ['``` was here', 'a'], ['``` was here', 'a']],
    ['a quotation', ['> a', '>', '> b', '>c'], ['a', '', 'b', 'c']],
    ['a quotation with a blank line', ['> a', '', ' > b'], ['a', '', 'b']],
    ['a quotation of some lines', ['> a', 'b'], ['> a', 'b']],
    ['escaped text', ['&lt;M&gt;d\\n  b'], ['<M>d', '  b']],
  ])('of a paste lose what a chat puts around them: %s', (_what, lines, expected) => {
    expect(pastedLines(lines.join('\n'))).toEqual(expected);
  });
});

describe('a line end in the message of a paste', () => {
  const FORGED = '   at Contoso.Forged()';
  const REAL = '   at Contoso.Real()';
  const STACK = ['Stack:', '   at Contoso.Guard()'];

  it.each([
    ['\\r\\n', '\\r\\n'],
    ['\\n', '\\n'],
    ['&#13;&#10;', '  '],
    ['&amp;#xA;', ' '],
  ])('is text where frames have lines of their own: %s', (written, shown) => {
    expect(pastedLines([`It was${written}${FORGED}`, REAL, ...STACK].join('\n'))).toEqual([
      `It was${shown}${FORGED}`,
      REAL,
      ...STACK,
    ]);
  });

  it.each([
    ['all of them', [`It was\\n${FORGED}\\nStack:\\n   at Contoso.Guard()`], ['It was', FORGED, ...STACK]],
    ['those of the caller', [`It was\\r\\n${FORGED}`, ...STACK], ['It was', FORGED, ...STACK]],
    [
      'all of them in wrapped lines',
      [`It was\\n   at Contoso.Real()`, 'in C:\\a.cs:line 5\\nStack:'],
      ['It was', '   at Contoso.Real()', 'in C:\\a.cs:line 5', 'Stack:'],
    ],
    ['all of them as entities', [`It was&#10;${FORGED}`], ['It was', FORGED]],
  ])('is one where they were written out: %s', (_what, lines, expected) => {
    expect(pastedLines(lines.join('\n'))).toEqual(expected);
  });
});

describe('a paste', () => {
  it.each([
    [
      'an indentation that all lines share',
      ['    at A.B()', '      at C.D()', '', '    at E.F()', '    at G.H()'],
      ['at A.B()', '  at C.D()', '', 'at E.F()', 'at G.H()'],
    ],
    [
      'blank lines between all',
      ['at A.B()', '', 'at C.D()', '', 'at E.F()'],
      ['at A.B()', 'at C.D()', 'at E.F()'],
    ],
    [
      'no blank lines where only some are followed by one',
      ['at A.B()', '', 'at C.D()', 'at E.F()', 'at G.H()'],
      ['at A.B()', '', 'at C.D()', 'at E.F()', 'at G.H()'],
    ],
    [
      'trailing blanks that all lines have, so that a name cut at the edge is whole again',
      [
        '   at Contoso.Host.Guard.OnUnhandledExc  ',
        'eption(Object o)  \u00a0',
        '   at Contoso.Host.Run()   ',
      ],
      ['   at Contoso.Host.Guard.OnUnhandledException(Object o) ', '   at Contoso.Host.Run() '],
    ],
    [
      'the list around it',
      ['Id      : 1', 'Message : Stack:', '          at A.B()', '            at C.D()', '          at E.F()'],
      ['Stack:', 'at A.B()', '  at C.D()', 'at E.F()'],
    ],
  ])('loses %s', (_what, lines, expected) => {
    expect(restored(...lines)).toEqual(expected);
  });
});

/** A line of its own that reaches exactly as far as another, so that the width alone would join what follows that one. */
const asWideAs = (line: string): string => `Description: ${'x'.repeat(line.trimEnd().length - 13)}`;

const SENTENCE = 'It ended after a very long time of work,';

describe('lines that a console wrapped', () => {
  it.each([
    [
      'a name that was cut',
      ['   at Contoso.Host.Guard.OnUnhandledExc', 'eption(Object o)'],
      ['   at Contoso.Host.Guard.OnUnhandledException(Object o)'],
    ],
    [
      'a list of parameters',
      ['   at Contoso.Host.Guard.Run(String one, ', 'String two)'],
      ['   at Contoso.Host.Guard.Run(String one, String two)'],
    ],
    [
      'a place',
      ['   at Contoso.Host.Guard.Run() in', 'C:\\src\\a.cs:line 7'],
      ['   at Contoso.Host.Guard.Run() in C:\\src\\a.cs:line 7'],
    ],
    [
      'a place in front of its word',
      ['   at Contoso.Host.Guard.RunAllOfIt()', 'in C:\\src\\a.cs:line 7'],
      ['   at Contoso.Host.Guard.RunAllOfIt() in C:\\src\\a.cs:line 7'],
    ],
    [
      'the number of a line',
      ['   at Contoso.Run() in C:\\source\\a.cs:line', '7'],
      ['   at Contoso.Run() in C:\\source\\a.cs:line7'],
    ],
    [
      'the rest of an iterator',
      ['   at Contoso.Host.Guard.<Run>d__7.Next()', '+MoveNext()'],
      ['   at Contoso.Host.Guard.<Run>d__7.Next()+MoveNext()'],
    ],
    [
      'the mark of an end',
      ['   at Contoso.Host.Guard.Run()', '<---'],
      ['   at Contoso.Host.Guard.Run()<---'],
    ],
    [
      'a separator',
      ['   --- End of inner exception stack', 'trace ---'],
      ['   --- End of inner exception stacktrace ---'],
    ],
    [
      'the rest of an end mark',
      ['   at Contoso.Host.Guard.Run()<', '---'],
      ['   at Contoso.Host.Guard.Run()<---'],
    ],
    [
      'a smaller rest of it',
      ['   at Contoso.Host.Guard.Run()<-', ' -- '],
      ['   at Contoso.Host.Guard.Run()<---'],
    ],
    [
      'the end of a type',
      ['It was ---> Contoso.Host.Long.Guard.', 'TimeoutException: bad'],
      ['It was ---> Contoso.Host.Long.Guard.TimeoutException: bad'],
    ],
    [
      'the end of a type behind the word',
      ['The exception: Contoso.Host.Long.', 'GuardException: bad'],
      ['The exception: Contoso.Host.Long.GuardException: bad'],
    ],
    [
      'a place behind its word on three lines',
      ['   at Contoso.Host.Guard.RunAllOfIt()', '  in', 'C:\\src\\a.cs:line 7'],
      ['   at Contoso.Host.Guard.RunAllOfIt() in C:\\src\\a.cs:line 7'],
    ],
    [
      'a folder that was cut',
      ['   at Contoso.Run() in C:\\source\\fol', 'der\\a.cs:line 7'],
      ['   at Contoso.Run() in C:\\source\\folder\\a.cs:line 7'],
    ],
    [
      'a number that was cut',
      ['   at Contoso.Run() in C:\\src\\a.cs:line 1', '23'],
      ['   at Contoso.Run() in C:\\src\\a.cs:line 123'],
    ],
    [
      'the end of a sentence that reads like the start of a frame',
      [' ---> Contoso.Host.Guard.FailedException: It had to have', 'a value.'],
      [' ---> Contoso.Host.Guard.FailedException: It had to havea value.'],
    ],
    [
      'a name behind a word in the wrong code page',
      [
        '   at A.B.Contoso()',
        '   å\u00a0´æ‰€ A.B.C()',
        '   å\u00a0´æ‰€ ',
        'Contoso.Host.Guard.Run(String s)',
      ],
      ['   at A.B.Contoso()', '   å\u00a0´æ‰€ A.B.C()', '   å\u00a0´æ‰€ Contoso.Host.Guard.Run(String s)'],
    ],
    [
      'the date of a script frame',
      ['   at Run, C:\\scripts\\a.ps1: line 5 - 10/14/2026', '9:22:09 PM'],
      ['   at Run, C:\\scripts\\a.ps1: line 5 - 10/14/2026 9:22:09 PM'],
    ],
    [
      'the whole date of a script frame',
      ['   at Run, C:\\scripts\\a.ps1: line 5', '- 14.10.2026 21:22:09'],
      ['   at Run, C:\\scripts\\a.ps1: line 5 - 14.10.2026 21:22:09'],
    ],
    [
      'a start point without a namespace',
      ['   at Contoso.Host.Guard.OnUnhandledExc()', '   at', '<Module>.Main(String[] args)'],
      ['   at Contoso.Host.Guard.OnUnhandledExc()', '   at <Module>.Main(String[] args)'],
    ],
    ['words of a sentence', [SENTENCE, 'Version du Framework 4'], [`${SENTENCE}Version du Framework 4`]],
    [
      'words with a colon among them',
      [SENTENCE, 'Grund dafür war: es regnete'],
      [`${SENTENCE}Grund dafür war: es regnete`],
    ],
    [
      'parameters that were cut in a word',
      ['   at Contoso.Host.Guard.Run(String one, Str', 'ing two)'],
      ['   at Contoso.Host.Guard.Run(String one, String two)'],
    ],
    [
      'a name that lost its backtick at the edge',
      ['   at Contoso.Host.Guard.Store 1', '2.Load(String s)'],
      ['   at Contoso.Host.Guard.Store 12.Load(String s)'],
    ],
  ])('are joined: %s', (_what, lines, expected) => {
    const edge = asWideAs(lines[0] ?? '');
    expect(restored(...lines, edge)).toEqual([...expected, edge]);
  });

  it.each([
    ['two frames', ['   at Contoso.Host.Guard.OnUnhandledExc()', '   at Contoso.Host.Run()']],
    ['a frame and a separator', ['   at Contoso.Host.Guard.OnUnhandledExc()', '--- End ---']],
    ['a frame and a heading', ['   at Contoso.Host.Guard.OnUnhandledExc()', 'Stack:']],
    ['a frame and a sentence', ['   at Contoso.Host.Guard.OnUnhandledExc()', 'It was too late']],
    ['a sentence and a label', [SENTENCE, 'Description: of it']],
    ['a sentence and a labelled version', [SENTENCE, 'Version: v4.0.30319']],
    ['a sentence and a version with a label of words', [SENTENCE, 'Version du Framework : v4.0.30319']],
    ['a sentence and such a version without the letter', [SENTENCE, 'Version des Rahmens： 8.0.11 ']],
    [
      'a sentence and a type with a label of words',
      [SENTENCE, ' Informations sur l’exception : A.BException'],
    ],
    ['a whole place and a sentence', ['   at Contoso.Run() in C:\\src\\a.cs:line 7', 'It was too late']],
    ['an arrow and a sentence', [' ---> Contoso.Host.Guard.FailedException', 'Stack:']],
    ['a sentence and a labelled type', [SENTENCE, 'Info: A.BException']],
    ['a frame and a wide sentence', ['   at Contoso.Host.Guard.OnUnhandledExc()', '切り捨てられました。']],
    ['a script frame and a sentence', ['   at Run, C:\\scripts\\a.ps1: line 5', 'It was too late']],
    ['a whole separator and text', ['   --- End of inner exception stack ---', 'text']],
  ])('are not: %s', (_what, lines) => {
    const edge = asWideAs(lines[0] ?? '');
    expect(restored(...lines, edge)).toEqual([...lines, edge]);
  });

  it('are joined where a frame was cut behind its word, and not where there was room', () => {
    const edge = `Description: ${'x'.repeat(40)}`;
    const frame = 'Contoso.Host.Guard.OnUnhandledException(Object sender)';
    expect(restored('   at', frame, edge)).toEqual([`   at ${frame}`, edge]);
    expect(restored('It ended', 'after a while', edge)).toEqual(['It ended', 'after a while', edge]);
  });

  it('are joined where a separator was cut behind its dashes', () => {
    const end = '内部例外状況のスタックトレースの終わり ---';
    expect(restored('   --- ', end, 'text')).toEqual([`   --- ${end}`, 'text']);
  });

  it('are joined up to sixty pieces', () => {
    const pieces = Array.from({ length: 62 }, () => 'x'.repeat(20));
    const joined = restored(...pieces);
    expect(joined.map((line) => line.length)).toEqual([1_200, 40]);
  });
});

describe('a line that lost its line ends', () => {
  const ONE = 'at Contoso.One(String s)';
  const TWO = 'at Contoso.Two() in C:\\src\\a.cs:line 7';

  it.each([
    ['frames behind a sentence', `It ended.   ${ONE}   ${TWO}`, ['It ended.   ', `${ONE}   `.trimEnd(), TWO]],
    ['frames right behind one another', `It ended.${ONE}${TWO}`, ['It ended.', ONE, TWO]],
    [
      'a separator between',
      `It ended.   ${ONE}   --- End of inner ---   ${TWO}`,
      ['It ended.   ', ONE, '--- End of inner ---', TWO],
    ],
    ['a heading between', `It ended.   ${ONE} Stack:   ${TWO}`, ['It ended.   ', ONE, 'Stack:', TWO]],
    [
      'a script frame between',
      `It ended.   ${ONE} at Run, C:\\s\\a.ps1: line 5   ${TWO}`,
      ['It ended.   ', ONE, ' at Run, C:\\s\\a.ps1: line 5', TWO],
    ],
    ['end marks', `It ended.   ${ONE}<---   ${TWO}`, ['It ended.   ', `${ONE}<---`, TWO]],
    [
      'an iterator',
      `It ended.   at Contoso.Next()+MoveNext()   ${TWO}`,
      ['It ended.   ', 'at Contoso.Next()+MoveNext()', TWO],
    ],
    [
      'script frames in front of the first',
      `It ended.   at Run, C:\\s\\a.ps1: line 5 - 10/14/2026 9:22:09 PM   at Go, C:\\a.ps1: line 6Stack:   ${ONE}`,
      [
        'It ended.',
        ' at Run, C:\\s\\a.ps1: line 5 - 10/14/2026 9:22:09 PM',
        ' at Go, C:\\a.ps1: line 6',
        'Stack:',
        ONE,
      ],
    ],
    [
      'a heading and frames right behind a place',
      `   at Contoso.Two() in C:\\src\\a.cs:riga 118Stack:   ${ONE}   ${TWO}`,
      ['', 'at Contoso.Two() in C:\\src\\a.cs:riga 118', 'Stack:', ONE, TWO],
    ],
    [
      'the line behind a cut',
      `It ended.   ${ONE}The remainder of the message was truncated.`,
      ['It ended.', ONE, 'The remainder of the message was truncated.'],
    ],
    ['one indented frame', `It ended.   ${ONE}`, ['It ended.   ', ONE]],
  ])('is split: %s', (_what, line, expected) => {
    expect(restored(line).map((each) => each.trimEnd())).toEqual(expected.map((each) => each.trimEnd()));
  });

  it.each([
    ['one frame in a sentence', `It ended ${ONE}`],
    ['frames and more text', `It ended ${ONE} ${ONE} and went on for a while`],
    ['no frame', 'It ended (badly) and went on'],
    ['a list with a colon in front of frames', `Uygulama, ${ONE} and: 0x8 more text`],
    ['a place with brackets', `at Contoso.Two() in C:\\Program Files (x86)\\a.cs:line 7`],
  ])('is not: %s', (_what, line) => {
    expect(restored(line)).toEqual([line]);
  });

  it('is not split in front of a frame on its own line', () => {
    const line = `It ended.   ${ONE}   ${TWO}`;
    expect(restored(line, `   ${ONE}`)).toEqual([line, `   ${ONE}`]);
    expect(restored('x.', line, '', `   ${ONE}`)).toEqual(['x.', line, '', `   ${ONE}`]);
  });
});
