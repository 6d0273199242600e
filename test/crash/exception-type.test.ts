import { readTypeMention, suffixedMentions } from '../../src/crash/exception-type';

/** Type, what follows it, and the text behind that. */
function read(text: string, start = 0): [string, string, string] | null {
  const mention = readTypeMention(text, start);
  return mention === null ? null : [mention.type, mention.then, text.slice(mention.end)];
}

describe('an exception type in front of its message', () => {
  it.each([
    ['a message', 'System.FormatException: bad', ['System.FormatException', 'message', ' bad']],
    [
      'a message on the next line',
      'System.FormatException:\nbad',
      ['System.FormatException', 'message', '\nbad'],
    ],
    ['an empty message', 'System.FormatException:', ['System.FormatException', 'message', '']],
    ['a message without a blank', 'System.FormatException:bad', ['System.FormatException', 'message', 'bad']],
    ['a type of another ending', 'Contoso.Trouble: bad', ['Contoso.Trouble', 'message', ' bad']],
    ['an inner exception', 'System.FormatException ---> B', ['System.FormatException', 'inner', '---> B']],
    [
      'an inner exception without a blank',
      'System.FormatException---> B',
      ['System.FormatException', 'inner', '---> B'],
    ],
    [
      'the end of the line',
      'System.FormatException\n   at',
      ['System.FormatException', 'line-end', '\n   at'],
    ],
    [
      'trailing blanks',
      'System.FormatException \t\u00a0\nx',
      ['System.FormatException', 'line-end', ' \t\u00a0\nx'],
    ],
    ['the end of the text', 'System.FormatException', ['System.FormatException', 'line-end', '']],
    ['a number', 'Contoso.ApiException (0x80131623): bad', ['Contoso.ApiException', 'message', ' bad']],
    [
      'a number without a blank',
      'Contoso.ApiException(-5): bad',
      ['Contoso.ApiException', 'message', ' bad'],
    ],
    ['arity', 'Contoso.Fault`1: bad', ['Contoso.Fault`1', 'message', ' bad']],
    ['arguments', 'Contoso.Fault`1[System.Int32]: bad', ['Contoso.Fault`1[System.Int32]', 'message', ' bad']],
    ['arguments of arguments', 'F`1[[A, b],[C]]: x', ['F`1[[A, b],[C]]', 'message', ' x']],
    [
      'a lost backtick',
      'Contoso.Fault 1[System.Int32]: bad',
      ['Contoso.Fault 1[System.Int32]', 'message', ' bad'],
    ],
    ['a nested type', 'Contoso.A+BException: x', ['Contoso.A+BException', 'message', ' x']],
    ['other letters', 'Contoso.Störung_2: x', ['Contoso.Störung_2', 'message', ' x']],
  ] as const)('is read with %s', (_what, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['no name', ': bad'],
    ['a digit first', '1System.FormatException: bad'],
    ['a name in a sentence', 'System.FormatException was thrown'],
    ['a value without a blank', 'Contoso.Trouble:bad'],
    ['a type and its member', 'System.FormatException::Parse'],
    ['an address', 'FormatException:/x'],
    ['a number behind the colon', 'FormatException:12'],
    ['arguments that never end', 'Contoso.Fault[System.Int32: bad'],
  ])('is not seen in %s', (_what, text) => {
    expect(read(text)).toBeNull();
  });

  it('is read at the place that was asked for', () => {
    expect(read('x System.FormatException: bad', 2)).toEqual(['System.FormatException', 'message', ' bad']);
  });

  it('has arguments of a bounded length', () => {
    expect(read(`F[${'x'.repeat(1_998)}]: m`)?.[1]).toBe('message');
    expect(read(`F[${'x'.repeat(1_999)}]: m`)).toBeNull();
  });
});

describe('the names that end in Exception', () => {
  const types = (text: string): string[] => [...suffixedMentions(text)].map(({ type }) => type);

  it.each([
    ['each in its turn', 'A.BException: x ---> C.DException: y', ['A.BException', 'C.DException']],
    ['once where the word is in it twice', 'A.ExceptionOfException: x', ['A.ExceptionOfException']],
    ['not where more follows in the name', 'A.ExceptionFilter: x', []],
    ['not the bare word', 'Exception: x', []],
    ['with a namespace', 'System.Exception: x', ['System.Exception']],
    ['with arity', 'A.BException`1[C]: x', ['A.BException`1[C]']],
    ['with a lost backtick', 'A.BException 1[C]: x', ['A.BException 1[C]']],
    ['behind a sentence', 'It failed.System.FormatException: x', ['System.FormatException']],
    ['behind a sentence of Microsoft', 'it failed.Microsoft.Win32Exception: x', ['Microsoft.Win32Exception']],
    ['behind a number', 'code 5.System.FormatException: x', ['System.FormatException']],
    [
      'with a namespace that is no sentence',
      'Contoso.System.FormatException: x',
      ['Contoso.System.FormatException'],
    ],
    ['behind dots', '...System.FormatException: x', ['System.FormatException']],
    [
      'behind letters of a script without blanks',
      '例外System.FormatException: x',
      ['System.FormatException'],
    ],
    ['with other letters', 'Contoso.ÄrgerException: x', ['Contoso.ÄrgerException']],
    ['not within a sentence', 'A.BException was thrown', []],
    ['none', 'nothing', []],
  ])('are found %s', (_what, text, expected) => {
    expect(types(text)).toEqual(expected);
  });
});
