import { Brackets } from './brackets';
import { endOfName } from './frame-grammar';
import { isBlank, readFrameWords } from './frame-word';
import { readFrameTail } from './frame-place';
import { isHeading } from './line-kind';
import { LineReader } from './line-reader';
import type { TextLine } from './text-line';

/** A PowerShell frame inside a line; whether it is one is judged when it has a line of its own. */
const POWERSHELL =
  /\s\S{1,24}\s{1,8}(?:<\p{L}[^<>\s]{0,40}>|[\p{L}_][\p{L}\p{N}_:-]{0,120})(?:<\w{1,20}>)?[,，、]\s?[^,\n]{1,300}?[:：]\s?(?:[^\s\d]{1,12}\s)?\d{1,7}(?:\s-\s\d[\d./:TZ-]{4,30}(?:\s\d[\d:.]{3,12})?(?:\s[AP]M)?)?/gu;

const DASHES = /<---|---[>\s]/;
const END_MARKS = /^(?:\s*<---)+/;
/** The end of a place in any language; what follows it lost its line end. */
const LINE_NUMBER = /[:：]\s?[^\s\d:：\\/]{0,16}\s?\d{1,9}[.。]?/;
/** The first line of a record ends with the name of its executable; here it goes on. */
const HEAD_GOES_ON = /^.{0,1000}?\.exe\s?\p{L}/isu;

const CUT_BEYOND = 31_000;
const CUT_NOTICE = /^The remainder of the message was truncated\.?$/i;
const MAX_CUT_NOTICE = 120;

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Gives the frames of a line that lost its line ends a line each. Only a line that ends in a run of frames is split, and
 * only when no frame follows on the next line: where line ends were kept, frame-like text inside a line is just text.
 */
export function splitInlineFrames(lines: readonly TextLine[], reader: LineReader): TextLine[] {
  const result: TextLine[] = [];
  const head = lines.findIndex(({ kind }) => kind.is !== 'blank');
  lines.forEach((line, i) => {
    const mayHold = (line.kind.is === 'text' && line.text.includes('(')) || goesOnBehindPlace(line);
    const alone = mayHold && !isBeforeFrame(lines, i);
    const whole = alone && i === head && HEAD_GOES_ON.test(line.text);
    const pieces = alone ? splitLine(line.text, whole, reader) : null;
    if (pieces === null) result.push(line);
    else for (const piece of pieces) result.push(reader.line(piece));
  });
  return result;
}

/** A frame whose place has a line number and then, for want of a line end, more frames. */
function goesOnBehindPlace({ kind }: TextLine): boolean {
  const place = kind.is === 'frame' ? kind.frame.place : null;
  if (place?.includes('(') !== true) return false;
  const number = LINE_NUMBER.exec(place);
  return number !== null && place.includes('(', number.index);
}

function isBeforeFrame(lines: readonly TextLine[], i: number): boolean {
  let next = i + 1;
  while (lines[next]?.kind.is === 'blank') next += 1;
  return lines[next]?.kind.is === 'frame';
}

/** @param whole the line is the whole record: all line ends are lost */
function splitLine(line: string, whole: boolean, reader: LineReader): string[] | null {
  const spans = findFrames(line, reader);
  if (spans.length === 0) return null;
  const pieces = splitLead(line.slice(0, spans[0]?.start), reader);
  for (const [i, span] of spans.entries()) {
    const gap = line.slice(span.end, spans[i + 1]?.start ?? line.length);
    const frame = line.slice(span.start, span.end);
    const { tail, rest } = splitGap(gap);
    pieces.push(frame + tail, ...rest);
  }
  const indented = /\s\s$/.test(line.slice(0, spans.at(-1)?.start));
  const last = pieces.at(-1) ?? '';
  const stack = isCutNotice(last, whole && line.length > CUT_BEYOND) ? pieces.slice(0, -1) : pieces;
  return framesAtEnd(stack) >= (whole || indented ? 1 : 2) ? pieces : null;
}

/** The line that the runtime puts behind a stack it has cut: English, or whatever stands there in a text that long. */
function isCutNotice(piece: string, long: boolean): boolean {
  return CUT_NOTICE.test(piece) || (long && piece.length <= MAX_CUT_NOTICE);
}

/** What stands before the first frame with a parameter list; it may end in PowerShell frames. */
function splitLead(lead: string, reader: LineReader): string[] {
  for (const { 0: frame, index } of lead.matchAll(POWERSHELL))
    if (reader.read(frame).is === 'frame') return [lead.slice(0, index), ...splitGap(lead.slice(index)).rest];
  return [lead];
}

/** What follows a frame up to the next: its place, then separators and headings, or other text. */
function splitGap(gap: string): { tail: string; rest: string[] } {
  const powerShell = [...gap.matchAll(POWERSHELL)];
  const first = powerShell[0];
  if (first === undefined) return splitPlainGap(gap);
  const { tail, rest } = splitPlainGap(gap.slice(0, first.index));
  for (const [i, frame] of powerShell.entries()) {
    const between = gap.slice(frame.index + frame[0].length, powerShell[i + 1]?.index ?? gap.length);
    rest.push(frame[0], between.trim());
  }
  return { tail, rest: rest.filter((piece) => piece !== '') };
}

function splitPlainGap(gap: string): { tail: string; rest: string[] } {
  const end = endOfTail(gap);
  const text = gap.slice(end).trim();
  const separator = text.startsWith('--->') ? text.length : text.lastIndexOf('---') + 3;
  const rest = text.startsWith('---') ? [text.slice(0, separator), text.slice(separator).trim()] : [text];
  return { tail: gap.slice(0, end), rest: rest.filter((piece) => piece !== '') };
}

/** Where the place of a frame ends, and the `<---` behind it that ends an inner exception. */
function endOfTail(gap: string): number {
  const dashes = gap.search(DASHES);
  const place = dashes < 0 ? gap : gap.slice(0, dashes);
  const number = LINE_NUMBER.exec(place);
  const ends = [...(number === null ? [] : [number.index + number[0].length]), place.length];
  const end = ends.find((at) => readFrameTail(place.slice(0, at)) !== null) ?? 0;
  return end + (END_MARKS.exec(gap.slice(end))?.[0].length ?? 0);
}

/** How many frames a line ends in. One alone may be text, unless it kept its indentation or no line end of the record is left. */
function framesAtEnd(pieces: readonly string[]): number {
  let frames = 0;
  const reader = new LineReader();
  for (const piece of pieces.toReversed()) {
    const { kind } = reader.line(piece);
    if (kind.is === 'frame') frames += 1;
    else if (kind.is === 'text' && !isHeading(piece)) break;
  }
  return frames;
}

function findFrames(line: string, reader: LineReader): Span[] {
  const brackets = new Brackets(line);
  const spans: Span[] = [];
  let i = 0;
  while (i < line.length) {
    const end = mayStart(line, i, reader) ? endOfFrame(line, i, brackets, reader) : null;
    if (end === null) i += 1;
    else {
      spans.push({ start: i, end });
      i = end;
    }
  }
  return spans;
}

/** A frame starts at a new word, or right behind the end of a sentence or a frame when its word is known. */
function mayStart(line: string, i: number, reader: LineReader): boolean {
  if (isBlank(line.charCodeAt(i))) return false;
  const before = line.charAt(i - 1);
  if (before === '' || isBlank(line.charCodeAt(i - 1))) return true;
  if (!/[).!?:。-]/.test(before)) return false;
  return readFrameWords(line, i).some(({ word }) => reader.knows(word));
}

function endOfFrame(line: string, start: number, brackets: Brackets, reader: LineReader): number | null {
  for (const { word, next } of readFrameWords(line, start)) {
    const nameEnd = endOfName(line, next, brackets);
    if (nameEnd === null || line[nameEnd] !== '(') continue;
    const name = line.slice(next, nameEnd);
    const typed = /^[\p{L}_<$][^\s]*[^.][.+]./u.test(name);
    const close = brackets.closing(nameEnd);
    if (close !== undefined && (typed || reader.knows(word))) {
      return line.startsWith('+MoveNext()', close + 1) ? close + 12 : close + 1;
    }
  }
  return null;
}
