import type { ExceptionNode } from './exception-tree';
import type { StackText } from './exception-text';
import { lastFrameBlock } from './frame-block';
import type { FrameLine } from './frame-grammar';
import { restoreBackticks, sourceTypeName } from './method-name';
import type { TextLine } from './text-line';

const TYPE = /^[A-Za-z_][\p{L}\p{N}_]*(?:[.+][\p{L}_][\p{L}\p{N}_]*|`\d+)*(?:\[[^\]\s][^\n]*\])?$/u;
const MAX_LABEL_LINE = 600;

/**
 * Reads a 1026 of .NET Framework: blocks of `Exception Info: Type` and frames, the innermost exception first, no messages.
 * `null`: the text has no such block.
 */
export function readExceptionInfoBlocks(lines: readonly TextLine[]): StackText | null {
  const heads = lines.flatMap((line, i) => {
    const type = labelledType(line);
    return type === null ? [] : [{ type, line: i }];
  });
  if (heads.length === 0) return null;
  const blocks = heads.map((head, i) => {
    const own = lines.slice(head.line + 1, heads[i + 1]?.line ?? lines.length);
    const frames = lastFrameBlock(own).lines.flatMap((line) => line.frame ?? []);
    return { type: sourceTypeName(head.type), message: '', frames, children: [] };
  });
  return {
    exceptions: blocks.toReversed(),
    frames: blocks.flatMap((block: ExceptionNode): FrameLine[] => block.frames),
  };
}

/** The type on a line of label, colon and nothing but a type; labels are in any language. */
function labelledType({ text: line, kind }: TextLine): string | null {
  if (line.length > MAX_LABEL_LINE || kind.is !== 'text') return null;
  const colon = Math.max(line.lastIndexOf(':'), line.lastIndexOf('：'));
  const value = restoreBackticks(line.slice(colon + 1).trim());
  const named = /[^.]\.[^.]/.test(value) || value.endsWith('Exception');
  return colon > 0 && named && TYPE.test(value) && !/\.(?:exe|dll)$/i.test(value) ? value : null;
}
