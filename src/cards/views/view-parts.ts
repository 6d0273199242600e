import type { CardContext } from '../../ports';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line } from '../escape-markdown';
import { plainLine } from '../plain-text';
import type { PlainText } from '../plain-text';
import { agoText, lookedText, utcText } from '../times';
import type { JsonObject } from '../../incident/json';

/** Colour of a card's head. Always said in words too. */
export type Tone = 'good' | 'attention' | 'warning' | 'accent' | 'emphasis';

/** A part that may be missing: the template repeats it nought or one times. */
export type Optional<T> = readonly [] | readonly [T];

/** Text colours with a meaning, by the names of the card schema: every client has them for light and dark. */
export type Colour = 'default' | 'good' | 'attention' | 'warning' | 'accent';

export interface HeadView {
  readonly tone: Tone;
  /** Which cluster, above the headline; nothing on a card about no cluster in particular. */
  readonly cluster: Optional<LineView>;
  readonly headline: Markdown;
  readonly subtitle: Optional<LineView>;
  /** At most three numbers that matter now, side by side. */
  readonly tiles: Optional<{ readonly columns: readonly TileView[] }>;
  /** How old this knowledge is. */
  readonly checked: Optional<LineView>;
  /** What is not as in production: DRILL, LAB, OBSERVE. */
  readonly badges: readonly LineView[];
}

/** One number in the head, with what it is and one more word about it. */
export interface TileView {
  readonly label: Markdown;
  readonly value: Markdown;
  readonly colour: Colour;
  readonly note: Markdown;
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
  production: [],
  drill: [line`**DRILL** · simulated clusters, nothing real is touched`],
  lab: [line`**LAB** · simulated cluster, nothing real is touched`],
} as const;

const OBSERVE = line`**OBSERVE** · the bot only looks: it asks for nothing and runs nothing`;

/** The head of a card about no cluster in particular. */
export function headOf(
  tone: Tone,
  headline: Markdown,
  subtitle: Markdown | null,
  { mode, runMode }: Pick<CardContext, 'mode' | 'runMode'>,
): HeadView {
  const badges = [...BADGE[mode], ...(runMode === 'observe' ? [OBSERVE] : [])];
  return {
    tone,
    cluster: [],
    headline,
    subtitle: subtitle === null ? [] : [lineOf(subtitle)],
    tiles: [],
    checked: [],
    badges: badges.map(lineOf),
  };
}

/** What the head of a card about one cluster says besides the headline. */
export interface ClusterHead {
  readonly cluster: string;
  readonly tone: Tone;
  readonly headline: Markdown;
  readonly subtitle: Markdown | null;
  readonly tiles: readonly TileView[];
}

/** The head of a card about one cluster: it always says which one, and when that was last checked. */
export function clusterHeadOf(
  { cluster, tone, headline, subtitle, tiles }: ClusterHead,
  context: CardContext,
): HeadView {
  const { lastCheckedAt, now } = context;
  const checked =
    lastCheckedAt === null ? line`never checked` : line`last checked ${lookedText(lastCheckedAt, now)}`;
  return {
    ...headOf(tone, headline, subtitle, context),
    cluster: [lineOf(line`Cluster **${escapeMarkdown(cluster, 80)}**`)],
    tiles: tiles.length === 0 ? [] : [{ columns: tiles }],
    checked: [lineOf(checked)],
  };
}

/** A number for the head. */
export function tileOf(
  label: Markdown,
  value: Markdown,
  note: Markdown,
  colour: Colour = 'default',
): TileView {
  return { label, value, colour, note };
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
