import type { Finding, NodeReport, NodeStatus } from '../../incident/evidence';
import type { ClusterState, JudgedCheck } from '../../incident/state';
import type { Verdict } from '../../incident/verdict';
import { findChatCommand } from '../../runbook/chat-commands';
import type { CardContext } from '../../ports';
import { mayUse } from '../may-use';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line } from '../escape-markdown';
import { agoText, durationText } from '../times';
import type { Room } from '../room';
import { refreshAction } from './incident-actions';
import { checkFacts } from './incident-facts';
import { crashTiles } from './incident-tiles';
import type { CrashesView } from './crashes-view';
import { crashesView } from './crashes-view';
import { rootWarnings } from './root-view';
import type { FullTraceView } from './trace-view';
import { fullTraceView, traceSource } from './trace-view';
import type { ActionView, FactView, HeadView, LineView, Optional, Tone } from './view-parts';
import { actionOf, clusterHeadOf, footOf, lineOf, MARK, optional, overdueText } from './view-parts';

/** The most nodes an Azure Local cluster has. */
const MOST_NODES = 16;
/** A node clock further off than this is worth a line, ms. */
const SHOWN_SKEW_MS = 1000;

export interface NodeView {
  readonly name: Markdown;
  readonly clock: Markdown;
  readonly status: Markdown;
  readonly hint: readonly LineView[];
  readonly crashes: Markdown;
  readonly last: Markdown;
  /** The whole row in one line, for clients without tables. */
  readonly line: Markdown;
}

/** What one check found out. */
export interface DiagnosisView {
  readonly head: HeadView;
  readonly warnings: readonly LineView[];
  readonly why: readonly LineView[];
  readonly check: Optional<{ readonly facts: readonly FactView[] }>;
  readonly crashes: Optional<CrashesView>;
  readonly nodes: Optional<{ readonly rows: readonly NodeView[] }>;
  readonly trace: Optional<FullTraceView & { readonly source: Markdown }>;
  readonly actions: readonly ActionView[];
  readonly refresh: readonly ActionView[];
  readonly foot: Markdown;
  readonly summary: Markdown;
}

const VERDICT: Readonly<Record<Verdict, { readonly tone: Tone; readonly text: Markdown }>> = {
  matches: { tone: 'attention', text: line`${escapeMarkdown(MARK.bad)} This is the known crash loop` },
  unknown: { tone: 'warning', text: line`${escapeMarkdown(MARK.unknown)} Unknown: it cannot be told` },
  'other-crash': {
    tone: 'attention',
    text: line`${escapeMarkdown(MARK.bad)} Another crash, not the known issue`,
  },
  healthy: { tone: 'good', text: line`${escapeMarkdown(MARK.good)} Healthy, with positive proof` },
};

export function diagnosisView(state: ClusterState, context: CardContext, room: Room): DiagnosisView {
  const { latest } = state;
  const headline = verdictHeadline(latest, context);
  const trace = latest?.report.trace;
  const check = mayUse(context, findChatCommand('check')?.roles ?? []);
  return {
    head: clusterHeadOf(
      {
        cluster: state.cluster,
        tone: headline.tone,
        headline: headline.text,
        subtitle: null,
        tiles: context.overdue ? [] : crashTiles(latest, context.now),
      },
      context,
    ),
    warnings: [
      ...(context.overdue ? [line`${escapeMarkdown(MARK.warn)} **${overdueText(context)}**`] : []),
      ...rootWarnings(latest?.report.roots, room),
    ].map(lineOf),
    why: (latest?.why ?? [])
      .slice(0, room.entries)
      .map((reason) => lineOf(escapeMarkdown(reason, room.piece))),
    check: optional(latest && { facts: checkFacts(latest, context.now) }),
    crashes: crashesView(state, context.now),
    nodes: optional(latest ? { rows: nodeViews(latest.report.nodes, context.now, room) } : null),
    trace: optional(
      trace
        ? { ...fullTraceView(trace, room), source: traceSource(trace, agoText(trace.at, context.now)) }
        : null,
    ),
    actions: check ? [actionOf('Check again', 'check', { cluster: state.cluster })] : [],
    refresh: [refreshAction(state.cluster)],
    foot: footOf(context),
    summary: line`${headline.text} · ${escapeMarkdown(state.cluster, 80)}`,
  };
}

/** Verdict and presence in one line; an overdue watch is never anything but unknown. */
export function verdictHeadline(
  latest: JudgedCheck | null,
  { overdue }: Pick<CardContext, 'overdue'>,
): { readonly tone: Tone; readonly text: Markdown } {
  if (overdue)
    return { tone: 'warning', text: line`${escapeMarkdown(MARK.unknown)} Unknown: the watch is overdue` };
  if (!latest) return { tone: 'warning', text: line`${escapeMarkdown(MARK.unknown)} Unknown: never checked` };
  if (latest.verdict !== 'matches' || latest.presence === 'present') return VERDICT[latest.verdict];
  if (latest.presence === 'gone' && latest.report.update.state === 'failed') return RESUME;
  return PAST[latest.presence];
}

const PAST = {
  down: {
    tone: 'attention',
    text: line`${escapeMarkdown(MARK.bad)} Orchestrator is down after the known crash: silent, not healthy`,
  },
  quiet: { tone: 'warning', text: line`${escapeMarkdown(MARK.warn)} The known crash happened, but not now` },
  gone: {
    tone: 'emphasis',
    text: line`${escapeMarkdown(MARK.good)} The known crash happened and is proven over`,
  },
} as const;

const RESUME = {
  tone: 'warning',
  text: line`${escapeMarkdown(MARK.warn)} The known crash is proven over, but a person has to resume the update`,
} as const;

const STATUS: Readonly<Record<NodeStatus, Markdown>> = {
  ok: line`${escapeMarkdown(MARK.good)} read`,
  unreachable: line`${escapeMarkdown(MARK.unknown)} **unreachable**`,
  denied: line`${escapeMarkdown(MARK.unknown)} **access denied**`,
  unavailable: line`${escapeMarkdown(MARK.unknown)} **log not readable**`,
};

const FINDING: Readonly<Record<Finding, Markdown>> = {
  matches: line`${escapeMarkdown(MARK.bad)} **crash of this issue**`,
  'other-crash': line`${escapeMarkdown(MARK.bad)} another crash of the service`,
  'crash-without-stack': line`${escapeMarkdown(MARK.unknown)} crash without a stack`,
  'no-crash': line`${escapeMarkdown(MARK.good)} no crash`,
};

/** One row per node, blind ones with what to do about it. */
function nodeViews(nodes: readonly NodeReport[], now: number, room: Room): readonly NodeView[] {
  return nodes.slice(0, MOST_NODES).map((node) => nodeView(node, now, room));
}

function nodeView(node: NodeReport, now: number, { piece }: Room): NodeView {
  const name = escapeMarkdown(node.node, 40);
  const clock = clockText(node.skewMs);
  const status = node.finding === null || node.status !== 'ok' ? STATUS[node.status] : FINDING[node.finding];
  const crashes =
    node.status === 'ok' ? line`${node.matchingCrashes.length + node.otherCrashes}` : line`unknown`;
  const newest = node.matchingCrashes.at(-1);
  const last = newest === undefined ? line`` : line`last ${agoText(newest, now)}`;
  const hint = node.hint === null ? null : escapeMarkdown(node.hint, Math.min(160, piece));
  return {
    name,
    clock,
    status,
    hint: hint === null ? [] : [lineOf(hint)],
    crashes,
    last,
    line: line`${status}; crashes ${crashes}${newest === undefined ? line`` : line`, ${last}`}; ${clock}${hint === null ? line`` : line`. ${hint}`}`,
  };
}

function clockText(skewMs: number | null): Markdown {
  if (skewMs === null) return line`clock unknown`;
  if (Math.abs(skewMs) < SHOWN_SKEW_MS) return line`clock in step`;
  return line`clock ${durationText(Math.abs(skewMs))} ${skewMs > 0 ? line`ahead` : line`behind`}`;
}
