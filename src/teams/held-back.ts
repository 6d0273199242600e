import { withoutThread } from '../commands/without-thread';
import type { Messenger, Place, SendOutcome } from '../ports';

/** How long a conversation rests after a 429 that does not say how long, ms. */
const REST_MS = 2_000;
/** When another conversation is throttled within this time, the limit is the app's and not the conversation's, ms. */
const TOGETHER_MS = 5_000;

/**
 * A messenger that keeps its peace after a 429: in that conversation (a channel and its threads are one) until `Retry-After` is over; in
 * all of them when several were throttled together, as Teams also limits an app as a whole. What is held back was certainly not sent.
 * @param elapsed time that no clock setting moves, ms
 */
export function heldBack(messenger: Messenger, elapsed: () => number): Messenger {
  const restsUntil = new Map<string, number>();
  let last: { readonly conversation: string; readonly at: number } | null = null;
  let allRestUntil = 0;

  const restOf = (conversation: string, now: number): number =>
    Math.max(allRestUntil, restsUntil.get(conversation) ?? 0) - now;

  const noteThrottled = (conversation: string, waitMs: number): void => {
    const now = elapsed();
    for (const [key, until] of restsUntil) if (until <= now) restsUntil.delete(key);
    restsUntil.set(conversation, now + waitMs);
    if (last && last.conversation !== conversation && Math.abs(now - last.at) < TOGETHER_MS)
      allRestUntil = Math.max(...restsUntil.values());
    last = { conversation, at: now };
  };

  const unlessResting = async (place: Place, send: () => Promise<SendOutcome>): Promise<SendOutcome> => {
    const conversation = withoutThread(place.conversationId);
    const restMs = restOf(conversation, elapsed());
    if (restMs > 0) return { kind: 'rejected', status: 429, code: 'HeldBack', retryAfterMs: restMs };
    const outcome = await send();
    if (outcome.kind === 'rejected' && outcome.status === 429 && outcome.code !== 'TokenUnavailable')
      noteThrottled(conversation, outcome.retryAfterMs ?? REST_MS);
    return outcome;
  };

  return {
    startThread: (channel, message) => unlessResting(channel, () => messenger.startThread(channel, message)),
    post: (place, message) => unlessResting(place, () => messenger.post(place, message)),
    edit: (place, activityId, message) =>
      unlessResting(place, () => messenger.edit(place, activityId, message)),
  };
}
