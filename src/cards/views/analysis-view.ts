import type { Analysis, Crash, Finding, Trace } from '../../crash/analysis';
import type { CardContext } from '../../ports';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line } from '../escape-markdown';
import type { Room } from '../room';
import type { FullTraceView } from './trace-view';
import { fullTraceView } from './trace-view';
import type { HeadView, LineView, Optional, Tone } from './view-parts';
import { footOf, headOf, lineOf, MARK, optional } from './view-parts';

/** What was read in a pasted trace. */
export interface AnalysisView {
  readonly head: HeadView;
  readonly reasons: readonly LineView[];
  readonly trace: Optional<FullTraceView>;
  readonly caution: readonly LineView[];
  readonly foot: Markdown;
  readonly summary: Markdown;
}

const FINDING: Readonly<Record<Finding, { readonly tone: Tone; readonly text: Markdown }>> = {
  matches: { tone: 'attention', text: line`${escapeMarkdown(MARK.bad)} The pasted trace is this issue` },
  'other-crash': {
    tone: 'emphasis',
    text: line`${escapeMarkdown(MARK.none)} The pasted trace is another crash`,
  },
  'crash-without-stack': {
    tone: 'warning',
    text: line`${escapeMarkdown(MARK.unknown)} A crash, but no stack can be read`,
  },
  'no-crash': {
    tone: 'warning',
    text: line`${escapeMarkdown(MARK.unknown)} No crash record can be read in it`,
  },
};

export function analysisView(analysis: Analysis, context: CardContext, room: Room): AnalysisView {
  const { tone, text } = FINDING[analysis.finding];
  const trace = analysis.decisive?.trace ?? null;
  return {
    head: headOf(tone, text, line`Read from pasted text only: no cluster was asked`, context),
    reasons: analysis.reasons
      .slice(0, room.entries)
      .map((reason) => lineOf(escapeMarkdown(reason, room.piece))),
    trace: optional(trace && fullTraceView({ ...shown(trace), reasons: [] }, room)),
    caution: [...sourceNotes(analysis.decisive), CAUTION].map(lineOf),
    foot: footOf(context),
    summary: text,
  };
}

const CAUTION = line`Pasted text proves nothing about a cluster and opens no incident. Type check to look at the nodes themselves.`;

function shown({ exceptions, frames, text }: Trace): Pick<Trace, 'exceptions' | 'frames' | 'text'> {
  return { exceptions, frames, text };
}

function sourceNotes(crash: Crash | null): readonly Markdown[] {
  return [
    ...(crash?.cause ? [line`The record names a cause: ${escapeMarkdown(crash.cause)}`] : []),
    ...(crash?.trace?.truncated
      ? [line`The runtime cut this record at its size limit: frames may be missing.`]
      : []),
  ];
}
