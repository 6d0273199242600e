import type { TraceSummary } from '../../incident/evidence';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, joinMarkdown, line } from '../escape-markdown';
import type { PlainText } from '../plain-text';
import { plainLine, plainText } from '../plain-text';
import type { Room } from '../room';
import { splitFrame, splitType } from '../shown-name';
import type { LineView } from './view-parts';
import { lineOf, MARK } from './view-parts';

/** Frames that are shown where there is room; the signature frame always is. */
const MOST_FRAMES = 8;

/** An exception of the chain; depth is shown by an arrow, not by the blanks in front. */
export interface ExceptionView {
  readonly lead: PlainText;
  readonly type: PlainText;
  readonly namespace: PlainText;
  readonly message: PlainText;
}

export interface FrameView {
  readonly lead: PlainText;
  readonly text: PlainText;
  readonly rest: PlainText;
  readonly weight: 'bolder' | 'default';
  readonly colour: 'attention' | 'default';
}

/** A parsed crash. Everything the cluster sent is plain text: no client renders it as markup. */
export interface TraceView {
  readonly exceptions: readonly ExceptionView[];
  readonly frames: readonly FrameView[];
  readonly reasons: readonly LineView[];
}

/** The same with the whole trace as plain text. */
export interface FullTraceView extends TraceView {
  readonly text: PlainText;
}

export type ShownTrace = Pick<TraceSummary, 'exceptions' | 'frames' | 'reasons' | 'text'>;

export function traceView(trace: Omit<ShownTrace, 'text'>, room: Room): TraceView {
  return {
    exceptions: exceptionViews(trace, room),
    frames: frameViews(trace, room),
    reasons: reasonLines(trace.reasons, room),
  };
}

function reasonLines(reasons: readonly string[], { piece, entries }: Room): readonly LineView[] {
  if (reasons.length === 0) return [];
  const shown = reasons.slice(0, entries).map((reason) => escapeMarkdown(reason, piece));
  return [lineOf(line`Why: ${joinMarkdown(shown, '; ')}`)];
}

/** With the whole text of the trace, cut to the room there is. */
export function fullTraceView(trace: ShownTrace, room: Room): FullTraceView {
  return { ...traceView(trace, room), text: plainText(trace.text, room.trace) };
}

function exceptionViews(
  { exceptions }: Pick<ShownTrace, 'exceptions'>,
  { piece, entries }: Room,
): readonly ExceptionView[] {
  return exceptions.slice(0, Math.min(5, entries)).map(({ type, message }, index) => {
    const { short, namespace } = splitType(type);
    return {
      lead: plainLine(index === 0 ? '' : 'caused by ', 12),
      type: plainLine(short, Math.min(120, piece)),
      namespace: plainLine(namespace === '' ? '' : ` (${namespace})`, Math.min(160, piece)),
      message: plainLine(message === '' ? '' : `: ${message}`, piece),
    };
  });
}

/** The first frames, and the signature frame wherever it stands, with a note when frames are left out. */
function frameViews({ frames }: Pick<ShownTrace, 'frames'>, { piece, entries }: Room): readonly FrameView[] {
  const most = Math.min(MOST_FRAMES, entries);
  const numbered = frames.map((frame, index) => ({ ...frame, index }));
  const shown = numbered.filter(({ index, isSignature }) => index < most || isSignature).slice(0, most + 2);
  const rest = frames.length - shown.length;
  const views = shown.map(({ text, isSignature, index }) => frameView(index, text, isSignature, piece));
  return rest > 0 ? [...views, frameNote(`${rest} more frames in the full trace`)] : views;
}

function frameView(index: number, text: string, isSignature: boolean, piece: number): FrameView {
  const { short, namespace, rest } = splitFrame(text);
  const from = namespace === '' ? '' : ` in ${namespace}`;
  return {
    lead: plainLine(`${isSignature ? `${MARK.busy} ` : ''}${index + 1}. `, 12),
    text: plainLine(`${short}${isSignature ? ' (signature frame)' : ''}`, Math.max(80, piece)),
    rest: plainLine(`${rest === '' ? '' : ` ${rest}`}${from}`, piece),
    weight: isSignature ? 'bolder' : 'default',
    colour: isSignature ? 'attention' : 'default',
  };
}

function frameNote(text: string): FrameView {
  return {
    lead: plainLine('', 1),
    text: plainLine(text, 60),
    rest: plainLine('', 1),
    weight: 'default',
    colour: 'default',
  };
}

/** Which crash is shown. */
export function traceSource(trace: TraceSummary, at: Markdown): Markdown {
  return line`${escapeMarkdown(trace.executable, 120)} on ${escapeMarkdown(trace.node, 80)}, ${at}`;
}
