import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../incident/canonical-json';
import type { Person } from '../incident/person';
import { personKey } from '../incident/person';
import type { Card, Store } from '../ports';

/** Which card a message last showed: to everybody, or to one person. What was seen is written down with the vote. */
export interface ShownCards {
  /** A card was drawn for one person alone, on this message. */
  drawnFor(person: Person, messageId: string | null, card: Card): void;
  /** A card was posted or edited for everybody. */
  posted(messageId: string, card: Card): Promise<void>;
  /** SHA-256 of the card this person was last shown there; null when it is not known. */
  shownTo(person: Person, messageId: string | null): Promise<string | null>;
}

/** Views that are remembered; the oldest are forgotten first. */
const MOST_VIEWS = 2000;

/** SHA-256 over a card's canonical JSON (RFC 8785), hex. */
export function cardHash(card: Card): string {
  return createHash('sha256').update(canonicalJson(card)).digest('hex');
}

/** SHA-256 over a text, hex. */
export function textHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Personal views are kept in memory, as clients keep them for a minute only; what stands in the channel survives a restart. */
export function createShownCards(store: Store): ShownCards {
  const views = new Map<string, string>();
  const viewOf = (person: Person, messageId: string): string => `${personKey(person)} ${messageId}`;
  const sharedKey = (messageId: string): string => `shown:${messageId}`;
  return {
    drawnFor: (person, messageId, card) => {
      if (messageId === null) return;
      const key = viewOf(person, messageId);
      views.delete(key);
      views.set(key, cardHash(card));
      const oldest = views.size > MOST_VIEWS ? views.keys().next().value : undefined;
      if (oldest !== undefined) views.delete(oldest);
    },
    posted: (messageId, card) => store.saveSetting(sharedKey(messageId), cardHash(card)),
    shownTo: async (person, messageId) => {
      if (messageId === null) return null;
      const own = views.get(viewOf(person, messageId));
      return (
        own ??
        z
          .string()
          .nullable()
          .parse(await store.readSetting(sharedKey(messageId)))
      );
    },
  };
}
