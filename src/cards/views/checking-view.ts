import type { ClusterState } from '../../incident/state';
import type { CardContext } from '../../ports';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line, listMarkdown } from '../escape-markdown';
import { agoText, durationText } from '../times';
import { refreshAction } from './incident-actions';
import type { ActionView, FactView, HeadView, LineView } from './view-parts';
import { clusterHeadOf, factOf, footOf, lineOf, MARK } from './view-parts';

/** A check that has not ended yet. */
export interface CheckingView {
  readonly head: HeadView;
  /** How far it has come: a client that has progress bars shows a moving one above. */
  readonly stages: readonly LineView[];
  readonly facts: readonly FactView[];
  readonly refresh: readonly ActionView[];
  readonly foot: Markdown;
  readonly summary: Markdown;
}

/** The card while the nodes are asked: who asked, for how long already, and what comes of it. */
export function checkingView({ cluster, check, latest }: ClusterState, context: CardContext): CheckingView {
  const headline = line`${escapeMarkdown(MARK.busy)} Checking every node`;
  const askedBy = check?.askedBy.map(({ name }) => name) ?? [];
  const nodes = latest
    ? [factOf('Nodes', line`${latest.report.nodes.length} are asked at once, each with its own deadline`)]
    : [];
  const asked = check ? line`, for ${durationText(context.now - check.startedAt)} already` : line``;
  return {
    head: clusterHeadOf(
      { cluster, tone: 'accent', headline, subtitle: line`Read-only: nothing is changed`, tiles: [] },
      context,
    ),
    stages: [
      line`${escapeMarkdown(MARK.busy)} **Every node is asked**${asked}`,
      line`${escapeMarkdown(MARK.planned)} Their records are judged`,
      line`${escapeMarkdown(MARK.planned)} This card becomes the result`,
    ].map(lineOf),
    facts: [
      factOf('Asked by', askedBy.length === 0 ? line`the bot's own watch` : listMarkdown(askedBy, 4)),
      factOf('Started', check ? agoText(check.startedAt, context.now) : line`in a moment`),
      ...nodes,
    ],
    refresh: [refreshAction(cluster)],
    foot: footOf(context),
    summary: line`${headline} · ${escapeMarkdown(cluster, 80)}`,
  };
}
