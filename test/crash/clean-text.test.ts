import {
  cleanText,
  decodeWrittenLineEnds,
  displayText,
  shownText,
  splitLines,
  unescapeHtml,
} from '../../src/crash/clean-text';

describe('cleaning', () => {
  it.each([
    ['clean text', '   at A.B()\r\n\tx', '   at A.B()\r\n\tx'],
    ['colours of a terminal', '\u001b[31mat\u001b[0m A.B()\u001b[2K', 'at A.B()'],
    ['a cursor that is asked for', '\u001b[?25lat', 'at'],
    ['form feeds', 'a\vb\fc', 'a b c'],
    ['control characters in a word', 'Con\u0000to\u0007so', 'Contoso'],
    ['a soft hyphen', 'Con\u00adtoso', 'Contoso'],
    ['direction marks', '\u202eabc\u202c', 'abc'],
    ['a byte order mark', '\ufeffabc', 'abc'],
    ['a word of control characters', '   \u0001\u0002 A.B()', '   \ufffd A.B()'],
    ['such a word at the start', '\u0001 A.B()', '\ufffd A.B()'],
    ['such a word on a line of its own', 'x\n\u200b A.B()', 'x\n\ufffd A.B()'],
    ['such a word with nothing behind it', 'x \u0001 ', 'x  '],
  ])('%s', (_what, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it('makes text fit for display: one kind of line end, well-formed, trimmed', () => {
    expect(displayText(' a\r\nb\rc\u2028d\u2029e\nf ')).toBe('a\nb\nc\nd\ne\nf');
    expect(displayText('a\nb')).toBe('a\nb');
    expect(shownText(' a\ud800b ')).toBe('a\ufffdb');
  });

  it('splits at every kind of line end', () => {
    expect(splitLines('a\r\nb\rc\u2028d\u2029e\nf')).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(splitLines('a\n\nb')).toEqual(['a', '', 'b']);
    expect(splitLines('')).toEqual(['']);
  });
});

describe('escaping for a web page', () => {
  it.each([
    ['no entity', 'a & b', 'a & b'],
    [
      'named ones',
      '&lt;M&gt;d &amp; &quot;x&quot; &apos;y&apos;&nbsp;&emsp;&ensp;&grave;',
      '<M>d & "x" \'y\'   `',
    ],
    ['numbers', '&#60;&#x3E;&#X3e;', '<>>'],
    ['beyond the basic plane', '&#128512;', '\u{1f600}'],
    ['the last character', '&#x10ffff;', '\u{10ffff}'],
    ['no character', '&#x110000;&#0;', '&#x110000;&#0;'],
    ['an unknown name', '&abc;', '&abc;'],
    ['twice escaped', '&amp;lt;', '<'],
    ['three times escaped', '&amp;amp;lt;', '&lt;'],
    ['without an end', '&lt', '&lt'],
  ])('is undone: %s', (_what, text, plain) => {
    expect(unescapeHtml(text)).toBe(plain);
  });
});

describe('line ends that were written out', () => {
  it.each([
    ['none', 'at A.B()', 'at A.B()'],
    ['both kinds', 'a\\r\\nb\\nc', 'a\nb\nc'],
    ['behind a line number', 'in C:\\src\\a.cs:line 7\\r\\n   at B', 'in C:\\src\\a.cs:line 7\n   at B'],
    ['the same with the short kind', 'in C:\\src\\a.cs:line 7\\n   at B', 'in C:\\src\\a.cs:line 7\n   at B'],
    ['a folder that starts with n', 'in C:\\new\\a.cs:line 7', 'in C:\\new\\a.cs:line 7'],
    ['such a folder behind another', 'in C:\\src\\new\\a.cs:line 7\\nx', 'in C:\\src\\new\\a.cs:line 7\nx'],
    [
      'such a folder of a relative path',
      'in src\\lib\\new\\a.cs:line 7\\nx',
      'in src\\lib\\new\\a.cs:line 7\nx',
    ],
    ['doubled backslashes', 'in C:\\\\src\\\\a.cs:line 7\\nx', 'in C:\\src\\a.cs:line 7\nx'],
    [
      'a folder on a share with a blank',
      'in C:\\My Files\\new\\a.cs:line 7\\nx',
      'in C:\\My Files\\new\\a.cs:line 7\nx',
    ],
    ['at the end', 'a\\n', 'a\n'],
    ['at the end of a path without a number', 'in C:\\src\\a.cs\\n   at B', 'in C:\\src\\a.cs\n   at B'],
    ['a file that starts with n', 'in C:\\src\\note.cs:line 7\\nx', 'in C:\\src\\note.cs:line 7\nx'],
    ['such a file right behind the drive', 'in C:\\note.cs:line 7', 'in C:\\note.cs:line 7'],
    ['such a file between quotes', 'in "C:\\note.cs" \\n(c:\\note.cs', 'in "C:\\note.cs" \n(c:\\note.cs'],
    [
      'such a file behind a blank',
      'in C:\\My Files\\note.cs:line 7\\nx',
      'in C:\\My Files\\note.cs:line 7\nx',
    ],
    ['such a file of a relative path', 'in lib\\src\\note.cs:line 7\\nx', 'in lib\\src\\note.cs:line 7\nx'],
    ['behind a relative path and a blank', 'lib\\src was read\\nnext', 'lib\\src was read\nnext'],
    ['behind a relative path in quotes', "'lib\\src'\\nnext", "'lib\\src'\nnext"],
    ['behind a drive in quotes', '"C:\\src"\\nnext', '"C:\\src"\nnext'],
    ['behind letters that are no drive', 'abC:\\note', 'abC:\note'],
    ['behind a digit that is no drive', '1:\\note', '1:\note'],
    [
      'in the next line of the long kind',
      'C:\\src\\r\\nC:\\note\\r\\nlib\\src\\r\\nx\\ny',
      'C:\\src\nC:\\note\nlib\\src\nx\ny',
    ],
    ['with tabs', 'a\\r\\n\\tat B\\n\\t\\tat C\\tD', 'a\n\tat B\n\tat C\\tD'],
    ['doubled backslashes alone', 'in C:\\\\new\\\\a.cs', 'in C:\\\\new\\\\a.cs'],
    ['in front of a path', 'a\\nC:\\new\\b.cs:line 3', 'a\nC:\\new\\b.cs:line 3'],
  ])('become line ends: %s', (_what, text, decoded) => {
    expect(decodeWrittenLineEnds(text)).toBe(decoded);
  });
});
