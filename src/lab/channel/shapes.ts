import { z } from 'zod';

/** What a person of the lab may be in the bot's policy; the lab's own configuration is derived from it. */
export type LabRole = 'operator' | 'approver' | 'admin' | 'viewer' | 'none';

/** One person of the lab. `id` is the Teams identity (MRI), `aadObjectId` the Entra object id in `tenantId`. */
export interface LabPerson {
  readonly key: string;
  readonly name: string;
  readonly initials: string;
  readonly role: LabRole;
  readonly id: string;
  readonly aadObjectId: string;
  readonly tenantId: string;
  readonly userPrincipalName: string;
  readonly userRole: 'user' | 'guest';
  /** Whether the person is in the lab's team; a person of another tenant is not. */
  readonly member: boolean;
}

/** A place messages go to: a channel of the team, or the personal chat of one person with the bot. */
export type LabPlace =
  | { readonly kind: 'channel'; readonly id: string; readonly name: string }
  | { readonly kind: 'personal'; readonly id: string; readonly name: string; readonly person: string };

/** An adaptive card's JSON as it travelled; the lab does not judge it. */
export type CardJson = Readonly<Record<string, unknown>>;

const attachmentSchema = z.looseObject({ contentType: z.string(), content: z.unknown().optional() });

/** An activity as the bot sends it to the connector: what the lab reads of it, the rest is kept. */
export const outgoingActivitySchema = z.looseObject({
  type: z.string().default('message'),
  text: z.string().optional(),
  textFormat: z.string().optional(),
  summary: z.string().optional(),
  replyToId: z.string().optional(),
  attachments: z.array(attachmentSchema).optional(),
  entities: z.array(z.looseObject({ type: z.string() })).optional(),
});
export type OutgoingActivity = z.infer<typeof outgoingActivitySchema>;

/** One state a message has had. `at` is epoch ms UTC. */
export interface Revision {
  readonly at: number;
  readonly text: string;
  /** Whether the text is Markdown; plain text is shown as it is. */
  readonly markdown: boolean;
  readonly card: CardJson | null;
}

/** What one person sees instead of the shared card, since the bot answered that person's action with a card. */
export interface PersonalView {
  readonly at: number;
  readonly card: CardJson;
}

/** One message of the lab channel. `threadId` is the id of the root message (its own id when it is the root). */
export interface LabMessage {
  readonly id: string;
  readonly placeId: string;
  readonly threadId: string;
  /** The sender's Teams identity: a person's MRI or the bot's. */
  readonly fromId: string;
  readonly fromBot: boolean;
  readonly at: number;
  readonly revisions: readonly Revision[];
  readonly deleted: boolean;
}

/** Something only one person sees: the bot's private answer, or that the bot did not answer. */
export interface PrivateNotice {
  readonly id: string;
  readonly person: string;
  /** The message it is about. */
  readonly messageId: string;
  readonly kind: 'answer' | 'error';
  readonly text: string;
  readonly at: number;
}

/** An activity on its way to the bot. */
export type IncomingActivity = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly id: string;
};

/** The newest state of a message; every message has at least one. */
export function currentRevision(message: LabMessage): Revision {
  const newest = message.revisions.at(-1);
  if (!newest)
    throw new Error(`Message ${message.id} has no revision; create messages through the message store.`);
  return newest;
}
