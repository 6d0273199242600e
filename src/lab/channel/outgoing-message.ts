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

/**
 * Refuses a mention as Teams does: its text has to be part of the message.
 * @param isMember whether somebody of that Teams identity or Entra object id is in the conversation. What Teams answers for somebody who is not is
 *   not documented; a refusal is the harder case for the bot.
 * @throws HttpFault 400
 */
export function refuseWrongMentions(activity: OutgoingActivity, isMember: (id: string) => boolean): void {
  for (const entity of activity.entities ?? []) {
    if (entity.type !== 'mention') continue;
    const { text, mentioned } = parseBody(mentionSchema, entity);
    if (!activity.text?.includes(text))
      throw new HttpFault(400, 'BadArgument', 'Mention entity text is not valid.');
    if (!isMember(mentioned.id))
      throw new HttpFault(400, 'BadArgument', 'The mentioned account is not in the conversation.');
  }
}

const mentionSchema = z.looseObject({
  text: z.string().regex(/^<at>[^<>]+<\/at>$/),
  mentioned: z.looseObject({ id: z.string(), name: z.string() }),
});

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
