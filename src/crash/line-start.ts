import type { FrameReading } from './frame-grammar';
import { isHeading, isSeparator } from './line-kind';

/** What a line may be to the line before it, in a text whose lines a console wrapped. */
export type LineStart =
  /** A line of its own. */
  | 'own'
  /** It looks like a line of its own and yet may be the rest of the one before. */
  | 'own-or-rest'
  /** A word alone: it announces a frame, unless the next line is a path. */
  | 'word'
  /** Nothing says that a new line starts here. */
  | 'rest';

/** An end mark, `+MoveNext()`, the end of a type. */
const MAY_CONTINUE = /^\s*[+<-]|^[\w.+`]{0,300}Exception:/;
const LABEL =
  /^\s*(?:Application|Framework Version|CoreCLR Version|\.NET Version|Description|Message|Exception Info|Stack|P\d{1,2})\s?[:：]/;
const LABELLED_VALUE = /^\s*[^:：.,()]{1,40}[:：]\s*(?:v?\d+\.[\d.]+|[\w.+`]{1,300}Exception)\s*$/;

/** The end of a sentence that looks like a word and the beginning of a method name: `a value.` */
const SENTENCE_END = /^\s*\p{L}{1,12}\s\p{Ll}{1,30}\.\s*$/u;

/** The start of a frame, a separator, a heading or a label is never a mere continuation. */
export function lineStart(line: string, reading: FrameReading): LineStart {
  const own = reading.is === 'frame' || isSeparator(line) || isLabelled(line);
  if (!own && reading.is === 'open' && reading.word === line.trim()) return 'word';
  if (!own && (reading.is !== 'open' || SENTENCE_END.test(line))) return 'rest';
  return MAY_CONTINUE.test(line) ? 'own-or-rest' : 'own';
}

function isLabelled(line: string): boolean {
  if (!line.includes(':') && !line.includes('：')) return false;
  const heading = isHeading(line) && !/Exception\s?[:：]\s*$/.test(line);
  return heading || LABEL.test(line) || isLabelledValue(line);
}

/** The last character is looked at first: few lines end like such a value. */
function isLabelledValue(line: string): boolean {
  return /[\d.n]$/.test(line.slice(-8).trimEnd()) && LABELLED_VALUE.test(line);
}
