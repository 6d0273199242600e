import type { TraceSummary } from '../../incident/evidence';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line } from '../escape-markdown';
import type { PlainText } from '../plain-text';
import { plainLine, plainText } from '../plain-text';
import type { LineView } from './view-parts';
import { lineOf, MARK } from './view-parts';

const MOST_EXCEPTIONS = 5;
const MOST_FRAMES = 8;

/** An exception of the chain; depth is shown by an arrow, not by the blanks in front. */
export interface ExceptionView {
  readonly lead: PlainText;
  readonly type: PlainText;
  readonly message: PlainText;
}

export interface FrameView {
  readonly text: PlainText;
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

export function traceView(trace: Omit<ShownTrace, 'text'>): TraceView {
  return {
    exceptions: exceptionViews(trace),
    frames: frameViews(trace),
    reasons: trace.reasons.slice(0, 8).map((reason) => lineOf(escapeMarkdown(reason, 200))),
  };
}

/** `textBudget`: most characters of the full trace. */
export function fullTraceView(trace: ShownTrace, textBudget: number): FullTraceView {
  return { ...traceView(trace), text: plainText(trace.text, textBudget) };
}

function exceptionViews({ exceptions }: Pick<ShownTrace, 'exceptions'>): readonly ExceptionView[] {
  return exceptions.slice(0, MOST_EXCEPTIONS).map(({ type, message }, index) => ({
    lead: plainLine(index === 0 ? '' : 'caused by ', 12),
    type: plainLine(type, 160),
    message: plainLine(message === '' ? '' : `: ${message}`, 240),
  }));
}

/** The first frames, and the signature frame wherever it stands, each with a note where frames are left out. */
function frameViews({ frames }: Pick<ShownTrace, 'frames'>): readonly FrameView[] {
  const numbered = frames.map((frame, index) => ({ ...frame, index }));
  const shown = numbered
    .filter(({ index, isSignature }) => index < MOST_FRAMES || isSignature)
    .slice(0, MOST_FRAMES + 2);
  const rest = frames.length - shown.length;
  const views = shown.map(({ text, isSignature, index }) => frameView(index, text, isSignature));
  const note: FrameView = {
    text: plainLine(`${rest} more frames in the full trace`, 60),
    weight: 'default',
    colour: 'default',
  };
  return rest > 0 ? [...views, note] : views;
}

function frameView(index: number, text: string, isSignature: boolean): FrameView {
  const frame = plainLine(text, 220);
  return isSignature
    ? {
        text: plainLine(`${MARK.busy} ${index + 1}. ${frame}  (signature frame)`, 300),
        weight: 'bolder',
        colour: 'attention',
      }
    : { text: plainLine(`${index + 1}. ${frame}`, 260), weight: 'default', colour: 'default' };
}

/** Which crash is shown. */
export function traceSource(trace: TraceSummary, at: Markdown): Markdown {
  return line`${escapeMarkdown(trace.executable, 120)} on ${escapeMarkdown(trace.node, 80)}, ${at}`;
}
