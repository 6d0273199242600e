import type { Template } from 'adaptivecards-templating';
import type { JsonObject, JsonValue } from '../incident/json';
import type { Card } from '../ports';
import type { Room } from './room';
import { ROOMS } from './room';

/** Most bytes of a card as UTF-8 JSON: workflow webhooks refuse more, and it is far below the 100 KB (UTF-16) of a bot message. */
export const CARD_BYTES = 28 * 1024;

/** Fills a template with a view model. What the data holds is never evaluated again. */
export function renderCard(template: Template, view: object): Card {
  const expanded: unknown = template.expand({ $root: view });
  return withoutNulls(expanded as JsonObject) as JsonObject;
}

/**
 * Draws with ever less detail until the card is small enough; the smallest one is returned in any case.
 * @param rooms tried in this order
 */
export function renderWithin(
  draw: (room: Room) => Card,
  rooms: readonly [Room, ...(readonly Room[])] = ROOMS,
): Card {
  const [largest, ...smaller] = rooms;
  return smaller.reduce<Card>(
    (card, room) => (cardBytes(card) <= CARD_BYTES ? card : draw(room)),
    draw(largest),
  );
}

/** Size of a card on the wire, bytes of UTF-8. */
export function cardBytes(card: Card): number {
  return Buffer.byteLength(JSON.stringify(card), 'utf8');
}

/** A part that was repeated nought times leaves a null behind. */
function withoutNulls(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => withoutNulls(item));
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value as JsonObject).filter(([, child]) => child !== null);
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutNulls(child)]));
}
