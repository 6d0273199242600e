import { z } from 'zod';
import type { Delivery } from './bot-link';
import type { CardJson } from './shapes';

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
const MESSAGE_TYPE = 'application/vnd.microsoft.activity.message';
const ERROR_TYPE = 'application/vnd.microsoft.error';

/** What a click led to, as the person who clicked sees it. */
export type ClickOutcome =
  | { readonly kind: 'card'; readonly card: CardJson }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }
  /** An Action.Submit went out; it has no answer of its own. */
  | { readonly kind: 'sent' };

const answerSchema = z.object({ statusCode: z.number().int(), type: z.string(), value: z.unknown() });
const cardSchema = z.looseObject({ type: z.literal('AdaptiveCard') });
const errorSchema = z.looseObject({ code: z.string().optional(), message: z.string().optional() });

/**
 * Reads the answer to an `adaptiveCard/action` as the Teams client does: only HTTP 200 counts, then the `statusCode` in the body
 * decides (universal action model of Adaptive Cards).
 */
export function readInvokeAnswer(delivery: Delivery): ClickOutcome {
  if (delivery.status === null) return failed(`Unable to reach the app. ${delivery.problem}`);
  if (delivery.status !== 200)
    return failed(`Something went wrong (the bot answered HTTP ${delivery.status}).`);
  const answer = answerSchema.safeParse(delivery.body);
  if (!answer.success)
    return failed('Something went wrong (the bot answered without statusCode, type and value).');
  const { statusCode, type, value } = answer.data;
  if (statusCode === 200 && type === CARD_TYPE) {
    const card = cardSchema.safeParse(value);
    return card.success
      ? { kind: 'card', card: card.data }
      : failed('Something went wrong (the answer is not a card).');
  }
  if (statusCode === 200 && type === MESSAGE_TYPE && typeof value === 'string')
    return { kind: 'message', text: value };
  const error = type === ERROR_TYPE ? errorSchema.safeParse(value).data : undefined;
  return failed(error?.message ?? `Something went wrong (answer ${statusCode} of type ${type}).`);
}

function failed(text: string): ClickOutcome {
  return { kind: 'error', text };
}
