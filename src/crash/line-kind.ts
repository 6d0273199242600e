import { readFrameLine, type FrameLine } from './frame-grammar';

/** What a line of a record is to the reading of its stack. */
export type LineKind =
  | { readonly is: 'frame'; readonly frame: FrameLine }
  | { readonly is: 'blank' | 'separator' | 'heading' | 'text' };

/** A heading is short, ends with a colon and has no punctuation that a sentence or a quotation has. */
const HEADING = /^(?:[A-Za-z?]|[^\u0000-\u007f])(?:[A-Za-z0-9 ?'’[\]-]|[^\u0000-\u007f])*[:：]$/;
const MAX_HEADING = 60;
const MAX_HEADING_WORDS = 7;

/** Lines that begin with dashes end or divide stacks; `<---` ends an inner exception of an aggregate. */
export function isSeparator(line: string): boolean {
  const text = line.trimStart();
  return text.startsWith('---') || text.startsWith('<---');
}

/** `Stack:`, `Server stack trace:`, `Pile :`. */
export function isHeading(line: string): boolean {
  const text = line.trim();
  if (text.length > MAX_HEADING || !HEADING.test(text)) return false;
  return text.split(/\s+/).length <= MAX_HEADING_WORDS;
}

/** What one whole line is. */
export function lineKind(line: string, seenWords: ReadonlySet<string>): LineKind {
  if (line.trim() === '') return { is: 'blank' };
  if (isSeparator(line)) return { is: 'separator' };
  const reading = readFrameLine(line, seenWords);
  if (reading.is === 'frame') return reading;
  return { is: isHeading(line) ? 'heading' : 'text' };
}

/**
 * The words in front of those frames of the lines that need no known word; a word that stands in front of beginnings of
 * frames only has to do so twice.
 */
export function frameWordsOf(lines: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>();
  const once = new Set<string>();
  for (const line of lines) {
    const reading = readFrameLine(line);
    if (reading.is === 'frame') words.add(reading.frame.word);
    else if (reading.is === 'open' && once.has(reading.word)) words.add(reading.word);
    else if (reading.is === 'open') once.add(reading.word);
  }
  return words;
}
