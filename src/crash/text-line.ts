import { readFrameLine, type FrameReading } from './frame-grammar';
import { startsPath } from './frame-place';
import { isKnownFrameWord } from './frame-word';
import { lineKind, type LineKind } from './line-kind';
import { lineStart, type LineStart } from './line-start';

/** A line and what it is by itself, whatever stands around it: worked out once, and only where it is asked for. */
export class TextLine {
  private knownReading: FrameReading | null = null;
  private knownKind: LineKind | null = null;
  private knownStart: LineStart | null = null;
  private knownPath: boolean | null = null;
  private knownNewWord: string | null | undefined = undefined;

  /** @param words words that stand in front of other frames of the text, beyond those known anyway */
  constructor(
    readonly text: string,
    private readonly words: ReadonlySet<string>,
  ) {}

  /** What the grammar of frames makes of it. */
  get reading(): FrameReading {
    return (this.knownReading ??= readFrameLine(this.text, this.words));
  }

  /** What it is to the reading of a stack. */
  get kind(): LineKind {
    return (this.knownKind ??= lineKind(this.text, this.reading));
  }

  /** The word in front of a frame or of the beginning of one, where that word is none of those known. */
  get newWord(): string | null {
    if (this.knownNewWord === undefined) this.knownNewWord = newWordOf(this.reading, this.words);
    return this.knownNewWord;
  }

  get startsPath(): boolean {
    return (this.knownPath ??= startsPath(this.text.trim()));
  }

  /** What it is behind another line of a text that a console wrapped. */
  get start(): LineStart {
    return (this.knownStart ??= lineStart(this.text, this.reading));
  }
}

function newWordOf(reading: FrameReading, words: ReadonlySet<string>): string | null {
  if (reading.is === 'none') return null;
  const { word } = reading.is === 'frame' ? reading.frame : reading;
  return isKnownFrameWord(word, words) ? null : word;
}
