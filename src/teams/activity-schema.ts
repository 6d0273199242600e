import { z } from 'zod';

/*
 * Shapes of what Teams sends, as far as they are used. Sources: the Bot Framework activity schema, the universal action model,
 * and payloads seen in the Agents Playground. Everything not named here is dropped.
 */

const id = z.string().min(1).max(1_000);
const optionalText = z.string().nullish();

const account = z.object({
  id,
  aadObjectId: optionalText,
  name: optionalText,
  role: optionalText,
  userRole: optionalText,
  tenantId: optionalText,
  userPrincipalName: optionalText,
});

/** What every activity must have before anything else in it is looked at. */
export const envelopeSchema = z.object({
  type: z.string(),
  id,
  channelId: z.string(),
  serviceUrl: id,
  from: account,
  recipient: z.object({ id }),
  conversation: z.object({ id, conversationType: optionalText, tenantId: optionalText }),
  channelData: z
    .object({
      tenant: z.object({ id: optionalText }).nullish(),
      channel: z.object({ id: optionalText }).nullish(),
      team: z.object({ id: optionalText }).nullish(),
    })
    .nullish(),
});

export type Envelope = z.infer<typeof envelopeSchema>;

const mentionEntity = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id, name: optionalText }),
  text: optionalText,
});

/** Entities of other kinds (client info, locale) are left out, not refused. A mention that does not say its own text has the name it is shown by. */
const mentions = z
  .array(z.unknown())
  .nullish()
  .transform((entities) =>
    (entities ?? []).flatMap((entity) => {
      const mention = mentionEntity.safeParse(entity);
      if (!mention.success) return [];
      const { mentioned, text } = mention.data;
      return [{ mentionedId: mentioned.id, text: text ?? `<at>${mentioned.name ?? ''}</at>` }];
    }),
  );

const verb = z.string().min(1).max(100);
const data = z.record(z.string(), z.json());

export const messageSchema = z.object({
  text: optionalText,
  entities: mentions,
  replyToId: id.nullish(),
  value: z.unknown().optional(),
});

/** Value of a message that an Action.Submit sends: the data of the button, with the verb in it. */
export const submitSchema = data.and(z.object({ verb }));

/** Value of an `adaptiveCard/action` invoke. An unknown trigger is refused: only a known `manual` may become a vote. */
export const executeSchema = z.object({
  replyToId: id.nullish(),
  value: z.object({
    action: z.object({ type: z.literal('Action.Execute'), verb, data: data.nullish() }),
    trigger: z.enum(['manual', 'automatic']).nullish(),
  }),
});

export const invokeNameSchema = z.object({ name: z.string() });

export const installationSchema = z.object({ action: z.string() });

export const conversationUpdateSchema = z.object({ membersAdded: z.array(z.object({ id })).nullish() });
