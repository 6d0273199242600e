import type { ClusterState } from '../../incident/state';
import type { CardContext } from '../../ports';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line } from '../escape-markdown';
import { agoText } from '../times';
import { refreshAction } from './incident-actions';
import type { ActionView, FactView, HeadView } from './view-parts';
import { clusterHeadOf, factOf, footOf, MARK } from './view-parts';

/** A check that has not ended yet. */
export interface CheckingView {
  readonly head: HeadView;
  readonly facts: readonly FactView[];
  readonly refresh: readonly ActionView[];
  readonly foot: Markdown;
  readonly summary: Markdown;
}

export function checkingView({ cluster, check, latest }: ClusterState, context: CardContext): CheckingView {
  const headline = line`${escapeMarkdown(MARK.busy)} Checking every node`;
  const nodes = latest
    ? [factOf('Nodes', line`${latest.report.nodes.length} are asked at once, each with its own deadline`)]
    : [];
  return {
    head: clusterHeadOf(
      'accent',
      headline,
      line`Cluster **${escapeMarkdown(cluster, 80)}** · read-only, nothing is changed`,
      context,
    ),
    facts: [
      factOf('Started', check ? agoText(check.startedAt, context.now) : line`in a moment`),
      ...nodes,
      factOf('Then', line`this card becomes the result`),
    ],
    refresh: [refreshAction(cluster)],
    foot: footOf(context),
    summary: line`${headline} · ${escapeMarkdown(cluster, 80)}`,
  };
}
