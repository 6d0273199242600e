import { withoutThread } from '../commands/without-thread';
import { z } from 'zod';
import type { Conversation, Incoming } from '../commands/incoming';
import type { JsonObject } from '../incident/json';
import type { Person } from '../incident/person';
import {
  conversationUpdateSchema,
  envelopeSchema,
  executeSchema,
  installationSchema,
  invokeNameSchema,
  messageSchema,
  submitSchema,
} from './activity-schema';
import type { Envelope } from './activity-schema';
import { teamsIdOf } from './bot-identity';
import type { BotIdentity } from './bot-identity';
import { isMentionOf, plainText } from './message-text';

export type ActivityRefusal =
  'malformed' | 'not-teams' | 'other-tenant' | 'no-person' | 'guest' | 'bot' | 'not-supported';

/** `ignored`: nothing is wrong, it is just not for us. `refused`: it must not have an effect, and the log says why. */
export type ParsedActivity =
  | { readonly kind: 'incoming'; readonly incoming: Incoming }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: ActivityRefusal };

type Owner = Pick<BotIdentity, 'appId' | 'tenantId'>;

const CONVERSATION_KINDS = { personal: 'personal', channel: 'channel', groupChat: 'group' } as const;

const refused = (reason: ActivityRefusal): ParsedActivity => ({ kind: 'refused', reason });
const ignored = (reason: string): ParsedActivity => ({ kind: 'ignored', reason });

/**
 * Turns an activity whose token was verified into what the commands understand. The token proves the connector, not the person:
 * tenant, person and conversation are read from the body and checked here. Never throws.
 */
export function parseActivity(activity: unknown, owner: Owner): ParsedActivity {
  const parsed = envelopeSchema.safeParse(activity);
  if (!parsed.success) return refused('malformed');
  const envelope = parsed.data;
  if (envelope.channelId !== 'msteams') return refused('not-teams');
  if (!isOfTenant(envelope, owner.tenantId)) return refused('other-tenant');
  const conversation = conversationOf(envelope);
  if (conversation === null) return refused('malformed');
  switch (envelope.type) {
    case 'message':
      return fromPerson(envelope, owner, (by) =>
        parseMessage(activity, { envelope, by, conversation, owner }),
      );
    case 'invoke':
      return fromPerson(envelope, owner, (by) =>
        parseInvoke(activity, { envelope, by, conversation, owner }),
      );
    case 'installationUpdate':
      return installed(envelope, conversation, installationSchema.safeParse(activity).data?.action === 'add');
    case 'conversationUpdate':
      return installed(envelope, conversation, isBotAmongAdded(activity, envelope));
    default:
      return ignored(`activity type ${envelope.type.slice(0, 40)}`);
  }
}

interface Context {
  readonly envelope: Envelope;
  readonly by: Person;
  readonly conversation: Conversation;
  readonly owner: Owner;
}

/**
 * The conversation and the channel data name the tenant, and Teams does not always send both (Microsoft's own samples of events and invokes
 * lack the one or the other). One has to be there, and none may name another tenant.
 */
function isOfTenant(envelope: Envelope, tenantId: string): boolean {
  const named = [envelope.conversation.tenantId, envelope.channelData?.tenant?.id].filter(
    (tenant) => tenant !== undefined && tenant !== null,
  );
  return named.length > 0 && named.every((tenant) => tenant.toLowerCase() === tenantId);
}

/** The sender as a person of our tenant, or why there is none (invariant 2). */
function fromPerson(envelope: Envelope, owner: Owner, parse: (by: Person) => ParsedActivity): ParsedActivity {
  const { from } = envelope;
  const isBot = from.id.startsWith('28:') || ['bot', 'skill'].includes(from.role?.toLowerCase() ?? '');
  if (isBot) return refused('bot');
  if ((from.tenantId ?? owner.tenantId).toLowerCase() !== owner.tenantId) return refused('other-tenant');
  const isGuest =
    ['guest', 'anonymous'].includes(from.userRole?.toLowerCase() ?? '') ||
    (from.userPrincipalName ?? '').toUpperCase().includes('#EXT#');
  if (isGuest) return refused('guest');
  const objectId = z.guid().safeParse(from.aadObjectId);
  if (!objectId.success) return refused('no-person');
  return parse({
    tenantId: owner.tenantId,
    objectId: objectId.data.toLowerCase(),
    name: (from.name ?? '').slice(0, 200),
  });
}

function conversationOf(envelope: Envelope): Conversation | null {
  const { conversation, channelData, serviceUrl } = envelope;
  const type = conversation.conversationType ?? '';
  if (!Object.hasOwn(CONVERSATION_KINDS, type)) return null;
  const kind = CONVERSATION_KINDS[type as keyof typeof CONVERSATION_KINDS];
  const isChannel = kind === 'channel';
  return {
    kind,
    id: conversation.id,
    channelId: isChannel ? (channelData?.channel?.id ?? withoutThread(conversation.id)) : null,
    teamId: isChannel ? (channelData?.team?.id ?? null) : null,
    serviceUrl,
  };
}

function parseMessage(activity: unknown, { envelope, by, conversation, owner }: Context): ParsedActivity {
  const parsed = messageSchema.safeParse(activity);
  if (!parsed.success) return refused('malformed');
  const { text, value, entities, replyToId } = parsed.data;
  const base = { activityId: envelope.id, by, memberId: envelope.from.id, conversation };
  if (value !== undefined && value !== null) {
    const submit = submitSchema.safeParse(value);
    if (!submit.success) return refused('malformed');
    const action = {
      ...base,
      kind: 'action',
      verb: submit.data.verb,
      data: withoutVerb(submit.data),
    } as const;
    return incoming({ ...action, cardActivityId: replyToId ?? null, trigger: 'manual', via: 'submit' });
  }
  if (text === undefined || text === null) return ignored('a message without text');
  const botIds = [envelope.recipient.id, teamsIdOf(owner)];
  const isMentioned = entities.some((mention) => isMentionOf(mention, botIds));
  if (conversation.kind !== 'personal' && !isMentioned) return ignored('not mentioned');
  return incoming({ ...base, kind: 'text', text: plainText(text, entities, botIds) });
}

function parseInvoke(activity: unknown, { envelope, by, conversation }: Context): ParsedActivity {
  if (invokeNameSchema.safeParse(activity).data?.name !== 'adaptiveCard/action')
    return refused('not-supported');
  const parsed = executeSchema.safeParse(activity);
  if (!parsed.success) return refused('malformed');
  const { action, trigger } = parsed.data.value;
  return incoming({
    kind: 'action',
    activityId: envelope.id,
    by,
    memberId: envelope.from.id,
    conversation,
    verb: action.verb,
    data: withoutVerb(action.data ?? {}),
    cardActivityId: parsed.data.replyToId ?? null,
    trigger: trigger ?? 'manual',
    via: 'execute',
  });
}

/** A Submit carries its verb in the data; taken out, both ways of clicking give the same data. */
function withoutVerb({ verb: _verb, ...data }: JsonObject): JsonObject {
  return data;
}

function isBotAmongAdded(activity: unknown, envelope: Envelope): boolean {
  const added = conversationUpdateSchema.safeParse(activity).data?.membersAdded ?? [];
  return added.some((member) => member.id === envelope.recipient.id);
}

function installed(envelope: Envelope, conversation: Conversation, isAdded: boolean): ParsedActivity {
  if (!isAdded) return ignored('membership changed');
  return incoming({ kind: 'installed', activityId: envelope.id, conversation });
}

function incoming(what: Incoming): ParsedActivity {
  return { kind: 'incoming', incoming: what };
}
