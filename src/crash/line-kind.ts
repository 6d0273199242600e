import type { FrameLine, FrameReading } from './frame-grammar';
import { isBlankLine, isFrameWord, skipBlanks } from './frame-word';

/** What a line of a record is to the reading of its stack. */
export type LineKind =
  | { readonly is: 'frame'; readonly frame: FrameLine }
  | { readonly is: 'blank' | 'separator' | 'heading' | 'text' };

/** A heading is short, ends with a colon and has no punctuation that a sentence or a quotation has. */
const HEADING = /^(?:[A-Za-z?]|[^\u0000-\u007f])(?:[A-Za-z0-9 ?'’[\]-]|[^\u0000-\u007f])*[:：]$/;
const MAX_HEADING = 60;
const MAX_HEADING_WORDS = 7;
/** Words in front of a place, in the languages seen. */
const PLACE_WORDS: ReadonlySet<string> = new Set(['in', 'dans', 'en', 'в', '場所', '位置']);

/** Lines that begin with dashes end or divide stacks; `<---` ends an inner exception of an aggregate. */
export function isSeparator(line: string): boolean {
  const start = skipBlanks(line, 0);
  return line.startsWith('---', start) || line.startsWith('<---', start);
}

/** `Stack:`, `Server stack trace:`, `Pile :`. */
export function isHeading(line: string): boolean {
  const text = line.trim();
  if (text.length > MAX_HEADING || !(text.endsWith(':') || text.endsWith('：')) || !HEADING.test(text))
    return false;
  return text.split(/\s+/).length <= MAX_HEADING_WORDS;
}

/** What one whole line is, by what the grammar of frames makes of it. */
export function lineKind(line: string, reading: FrameReading): LineKind {
  if (isBlankLine(line)) return { is: 'blank' };
  if (isSeparator(line)) return { is: 'separator' };
  if (reading.is === 'frame' && !isSentence(reading.frame)) return reading;
  return { is: isHeading(line) ? 'heading' : 'text' };
}

/** A word behind the parameters may be where a place was cut off; one that announces no place in the languages seen goes on a sentence. */
function isSentence({ kind, place }: FrameLine): boolean {
  return kind === 'clr' && place !== null && isFrameWord(place) && !PLACE_WORDS.has(place);
}
