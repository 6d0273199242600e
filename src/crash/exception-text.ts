import { readExceptionHeader, type ExceptionHeader } from './exception-chain';
import { ExceptionTree, type ExceptionNode } from './exception-tree';
import { lastFrameBlock, type FrameBlock } from './frame-block';
import type { FrameLine } from './frame-grammar';
import { isHeading, isSeparator } from './line-kind';
import type { TextLine } from './text-line';

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
export function readExceptionText(lines: readonly TextLine[], complete: boolean): StackText {
  const block = lastFrameBlock(lines);
  const stackHeading = block.lines.findLastIndex((line) => line.heading && !REMOTE_HEADING.test(line.text));
  const announced = headingBefore(lines, block);
  const framesFollow = block.lines.length > 0 && !announced;
  const before = lines.slice(0, block.start).map(({ text }) => text);
  const header = readExceptionHeader(before.join('\n'), framesFollow);
  if (header === null) {
    const counted = complete ? block.lines.slice(stackHeading + 1) : block.lines;
    return { exceptions: [], frames: framesOf(counted) };
  }
  const tree = new ExceptionTree(header.type, header.message, innerOf(header, lines, complete));
  const own = stackHeading < 0 ? block.lines : block.lines.slice(0, stackHeading);
  if (!announced) for (const line of own) tree.read(line);
  return {
    exceptions: tree.nodes,
    frames: framesOf(block.lines.filter((line) => !tree.repeated.has(line))),
  };
}

function framesOf(lines: FrameBlock['lines']): FrameLine[] {
  return lines.flatMap((line) => (line.frame === null ? [] : [line.frame]));
}

/** Whether the block is the one that `Stack:` announces, so that no frame before it belongs to an exception. */
function headingBefore(lines: readonly TextLine[], block: FrameBlock): boolean {
  let before = block.start - 1;
  while (lines[before]?.kind.is === 'blank') before -= 1;
  const text = lines[before]?.text ?? '';
  return isHeading(text) && !REMOTE_HEADING.test(text);
}

/** Every inner exception ends with a line of its own; an arrow in a text without one is part of a message. */
function innerOf(
  header: ExceptionHeader,
  lines: readonly TextLine[],
  complete: boolean,
): ExceptionHeader['inner'] {
  const doubtful = complete && header.inner.length > 0 && header.inner.every(({ index }) => index === null);
  const ended = !doubtful || lines.some(({ text }) => isSeparator(text) && /^\s*---(?!>)/.test(text));
  return ended ? header.inner : [];
}
