import type { SendOutcome } from '../ports';
import { backoffMs, withJitter } from './backoff';
import type { Performed } from './run-effects';

/** A send that came to nothing, or to nobody knows what. */
export type Unsent = Exclude<SendOutcome, { kind: 'sent' }>;

/**
 * What a rejection is about.
 * - `gone`: that message or conversation cannot be written to (deleted, archived, not ours).
 * - `too-large`: less may pass.
 * - `later`: the same may pass later (throttled, no token, no connection).
 * - `refused`: the same will not pass again, whenever it is tried.
 */
export type Rejection = 'gone' | 'too-large' | 'later' | 'refused';

/** How the connector says that a message is too large; 413 alone says it too. */
const TOO_LARGE = new Set(['MessageSizeTooBig', 'ContentLengthExceeded', 'RequestEntityTooLarge']);

/** 409 and 412: somebody else wrote at the same time. 425 and 429: too early, too often. */
const PASSING = new Set([0, 401, 408, 409, 412, 425, 429]);

/** How long to wait with what will not pass until a person does something, ms. */
const REFUSED_MS = 10 * 60_000;

export function rejectionOf({ status, code }: Extract<SendOutcome, { kind: 'rejected' }>): Rejection {
  if (code === 'ServiceUrlNotAllowed') return 'refused';
  // No token, whatever the token endpoint said: nothing was sent, and the next one may be given.
  if (code === 'TokenUnavailable' || PASSING.has(status)) return 'later';
  if (status === 413 || TOO_LARGE.has(code)) return 'too-large';
  return status === 404 || status === 403 ? 'gone' : 'refused';
}

/** Tries again later: as long after as the answer asked for, else ever longer. @param random 0 to below 1 */
export function again(sent: Unsent, attempts: number, random: () => number): Performed {
  const isPassing = sent.kind === 'ambiguous' || rejectionOf(sent) === 'later';
  const waitMs = sent.retryAfterMs ?? (isPassing ? backoffMs(attempts) : REFUSED_MS);
  return { kind: 'again', inMs: withJitter(waitMs, random), why: wordsOf(sent) };
}

/** Why a send came to nothing, in words. */
export function wordsOf(sent: Unsent): string {
  return sent.kind === 'rejected' ? `the channel answered ${sent.status} ${sent.code}` : sent.reason;
}
