import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { escapeMarkdown, line, listMarkdown } from '../../src/cards/escape-markdown';
import { plainLine, plainText } from '../../src/cards/plain-text';
import { splitFrame, splitType } from '../../src/cards/shown-name';
import { agoText, clockText, durationText, leftText, utcText } from '../../src/cards/times';

const NOON = Date.UTC(2026, 9, 14, 12, 0, 0);
const MINUTE = 60_000;
const permissive = new MarkdownIt({ html: true, linkify: false });

test('whatever text is escaped, a client renders it as one paragraph without markup', () => {
  const nasty = fc.string({
    unit: fc.constantFrom(
      '*',
      '_',
      '[',
      ']',
      '(',
      ')',
      '`',
      '~',
      '<',
      '>',
      '&',
      'a',
      '1',
      '.',
      ' ',
      '-',
      '+',
      '#',
      '=',
      '\\',
      '\n',
      '{',
      '}',
      '$',
      '|',
      '!',
      ':',
      '/',
    ),
  });
  fc.assert(
    fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (text) => {
      expect(permissive.render(escapeMarkdown(text))).toMatch(/^<p>[^<>{}]*<\/p>\n$/u);
    }),
    { numRuns: 2000 },
  );
});

test('ordinary names, paths and accounts stay as they are', () => {
  for (const text of [
    'as-n1.contoso.lab',
    'CONTOSO\\anna',
    'C:\\Temp\\log.txt',
    'snake_case_name',
    '12 of 40 (30 %)',
    "the update's run",
  ])
    expect(escapeMarkdown(text)).toBe(text);
});

test('nothing at all is shown as a dash', () => {
  expect(escapeMarkdown(' \u200b\n')).toBe('–');
});

test('our own words stay as they are, what is put in does not', () => {
  expect(line`**Denied** by ${escapeMarkdown('**Eve**')}`).toBe('**Denied** by ∗∗Eve∗∗');
});

test('a long list is cut with a count', () => {
  expect(listMarkdown(['a', 'b', 'c'], 2)).toBe('a, b, and 1 more');
});

test('plain text keeps lines and tabs, and says how much was cut', () => {
  expect(plainText('a\r\n\tb\rc\u0000\u202e', 100)).toBe('a\n\tb\nc');
  expect(plainText('abcdef', 4)).toBe('abcd\n... (2 more characters not shown)');
  expect(plainText('😀😀😀', 2)).toBe('😀😀\n... (1 more characters not shown)');
  expect(plainLine('a\n b\t c', 3)).toBe('a b...');
});

test.each([
  [0, '0 s'],
  [-5, '0 s'],
  [62_000, '62 s'],
  [5 * MINUTE, '5 min'],
  [3 * 60 * MINUTE, '3 h'],
  [185 * MINUTE, '3 h 5 min'],
  [50 * 60 * MINUTE, '2 d 2 h'],
])('%d ms is %s', (length, words) => {
  expect(durationText(length)).toBe(words);
});

test('times are UTC, with their date unless it is today, and relative to the moment of drawing', () => {
  expect(utcText(NOON)).toBe('2026-10-14 12:00:00 UTC');
  expect(clockText(NOON, NOON + MINUTE)).toBe('12:00:00 UTC');
  expect(clockText(NOON, NOON + 24 * 60 * MINUTE)).toBe('2026-10-14 12:00:00 UTC');
  expect(agoText(NOON, NOON + 12 * MINUTE)).toBe('12:00:00 UTC (12 min ago)');
  expect(agoText(NOON + MINUTE, NOON)).toBe('12:01:00 UTC (about 60 s left)');
  expect(leftText(NOON + 12 * MINUTE, NOON)).toBe('12:12:00 UTC (about 12 min left)');
  expect(leftText(NOON, NOON)).toBe('12:00:00 UTC (passed)');
});

test.each([
  ['A.B.Type.Method(String x)', 'Type.Method', 'A.B', '(String x)'],
  ['A.B.Type..ctor()', 'Type..ctor()', 'A.B', ''],
  ['Program.Main()', 'Program.Main()', '', ''],
  ['<ScriptBlock>, C:\\x.ps1: line 4', '<ScriptBlock>, C:\\x.ps1: line 4', '', ''],
  ['', '', '', ''],
])('the frame "%s" is shown as %s of %s', (frame, short, namespace, rest) => {
  expect(splitFrame(frame)).toEqual({ short, namespace, rest });
});

test('a type is shown by its last part', () => {
  expect(splitType('System.IO.IOException')).toEqual({
    short: 'IOException',
    namespace: 'System.IO',
    rest: '',
  });
});

test('a frame is split in linear time, however it looks', () => {
  const frame = `${'a.'.repeat(50_000)}(`;
  expect(splitFrame(frame).short).toBe(frame);
});
