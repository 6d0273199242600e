import type { ExceptionInfo, Frame, Trace } from './analysis';
import { displayText } from './clean-text';
import { readExceptionInfoBlocks } from './exception-info-blocks';
import { readExceptionText, type StackText } from './exception-text';
import type { ExceptionNode } from './exception-tree';
import type { FrameLine } from './frame-grammar';
import { readerOf } from './line-reader';
import { sourceName } from './method-name';
import { exactLines, restoredLines } from './record-lines';
import type { WatchedSignature } from './watched-signature';

/** The runtime cuts at 31,842 characters, at a line end (dotnet/runtime, eventreporter.h). */
const CUT_BEYOND = 31_000;
const UNHANDLED_EXCEPTION = 1026;
/** The sentence of the second description; the type may follow it without a blank. */
const GLUED_SENTENCE = /^\s*Description\s?:[^.]{0,300}\p{L}\.(?=[\p{L}_])/u;
const FRAMEWORK_CODE = /^(?:System|Microsoft\.Extensions)\./;

export interface RuntimeText {
  readonly text: string;
  /** The restored lines of a text that went through a console, a chat or a web page; `null`: Windows handed it over. */
  readonly restored: readonly string[] | null;
  /** Event id; `null` when only text was handed over. */
  readonly id: number | null;
}

/** Reads the stack of one runtime record. */
export function readTrace(record: RuntimeText, signature: WatchedSignature): Trace {
  const stack = readStack(record);
  const frames = new Map(stack.frames.map((line) => [line, toFrame(line, signature)]));
  const counted = [...frames.values()];
  const user = counted.find((frame) => frame.kind === 'clr' && !FRAMEWORK_CODE.test(`${frame.type}.`));
  return {
    exceptions: stack.exceptions.map((node) => toException(node, frames)),
    frames: counted,
    signatureFrame: counted.find((frame) => frame.isSignature)?.printedName ?? null,
    topUserFrame: user === undefined ? null : splitPrinted(user.printedName),
    truncated: isTruncated(record.text),
    text: displayText(record.text),
  };
}

/** Text that Windows handed over is read as it is; only when that shows no frame at all it is taken for damaged. */
function readStack(record: RuntimeText): StackText {
  if (record.restored !== null) return readLines(record.restored, record, false);
  const exact = readLines(exactLines(record.text), record, !isTruncated(record.text));
  if (exact.frames.length > 0) return exact;
  const restored = readLines(restoredLines(record.text), record, false);
  return restored.frames.length > 0 ? restored : exact;
}

function readLines(lines: readonly string[], record: RuntimeText, complete: boolean): StackText {
  const reader = readerOf(lines);
  if (isFrameworkUnhandled(lines, record.id)) {
    const blocks = readExceptionInfoBlocks(lines, reader);
    if (blocks !== null) return blocks;
  }
  const parts = exceptionParts(lines).map((part) => readExceptionText(part, reader, complete));
  const named = parts.filter((part) => part.exceptions.length > 0);
  const exceptions = (isCore(lines) ? named.at(-1) : named[0])?.exceptions ?? [];
  return { exceptions, frames: parts.flatMap((part) => part.frames) };
}

/** Newer runtimes print the exception behind a second `Description:`, after the text of the caller. */
function exceptionParts(lines: readonly string[]): string[][] {
  const heads = lines.flatMap((line, i) =>
    line.includes('Description') && /^\s*Description\s?:/.test(line) ? [i] : [],
  );
  const second = heads[1];
  if (second === undefined) return [[...lines]];
  const sentence = GLUED_SENTENCE.exec(lines[second] ?? '')?.[0].length ?? 0;
  const own = [lines[second]?.slice(0, sentence) ?? '', lines[second]?.slice(sentence) ?? ''];
  return [lines.slice(0, second), [...own, ...lines.slice(second + 1)]];
}

function isCore(lines: readonly string[]): boolean {
  return lines.slice(0, 12).some((line) => /CoreCLR Version|\.NET Version/.test(line.slice(0, 400)));
}

function isFrameworkUnhandled(lines: readonly string[], id: number | null): boolean {
  if (isCore(lines)) return false;
  return id === null ? !lines.some((line) => line.includes('FailFast')) : id === UNHANDLED_EXCEPTION;
}

function isTruncated(text: string): boolean {
  return text.length >= CUT_BEYOND || /remainder of the message was truncated/i.test(text.slice(-400));
}

function toException(node: ExceptionNode, frames: ReadonlyMap<FrameLine, Frame>): ExceptionInfo {
  return {
    type: node.type,
    message: displayText(node.message),
    frames: node.frames.flatMap((line) => frames.get(line) ?? []),
  };
}

function toFrame(line: FrameLine, signature: WatchedSignature): Frame {
  const isClr = line.kind === 'clr';
  const name = isClr ? sourceName(line.name) : { type: '', method: line.name };
  const isSignature =
    isClr && name.method === signature.frame.method && lastPart(name.type) === signature.frame.type;
  const printed = frameText(line);
  const text = displayText(printed);
  // Nearly every line is plain text; then its parts are, and are not looked through again.
  const shown = text === printed ? trimmed : displayText;
  const { kind, parameters, place } = line;
  const named = {
    kind,
    type: name.type,
    method: name.method,
    printedName: shown(line.name),
    isSignature,
    text,
  };
  if (parameters === null) return place === null ? named : { ...named, place: shown(place) };
  const full = { ...named, parameters: shown(parameters) };
  return place === null ? full : { ...full, place: shown(place) };
}

function lastPart(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

function trimmed(text: string): string {
  return text.trim();
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
