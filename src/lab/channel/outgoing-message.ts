import { z } from 'zod';
import { HttpFault, parseBody } from './router';
import type { CardJson, OutgoingActivity, Revision } from './shapes';

const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
/** Teams refuses larger messages; text counts as UTF-16. */
export const LARGEST_MESSAGE_BYTES = 100 * 1024;

const cardSchema = z.looseObject({ type: z.literal('AdaptiveCard') });

/**
 * The messages that a new activity becomes: text together with cards is split, as in Teams.
 * @throws HttpFault 413 when it is too big, 400 when it says nothing or a card is none
 */
export function partsOf(activity: OutgoingActivity): readonly Omit<Revision, 'at'>[] {
  refuseTooBig(activity);
  const text = activity.text ?? '';
  const markdown = activity.textFormat !== 'plain';
  const parts = [
    ...(text ? [{ text, markdown, card: null }] : []),
    ...cardsOf(activity).map((card) => ({ text: '', markdown, card })),
  ];
  if (parts.length > 0) return parts;
  throw new HttpFault(400, 'BadSyntax', 'An activity needs text or an adaptive card.');
}

/**
 * What an edited message says: the card where there is one, else the text.
 * @throws HttpFault 413 when it is too big, 400 when a card is none
 */
export function contentOf(activity: OutgoingActivity): Omit<Revision, 'at'> {
  refuseTooBig(activity);
  const [card = null] = cardsOf(activity);
  const markdown = activity.textFormat !== 'plain';
  return { text: card ? '' : (activity.text ?? ''), markdown, card };
}

function cardsOf(activity: OutgoingActivity): readonly CardJson[] {
  const contents = (activity.attachments ?? [])
    .filter((one) => one.contentType === ADAPTIVE_CARD)
    .map((one) => one.content);
  return contents.map((content) => parseBody(cardSchema, content));
}

function refuseTooBig(activity: OutgoingActivity): void {
  if (JSON.stringify(activity).length * 2 > LARGEST_MESSAGE_BYTES) {
    throw new HttpFault(
      413,
      'MessageSizeTooBig',
      'Message size too large: send at most 100 KB, counted as UTF-16.',
    );
  }
}
