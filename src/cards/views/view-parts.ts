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

/** The part of each head that does not depend on what is told. */
export function headOf(
  tone: Tone,
  headline: Markdown,
  subtitle: Markdown,
  context: Pick<CardContext, 'mode'>,
): HeadView {
  return {
    tone,
    headline,
    subtitle,
    badge: context.mode === 'production' ? [] : [{ text: BADGE[context.mode] }],
  };
}

/** One line at the foot: how old the card is. */
export function footOf(context: CardContext): Markdown {
  const checked =
    context.lastCheckedAt === null
      ? line`never checked`
      : line`last checked ${agoText(context.lastCheckedAt, context.now)}`;
  return line`${checked} · drawn ${utcText(context.now)}`;
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
