import type { FrameLine } from './frame-grammar';
import type { TextLine } from './text-line';

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
export function lastFrameBlock(lines: readonly TextLine[]): FrameBlock {
  const last = lines.findLastIndex(({ kind }) => kind.is === 'frame');
  if (last < 0) return { start: lines.length, lines: [] };
  // From its end: what stands before the text in front of the block is not read again.
  let start = last;
  for (let i = last - 1; i >= 0; i -= 1) {
    const kind = lines[i]?.kind.is;
    if (kind === 'text') break;
    if (kind === 'frame') start = i;
  }
  const block: BlockLine[] = [];
  for (const { text, kind } of lines.slice(start)) {
    if (kind.is === 'text') break;
    if (kind.is === 'frame') block.push({ text, frame: kind.frame, heading: false });
    else if (kind.is !== 'blank') block.push({ text, frame: null, heading: kind.is === 'heading' });
  }
  return { start, lines: block };
}
