import type { CardContext } from '../card-context';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line } from '../escape-markdown';
import { agoText } from '../times';
import { refreshAction } from './incident-actions';
import type { ActionView, FactView, HeadView } from './view-parts';
import { factOf, footOf, headOf, MARK } from './view-parts';

/** A check that has not ended yet. */
export interface CheckInProgress {
  readonly cluster: string;
  /** Epoch ms UTC. */
  readonly startedAt: number;
  /** Display name; null: the watch. */
  readonly askedBy: string | null;
  /** Nodes that have answered so far; null when not known. */
  readonly progress: { readonly answered: number; readonly nodes: number } | null;
}

export interface CheckingView {
  readonly head: HeadView;
  readonly facts: readonly FactView[];
  readonly refresh: readonly ActionView[];
  readonly foot: Markdown;
  readonly summary: Markdown;
}

export function checkingView(check: CheckInProgress, context: CardContext): CheckingView {
  const headline = line`${escapeMarkdown(MARK.busy)} Checking every node`;
  const answered = check.progress
    ? [factOf('Nodes', line`${check.progress.answered} of ${check.progress.nodes} answered`)]
    : [];
  return {
    head: headOf(
      'accent',
      headline,
      line`Cluster **${escapeMarkdown(check.cluster, 80)}** · read-only`,
      context,
    ),
    facts: [
      factOf('Asked by', check.askedBy === null ? line`the watch` : escapeMarkdown(check.askedBy, 80)),
      factOf('Started', agoText(check.startedAt, context.now)),
      ...answered,
    ],
    refresh: [refreshAction(check.cluster)],
    foot: footOf(context),
    summary: line`${headline} · ${escapeMarkdown(check.cluster, 80)}`,
  };
}
