import { readFrameLine, type FrameReading } from './frame-grammar';
import { isKnownFrameWord } from './frame-word';

const NO_WORDS: ReadonlySet<string> = new Set();
/** Longer lines are rare, and too large to keep. */
const MAX_REMEMBERED = 1_000;

/** Reads the lines of one text by the grammar of frames and remembers what it read: a line is looked at from several sides. */
export class LineReader {
  private readonly readings = new Map<string, FrameReading>();

  /** @param words words that stand in front of other frames of the text, beyond those known anyway */
  constructor(readonly words: ReadonlySet<string> = NO_WORDS) {}

  read(line: string): FrameReading {
    if (line.length > MAX_REMEMBERED) return readFrameLine(line, this.words);
    const known = this.readings.get(line);
    if (known !== undefined) return known;
    const reading = readFrameLine(line, this.words);
    this.readings.set(line, reading);
    return reading;
  }

  /** Whether a text is a word in front of frames beyond doubt. */
  knows(word: string): boolean {
    return isKnownFrameWord(word, this.words);
  }
}

/**
 * A reader that has learned the words in front of those frames of the lines that need no known word; a word that stands in front of
 * beginnings of frames only has to do so twice.
 * @param earlier has read the text that the lines were made of; unless it learned words there, it need not read them again
 */
export function readerOf(lines: readonly string[], earlier?: LineReader): LineReader {
  const plain = earlier?.words.size === 0 ? earlier : new LineReader();
  const words = new Set<string>();
  const once = new Set<string>();
  for (const line of lines) {
    const reading = plain.read(line);
    if (reading.is === 'frame') words.add(reading.frame.word);
    else if (reading.is === 'open' && once.has(reading.word)) words.add(reading.word);
    else if (reading.is === 'open') once.add(reading.word);
  }
  const learned = [...words].filter((word) => !plain.knows(word));
  return learned.length === 0 ? plain : new LineReader(new Set(learned));
}
