/** Words in front of a frame that have been seen or are in the language packs; a help where a line alone is not enough. */
const KNOWN_WORDS: ReadonlySet<string> = new Set(
  'at bei à в 場所 在 en em a in w v konum 위치 於 bij vid ved på kohteessa σε στο'.split(' '),
);
const MAX_WORD = 24;
/** ASCII in a word is letters, damaged letters (`?`), perhaps a hyphen. Everything else may be a letter in the wrong code page. */
const WORD = /^(?:[A-Za-z?]|[^\u0000-\u00a0])(?:[A-Za-z?'-]|[^\u0000-\u007f\u3001\u3002])*[:：]?$/;
const NOT_ASCII = /^[^\u0000-\u007f]+$/;

/** Whether the text could be the word in front of a frame, in some language, perhaps damaged. */
export function isFrameWord(text: string): boolean {
  return text.length <= MAX_WORD && WORD.test(text);
}

/** Whether the text is a frame word beyond doubt: a known one, or one seen in front of other frames. */
export function isKnownFrameWord(text: string, seen: ReadonlySet<string>): boolean {
  const bare = bareWord(text);
  return KNOWN_WORDS.has(bare) || seen.has(bare);
}

/** A word as it is remembered: without the colon that may stick to it. */
export function bareWord(text: string): string {
  return text.endsWith(':') || text.endsWith('：') ? text.slice(0, -1) : text;
}

export interface WordAt {
  readonly word: string;
  /** Where the next word starts; the end of the text when there is none. */
  readonly next: number;
}

/**
 * Reads the word of a frame at a position. Letters in the wrong code page may hold a no-break space (`å ´æ‰€`), so up to
 * three pieces joined by single no-break spaces are offered, shortest first.
 */
export function readFrameWords(text: string, start: number): WordAt[] {
  const words: WordAt[] = [];
  let end = endOfWord(text, start);
  for (let pieces = 0; pieces < 3; pieces += 1) {
    const word = text.slice(start, end);
    if (end - start > MAX_WORD || !isFrameWord(word)) break;
    words.push({ word, next: skipBlanks(text, end) });
    const joined = text[end] === '\u00a0' && NOT_ASCII.test(word) && !/\s/.test(text.charAt(end + 1));
    if (!joined) break;
    end = endOfWord(text, end + 1);
  }
  return words;
}

/** Whether a character is white space of any kind, as `\\s` says. */
export function isBlank(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return code === 0xa0 || (code >= 0x1680 && /\s/.test(String.fromCharCode(code)));
}

/** Position of the first character at or after `start` that is no white space of any kind. */
export function skipBlanks(text: string, start: number): number {
  let i = start;
  while (i < text.length && isBlank(text.charCodeAt(i))) i += 1;
  return i;
}

/** Whether a line holds nothing but white space. */
export function isBlankLine(line: string): boolean {
  return skipBlanks(line, 0) === line.length;
}

function endOfWord(text: string, start: number): number {
  let i = start;
  while (i < text.length && i - start <= MAX_WORD && !isBlank(text.charCodeAt(i))) i += 1;
  return i;
}
