import type { CardJson } from './shapes';

/** An action found in a card. */
export interface CardAction {
  readonly type: string;
  readonly title: string;
  readonly verb: string | null;
  readonly id: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** When a client asks the bot for the person's own view of a card, and with what. */
export interface CardRefresh {
  readonly action: CardAction;
  /** The Teams identities whose clients refresh by themselves; null means everybody's. */
  readonly userIds: readonly string[] | null;
}

/** Every action of a card, wherever it is nested, in the card's order; refresh actions are not among them. */
export function actionsOf(card: CardJson): readonly CardAction[] {
  const { refresh: _refresh, fallback: _fallback, ...visible } = card;
  return Object.values(visible).flatMap(actionsWithin);
}

/** The action with that verb, id or title. @throws Error naming what the card does offer. */
export function actionNamed(card: CardJson, name: string): CardAction {
  const actions = actionsOf(card);
  const found = actions.find((action) => [action.verb, action.id, action.title].includes(name));
  if (found) return found;
  const offered =
    actions.map((action) => action.verb ?? action.id ?? action.title).join(', ') || 'no action at all';
  throw new Error(`The card has no action "${name}"; it offers ${offered}.`);
}

/** The card's refresh, or null when it has none. */
export function refreshOf(card: CardJson | null): CardRefresh | null {
  const refresh = card?.['refresh'];
  if (!isRecord(refresh) || !isRecord(refresh['action'])) return null;
  const userIds = refresh['userIds'];
  return {
    action: toAction(refresh['action']),
    userIds: Array.isArray(userIds) ? userIds.filter((id) => typeof id === 'string') : null,
  };
}

function actionsWithin(value: unknown): readonly CardAction[] {
  if (Array.isArray(value)) return value.flatMap(actionsWithin);
  if (!isRecord(value)) return [];
  const { fallback: _fallback, data: _data, ...rest } = value;
  const own =
    typeof value['type'] === 'string' && value['type'].startsWith('Action.') ? [toAction(value)] : [];
  return [...own, ...Object.values(rest).flatMap(actionsWithin)];
}

function toAction(value: Readonly<Record<string, unknown>>): CardAction {
  const text = (key: string) => (typeof value[key] === 'string' ? value[key] : null);
  return {
    type: text('type') ?? '',
    title: text('title') ?? '',
    verb: text('verb'),
    id: text('id'),
    data: isRecord(value['data']) ? value['data'] : {},
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
