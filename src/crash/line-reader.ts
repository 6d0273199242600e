import type { FrameReading } from './frame-grammar';
import { isKnownFrameWord } from './frame-word';
import { TextLine } from './text-line';

const NO_WORDS: ReadonlySet<string> = new Set();
/** Longer lines are rare, and too large to keep. */
const MAX_REMEMBERED = 1_000;

/** Reads the lines of one text by the grammar of frames. Equal lines are one: a stack of a recursion is read once. */
export class LineReader {
  private readonly known = new Map<string, TextLine>();

  /** @param words words that stand in front of other frames of the text, beyond those known anyway */
  constructor(readonly words: ReadonlySet<string> = NO_WORDS) {}

  line(text: string): TextLine {
    if (text.length > MAX_REMEMBERED) return new TextLine(text, this.words);
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const line = new TextLine(text, this.words);
    this.known.set(text, line);
    return line;
  }

  lines(texts: readonly string[]): TextLine[] {
    return texts.map((text) => this.line(text));
  }

  read(text: string): FrameReading {
    return this.line(text).reading;
  }

  /** Whether a text is a word in front of frames beyond doubt. */
  knows(word: string): boolean {
    return isKnownFrameWord(word, this.words);
  }
}

/** Lines, and the reader that read them. */
export interface ReadLines {
  readonly lines: readonly TextLine[];
  readonly reader: LineReader;
}

/** Reads lines once more than they need only where their text has frame words of its own. */
export function readLines(texts: readonly string[]): ReadLines {
  const reader = new LineReader();
  return withLearnedWords({ lines: reader.lines(texts), reader });
}

/**
 * The same lines, read by a reader that has learned the words in front of those frames that need no known word; a word that stands
 * in front of beginnings of frames only has to do so twice. What an earlier reader learned from other lines is forgotten.
 */
export function withLearnedWords(read: ReadLines): ReadLines {
  const plain = read.reader.words.size === 0 ? read : readAnew(read.lines, new LineReader());
  const learned = new Set<string>();
  const once = new Set<string>();
  for (const { newWord, reading } of plain.lines) {
    if (newWord === null) continue;
    if (reading.is === 'frame' || once.has(newWord)) learned.add(newWord);
    else once.add(newWord);
  }
  return learned.size === 0 ? plain : readAnew(plain.lines, new LineReader(learned));
}

function readAnew(lines: readonly TextLine[], reader: LineReader): ReadLines {
  return { lines: lines.map(({ text }) => reader.line(text)), reader };
}
