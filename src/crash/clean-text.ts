import { isBlank } from './frame-word';

/** Terminal colour and cursor sequences. */
const TERMINAL_SEQUENCE = /\u001b\[[0-9;?]*[@-~]/g;
/** A "word" of nothing but invisible characters stands where a word was: the place must stay taken. */
const INVISIBLE_WORD =
  /(?<=^|[ \t\u00a0\n])[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+(?=[ \t\u00a0]+[^\s])/g;
/** Controls except tab and line ends, joiners, direction marks, byte order mark, soft hyphen. */
const INVISIBLE =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** A quick look whether there is anything to take off; nearly all text is clean. */
const UNCLEAN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;
const LINE_END = /\r\n|[\n\r\u2028\u2029]/g;
const OTHER_LINE_END = /[\r\u2028\u2029]/;

/**
 * Takes off what no name or label holds: terminal sequences, control and invisible characters. Line ends and tabs
 * stay; a word of control characters only becomes U+FFFD, so that the words around it keep their places.
 */
export function cleanText(text: string): string {
  if (!UNCLEAN.test(text)) return text;
  return text
    .replace(TERMINAL_SEQUENCE, '')
    .replace(/[\v\f]/g, ' ')
    .replace(INVISIBLE_WORD, '\ufffd')
    .replace(INVISIBLE, '');
}

/** Plain text that is safe to hand to a renderer as data: one kind of line end, nothing invisible, well-formed. */
export function displayText(text: string): string {
  const clean = cleanText(text);
  return shownText(OTHER_LINE_END.test(clean) ? clean.replace(LINE_END, '\n') : clean);
}

/** The same for a piece of lines that were cleaned already. */
export function shownText(clean: string): string {
  return clean.toWellFormed().trim();
}

/** Splits at every kind of line end. */
export function splitLines(text: string): string[] {
  return OTHER_LINE_END.test(text) ? text.split(LINE_END) : text.split('\n');
}

const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  emsp: ' ',
  ensp: ' ',
  grave: '`',
};
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,5}));/g;
/** Text that went through two web pages is escaped twice; more has not been seen. */
const MAX_ESCAPES = 2;
const LINE_END_IN = /[\n\r\u2028\u2029]/;

/**
 * Undoes HTML and XML escaping, at most twice; unknown entities stay. An escaped line end is one only where the text has no other: else it
 * was put into a message.
 */
export function unescapeHtml(text: string): string {
  if (!text.includes('&')) return text;
  let result = text;
  const hasLines = LINE_END_IN.test(text);
  for (let pass = 0; pass < MAX_ESCAPES; pass += 1) {
    const next = result.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
      const plain = replaceEntity(whole, decimal, hex, name);
      return hasLines && LINE_END_IN.test(plain) ? ' ' : plain;
    });
    if (next === result) break;
    result = next;
  }
  return result;
}

function replaceEntity(
  whole: string,
  decimal: string | undefined,
  hex: string | undefined,
  name: string | undefined,
): string {
  if (name !== undefined) return NAMED_ENTITIES[name] ?? whole;
  const code = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '', 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/** A written line end (not the `\n` of `x64\new\a.cs`), a doubled backslash, or a backslash that belongs to a path. */
const ESCAPE = /\\(?:r\\n|n(?![\w.-]{1,80}\\(?!r\\n|n))|\\)?/g;
/** A drive in front of its first backslash. */
const DRIVE = /(?<!\S)[("']?[A-Za-z]:$/;
const DRIVE_LENGTH = 4;
/** Tabs written as `\t` behind a line end that was written too. */
const WRITTEN_INDENT = /(?<=\n)(?:\\t)+(?=\p{L})/gu;
/** What ends a path: its line number, a quote, the end of the line. A blank ends only a path without a drive. */
const PATH_END = /[:"'\n\r]/;
const PATH_OR_WORD_END = /[\s:"']/;

/**
 * Turns line ends that were written as `\r\n` or `\n` back into line ends, where they are not part of a path (`C:\new`). A
 * doubled backslash is one backslash then, as in JSON.
 */
export function decodeWrittenLineEnds(text: string): string {
  if (!/\\r\\n|\\n/.test(text)) return text;
  let decoded = false;
  let behind = 0;
  let path: 'none' | 'relative' | 'absolute' = 'none';
  const result = text.replace(ESCAPE, (escape, at: number) => {
    if (escape === '\\r\\n') {
      decoded = true;
      behind = at + escape.length;
      path = 'none';
      return '\n';
    }
    const between = text.slice(behind, at);
    if (path !== 'none' && (path === 'absolute' ? PATH_END : PATH_OR_WORD_END).test(between)) path = 'none';
    if (DRIVE.test(text.slice(Math.max(behind, at - DRIVE_LENGTH), at))) path = 'absolute';
    behind = at + escape.length;
    if (escape === '\\n' && (path === 'none' || endsWord(text, behind))) {
      decoded = true;
      path = 'none';
      return '\n';
    }
    if (path === 'none') path = 'relative';
    return escape === '\\\\' ? '\\' : escape;
  });
  return decoded ? result.replace(WRITTEN_INDENT, '\t') : text;
}

function endsWord(text: string, at: number): boolean {
  return at >= text.length || isBlank(text.charCodeAt(at));
}
