import { z } from 'zod';
import { conversationIdOf } from './activities';
import { createCallGate } from './call-gate';
import type { ConnectorRecord } from './connector-record';
import type { ConnectorOperation, Faults } from './faults';
import type { MessageStore } from './message-store';
import { LAB_TEAM, personalChatOf, personByTeamsId, placeById } from './people';
import { membersOf, pageOfMembers, teamChannels, teamDetails, teamsChannelAccount } from './roster';
import { contentOf, LARGEST_MESSAGE_BYTES, partsOf, refuseWrongMentions } from './outgoing-message';
import { HttpFault, parseBody, readJson } from './router';
import type { Call, Route } from './router';
import type { SendLimiter } from './send-limits';
import { outgoingActivitySchema } from './shapes';
import type { LabMessage, LabPlace, OutgoingActivity } from './shapes';
import type { TokenIssuer } from './token-issuer';

const LARGEST_BODY_BYTES = 4 * LARGEST_MESSAGE_BYTES;

const createSchema = z.looseObject({
  members: z.array(z.looseObject({ id: z.string() })).optional(),
  tenantId: z.string().optional(),
  channelData: z
    .looseObject({
      channel: z.looseObject({ id: z.string() }).optional(),
      tenant: z.looseObject({ id: z.string() }).optional(),
    })
    .optional(),
  activity: outgoingActivitySchema.optional(),
});

export interface ConnectorOptions {
  readonly store: MessageStore;
  readonly faults: Faults;
  readonly issuer: TokenIssuer;
  readonly botId: string;
  readonly serviceUrl: () => string;
  readonly newId: () => string;
  readonly limiter: SendLimiter;
  readonly record: ConnectorRecord;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Conversation {
  readonly place: LabPlace;
  readonly threadId: string | null;
}

/** The Bot Connector's REST addresses below `prefix`; every call needs the bot's bearer token, and may meet a planned fault. */
export function connectorRoutes(prefix: string, options: ConnectorOptions): readonly Route[] {
  const { store, faults, issuer } = options;
  const gate = createCallGate(faults);
  const route = (
    method: string,
    path: string,
    operation: ConnectorOperation,
    work: (call: Call, body: unknown) => Answer,
  ): Route => ({
    method,
    path: prefix + path,
    async handle(call) {
      await issuer.verifyBotToken(call.request.headers.authorization).catch((error: unknown) => {
        throw new HttpFault(
          401,
          'Unauthorized',
          error instanceof Error ? error.message : 'Authorization is needed.',
        );
      });
      const body =
        method === 'POST' || method === 'PUT' ? await readJson(call.request, LARGEST_BODY_BYTES) : null;
      options.record.note(operation, conversationKey(call, body), call.response);
      if (operation !== 'roster') refuseTooMany(options.limiter, conversationKey(call, body));
      await gate.pass(operation, call.response, () => work(call, body));
    },
  });

  const conversations = '/v3/conversations';
  const one = `${conversations}/{conversation}`;
  const activity = `${one}/activities/{activity}`;
  return [
    route('POST', conversations, 'create', (_call, body) => createConversation(options, body)),
    route('POST', `${one}/activities`, 'send', (call, body) => {
      return post(options, find(store, call), parseBody(outgoingActivitySchema, body));
    }),
    route('POST', activity, 'send', (call, body) => {
      const conversation = find(store, call);
      const parent = inConversation(store, conversation, call.param('activity'));
      return post(
        options,
        { ...conversation, threadId: parent.threadId },
        parseBody(outgoingActivitySchema, body),
      );
    }),
    route('PUT', activity, 'edit', (call, body) => {
      const message = ownMessage(options, find(store, call), call.param('activity'));
      store.edit(message.id, contentOf(parseBody(outgoingActivitySchema, body)));
      return ok({ id: message.id });
    }),
    route('DELETE', activity, 'delete', (call) => {
      store.remove(ownMessage(options, find(store, call), call.param('activity')).id);
      return ok({});
    }),
    route('GET', `${one}/members`, 'roster', (call) =>
      ok(membersOf(find(store, call).place).map(teamsChannelAccount)),
    ),
    route('GET', `${one}/members/{member}`, 'roster', (call) => {
      const person = personByTeamsId(call.param('member'));
      if (!person || !isIn(find(store, call).place, person.id)) {
        throw new HttpFault(404, 'MemberNotFoundInConversation', 'Member not found in conversation.');
      }
      return ok(teamsChannelAccount(person));
    }),
    route('GET', `${one}/pagedmembers`, 'roster', (call) => {
      const query = call.url.searchParams;
      return ok(
        pageOfMembers(find(store, call).place, Number(query.get('pageSize')), query.get('continuationToken')),
      );
    }),
    route('GET', '/v3/teams/{team}', 'roster', (call) => ok(knownTeam(call.param('team')) && teamDetails())),
    route('GET', '/v3/teams/{team}/conversations', 'roster', (call) =>
      ok(knownTeam(call.param('team')) && teamChannels()),
    ),
  ];
}

/** Posts that create a conversation count for the channel or the member they go to. */
function conversationKey(call: Call, body: unknown): string {
  if (call.url.pathname.endsWith('/conversations')) {
    const target = createSchema.safeParse(body).data;
    return target?.channelData?.channel?.id ?? target?.members?.[0]?.id ?? '';
  }
  return call.url.pathname.includes('/v3/teams/') ? call.param('team') : call.param('conversation');
}

function refuseTooMany(limiter: SendLimiter, conversation: string): void {
  const seconds = limiter.take(conversation);
  if (seconds === 0) return;
  const message = 'Too many calls for this conversation; wait as long as Retry-After says.';
  throw new HttpFault(429, 'TooManyRequests', message, { 'retry-after': String(seconds) });
}

function createConversation(options: ConnectorOptions, body: unknown): Answer {
  const { channelData, members = [], tenantId, activity } = parseBody(createSchema, body);
  if (channelData?.channel) {
    const place = placeById(channelData.channel.id);
    if (!place || place.kind !== 'channel') throw conversationNotFound();
    if (!activity)
      throw new HttpFault(400, 'BadSyntax', 'A thread in a channel is created with its first activity.');
    return created(options, place, post(options, { place, threadId: null }, activity));
  }
  const person = members.length === 1 && members[0] ? personByTeamsId(members[0].id) : undefined;
  if (!person) throw new HttpFault(400, 'BadArgument', 'A personal chat needs exactly one known member.');
  if ((tenantId ?? channelData?.tenant?.id) !== person.tenantId) {
    throw new HttpFault(403, 'ForbiddenOperationException', 'The member is not in that tenant.');
  }
  const place = personalChatOf(person);
  return created(options, place, activity ? post(options, { place, threadId: null }, activity) : null);
}

function created(options: ConnectorOptions, place: LabPlace, first: Answer | null): Answer {
  const id = z.object({ id: z.string() }).safeParse(first?.body).data?.id;
  const started = id === undefined ? {} : { activityId: id };
  const body = { id: conversationIdOf(place, id ?? null), serviceUrl: options.serviceUrl(), ...started };
  return { status: 201, body };
}

/** Stores what an activity says. Text together with cards is split into several messages and no id comes back, as in Teams. */
function post(
  { store, botId, newId }: ConnectorOptions,
  { place, threadId }: Conversation,
  activity: OutgoingActivity,
): Answer {
  if (activity.type === 'typing') return { status: 201, body: { id: newId() } };
  if (activity.type !== 'message')
    throw new HttpFault(400, 'BadSyntax', `Unknown activity type "${activity.type}".`);
  const parts = partsOf(activity);
  refuseWrongMentions(activity, (id) => isIn(place, id));
  const inThread = place.kind === 'channel' ? threadId : null;
  const stored = parts.map((part) =>
    store.add({ placeId: place.id, threadId: inThread, fromId: botId, fromBot: true, ...part }),
  );
  const only = stored.length === 1 ? stored[0] : undefined;
  return { status: 201, body: only ? { id: only.id } : {} };
}

function isIn(place: LabPlace, id: string): boolean {
  const person = personByTeamsId(id);
  return person !== undefined && membersOf(place).includes(person);
}

function find(store: MessageStore, call: Call): Conversation {
  const [, placeId = '', root] = /^(.+?)(?:;messageid=(\d+))?$/.exec(call.param('conversation')) ?? [];
  const place = placeById(placeId);
  if (!place) throw conversationNotFound();
  if (root === undefined) return { place, threadId: null };
  if (store.find(root)?.placeId !== place.id) throw conversationNotFound();
  return { place, threadId: store.find(root)?.threadId ?? root };
}

function inConversation(store: MessageStore, { place, threadId }: Conversation, id: string): LabMessage {
  const message = store.find(id);
  const here = message?.placeId === place.id && (threadId === null || message.threadId === threadId);
  if (!message || !here || message.deleted) {
    throw new HttpFault(404, 'ActivityNotFoundInConversation', 'Activity not found in conversation.');
  }
  return message;
}

function ownMessage({ store }: ConnectorOptions, conversation: Conversation, id: string): LabMessage {
  const message = inConversation(store, conversation, id);
  if (!message.fromBot)
    throw new HttpFault(403, 'BotNotMessageAuthor', 'A bot can change only its own messages.');
  return message;
}

function knownTeam(id: string): true {
  if (id !== LAB_TEAM.id) throw new HttpFault(404, 'TeamNotFound', 'The bot is in no such team.');
  return true;
}

function conversationNotFound(): HttpFault {
  return new HttpFault(404, 'ConversationNotFound', 'Conversation not found.');
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}
