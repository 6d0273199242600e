import type { CardContext } from '../../ports';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line } from '../escape-markdown';
import { plainLine } from '../plain-text';
import type { PlainText } from '../plain-text';
import { agoText, utcText } from '../times';
import type { JsonObject } from '../../incident/json';

/** Colour of a card's head. Always said in words too. */
export type Tone = 'good' | 'attention' | 'warning' | 'accent' | 'emphasis';

/** A part that may be missing: the template repeats it nought or one times. */
export type Optional<T> = readonly [] | readonly [T];

export interface HeadView {
  readonly tone: Tone;
  readonly headline: Markdown;
  readonly subtitle: Markdown;
  /** How old this knowledge is. */
  readonly checked: Optional<LineView>;
  /** DRILL or LAB, nothing in production. */
  readonly badge: Optional<{ readonly text: Markdown }>;
}

export interface FactView {
  readonly name: Markdown;
  readonly value: Markdown;
}

/** A name and the exact characters of its value, shown without markup. */
export interface ExactFactView {
  readonly name: PlainText;
  readonly value: PlainText;
}

export interface LineView {
  readonly text: Markdown;
}

export interface ActionView {
  readonly title: PlainText;
  readonly verb: string;
  readonly style: 'default' | 'positive' | 'destructive';
  /** Whether the card's inputs go along. */
  readonly inputs: 'auto' | 'none';
  /** Ids only: everything else is loaded from the store when somebody clicks. */
  readonly data: JsonObject;
}

/** Markers in front of a state, always followed by the word for it. */
export const MARK = {
  good: '✔',
  bad: '✖',
  warn: '⚠',
  unknown: '?',
  busy: '▶',
  planned: '○',
  none: '–',
} as const;

const BADGE = {
  drill: line`**DRILL** · simulated clusters, nothing real is touched`,
  lab: line`**LAB** · simulated cluster, nothing real is touched`,
};

/** The head of a card about no cluster in particular. */
export function headOf(
  tone: Tone,
  headline: Markdown,
  subtitle: Markdown,
  { mode }: Pick<CardContext, 'mode'>,
): HeadView {
  return {
    tone,
    headline,
    subtitle,
    checked: [],
    badge: mode === 'production' ? [] : [{ text: BADGE[mode] }],
  };
}

/** The head of a card about one cluster: it always says when that was last checked. */
export function clusterHeadOf(
  tone: Tone,
  headline: Markdown,
  subtitle: Markdown,
  context: CardContext,
): HeadView {
  const { lastCheckedAt, now } = context;
  const checked =
    lastCheckedAt === null ? line`never checked` : line`last checked ${agoText(lastCheckedAt, now)}`;
  return { ...headOf(tone, headline, subtitle, context), checked: [{ text: checked }] };
}

/** One line at the foot: the moment all other times are relative to. */
export function footOf({ now }: CardContext): Markdown {
  return line`Drawn ${utcText(now)}; times are UTC, of that day unless they have a date`;
}

/** What replaces every state while the watch is overdue: silence is not health. */
export function overdueText(context: CardContext): Markdown {
  return context.lastCheckedAt === null
    ? line`Nothing is known: the cluster was never checked. What follows may no longer be true.`
    : line`The watch is overdue: no check since ${agoText(context.lastCheckedAt, context.now)}. What follows may no longer be true.`;
}

export function factOf(name: string, value: Markdown): FactView {
  return { name: escapeMarkdown(name, 60), value };
}

export function lineOf(text: Markdown): LineView {
  return { text };
}

export function optional<T>(value: T | null): Optional<T> {
  return value === null ? [] : [value];
}

/** A button. Every one has the same data for old clients, where it is sent as a message. */
export function actionOf(
  title: string,
  verb: string,
  data: JsonObject,
  look: Partial<Pick<ActionView, 'style' | 'inputs'>> = {},
): ActionView {
  return {
    title: plainLine(title, 60),
    verb,
    style: 'default',
    inputs: 'none',
    data: { ...data, verb },
    ...look,
  };
}
