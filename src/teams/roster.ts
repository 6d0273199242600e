import { withoutThread } from '../commands/without-thread';
import { z } from 'zod';
import type { Clock, Roster, Standing } from '../ports';
import { createAccessTokens } from './access-token';
import type { BotIdentity } from './bot-identity';
import type { Logger } from '../logger';
import { isAllowedServiceUrl } from './service-url';

/** A person waits for this before an answer, so it is short, ms. */
const TIMEOUT_MS = 1_500;
/** How long an answer is taken as true, ms. */
const FRESH_MS = 10 * 60_000;
/** How long a member stays one while the list cannot be read: an outage takes nobody's vote away, ms. */
const STALE_MS = 12 * 3_600_000;
/** How long after a failure nobody is asked again, so that an outage delays nobody, ms. */
const PAUSE_MS = 10_000;
const MOST_PEOPLE = 5_000;

const memberSchema = z.object({
  id: z.string(),
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});
type Member = z.infer<typeof memberSchema>;

type Asked = Parameters<Roster['standingOf']>[0];

interface Known {
  readonly standing: Exclude<Standing, 'unreadable'>;
  readonly at: number;
}

export interface RosterParts {
  readonly identity: BotIdentity;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timeoutMs?: number;
}

/**
 * The members of a conversation by the Bot Connector (`GET /v3/conversations/{id}/members/{member}`), one person at a time. The channel is
 * asked first: who is in a private or shared channel is not told by its team. Where the channel does not know the person its team is asked,
 * as the Bot Framework's own SDK does for every channel (`TeamsInfo.getMember`): a standard channel has its members from there.
 */
export function createRoster({ identity, clock, log, timeoutMs = TIMEOUT_MS }: RosterParts): Roster {
  const tokens = createAccessTokens(identity, clock, timeoutMs);
  const known = new Map<string, Known>();
  let failedAt: number | null = null;

  const request = async (from: Asked, conversationId: string): Promise<Response> => {
    const token = await tokens.get();
    const response = await fetch(addressOf(from, conversationId), {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 401) tokens.forget(token);
    return response;
  };

  /** The member as the list of one conversation has it; null: it has nobody of that id. */
  const memberIn = async (from: Asked, conversationId: string): Promise<Member | null> => {
    const first = await request(from, conversationId);
    // A token that is not taken any more (or not yet, after a clock went back) is got anew, once: this only reads.
    if (first.status === 401) await first.body?.cancel();
    const response = first.status === 401 ? await request(from, conversationId) : first;
    if (response.ok) return memberSchema.parse(await response.json());
    await response.body?.cancel();
    if (response.status === 404) return null;
    throw new Error(`The connector answered ${response.status}.`);
  };

  const ask = async (from: Asked): Promise<Exclude<Standing, 'unreadable'>> => {
    const channelId = withoutThread(from.conversationId);
    const inChannel = await memberIn(from, channelId);
    const isElsewhere = inChannel === null && from.teamId !== null && from.teamId !== channelId;
    const member = isElsewhere ? await memberIn(from, from.teamId) : inChannel;
    return member === null ? 'stranger' : standingOfMember(member, from);
  };

  const remember = (key: string, standing: Known['standing']): void => {
    known.delete(key);
    known.set(key, { standing, at: clock.now() });
    const oldest = known.size > MOST_PEOPLE ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
  };

  return {
    standingOf: async (from) => {
      if (!isAllowedServiceUrl(from.serviceUrl, identity.allowedServiceUrls)) return 'unreadable';
      const key = JSON.stringify([
        from.serviceUrl,
        withoutThread(from.conversationId),
        from.memberId,
        from.person.objectId,
      ]);
      const before = known.get(key);
      const now = clock.now();
      if (before && isWithin(now, before.at, FRESH_MS)) return before.standing;
      const fallback: Standing =
        before?.standing === 'member' && isWithin(now, before.at, STALE_MS) ? 'member' : 'unreadable';
      if (fallback === 'member' && failedAt !== null && isWithin(now, failedAt, PAUSE_MS)) return fallback;
      try {
        const standing = await ask(from);
        failedAt = null;
        remember(key, standing);
        return standing;
      } catch (error) {
        failedAt = now;
        log.warn(
          { fault: error instanceof Error ? error.message : typeof error },
          'The roster cannot be read',
        );
        return fallback;
      }
    },
  };
}

/** A clock that went back makes nothing recent. */
function isWithin(now: number, since: number, span: number): boolean {
  return now >= since && now - since < span;
}

function addressOf(from: Asked, conversationId: string): string {
  const base = from.serviceUrl.replace(/\/+$/, '');
  const [conversation, member] = [conversationId, from.memberId].map(encodeURIComponent);
  return `${base}/v3/conversations/${conversation}/members/${member}`;
}

/** Only somebody who is proven to be the person of the activity, and no guest, is a member. */
function standingOfMember(member: Member, { person, memberId }: Asked): Exclude<Standing, 'unreadable'> {
  const isGuest =
    ['guest', 'anonymous'].includes(member.userRole?.toLowerCase() ?? '') ||
    (member.userPrincipalName ?? '').toUpperCase().includes('#EXT#');
  if (isGuest) return 'guest';
  const objectId = (member.aadObjectId ?? member.objectId)?.toLowerCase();
  const tenantId = (member.tenantId ?? person.tenantId).toLowerCase();
  const isSame = objectId === person.objectId.toLowerCase() && tenantId === person.tenantId.toLowerCase();
  return isSame && !memberId.startsWith('28:') ? 'member' : 'stranger';
}
