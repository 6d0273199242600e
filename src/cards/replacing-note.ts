import type { JsonValue } from '../incident/json';
import type { PaintedCard } from '../ports';

const NOTE =
  'An older copy of this card may stand in this conversation. This one is kept up to date; a click on the older one is answered with the present state.';

/** The card with a line at its end: a copy of it may stand there that nobody can edit. */
export function withReplacingNote({ card, summary }: PaintedCard): PaintedCard {
  const { body } = card;
  const parts: readonly JsonValue[] = Array.isArray(body) ? (body as readonly JsonValue[]) : [];
  const note = { type: 'TextBlock', text: NOTE, wrap: true, size: 'Small', isSubtle: true };
  return { card: { ...card, body: [...parts, note] }, summary };
}
