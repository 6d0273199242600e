import type { Finding } from '../../incident/evidence';
import type { CardContext } from '../card-context';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line } from '../escape-markdown';
import { utcText } from '../times';
import type { FullTraceView, ShownTrace } from './trace-view';
import { fullTraceView } from './trace-view';
import type { HeadView, LineView, Tone } from './view-parts';
import { headOf, lineOf, MARK } from './view-parts';

/** What was read in a pasted trace. */
export type PastedAnalysis = ShownTrace & { readonly finding: Finding };

export interface AnalysisView {
  readonly head: HeadView;
  readonly caution: readonly LineView[];
  readonly trace: readonly FullTraceView[];
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

/** `textBudget`: most characters of the full trace. */
export function analysisView(
  analysis: PastedAnalysis,
  context: CardContext,
  textBudget: number,
): AnalysisView {
  const { tone, text } = FINDING[analysis.finding];
  return {
    head: headOf(tone, text, line`Read from pasted text only: no cluster was asked`, context),
    caution: [
      lineOf(
        line`Pasted text proves nothing about a cluster and opens no incident. Type check to look at the nodes themselves.`,
      ),
    ],
    trace: [fullTraceView(analysis, textBudget)],
    foot: line`drawn ${utcText(context.now)}`,
    summary: text,
  };
}
