import type { InvokeResponse } from 'botbuilder';
import type { Reply } from '../commands/incoming';
import type { ActivityRefusal } from './activity';

/** Body of an invoke answer as the universal action model documents it. */
export interface InvokeBody {
  readonly statusCode: number;
  readonly type: string;
  readonly value: unknown;
}

/**
 * The HTTP status of an invoke is always 200, the sub-status is in the body: clients show nothing of an answer whose HTTP status is
 * an error, and the SDK would copy the inner one.
 */
function invokeResponse(body: InvokeBody): InvokeResponse<InvokeBody> {
  return { status: 200, body };
}

function message(text: string): InvokeResponse<InvokeBody> {
  return invokeResponse({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text });
}

function failure(statusCode: 400 | 500, code: string, text: string): InvokeResponse<InvokeBody> {
  return invokeResponse({
    statusCode,
    type: 'application/vnd.microsoft.error',
    value: { code, message: text },
  });
}

/** What the clicker gets for a reply: a card replaces the clicker's view, a text is shown to the clicker alone. */
export function answerOf(reply: Reply): InvokeResponse<InvokeBody> {
  switch (reply.kind) {
    case 'card':
      return invokeResponse({
        statusCode: 200,
        type: 'application/vnd.microsoft.card.adaptive',
        value: reply.card,
      });
    case 'text':
      return message(reply.text);
    case 'none':
      return message('Received.');
  }
}

const REFUSED_TEXT: Readonly<Record<ActivityRefusal, string | null>> = {
  'other-tenant': 'This bot answers only people of the organisation it was set up for.',
  guest: 'Guests cannot use this bot. Please ask a member of the organisation.',
  bot: 'This bot answers people only.',
  'no-person': 'Your account could not be identified, so nothing was done. Please sign in to Teams again.',
  'not-teams': null,
  malformed: null,
  'not-supported': null,
};

/** A refused click: people get a sentence, a client that sent something unreadable gets an error object. */
export function answerOfRefusal(reason: ActivityRefusal): InvokeResponse<InvokeBody> {
  const text = REFUSED_TEXT[reason];
  if (text !== null) return message(text);
  return failure(400, 'BadRequest', 'This action is not known to the bot. Nothing was done.');
}

/** Something broke on our side. The text tells no internals; whether the click counted is told by the card. */
export function answerOfFault(): InvokeResponse<InvokeBody> {
  return failure(
    500,
    'InternalError',
    'The bot could not answer. The card shows what counts; please try again.',
  );
}
