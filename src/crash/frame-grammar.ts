import { Brackets } from './brackets';
import { bareWord, isBlank, isKnownFrameWord, readFrameWords, skipBlanks } from './frame-word';
import { MAX_NAME, restoreBackticks } from './method-name';
import { readFrameTail } from './frame-place';
import { readPowerShellFrame } from './powershell-frame';

/** One frame as read from a line. */
export interface FrameLine {
  readonly kind: 'clr' | 'powershell';
  readonly word: string;
  /** Name without parameters, lost backticks restored. */
  readonly name: string;
  readonly parameters: string | null;
  readonly place: string | null;
  /** The place looks cut: more of it may be on the next line of a wrapped text. */
  readonly placeOpen: boolean;
}

/** What a line is: a frame, the beginning of one that a wrapped text may continue, or neither. */
export type FrameReading =
  | { readonly is: 'frame'; readonly frame: FrameLine }
  | { readonly is: 'open'; readonly word: string }
  | { readonly is: 'none' };

const NONE: FrameReading = { is: 'none' };

/**
 * Reads one line by the grammar of frames: white space, one word in any language, a method name with generic arguments,
 * a parameter list, perhaps a place. The word decides nothing, except where the method has no type.
 */
export function readFrameLine(line: string, seenWords: ReadonlySet<string>): FrameReading {
  const start = skipBlanks(line, 0);
  const brackets = line.includes('(') || line.includes('[') ? new Brackets(line) : null;
  let best: FrameReading = NONE;
  for (const { word, next } of readFrameWords(line, start)) {
    const reading = readAfterWord(line, word, next, brackets, seenWords);
    if (reading.is === 'frame') return reading;
    if (reading.is === 'open') best = reading;
  }
  return best;
}

function open(word: string): FrameReading {
  return { is: 'open', word: bareWord(word) };
}

function readAfterWord(
  line: string,
  word: string,
  start: number,
  brackets: Brackets | null,
  seenWords: ReadonlySet<string>,
): FrameReading {
  const known = isKnownFrameWord(word, seenWords);
  if (start >= line.length) return known ? open(word) : NONE;
  const clr = readClrFrame(line, word, start, brackets, known);
  if (clr.is !== 'none') return clr;
  const powerShell = readPowerShellFrame(line, start);
  if (powerShell === null) return NONE;
  if (powerShell === 'open') return open(word);
  return { is: 'frame', frame: { kind: 'powershell', word: bareWord(word), ...powerShell } };
}

function readClrFrame(
  line: string,
  word: string,
  start: number,
  brackets: Brackets | null,
  known: boolean,
): FrameReading {
  const end = endOfName(line, start, brackets);
  if (end === null) return NONE;
  const printed = line.slice(start, end).trimEnd();
  if (line[end] !== '(') return isMethodName(printed.replace(/[.+]{1,2}$/, ''), known) ? open(word) : NONE;
  if (!isMethodName(printed, known)) return NONE;
  const close = brackets?.closing(end);
  if (close === undefined) return open(word);
  const tail = readFrameTail(line.slice(close + 1));
  if (tail === null) return NONE;
  const name = restoreBackticks(printed);
  return {
    is: 'frame',
    frame: { kind: 'clr', word: bareWord(word), name, parameters: line.slice(end + 1, close), ...tail },
  };
}

const NAME_START = /^[\p{L}_<$@\ufffd\ud800-\udfff]/u;
const NOT_IN_NAME: ReadonlySet<number> = new Set(
  Array.from('(),;:{}"\'\\/=%^~', (char) => char.charCodeAt(0)),
);
const LOST_BACKTICK = /^ \d{1,3}(?:[.+[(]|$)/;

/** End of the method name that starts at `start`: an opening parenthesis, or the end of the line. */
export function endOfName(line: string, start: number, brackets: Brackets | null): number | null {
  const last = Math.min(line.length, start + MAX_NAME);
  let angle = 0;
  let i = start;
  while (i < last) {
    const code = line.charCodeAt(i);
    if (isPlainNamePart(code)) {
      i += 1;
      continue;
    }
    const char = line.charAt(i);
    if (char === '(') return i;
    if (char === '[') {
      const close = brackets?.closing(i);
      if (close === undefined) return line.length;
      i = close + 1;
    } else if (char === ' ' && LOST_BACKTICK.test(line.slice(i, i + 6))) i += 1;
    else if (char === ',' && angle > 0) i = line[i + 1] === ' ' ? i + 2 : i + 1;
    else if (isBlank(code)) return line.slice(i).trim() === '' ? line.length : null;
    else if (NOT_IN_NAME.has(code)) return null;
    else {
      if (char === '<') angle += 1;
      else if (char === '>') angle -= 1;
      i += 1;
    }
  }
  return last < line.length ? null : last;
}

/** Most characters of most names: letters, digits and dots. */
function isPlainNamePart(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x2e && code <= 0x39 && code !== 0x2f)
  );
}

/** A method name has a type, unless the word in front of it is known to announce a frame. */
function isMethodName(name: string, typeOptional: boolean): boolean {
  if (!NAME_START.test(name) || /[.+]$/.test(name)) return false;
  return typeOptional || /[^.][.+]./.test(name);
}
