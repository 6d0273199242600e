import type { JsonValue } from '../../incident/json';
import type { PlannedCall, PlannedStep, PlanReport } from '../../incident/plan-report';
import type { CardContext } from '../../ports';
import { findMitigation } from '../../runbook/mitigations';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line, listMarkdown } from '../escape-markdown';
import type { PlainText } from '../plain-text';
import { plainLine } from '../plain-text';
import type { Room } from '../room';
import { durationText, utcText } from '../times';
import type { HeadView, LineView } from './view-parts';
import { clusterHeadOf, footOf, lineOf, MARK } from './view-parts';

export interface PlanView {
  readonly head: HeadView;
  readonly notes: readonly LineView[];
  readonly steps: readonly PlannedStepView[];
  readonly more: readonly LineView[];
  readonly rules: readonly LineView[];
  readonly foot: Markdown;
  readonly summary: Markdown;
}

export interface PlannedStepView {
  readonly title: Markdown;
  readonly calls: readonly { readonly where: Markdown; readonly text: PlainText }[];
  readonly notes: readonly LineView[];
}

function counted(count: number, what: 'call' | 'step'): Markdown {
  return escapeMarkdown(`${count} ${what}${count === 1 ? '' : 's'}`);
}

const LONGEST_CALL = 900;

/** What a mitigation would call, word for word: the first look at a cluster that nobody trusts the bot with yet. */
export function planView(plan: PlanReport, context: CardContext, room: Room): PlanView {
  const { rung, cluster, steps, failed } = plan;
  const title = findMitigation(rung)?.title ?? '';
  const headline =
    failed === null
      ? line`Mitigation ${escapeMarkdown(rung, 10)} would make ${counted(steps.flatMap(({ calls }) => calls).length, 'call')} in ${counted(steps.length, 'step')}`
      : line`${escapeMarkdown(MARK.warn)} Mitigation ${escapeMarkdown(rung, 10)} cannot be planned now`;
  const shown = steps.slice(0, room.entries * 3);
  const rest = steps.slice(shown.length);
  return {
    head: clusterHeadOf(
      {
        cluster,
        tone: failed === null ? 'accent' : 'warning',
        headline,
        subtitle: line`${escapeMarkdown(title)}. Nothing was run.`,
        tiles: [],
      },
      context,
    ),
    notes: notesOf(plan).map(lineOf),
    steps: shown.map((step, index) => stepView(step, index)),
    more: rest.length === 0 ? [] : [lineOf(restText(rest))],
    rules: failed === null && steps.length > 0 ? RULES.map(lineOf) : [],
    foot: footOf(context),
    summary: headline,
  };
}

const RULES: readonly Markdown[] = [
  line`Before it everything is looked at again: votes, bound facts, interlocks, freeze. The steps run in this order, one at a time; the first that fails ends the run.`,
  line`A changing call also carries StepKey, Fence and NotAfterUtc, made when its step begins: the node begins it once or refuses it. Each session asks Get-IncidentClock first, and ends with its step.`,
];

function notesOf({ at, summary, blindNodes, failed, steps, inTheWay }: PlanReport): readonly Markdown[] {
  return [
    ...(failed === null ? [] : [escapeMarkdown(failed)]),
    ...(summary === '' ? [] : [line`Found at ${utcText(at)}: ${escapeMarkdown(summary)}`]),
    ...(failed === null && steps.length === 0 ? [line`There is nothing to do.`] : []),
    ...(blindNodes.length === 0
      ? []
      : [
          line`${escapeMarkdown(MARK.unknown)} Could not be searched, so not in this plan: ${listMarkdown(blindNodes, 16)}`,
        ]),
    ...(inTheWay.length === 0 ? [] : [line`${escapeMarkdown(MARK.warn)} **In the way of asking for it:**`]),
    ...inTheWay.map((why) => escapeMarkdown(why)),
  ];
}

function stepView(step: PlannedStep, index: number): PlannedStepView {
  const { title, calls, host, note, isGate, node, operation, deadlineMs } = step;
  const nothing = isGate ? line`only looks, calls nothing that changes` : line`no call`;
  const untold = host && {
    where: line`${escapeMarkdown(node, 80)} · asked of the bot host`,
    text: callText(operation, host.parameters),
  };
  return {
    title: line`**${index + 1}.** ${escapeMarkdown(title, 200)} (at most ${durationText(deadlineMs)})`,
    calls: calls.length > 0 ? calls.map(callView) : untold ? [untold] : [],
    notes: [
      ...(calls.length === 0 && !host ? [nothing] : []),
      ...(note === null ? [] : [line`${escapeMarkdown(MARK.warn)} ${escapeMarkdown(note)}`]),
    ].map(lineOf),
  };
}

function callView(call: PlannedCall): PlannedStepView['calls'][number] {
  const through =
    call.endpoint === null ? line`a plain session` : line`endpoint ${escapeMarkdown(call.endpoint, 100)}`;
  const kind = call.role === 'Read' ? line`reads` : line`**changes**`;
  return {
    where: line`${escapeMarkdown(call.node, 80)} · ${through} · ${kind}`,
    text: callText(call.function, call.parameters),
  };
}

/** As one would type it, to be read: it is never evaluated. */
function callText(name: string, parameters: Readonly<Record<string, JsonValue>>): PlainText {
  const given = Object.keys(parameters)
    .sort()
    .map((key) => `-${key} ${valueText(parameters[key] ?? null)}`);
  return plainLine([name, ...given].join(' '), LONGEST_CALL);
}

function valueText(value: JsonValue): string {
  if (value === null) return '$null';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  if (typeof value === 'number') return String(value);
  return Array.isArray(value)
    ? `@(${value.map((one: JsonValue) => valueText(one)).join(', ')})`
    : JSON.stringify(value);
}

function restText(rest: readonly PlannedStep[]): Markdown {
  const names = [...new Set(rest.map(({ operation }) => operation))];
  const nodes = [...new Set(rest.map(({ node }) => node))];
  return line`and ${rest.length} more steps, for which this card has no room: ${listMarkdown(names, 8)} on ${listMarkdown(nodes, 16)}`;
}
