import { readFrameTail, startsPath } from '../../src/crash/frame-place';

const WHOLE = (place: string) => ({ place, placeOpen: false });
const OPEN = (place: string) => ({ place, placeOpen: true });
const NO_PLACE = { place: null, placeOpen: false };

describe('what follows the parameters of a frame', () => {
  it.each([
    [''],
    ['   '],
    ['+MoveNext()'],
    ['<---'],
    [' <---'],
    ['<---<---'],
    ['+MoveNext()<---'],
    [' + 0x1f'],
    ['+0xABCDEF0123456789'],
  ])('is no place: %j', (text) => {
    expect(readFrameTail(text)).toEqual(NO_PLACE);
  });

  it.each([
    [' in C:\\src\\a.cs:line 7', 'in C:\\src\\a.cs:line 7'],
    [' in C:\\src\\a.cs:line 7<---', 'in C:\\src\\a.cs:line 7'],
    ['+MoveNext() in /src/a.cs:line 7', 'in /src/a.cs:line 7'],
    [' bei C:\\src\\a.cs:Zeile 7.', 'bei C:\\src\\a.cs:Zeile 7.'],
    [' dans C:\\src\\a.cs:ligne 7', 'dans C:\\src\\a.cs:ligne 7'],
    [' 場所 C:\\src\\a.cs:行 7', '場所 C:\\src\\a.cs:行 7'],
    [' 位置 C:\\src\\a.cs：行号 7', '位置 C:\\src\\a.cs：行号 7'],
    [' in a.cs:line 7', 'in a.cs:line 7'],
    [' in src\\a.cs:7', 'in src\\a.cs:7'],
    [' C:\\src\\a.cs:line 7', 'C:\\src\\a.cs:line 7'],
    [' in \\\\share\\a.cs:line 7', 'in \\\\share\\a.cs:line 7'],
    [' in <generated>:line 7', 'in <generated>:line 7'],
    [' å ´æ\u00a0 C:\\a.cs:line 7', 'å ´æ\u00a0 C:\\a.cs:line 7'],
  ])('is a place: %j', (text, place) => {
    expect(readFrameTail(text)).toEqual(WHOLE(place));
  });

  it.each([
    [' in', 'in'],
    [' in C:\\src', 'in C:\\src'],
    [' in C:\\src\\a.cs:line', 'in C:\\src\\a.cs:line'],
    [' in C:', 'in C:'],
    [' /src/a', '/src/a'],
    [' in file:///src', 'in file:///src'],
    [' in (inline)', 'in (inline)'],
  ])('may go on: %j', (text, place) => {
    expect(readFrameTail(text)).toEqual(OPEN(place));
  });

  it.each([
    ['text right behind it', 'x'],
    ['a sentence', ' was called too often'],
    ['a word with a colon', ' note:'],
    ['a number alone', ' 7'],
    ['a word with a digit before a path', ' in2 C:\\src\\a.cs:line 7'],
    ['a time of day', ' at 10:15'],
    ['an offset of too many digits', ' + 0x0123456789abcdef0'],
    ['a relative path without a number', ' in src\\a.cs'],
  ])('says that the line is no frame: %s', (_what, text) => {
    expect(readFrameTail(text)).toBeNull();
  });
});

describe('a path', () => {
  it.each(['C:\\x', 'c:/x', '/x', '\\\\x', '(x', '<x', 'file:x', 'C', 'C:'])('starts with %s', (text) => {
    expect(startsPath(text)).toBe(true);
  });

  it.each(['x\\y', '<Module>.Main()', 'c', 'Cx', '1:\\x', ' /x', 'xfile:'])(
    'does not start with %j',
    (text) => {
      expect(startsPath(text)).toBe(false);
    },
  );
});
