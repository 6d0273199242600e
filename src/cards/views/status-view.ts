import type { CardContext, StatusEntry } from '../../ports';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line } from '../escape-markdown';
import { agoText, utcText } from '../times';
import type { Room } from '../room';
import { verdictHeadline } from './diagnosis-view';
import { crashText, updateText } from './incident-facts';
import { headlineOf } from './incident-headline';
import { incidentOf, phaseOf } from './incident-phase';
import type { HeadView, LineView, Tone } from './view-parts';
import { footOf, headOf, lineOf, MARK } from './view-parts';

const MOST_CLUSTERS = 12;

export interface StatusView {
  readonly head: HeadView;
  readonly clusters: readonly {
    readonly name: Markdown;
    readonly tone: Tone;
    readonly lines: readonly LineView[];
  }[];
  readonly more: readonly LineView[];
  readonly foot: Markdown;
  readonly summary: Markdown;
}

export function statusView(list: readonly StatusEntry[], context: CardContext, room: Room): StatusView {
  const rows = list
    .slice(0, Math.min(MOST_CLUSTERS, room.entries * 2))
    .map((status) => clusterRow(status, context));
  const rest = list.length - rows.length;
  const headline =
    list.length === 0
      ? line`No cluster is configured`
      : line`Status of ${list.length} ${list.length === 1 ? line`cluster` : line`clusters`}`;
  const tone = rows.some((row) => row.tone !== 'good')
    ? worstTone(rows.map((row) => row.tone))
    : goodUnlessEmpty(rows.length);
  return {
    head: headOf(tone, headline, line`As of the last check of each cluster, not of this moment`, context),
    clusters: rows,
    more: rest > 0 ? [lineOf(line`and ${rest} more: type status and the cluster's name`)] : [],
    foot: footOf(context),
    summary: headline,
  };
}

const BY_WEIGHT: readonly Tone[] = ['attention', 'warning', 'accent', 'emphasis', 'good'];

function worstTone(tones: readonly Tone[]): Tone {
  return BY_WEIGHT.find((tone) => tones.includes(tone)) ?? 'emphasis';
}

function goodUnlessEmpty(count: number): Tone {
  return count === 0 ? 'warning' : 'good';
}

function clusterRow(
  { state, lastCheckedAt, overdue, undelivered }: StatusEntry,
  context: CardContext,
): StatusView['clusters'][number] {
  const here = { ...context, lastCheckedAt, overdue };
  const open = state.incident?.status === 'open' ? incidentOf(state) : null;
  const headline = open ? headlineOf(phaseOf(open), open, state, here) : verdictHeadline(state.latest, here);
  const checked =
    lastCheckedAt === null ? line`never checked` : line`last checked ${agoText(lastCheckedAt, context.now)}`;
  const detail = state.latest
    ? [
        line`crashes: ${crashText(state.latest, context.now)}`,
        line`update: ${updateText(state.latest.report.update, context.now)}`,
      ]
    : [];
  const frozen = state.freeze
    ? [line`${escapeMarkdown(MARK.warn)} frozen: ${escapeMarkdown(state.freeze.reason)}`]
    : [];
  const silent = undelivered
    ? [
        line`${escapeMarkdown(MARK.warn)} the incident channel is not told since ${utcText(undelivered.since)}: ${escapeMarkdown(undelivered.why)}. Look whether the bot is still installed there and the channel is not archived, or bind another one.`,
      ]
    : [];
  return {
    name: line`**${escapeMarkdown(state.cluster, 80)}** · ${headline.text}`,
    tone: undelivered && headline.tone === 'good' ? 'warning' : headline.tone,
    lines: [...silent, ...frozen, ...detail, checked].map(lineOf),
  };
}
