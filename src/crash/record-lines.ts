import { cleanText, decodeWrittenLineEnds, splitLines, unescapeHtml } from './clean-text';
import { readFormatList } from './format-list';
import { splitInlineFrames } from './inline-frames';
import { readerOf } from './line-reader';
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
 * The lines of a record whose text went through a console, a chat or a web page: escaping undone, the message taken out of
 * a Format-List, wrapped lines joined, lost line ends put back.
 */
export function restoredLines(text: string): string[] {
  const all = pastedLines(text);
  const list = readFormatList(all);
  const lines = withoutDoubledEnds(withoutIndent(list?.message ?? all, list !== null));
  const reader = readerOf(lines);
  return splitInlineFrames(joinWrapped(lines, reader), reader);
}

/** The lines of a paste before anything is joined or taken out. */
export function pastedLines(text: string): string[] {
  return withoutMarkdown(splitLines(cleanText(decodeWrittenLineEnds(unescapeHtml(text)))));
}

const FENCE = /^\s{0,3}(?:`{3,}|~{3,})\s{0,3}\w{0,20}\s*$/;
const QUOTE = /^\s{0,3}>\s?/;

/** Takes off what a chat put around a text: the fences of a code block, and the marks of a quotation where every line has one. */
function withoutMarkdown(lines: readonly string[]): string[] {
  const isFenced = lines.some((line) => FENCE.test(line));
  const bare = isFenced ? lines.filter((line) => !FENCE.test(line)) : [...lines];
  const isQuoted =
    bare.some((line) => QUOTE.test(line)) && bare.every((line) => line.trim() === '' || QUOTE.test(line));
  return isQuoted ? bare.map((line) => line.replace(QUOTE, '')) : bare;
}

/** Takes off the indentation that all lines share; the first line of a list stands behind its property name. */
function withoutIndent(lines: readonly string[], firstIsBare: boolean): string[] {
  const indented = lines.filter((line, i) => line.trim() !== '' && !(firstIsBare && i === 0));
  const shared = indented.reduce((least, line) => Math.min(least, line.search(/\S/)), Infinity);
  return lines.map((line, i) => (firstIsBare && i === 0 ? line : line.slice(Math.min(shared, line.length))));
}

/** Where every line is followed by a blank one the blank lines say nothing. */
function withoutDoubledEnds(lines: readonly string[]): string[] {
  const filled = lines.filter((line) => line.trim() !== '');
  return lines.length - filled.length >= filled.length - 1 ? filled : [...lines];
}
