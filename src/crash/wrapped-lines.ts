import { ConsoleEdge } from './console-edge';
import { bareWord, isFrameWord } from './frame-word';
import type { FrameLine } from './frame-grammar';
import { isSeparator } from './line-kind';
import type { LineReader } from './line-reader';
import type { TextLine } from './text-line';

/** One printed line may have been wrapped into at most this many; the limit keeps hostile text linear. */
const MAX_PIECES = 60;
/** The name of an exception always ends in a colon or with its line. */
const UNFINISHED_TYPE = /(?:--->|[Ee]xception\s?:)\s{1,4}[\w.+`]{1,380}$/;
/** The beginning of the mark behind the last frame of an inner exception. */
const CUT_END_MARK = /<-{0,2}$/;
/** The date that may stand behind a PowerShell frame, ` - 10/14/2026 9:22:09 PM`, and where a line ends inside it. */
const DATE = /^[-–]?\s?(?:\d[\d./:TZ+-]{0,30}|[AP]\.?M\.?)?(?:\s[\d./:]{1,20})?(?:\s[^\s\d]{1,12})?$/;
const DATE_BEGUN = /\s[-–]\s?(?:\d[\d./:T-]{0,30}(?:\s\d[\d.:]{0,16})?)?\s*$/;
const TYPE_END = /^[\w.+`]{0,300}Exception:/;

/**
 * Joins the lines that a console or Format-List wrapped. What the next line is decides first: the start of a frame, a
 * separator, a heading or a label is never a continuation. Then the grammar of an unfinished frame, then the width.
 */
export function joinWrapped(lines: readonly TextLine[], reader: LineReader): TextLine[] {
  const edge = new ConsoleEdge(lines);
  const joined: TextLine[] = [];
  let current: TextLine | null = null;
  let pieces = 0;
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] as TextLine;
    const blank = line.kind.is === 'blank';
    if (current !== null && !blank && mayContinue(line, lines[i + 1]) && pieces < MAX_PIECES) {
      const together = join(current, new Seam(lines, i, edge), reader);
      if (together !== null) {
        current = reader.line(together);
        pieces += 1;
        continue;
      }
    }
    if (current !== null) joined.push(current);
    if (blank) joined.push(reader.line(''));
    current = blank ? null : line;
    pieces = 1;
  }
  if (current !== null) joined.push(current);
  return joined;
}

function mayContinue({ start }: TextLine, next: TextLine | undefined): boolean {
  return start === 'word' ? next?.startsPath === true : start !== 'own';
}

/** The place between two lines. Most of it is asked for at few places only. */
class Seam {
  /** The second line. */
  readonly next: string;
  constructor(
    private readonly lines: readonly TextLine[],
    private readonly i: number,
    private readonly edge: ConsoleEdge,
  ) {
    this.next = lines[i]?.text ?? '';
  }

  /** The second line looks like a line of its own. */
  get starts(): boolean {
    const start = this.lines[this.i]?.start;
    return start === 'own' || start === 'own-or-rest';
  }

  /** The next word would not have fitted behind the first line. */
  get full(): boolean {
    return this.edge.isFull(this.lines[this.i - 1]?.text ?? '', this.next);
  }

  /** The first line reaches the edge: a word was cut. */
  get cut(): boolean {
    return this.edge.cuts(this.lines[this.i - 1]?.text ?? '');
  }

  /** The second line is a word in front of a path. */
  get placeWord(): boolean {
    return isFrameWord(this.next.trim()) && this.lines[this.i + 1]?.startsPath === true;
  }
}

/** The two lines as one, or `null` when the second is a line of its own. */
function join(line: TextLine, seam: Seam, reader: LineReader): string | null {
  const { text: current, reading } = line;
  const { next, starts } = seam;
  const endMark = (CUT_END_MARK.exec(current)?.[0] ?? '') + next.trim();
  if (endMark === '<---' && seam.cut) return current + next.trim();
  if (reading.is === 'frame') return joinToFrame(line, seam, reader);
  if (TYPE_END.test(next) && UNFINISHED_TYPE.test(current.slice(-400)) && seam.cut) return current + next;
  if (starts) return null;
  if (reading.is === 'open') {
    const alone = bareWord(current.trim()) === reading.word;
    const together = alone ? glue(current, next, false) : glueToOpenFrame(current, next, seam.cut);
    return seam.full || reader.read(together).is !== 'none' ? together : null;
  }
  if (isSeparator(current) && !/^\s*--->/.test(current)) {
    const unfinished = !/[^\s-].*---\s*$/.test(current);
    return unfinished && (seam.full || next.trimEnd().endsWith('---')) ? glue(current, next, seam.cut) : null;
  }
  return seam.full ? glue(current, next, seam.cut || UNFINISHED_TYPE.test(current.slice(-400))) : null;
}

/** Behind a whole frame only the rest of its own line may follow: an end mark, a place, the rest of a place. */
function joinToFrame(line: TextLine, seam: Seam, reader: LineReader): string | null {
  const { text: current } = line;
  const { next } = seam;
  const text = next.trim();
  if (/^(?:\+\w{1,40}\(\)|<---)/.test(text)) return current.trimEnd() + text;
  if (seam.starts) return null;
  const before = placeOf(line);
  if (before === null) return null;
  if (before.kind === 'powershell' && DATE.test(text) && (DATE_BEGUN.test(current) || /^[-–]/.test(text)))
    return seam.full ? glue(current, next, false) : null;
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
    const after = placeOf(reader.line(way));
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

function placeOf({ reading }: TextLine): FrameLine | null {
  return reading.is === 'frame' ? reading.frame : null;
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
