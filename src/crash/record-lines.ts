import { cleanText, decodeWrittenLineEnds, splitLines, unescapeHtml } from './clean-text';
import { isBlankLine, skipBlanks } from './frame-word';
import { readFormatList } from './format-list';
import { splitInlineFrames } from './inline-frames';
import { LineReader, readLines, type ReadLines } from './line-reader';
import { joinWrapped } from './wrapped-lines';

/** The first line that holds anything; the rest of a long record is not looked at. */
export function firstLine(text: string): string {
  for (let start = 0; start < text.length;) {
    const length = text.slice(start).search(/[\n\r\u2028\u2029]/);
    const end = length < 0 ? text.length : start + length;
    const line = cleanText(text.slice(start, end));
    if (line.trim() !== '') return line;
    start = end + 1;
  }
  return '';
}

/** The lines of a record as Windows wrote them. */
export function exactLines(text: string): string[] {
  return splitLines(cleanText(text));
}

/**
 * Restores a text that went through a console, a chat or a web page: escaping undone, the message taken out of
 * a Format-List, wrapped lines joined, lost line ends put back.
 */
export function restoreText(text: string): ReadLines {
  const all = pastedLines(text);
  const list = readFormatList(all);
  const bare = withoutTrail(withoutIndent(list?.message ?? all, list !== null));
  const { lines, reader } = readLines(withoutDoubledEnds(bare));
  return { lines: splitInlineFrames(joinWrapped(lines, reader), reader), reader };
}

/** The lines of a paste before anything is joined or taken out. */
export function pastedLines(text: string): string[] {
  const clean = cleanText(unescapeHtml(text));
  const lines = splitLines(clean);
  const decoded = decodeWrittenLineEnds(clean);
  if (decoded === clean || haveOwnLines(lines)) return withoutQuoteMarks(withoutFences(clean, lines));
  return withoutQuoteMarks(withoutFences(decoded, splitLines(decoded)));
}

/**
 * Whether frames in front of the last heading (`Stack:`) stand on lines of their own. Then a line end that is written out somewhere
 * was put into the message, perhaps with a forged frame behind it.
 */
function haveOwnLines(lines: readonly string[]): boolean {
  const read = new LineReader().lines(lines.filter((line) => !isBlankLine(line)));
  const heading = read.findLastIndex(({ kind }) => kind.is === 'heading');
  return read.some(({ kind, text }, i) => {
    const whole =
      kind.is === 'frame' && read[i + 1]?.kind.is !== 'text' && decodeWrittenLineEnds(text) === text;
    return whole && (heading < 0 || i < heading);
  });
}

const FENCE = /^\s{0,3}(?:`{3,}|~{3,})\s{0,3}\w{0,20}\s*$/;
const QUOTE = /^\s{0,3}>\s?/;

/** Takes off the fences that a chat put around a code block. */
function withoutFences(text: string, lines: string[]): string[] {
  const mayHave = text.includes('```') || text.includes('~~~');
  return mayHave ? lines.filter((line) => !FENCE.test(line)) : lines;
}

/** Takes off the marks of a quotation where every line has one. */
function withoutQuoteMarks(lines: string[]): string[] {
  const isQuoted = lines.every((line) => isBlankLine(line) || QUOTE.test(line));
  return isQuoted ? lines.map((line) => line.replace(QUOTE, '')) : lines;
}

/** Takes off the indentation that all lines share; the first line of a list stands behind its property name. */
function withoutIndent(lines: readonly string[], firstIsBare: boolean): readonly string[] {
  const bare = firstIsBare ? 1 : 0;
  let shared = Infinity;
  for (let i = bare; i < lines.length && shared > 0; i += 1) {
    const line = lines[i] ?? '';
    const indent = skipBlanks(line, 0);
    if (indent < line.length) shared = Math.min(shared, indent);
  }
  return shared === 0 ? lines : lines.map((line, i) => (i < bare ? line : line.slice(shared)));
}

/** Takes off the trailing blanks that all lines share: fewer, or none, tell where a console broke a line at a blank. */
function withoutTrail(lines: readonly string[]): readonly string[] {
  let shared = Infinity;
  for (let i = 0; i < lines.length && shared > 0; i += 1) {
    const line = lines[i] ?? '';
    const text = line.trimEnd().length;
    if (text > 0) shared = Math.min(shared, line.length - text);
  }
  return shared === 0 ? lines : lines.map((line) => line.slice(0, -shared));
}

/** Where every line is followed by a blank one the blank lines say nothing. */
function withoutDoubledEnds(lines: readonly string[]): readonly string[] {
  let blank = 0;
  for (const line of lines) if (isBlankLine(line)) blank += 1;
  return blank >= lines.length - blank - 1 ? lines.filter((line) => !isBlankLine(line)) : lines;
}
