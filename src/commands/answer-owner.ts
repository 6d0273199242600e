import { isRequestOpen } from '../incident/mitigation-request';
import type { AnswerParts } from './answer-intent';
import { findRequest } from './answer-request';
import type { Reply } from './incoming';
import { refusalWords } from './refusal-words';

/** As many sessions are written about at once. */
const MOST_MESSAGES = 5;

/**
 * The messages to the owners of the sessions of a request. Typed in the channel they stand there, with the owners named; the bot itself
 * writes to nobody, because an account of the cluster is not known as a person of the tenant.
 */
export async function answerOwner(parts: AnswerParts, key: string): Promise<Reply> {
  const found = await findRequest(parts, key);
  const request = found && (await parts.handler.load(found.cluster)).incident?.request;
  if (!found || !request || request.id !== found.requestId)
    return { kind: 'text', text: refusalWords('no-such-request') };
  if (!isRequestOpen(request)) return { kind: 'text', text: refusalWords('ended') };
  const messages = request.shown.flatMap(({ ownerMessage }) => ownerMessage ?? []);
  if (messages.length === 0)
    return {
      kind: 'text',
      text: 'This request ends no session of anybody, so there is no owner to write to.',
    };
  const done = `Once it is closed, an operator types: attest ${request.shortId}`;
  return { kind: 'text', text: [...messages.slice(0, MOST_MESSAGES), done].join('\n\n') };
}
