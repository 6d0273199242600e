import type { JsonObject } from '../incident/json';
import type { Person } from '../incident/person';
import type { Card } from '../ports';

/** Where something was said, and where an answer goes. */
export interface Conversation {
  readonly kind: 'personal' | 'channel' | 'group';
  /** Conversation id to answer to; in a channel with the thread (`...;messageid=...`). */
  readonly id: string;
  /** Channel id without the thread; null outside a channel. */
  readonly channelId: string | null;
  readonly teamId: string | null;
  readonly serviceUrl: string;
}

interface FromSomebody {
  readonly activityId: string;
  /** Tenant and object id of the authenticated activity; guests, bots and other tenants never get here. */
  readonly by: Person;
  /** The sender's id in the conversation (Teams: `29:...`), to be looked up in its roster; never compared. */
  readonly memberId: string;
  /** The account that was used, when it is another one of the same human. */
  readonly account?: Person;
  readonly conversation: Conversation;
}

/** Text with the mention of the bot taken out and blanks collapsed; line breaks kept (a pasted trace). */
export interface IncomingText extends FromSomebody {
  readonly kind: 'text';
  readonly text: string;
}

/** A button. `data` is what the client sent: to be parsed, and trusted for ids only. */
export interface IncomingAction extends FromSomebody {
  readonly kind: 'action';
  readonly verb: string;
  readonly data: JsonObject;
  /** Message the card stands in; null when the client did not say. */
  readonly cardActivityId: string | null;
  /** `automatic` is a refresh: read-only, never a vote. */
  readonly trigger: 'manual' | 'automatic';
  /** `submit`: no card can be returned to the clicker, the shared card is edited instead. */
  readonly via: 'execute' | 'submit';
}

/** The bot was added to a conversation. */
export interface Installed {
  readonly kind: 'installed';
  readonly activityId: string;
  readonly conversation: Conversation;
}

export type Incoming = IncomingText | IncomingAction | Installed;

/**
 * Answer to the sender alone where the platform can do that. For an action: a card replaces the clicker's view, a text is shown to
 * the clicker privately. For text: posted into the conversation.
 */
export type Reply =
  | { readonly kind: 'card'; readonly card: Card; readonly summary: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' };

/** Answers within about two seconds and never waits for PowerShell. Never throws. */
export type Receive = (incoming: Incoming) => Promise<Reply>;

/** A try that was refused before it was anything to answer: by a person the authenticated activity names, who may be of another tenant. */
export interface RefusedTry {
  readonly activityId: string;
  readonly by: Person;
  /** Id of a request, as the client sent it: to be looked up, and noted only when there is one. */
  readonly request: string;
  readonly reason: string;
}

/** Notes it in the log, within bounds. Never throws: the refusal stands, noted or not. */
export type NoteRefusedTry = (tried: RefusedTry) => Promise<void>;
