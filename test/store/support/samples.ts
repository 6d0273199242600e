import type { JsonObject } from '../../../src/incident/json';
import type { Append, NewEffect, NewEntry } from '../../../src/ports';

/** An event as the core would write one. */
export function eventOf(body: JsonObject, at = 1_700_000_000_000): NewEntry {
  return { kind: 'vote-cast', body, at };
}

/** A repeatable effect, due at once, unless told otherwise. */
export function effectOf(id: string, rest: Partial<NewEffect> = {}): NewEffect {
  return {
    id,
    kind: 'draw-card',
    body: { id },
    dueAt: 0,
    delivery: 'repeatable',
    coalesceKey: null,
    ...rest,
  };
}

/** An append with nothing but events, unless told otherwise. */
export function appendOf(
  stream: string,
  expectedVersion: number,
  events: readonly NewEntry[],
  rest: Partial<Append> = {},
): Append {
  return { stream, expectedVersion, events, facts: [], effects: [], index: [], ...rest };
}
