import { z } from 'zod';
import type { RefusedTry } from '../commands/incoming';
import { parseText } from '../commands/parse-text';
import type { ActivityRefusal } from './activity';
import { envelopeSchema, messageSchema } from './activity-schema';
import type { Envelope } from './activity-schema';
import { teamsIdOf } from './bot-identity';
import type { BotIdentity } from './bot-identity';
import { plainText } from './message-text';

const guid = z.guid().transform((id) => id.toLowerCase());
const named = z.object({ request: z.string().min(1).max(80) });
/** Where a button's data stands: in an invoke, and in the message of an older client. */
const inInvoke = z.object({
  value: z.object({ action: z.object({ data: named }), trigger: z.unknown().optional() }),
});
const inSubmit = z.object({ value: named });

/** Nobody is known to stand behind these: they are told of in the program's log alone. */
const OF_NOBODY: readonly ActivityRefusal[] = ['not-teams', 'bot', 'no-person'];

/**
 * Who tried what, when a refused activity names a person and a request; null: it does not, so there is nothing to note. The person is the one
 * of the activity, of whatever tenant; the request is only what the client says, and has to be looked up. Never throws.
 */
export function refusedTryOf(
  activity: unknown,
  reason: ActivityRefusal,
  owner: Pick<BotIdentity, 'appId'>,
): RefusedTry | null {
  const envelope = envelopeSchema.safeParse(activity);
  if (!envelope.success || OF_NOBODY.includes(reason)) return null;
  const { from, id } = envelope.data;
  const objectId = guid.safeParse(from.aadObjectId);
  const tenantId = guid.safeParse(tenantOf(envelope.data));
  const request = requestIn(activity, [envelope.data.recipient.id, teamsIdOf(owner)]);
  if (!objectId.success || !tenantId.success || request === null) return null;
  const by = { tenantId: tenantId.data, objectId: objectId.data, name: (from.name ?? '').slice(0, 200) };
  return { activityId: id, by, request, reason };
}

function tenantOf({ from, channelData, conversation }: Envelope): string | null | undefined {
  return from.tenantId ?? channelData?.tenant?.id ?? conversation.tenantId;
}

function requestIn(activity: unknown, botIds: readonly string[]): string | null {
  const invoke = inInvoke.safeParse(activity);
  // A client that only draws a card anew tries nothing.
  if (invoke.success)
    return invoke.data.value.trigger === 'automatic' ? null : invoke.data.value.action.data.request;
  const submit = inSubmit.safeParse(activity);
  if (submit.success) return submit.data.value.request;
  const message = messageSchema.safeParse(activity);
  if (!message.success || !message.data.text) return null;
  const intent = parseText(plainText(message.data.text, message.data.entities, botIds));
  return 'request' in intent ? (named.safeParse(intent).data?.request ?? null) : null;
}
