import type { FrameLine } from './frame-grammar';
import { lineKind } from './line-kind';

/** A line of the last block of frame lines. */
export interface BlockLine {
  readonly text: string;
  readonly frame: FrameLine | null;
  /** A heading such as `Stack:`. */
  readonly heading: boolean;
}

export interface FrameBlock {
  /** Index of the first frame line; the number of lines when there is no frame. */
  readonly start: number;
  /** From the first frame to the last line that is no other text; without blank lines. */
  readonly lines: readonly BlockLine[];
}

/**
 * The stack of a text: its last block of frame lines. Frame-like lines with other text between them and that block belong
 * to the message; blank lines, separators and headings are no such text.
 */
export function lastFrameBlock(lines: readonly string[], seenWords: ReadonlySet<string>): FrameBlock {
  let start = lines.length;
  let block: BlockLine[] = [];
  let interrupted = true;
  for (const [i, text] of lines.entries()) {
    const kind = lineKind(text, seenWords);
    if (kind.is === 'text') interrupted = true;
    else if (kind.is === 'frame') {
      if (interrupted) {
        start = i;
        block = [];
        interrupted = false;
      }
      block.push({ text, frame: kind.frame, heading: false });
    } else if (kind.is !== 'blank' && !interrupted) {
      block.push({ text, frame: null, heading: kind.is === 'heading' });
    }
  }
  return { start, lines: block };
}
