import { readExceptionHeader, type ExceptionHeader } from './exception-chain';
import { ExceptionTree, type ExceptionNode } from './exception-tree';
import { lastFrameBlock, type FrameBlock } from './frame-block';
import type { FrameLine } from './frame-grammar';
import { isBlankLine } from './frame-word';
import { isHeading, isSeparator } from './line-kind';
import type { LineReader } from './line-reader';

/** What one part of a record shows: the exceptions of a `ToString()` text and the frames that count. */
export interface StackText {
  readonly exceptions: readonly ExceptionNode[];
  readonly frames: readonly FrameLine[];
}

/** Headings inside the text of an exception that came from another machine; all others announce another stack. */
const REMOTE_HEADING = /stack trace|rethrown|\[\d+\]/i;

/**
 * Reads a text that may hold `exception.ToString()`, followed perhaps by the `Stack:` of who ended the process.
 * @param complete the lines are whole and as Windows wrote them; without an exception only the `Stack:` block counts then
 */
export function readExceptionText(
  lines: readonly string[],
  reader: LineReader,
  complete: boolean,
): StackText {
  const block = lastFrameBlock(lines, reader);
  const stackHeading = block.lines.findLastIndex((line) => line.heading && !REMOTE_HEADING.test(line.text));
  const announced = headingBefore(lines, block);
  const framesFollow = block.lines.length > 0 && !announced;
  const header = readExceptionHeader(lines.slice(0, block.start).join('\n'), framesFollow);
  if (header === null) {
    const counted = complete ? block.lines.slice(stackHeading + 1) : block.lines;
    return { exceptions: [], frames: framesOf(counted) };
  }
  const tree = new ExceptionTree(header.type, header.message, innerOf(header, lines, complete));
  const own = stackHeading < 0 ? block.lines : block.lines.slice(0, stackHeading);
  if (!announced) for (const line of own) tree.read(line);
  return {
    exceptions: tree.nodes,
    frames: framesOf(block.lines).filter((frame) => !tree.repeated.has(frame)),
  };
}

function framesOf(lines: FrameBlock['lines']): FrameLine[] {
  return lines.flatMap((line) => (line.frame === null ? [] : [line.frame]));
}

/** Whether the block is the one that `Stack:` announces, so that no frame before it belongs to an exception. */
function headingBefore(lines: readonly string[], block: FrameBlock): boolean {
  const before = lines.findLast((line, i) => i < block.start && !isBlankLine(line));
  return before !== undefined && isHeading(before) && !REMOTE_HEADING.test(before);
}

/** Every inner exception ends with a line of its own; an arrow in a text without one is part of a message. */
function innerOf(
  header: ExceptionHeader,
  lines: readonly string[],
  complete: boolean,
): ExceptionHeader['inner'] {
  const doubtful = complete && header.inner.length > 0 && header.inner.every(({ index }) => index === null);
  const ended = !doubtful || lines.some((line) => isSeparator(line) && /^\s*---(?!>)/.test(line));
  return ended ? header.inner : [];
}
