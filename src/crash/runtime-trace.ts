import type { ExceptionInfo, Frame, Trace } from './analysis';
import { displayText, shownText } from './clean-text';
import { readExceptionInfoBlocks } from './exception-info-blocks';
import { readExceptionText, type StackText } from './exception-text';
import type { ExceptionNode } from './exception-tree';
import type { FrameLine } from './frame-grammar';
import { readLines, withLearnedWords, type ReadLines } from './line-reader';
import { sourceName } from './method-name';
import { exactLines, restoreText } from './record-lines';
import type { TextLine } from './text-line';
import type { WatchedSignature } from './watched-signature';

/** The runtime cuts at 31,842 characters, at a line end (dotnet/runtime, eventreporter.h). */
const CUT_BEYOND = 31_000;
const UNHANDLED_EXCEPTION = 1026;
/** The sentence of the second description; the type may follow it without a blank. */
const GLUED_SENTENCE = /^\s*Description\s?:[^.]{0,300}\p{L}\.(?=[\p{L}_])/u;
const ENDED = /^\s*Description\s?:\s?The process was terminated\b/;
const FRAMEWORK_CODE = /^(?:System|Microsoft\.Extensions)\./;

export interface RuntimeText {
  readonly text: string;
  /** The restored form of a text that went through a console, a chat or a web page; `null`: Windows handed it over. */
  readonly restored: ReadLines | null;
  /** Event id; `null` when only text was handed over. */
  readonly id: number | null;
}

/** Reads stacks, each text that Windows handed over once: a loop of crashes writes the same one every minute. */
export function rememberTraces(signature: WatchedSignature): (record: RuntimeText) => Trace {
  const known = new Map<number | null, Map<string, Trace>>();
  return (record) => {
    if (record.restored !== null) return readTrace(record, signature);
    const ofId = known.get(record.id) ?? new Map<string, Trace>();
    known.set(record.id, ofId);
    const trace = ofId.get(record.text) ?? readTrace(record, signature);
    ofId.set(record.text, trace);
    return trace;
  };
}

/** Reads the stack of one runtime record. */
export function readTrace(record: RuntimeText, signature: WatchedSignature): Trace {
  const { stack, text } = readRecord(record);
  const frames = new Map<FrameLine, Frame>();
  for (const line of stack.frames) if (!frames.has(line)) frames.set(line, toFrame(line, signature));
  const counted = stack.frames.flatMap((line) => frames.get(line) ?? []);
  const user = counted.find((frame) => frame.kind === 'clr' && !FRAMEWORK_CODE.test(`${frame.type}.`));
  return {
    exceptions: stack.exceptions.map((node) => toException(node, frames)),
    frames: counted,
    signatureFrame: counted.find((frame) => frame.isSignature)?.printedName ?? null,
    topUserFrame: user === undefined ? null : splitPrinted(user.printedName),
    truncated: isTruncated(record.text),
    text,
  };
}

/** Text that Windows handed over is read as it is; only when that shows no frame at all it is taken for damaged. */
function readRecord(record: RuntimeText): { stack: StackText; text: string } {
  if (record.restored !== null)
    return { stack: readRestored(record.restored, record), text: displayText(record.text) };
  const lines = exactLines(record.text);
  const text = shownText(lines.join('\n'));
  const exact = readStack(readLines(lines), record, !isTruncated(record.text));
  if (exact.frames.length > 0) return { stack: exact, text };
  const restored = readRestored(restoreText(record.text), record);
  return { stack: restored.frames.length > 0 ? restored : exact, text };
}

function readRestored(restored: ReadLines, record: RuntimeText): StackText {
  return readStack(withLearnedWords(restored), record, false);
}

function readStack(read: ReadLines, record: RuntimeText, complete: boolean): StackText {
  const { lines } = read;
  if (isFrameworkUnhandled(lines, record.id)) {
    const blocks = readExceptionInfoBlocks(lines);
    if (blocks !== null) return blocks;
  }
  const parts = exceptionParts(read).map((part) => readExceptionText(part, complete));
  const named = parts.filter((part) => part.exceptions.length > 0);
  const exceptions = (isCore(lines) ? named.at(-1) : named[0])?.exceptions ?? [];
  return { exceptions, frames: parts.flatMap((part) => part.frames) };
}

/**
 * Newer runtimes print the exception behind a second `Description:`, after the text of the caller. Only the runtime's own sentence
 * begins it: the text of the caller may have a line that starts with that word, and frame-like lines in front of it.
 */
function exceptionParts({ lines, reader }: ReadLines): (readonly TextLine[])[] {
  const first = lines.findIndex(isDescription);
  const after =
    first < 0 ? -1 : lines.slice(first + 1).findIndex((line) => isDescription(line) && ENDED.test(line.text));
  if (after < 0) return [lines];
  const second = first + 1 + after;
  const text = lines[second]?.text ?? '';
  const sentence = GLUED_SENTENCE.exec(text)?.[0].length ?? 0;
  const own = reader.lines([text.slice(0, sentence), text.slice(sentence)]);
  return [lines.slice(0, second), [...own, ...lines.slice(second + 1)]];
}

function isDescription({ text, kind }: TextLine): boolean {
  return kind.is !== 'frame' && text.includes('Description') && /^\s*Description\s?:/.test(text);
}

function isCore(lines: readonly TextLine[]): boolean {
  return lines.slice(0, 12).some(({ text }) => /CoreCLR Version|\.NET Version/.test(text.slice(0, 400)));
}

function isFrameworkUnhandled(lines: readonly TextLine[], id: number | null): boolean {
  if (isCore(lines)) return false;
  return id === null ? !lines.some(({ text }) => text.includes('FailFast')) : id === UNHANDLED_EXCEPTION;
}

function isTruncated(text: string): boolean {
  return text.length >= CUT_BEYOND || /remainder of the message was truncated/i.test(text.slice(-400));
}

function toException(node: ExceptionNode, frames: ReadonlyMap<FrameLine, Frame>): ExceptionInfo {
  return {
    type: node.type,
    message: shownText(node.message),
    frames: node.frames.flatMap((line) => frames.get(line) ?? []),
  };
}

function toFrame(line: FrameLine, signature: WatchedSignature): Frame {
  const isClr = line.kind === 'clr';
  const name = isClr ? sourceName(line.name) : { type: '', method: line.name };
  const isSignature =
    isClr && name.method === signature.frame.method && lastPart(name.type) === signature.frame.type;
  const frame: { -readonly [Key in keyof Frame]: Frame[Key] } = {
    kind: line.kind,
    type: name.type,
    method: name.method,
    printedName: shownText(line.name),
    isSignature,
    text: shownText(frameText(line)),
  };
  if (line.parameters !== null) frame.parameters = shownText(line.parameters);
  if (line.place !== null) frame.place = shownText(line.place);
  return frame;
}

function lastPart(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

function frameText(line: FrameLine): string {
  const comma = line.kind === 'powershell' ? ',' : `(${line.parameters ?? ''})`;
  return `${line.word} ${line.name}${comma}${line.place === null ? '' : ` ${line.place}`}`;
}

/** Splits a printed name at its last dot outside angle brackets; `.ctor` keeps its own. */
function splitPrinted(printed: string): { type: string; method: string } {
  let depth = 0;
  for (let i = printed.length - 1; i > 0; i -= 1) {
    const char = printed[i];
    if (char === '>' || char === ']') depth += 1;
    else if (char === '<' || char === '[') depth -= 1;
    else if (char === '.' && depth === 0) {
      const dot = printed[i - 1] === '.' ? i - 1 : i;
      return { type: printed.slice(0, dot), method: printed.slice(dot + 1) };
    }
  }
  return { type: '', method: printed };
}
