import { isFrameWord } from './frame-word';
import { startsPath } from './frame-place';
import type { FrameLine } from './frame-grammar';
import { isHeading, isSeparator } from './line-kind';
import type { LineReader } from './line-reader';

/** One printed line may have been wrapped into at most this many; the limit keeps hostile text linear. */
const MAX_PIECES = 60;
/** The blank in front of a word and the one behind it, which Format-List keeps with it. */
const BLANKS = 2;
/** The name of an exception always ends in a colon or with its line. */
const UNFINISHED_TYPE = /(?:--->|[Ee]xception\s?:)\s{1,4}[\w.+`]{1,380}$/;
/** The beginning of the mark behind the last frame of an inner exception. */
const CUT_END_MARK = /<-{0,2}$/;
const LABEL =
  /^\s*(?:Application|Framework Version|CoreCLR Version|\.NET Version|Description|Message|Exception Info|Stack)\s?:/;
const LABELLED_VALUE = /^\s*[^:：.,()]{1,40}[:：]\s*(?:v?\d+\.[\d.]+|[\w.+`]{1,300}Exception)\s*$/;
const ASCII = /^[\0-\x7f]*$/;
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/**
 * Joins the lines that a console or Format-List wrapped. What the next line is decides first: the start of a frame, a
 * separator, a heading or a label is never a continuation. Then the grammar of an unfinished frame, then the width.
 */
export function joinWrapped(lines: readonly string[], reader: LineReader): string[] {
  const widths = measure(lines);
  const joined: string[] = [];
  let current: string | null = null;
  let pieces = 0;
  for (const [i, line] of lines.entries()) {
    const blank = line.trim() === '';
    const full = i > 0 && isFull(widths, lines, i - 1);
    if (current !== null && !blank && pieces < MAX_PIECES) {
      const starts = startsLine(line, lines[i + 1] ?? '', reader);
      const placeWord = isFrameWord(line.trim()) && startsPath((lines[i + 1] ?? '').trim());
      const together = join(current, line, { full, cut: isCut(widths, i - 1), starts, placeWord }, reader);
      if (together !== null) {
        current = together;
        pieces += 1;
        continue;
      }
    }
    if (current !== null) joined.push(current);
    if (blank) joined.push('');
    current = blank ? null : line;
    pieces = 1;
  }
  if (current !== null) joined.push(current);
  return joined;
}

interface Widths {
  readonly characters: readonly number[];
  readonly cells: readonly number[];
  readonly maxCharacters: number;
  readonly maxCells: number;
}

/** Windows counts an East Asian letter as two columns, other tools as one: both are looked at. */
function measure(lines: readonly string[]): Widths {
  const characters = lines.map((line) => line.trimEnd().length);
  const cells = lines.map((line, i) => (characters[i] ?? 0) + wideLetters(line));
  const largest = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), 0);
  return { characters, cells, maxCharacters: largest(characters), maxCells: largest(cells) };
}

/** The last character is looked at first: few lines end like such a value. */
function isLabelledValue(line: string): boolean {
  return /[\d.n]$/.test(line.slice(-8).trimEnd()) && LABELLED_VALUE.test(line);
}

function wideLetters(text: string): number {
  return ASCII.test(text) ? 0 : (text.match(WIDE)?.length ?? 0);
}

/** Whether the first word of the next line would not have fitted behind line `i`. */
function isFull(widths: Widths, lines: readonly string[], i: number): boolean {
  const word = /^\s*(\S*)/.exec(lines[i + 1] ?? '')?.[1] ?? '';
  const wordCells = word.length + wideLetters(word);
  const characters = (widths.characters[i] ?? 0) + BLANKS + word.length > widths.maxCharacters;
  return characters || (widths.cells[i] ?? 0) + BLANKS + wordCells > widths.maxCells;
}

/** Whether line `i` reaches the edge, so that a word was cut there. */
function isCut(widths: Widths, i: number): boolean {
  return widths.characters[i] === widths.maxCharacters || widths.cells[i] === widths.maxCells;
}

/** What is known of the place between two lines. */
interface Seam {
  /** The next word would not have fitted. */
  readonly full: boolean;
  /** The first line reaches the edge: a word was cut. */
  readonly cut: boolean;
  /** The second line is no continuation. */
  readonly starts: boolean;
  /** The second line is a word in front of a path. */
  readonly placeWord: boolean;
}

/** The two lines as one, or `null` when the second is a line of its own. */
function join(current: string, next: string, seam: Seam, reader: LineReader): string | null {
  const { full, cut, starts } = seam;
  if (cut && (CUT_END_MARK.exec(current)?.[0] ?? '') + next.trim() === '<---') return current + next.trim();
  const reading = reader.read(current);
  if (reading.is === 'frame') return joinToFrame(current, next, seam, reader);
  const typeCut = cut && UNFINISHED_TYPE.test(current.slice(-400)) && /^[\w.+`]{0,300}Exception:/.test(next);
  if (typeCut) return current + next;
  if (starts) return null;
  if (reading.is === 'open') {
    const together = glueToOpenFrame(current, next, cut);
    return full || reader.read(together).is !== 'none' ? together : null;
  }
  if (isSeparator(current) && !/^\s*--->/.test(current)) {
    const unfinished = !current.trimEnd().endsWith('---');
    return unfinished && (full || next.trimEnd().endsWith('---')) ? glue(current, next, cut) : null;
  }
  return full ? glue(current, next, cut || UNFINISHED_TYPE.test(current.slice(-400))) : null;
}

/** Behind a whole frame only the rest of its own line may follow: an end mark, a place, the rest of a place. */
function joinToFrame(
  current: string,
  next: string,
  { full, cut, starts, placeWord }: Seam,
  reader: LineReader,
): string | null {
  const text = next.trim();
  if (/^(?:\+\w{1,40}\(\)|<---)/.test(text)) return current.trimEnd() + text;
  const before = placeOf(current, reader);
  if (starts || before === null) return null;
  const nothingOpen = before.place !== null && !before.placeOpen && !/^[\d.。]{1,8}(?:<-{0,3})?$/.test(text);
  if (nothingOpen) return null;
  const blank = glue(current, next, false);
  const ways =
    before.place === null
      ? [blank]
      : cut
        ? [glue(current, next, true), blank]
        : [blank, current.trimEnd() + text];
  const together = ways.find((way) => {
    const after = placeOf(way, reader);
    if (after?.place == null || after.place === before.place) return false;
    return (
      full ||
      placeWord ||
      !after.placeOpen ||
      /[\\/]/.test(text) ||
      (before.place === null && /[\\/]/.test(after.place))
    );
  });
  return together ?? null;
}

function placeOf(line: string, reader: LineReader): FrameLine | null {
  const reading = reader.read(line);
  return reading.is === 'frame' ? reading.frame : null;
}

/** Whether a line is no continuation. A word alone may announce a frame or a place: the line after it tells. */
function startsLine(line: string, next: string, reader: LineReader): boolean {
  const heading = isHeading(line) && !/Exception\s?[:：]\s*$/.test(line);
  if (isSeparator(line) || heading || LABEL.test(line) || isLabelledValue(line)) return true;
  const word = line.trim();
  if (!/\s/.test(word) && isFrameWord(word) && reader.knows(word)) return !startsPath(next.trim());
  return reader.read(line).is !== 'none';
}

/** A word that was cut goes together without a blank, words that were kept whole with one. */
function glue(first: string, second: string, cut: boolean): string {
  const blankBetween = /\s$/.test(first) || /^\s/.test(second) || !cut;
  return `${first.trimEnd()}${blankBetween ? ' ' : ''}${second.trimStart()}`;
}

/** The name of a method holds no blank but for a lost backtick, so what continues it belongs right behind it. */
function glueToOpenFrame(current: string, next: string, cut: boolean): string {
  const text = current.trim();
  const inName = /\s/.test(text) && !text.includes('(') && !/,\s|,$|[，、]/.test(text);
  if (!inName) return glue(current, next, cut && /\s/.test(text));
  const blankBetween = /\s$/.test(current) || /^\s/.test(next);
  const lostBacktick = blankBetween && !text.endsWith('`') && /^\d{1,3}[.+[(]/.test(next.trimStart());
  return `${current.trimEnd()}${lostBacktick ? ' ' : ''}${next.trimStart()}`;
}
