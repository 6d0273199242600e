import { withoutThread } from '../commands/without-thread';
import { z } from 'zod';
import type { JsonObject } from '../incident/json';
import type { Clock, Mention, Message, Messenger, Place, PostedMessage, SendOutcome } from '../ports';
import { TokenUnavailable, createAccessTokens } from './access-token';
import { teamsIdOf } from './bot-identity';
import type { BotIdentity } from './bot-identity';
import type { Logger } from '../logger';
import { outcomeOfError, outcomeOfFailure } from './send-outcome';
import { isAllowedServiceUrl } from './service-url';

/** Below the 15 s that Teams waits, with room for the rest of a turn. */
const TIMEOUT_MS = 10_000;

const startedSchema = z.object({ id: z.string().min(1), activityId: z.string().min(1) });
const postedSchema = z.object({ id: z.string().min(1) });

export interface MessengerParts {
  readonly identity: BotIdentity;
  readonly clock: Clock;
  readonly log: Logger;
  /** Limit of one HTTP request, in ms. */
  readonly timeoutMs?: number;
}

interface Call {
  readonly method: 'POST' | 'PUT';
  readonly serviceUrl: string;
  readonly path: string;
  readonly body: JsonObject;
  /** The message that a success means; null when the answer does not name it. */
  readonly read: (answer: unknown) => PostedMessage | null;
}

/**
 * The Bot Connector's REST calls that we need. Each call sends one request and never repeats it: the SDK's client posts up to four
 * times on 5xx, which shows a card several times. Who repeats what is decided by the caller, from the outcome.
 */
export function createMessenger({ identity, clock, log, timeoutMs = TIMEOUT_MS }: MessengerParts): Messenger {
  const tokens = createAccessTokens(identity, clock, timeoutMs);

  async function send(call: Call): Promise<SendOutcome> {
    if (!isAllowedServiceUrl(call.serviceUrl, identity.allowedServiceUrls)) {
      return { kind: 'rejected', status: 0, code: 'ServiceUrlNotAllowed', retryAfterMs: null };
    }
    let token: string;
    try {
      token = await tokens.get();
    } catch (error) {
      return outcomeOfTokenError(error, log);
    }
    try {
      const response = await request(call, token, timeoutMs);
      if (response.status === 401) tokens.forget(token);
      if (!response.ok) return await outcomeOfFailure(response, clock.now());
      const message = call.read(await response.json().catch(() => null));
      if (message !== null) return { kind: 'sent', message };
      return { kind: 'ambiguous', reason: 'accepted, but the answer names no message' };
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  return {
    startThread: (channel, message) => send(startThreadCall(identity, channel, message)),
    post: (place, message) =>
      send({
        ...place,
        method: 'POST',
        path: activitiesPath(place),
        body: activityOf(message),
        read: (answer) => postedIn(place, postedSchema.safeParse(answer).data?.id),
      }),
    edit: (place, activityId, message) =>
      send({
        ...place,
        method: 'PUT',
        path: `${activitiesPath(place)}/${encodeURIComponent(activityId)}`,
        body: { ...activityOf(message), id: activityId },
        read: () => ({ conversationId: place.conversationId, activityId }),
      }),
  };
}

function startThreadCall(identity: BotIdentity, channel: Place, message: Message): Call {
  const channelId = withoutThread(channel.conversationId);
  return {
    method: 'POST',
    serviceUrl: channel.serviceUrl,
    path: 'v3/conversations',
    body: {
      isGroup: true,
      bot: { id: teamsIdOf(identity) },
      tenantId: identity.tenantId,
      channelData: { channel: { id: channelId }, tenant: { id: identity.tenantId } },
      activity: activityOf(message),
    },
    read: (answer) => {
      const started = startedSchema.safeParse(answer).data;
      return started === undefined ? null : postedIn({ conversationId: started.id }, started.activityId);
    },
  };
}

function postedIn(
  place: Pick<Place, 'conversationId'>,
  activityId: string | undefined,
): PostedMessage | null {
  return activityId === undefined ? null : { conversationId: place.conversationId, activityId };
}

function activitiesPath(place: Place): string {
  return `v3/conversations/${encodeURIComponent(place.conversationId)}/activities`;
}

/** Never text and card in one activity: Teams splits it, and no id to edit comes back. Text is not Markdown: nothing in it acts. */
function activityOf(message: Message): JsonObject {
  if (message.kind === 'text') {
    const textFormat = message.isMarkdown ? 'markdown' : 'plain';
    return { type: 'message', textFormat, ...withMentions(message.text, message.mentions ?? []) };
  }
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return {
    type: 'message',
    summary: message.summary,
    attachments: [{ contentType, content: message.card }],
  };
}

/** A mention is its text within the message, and an entity with the same text that says who is meant: the Entra object id will do. */
function withMentions(text: string, mentions: readonly Mention[]): JsonObject {
  if (mentions.length === 0) return { text };
  const entities = mentions.map(({ objectId, name }) => ({
    type: 'mention',
    text: `<at>${name}</at>`,
    mentioned: { id: objectId, name },
  }));
  return { text: `${text} ${entities.map((entity) => entity.text).join(', ')}`, entities };
}

function request(call: Call, token: string, timeoutMs: number): Promise<Response> {
  return fetch(`${call.serviceUrl.replace(/\/+$/, '')}/${call.path}`, {
    method: call.method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(call.body),
    // A redirect is an answer, not an order: the token goes nowhere else.
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
}

function outcomeOfTokenError(error: unknown, log: Logger): SendOutcome {
  const known = error instanceof TokenUnavailable ? error : new TokenUnavailable(0, null);
  log.warn({ status: known.status }, known.message);
  return {
    kind: 'rejected',
    status: known.status,
    code: 'TokenUnavailable',
    retryAfterMs: known.retryAfterMs,
  };
}
