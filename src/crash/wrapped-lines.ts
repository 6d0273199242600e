import { ConsoleEdge } from './console-edge';
import { isBlankLine, isFrameWord } from './frame-word';
import { startsPath } from './frame-place';
import type { FrameLine } from './frame-grammar';
import { isHeading, isSeparator } from './line-kind';
import type { LineReader } from './line-reader';

/** One printed line may have been wrapped into at most this many; the limit keeps hostile text linear. */
const MAX_PIECES = 60;
/** The name of an exception always ends in a colon or with its line. */
const UNFINISHED_TYPE = /(?:--->|[Ee]xception\s?:)\s{1,4}[\w.+`]{1,380}$/;
/** The beginning of the mark behind the last frame of an inner exception. */
const CUT_END_MARK = /<-{0,2}$/;
const TYPE_END = /^[\w.+`]{0,300}Exception:/;
/** Lines that look like a line of their own and yet may be the rest of the one before: an end mark, `+MoveNext()`, the end of a type. */
const MAY_CONTINUE = /^\s*[+<-]|^[\w.+`]{0,300}Exception:/;
const LABEL =
  /^\s*(?:Application|Framework Version|CoreCLR Version|\.NET Version|Description|Message|Exception Info|Stack|P\d{1,2})\s?[:：]/;
const LABELLED_VALUE = /^\s*[^:：.,()]{1,40}[:：]\s*(?:v?\d+\.[\d.]+|[\w.+`]{1,300}Exception)\s*$/;

/**
 * Joins the lines that a console or Format-List wrapped. What the next line is decides first: the start of a frame, a
 * separator, a heading or a label is never a continuation. Then the grammar of an unfinished frame, then the width.
 */
export function joinWrapped(lines: readonly string[], reader: LineReader): string[] {
  const edge = new ConsoleEdge(lines);
  const joined: string[] = [];
  let current: string | null = null;
  let pieces = 0;
  for (const [i, line] of lines.entries()) {
    const blank = isBlankLine(line);
    if (current !== null && !blank && pieces < MAX_PIECES) {
      const starts = startsLine(line, lines[i + 1] ?? '', reader);
      const alone = starts && !MAY_CONTINUE.test(line);
      const together: string | null = alone ? null : join(current, new Seam(lines, i, edge, starts), reader);
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

/** The place between two lines. Most of it is asked for at few places only. */
class Seam {
  /** The second line. */
  readonly next: string;
  constructor(
    private readonly lines: readonly string[],
    private readonly i: number,
    private readonly edge: ConsoleEdge,
    /** The second line is no continuation. */
    readonly starts: boolean,
  ) {
    this.next = lines[i] ?? '';
  }

  /** The next word would not have fitted behind the first line. */
  get full(): boolean {
    return this.edge.isFull(this.lines[this.i - 1] ?? '', this.next);
  }

  /** The first line reaches the edge: a word was cut. */
  get cut(): boolean {
    return this.edge.cuts(this.lines[this.i - 1] ?? '');
  }

  /** The second line is a word in front of a path. */
  get placeWord(): boolean {
    return isFrameWord(this.next.trim()) && startsPath((this.lines[this.i + 1] ?? '').trim());
  }
}

/** The two lines as one, or `null` when the second is a line of its own. */
function join(current: string, seam: Seam, reader: LineReader): string | null {
  const { next, starts } = seam;
  const endMark = (CUT_END_MARK.exec(current)?.[0] ?? '') + next.trim();
  if (endMark === '<---' && seam.cut) return current + next.trim();
  const reading = reader.read(current);
  if (reading.is === 'frame') return joinToFrame(current, seam, reader);
  if (TYPE_END.test(next) && UNFINISHED_TYPE.test(current.slice(-400)) && seam.cut) return current + next;
  if (starts) return null;
  if (reading.is === 'open') {
    const together = glueToOpenFrame(current, next, seam.cut);
    return seam.full || reader.read(together).is !== 'none' ? together : null;
  }
  if (isSeparator(current) && !/^\s*--->/.test(current)) {
    const unfinished = !current.trimEnd().endsWith('---');
    return unfinished && (seam.full || next.trimEnd().endsWith('---')) ? glue(current, next, seam.cut) : null;
  }
  return seam.full ? glue(current, next, seam.cut || UNFINISHED_TYPE.test(current.slice(-400))) : null;
}

/** Behind a whole frame only the rest of its own line may follow: an end mark, a place, the rest of a place. */
function joinToFrame(current: string, seam: Seam, reader: LineReader): string | null {
  const { next } = seam;
  const text = next.trim();
  if (/^(?:\+\w{1,40}\(\)|<---)/.test(text)) return current.trimEnd() + text;
  if (seam.starts) return null;
  const before = placeOf(current, reader);
  if (before === null) return null;
  const nothingOpen = before.place !== null && !before.placeOpen && !/^[\d.。]{1,8}(?:<-{0,3})?$/.test(text);
  if (nothingOpen) return null;
  const blank = glue(current, next, false);
  const ways =
    before.place === null
      ? [blank]
      : seam.cut
        ? [glue(current, next, true), blank]
        : [blank, current.trimEnd() + text];
  const together = ways.find((way) => {
    const after = placeOf(way, reader);
    if (after?.place == null || after.place === before.place) return false;
    return (
      seam.full ||
      seam.placeWord ||
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
function startsLine(line: string, after: string, reader: LineReader): boolean {
  const reading = reader.read(line);
  if (reading.is === 'frame' || isSeparator(line)) return true;
  if (line.includes(':') || line.includes('：')) {
    const heading = isHeading(line) && !/Exception\s?[:：]\s*$/.test(line);
    if (heading || LABEL.test(line) || isLabelledValue(line)) return true;
  }
  return reading.is === 'open' && !(reading.word === line.trim() && startsPath(after.trim()));
}

/** The last character is looked at first: few lines end like such a value. */
function isLabelledValue(line: string): boolean {
  return /[\d.n]$/.test(line.slice(-8).trimEnd()) && LABELLED_VALUE.test(line);
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
