import { readArrows, readExceptionHeader } from '../../src/crash/exception-chain';

const header = (text: string, framesFollow = true): unknown => {
  const read = readExceptionHeader(text, framesFollow);
  return read === null
    ? null
    : [read.type, read.message, read.inner.map(({ type, message }) => [type, message])];
};

describe('the head of an exception', () => {
  it.each([
    ['type and message', 'A.BException: bad', ['A.BException', 'bad', []]],
    ['a message of two lines', 'A.BException: bad\nworse', ['A.BException', 'bad\nworse', []]],
    ['a sentence in front', 'It ended. Exception: A.BException: bad', ['A.BException', 'bad', []]],
    ['a type of another ending that is announced', 'Exception: A.Trouble: bad', ['A.Trouble', 'bad', []]],
    ['the same in small letters', 'the exception : A.Trouble: bad', ['A.Trouble', 'bad', []]],
    ['the same with a wide colon', 'Exception： A.Trouble: bad', ['A.Trouble', 'bad', []]],
    ['the label of newer runtimes', 'Exception Info: A.Trouble: bad', ['A.Trouble', 'bad', []]],
    ['a type of another ending at the start', 'A.Trouble: bad', ['A.Trouble', 'bad', []]],
    ['a type of another ending behind the label', 'x\nMessage: A.Trouble: bad', ['A.Trouble', 'bad', []]],
    ['the label with more blanks', 'Message :   A.Trouble: bad', ['A.Trouble', 'bad', []]],
    [
      'the earliest of several',
      'Exception: A.Trouble: x A.BException: y',
      ['A.Trouble', 'x A.BException: y', []],
    ],
    ['no message', 'Exception: A.BException', ['A.BException', '', []]],
    ['no message, alone', 'A.BException', ['A.BException', '', []]],
    ['no message behind a sentence', 'It ended.\nA.BException\n', ['A.BException', '', []]],
    [
      'inner exceptions',
      'A.BException: bad ---> C.DException: worse ---> E.F: worst',
      [
        'A.BException',
        'bad',
        [
          ['C.DException', 'worse'],
          ['E.F', 'worst'],
        ],
      ],
    ],
    [
      'inner exceptions without messages',
      'A.BException ---> C.DException ---> E.FException',
      [
        'A.BException',
        '',
        [
          ['C.DException', ''],
          ['E.FException', ''],
        ],
      ],
    ],
    [
      'an arrow on the next line',
      'A.BException: bad\n ---> C.DException: worse',
      ['A.BException', 'bad', [['C.DException', 'worse']]],
    ],
    ['an arrow that names nothing', 'A.BException: bad ---> and so on', ['A.BException', 'bad', []]],
  ])('%s', (_what, text, expected) => {
    expect(header(text)).toEqual(expected);
  });

  it.each([
    ['nothing', ''],
    ['blanks', '  \n '],
    ['a sentence', 'It ended by itself.'],
    ['an announced word without a dot', 'Exception: Trouble: bad'],
    ['an announced type with nothing behind it', 'Exception: A.Trouble'],
    ['a word without a dot at the start', 'Trouble: bad'],
    ['a name in a sentence', 'A.BException was thrown'],
    ['a name at the end of a line of a text', 'It was A.BException\nand more'],
  ])('is not seen in %s', (_what, text) => {
    expect(header(text)).toBeNull();
  });

  it.each([
    ['A.Trouble: bad', null],
    ['A.BException: bad', ['A.BException', 'bad', []]],
    ['Exception: A.BException', ['A.BException', '', []]],
    ['It ended with A.BException', null],
    ['It: ended with A.BException', null],
    ['A.BException\n ---> C.DException: x', ['A.BException', '', [['C.DException', 'x']]]],
    [`It ended. Exception:${' '.repeat(20)}A.BException`, ['A.BException', '', []]],
    ['It ended. A.BException', ['A.BException', '', []]],
    ['It ended。A.BException', ['A.BException', '', []]],
    ['A.BException', ['A.BException', '', []]],
  ])('asks more of the name where no frame follows: %s', (text, expected) => {
    expect(header(text, false)).toEqual(expected);
  });

  it('is a type alone on its line where frames follow', () => {
    expect(header('It ended with A.BException')).toEqual(['A.BException', '', []]);
  });
});

describe('what arrows name', () => {
  it.each([
    ['---> A.B: x', [{ type: 'A.B', message: 'x', index: null }]],
    ['--->A.B: x', [{ type: 'A.B', message: 'x', index: null }]],
    ['---> (Inner Exception #0) A.B: x', [{ type: 'A.B', message: 'x', index: 0 }]],
    ['---> (Innere Ausnahme #12)A.B: x<---', [{ type: 'A.B', message: 'x', index: 12 }]],
    ['---> (内部例外 #1 です) A.B: x', [{ type: 'A.B', message: 'x', index: 1 }]],
    ['---> A.B: x <--- ', [{ type: 'A.B', message: 'x', index: null }]],
    [
      '---> A.B ---> C.D: y',
      [
        { type: 'A.B', message: '', index: null },
        { type: 'C.D', message: 'y', index: null },
      ],
    ],
    ['--->', []],
    ['---> was here', []],
    ['no arrow', []],
  ])('%s', (text, expected) => {
    expect(readArrows(text)).toEqual(expected);
  });

  it('are read from a place on', () => {
    expect(readArrows('---> A.B: x ---> C.D: y', 4).map(({ type }) => type)).toEqual(['C.D']);
  });
});
