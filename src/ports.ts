import type { Analysis } from './crash/analysis';
import type { VotingPolicy } from './incident/approval';
import type { NoticeKind } from './incident/effects';
import type { JsonObject, JsonValue } from './incident/json';
import type { Person } from './incident/person';
import type { PlanReport } from './incident/plan-report';
import type { ClusterState } from './incident/state';
import type { Role } from './runbook/chat-commands';

/*
 * The whole outside world on one page. Every adapter implements one of these; the core knows none of them.
 * All times are epoch milliseconds, UTC.
 */

/** Our clock. */
export interface Clock {
  now(): number;
}

/** A new unguessable id (UUID). */
export type NewId = () => string;

// ---------------------------------------------------------------------------------------------- PowerShell

export interface PowerShellRequest {
  /** Function of the bot-host module to call; must be on the allow-list. */
  readonly operation: string;
  /** Plain JSON data, splatted onto the function as named parameters. */
  readonly parameters: JsonObject;
  /** Hard limit in ms; past it the process tree is killed and the outcome is `unknown`. */
  readonly deadlineMs: number;
  readonly onProgress?: (progress: JsonValue) => void;
  readonly signal?: AbortSignal;
  /**
   * Lets a read-only operation run in a process, and over sessions, that are kept for the next one with the same name (the cluster's).
   * Without it, and for whatever changes something, the process is fresh.
   */
  readonly keepFor?: string;
}

export type PowerShellOutcome =
  | { readonly kind: 'reported'; readonly ok: true; readonly value: JsonValue }
  | {
      readonly kind: 'reported';
      readonly ok: false;
      readonly error: { readonly id: string; readonly message: string };
    }
  | { readonly kind: 'not-started'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface PowerShell {
  /** One operation, in its own fresh process unless it may use a kept one. Never throws; the three outcomes tell what is known. */
  run(request: PowerShellRequest): Promise<PowerShellOutcome>;
  /** Ends every process this port started. */
  close(): Promise<void>;
}

// --------------------------------------------------------------------------------------------------- Store

/** What is to be appended: a state-changing event of a stream, or a fact that changes no state. */
export interface NewEntry {
  readonly kind: string;
  readonly body: JsonObject;
  /** When it happened, epoch ms UTC. */
  readonly at: number;
}

/** One row of the append-only, hash-chained table that is both log and audit. */
export interface LogEntry extends NewEntry {
  /** Position in the whole log, from 1, without gaps. */
  readonly sequence: number;
  readonly stream: string;
  /** Position in its stream, from 1; null for a fact that changes no state. */
  readonly version: number | null;
  readonly previousHash: string;
  readonly hash: string;
}

/** Work to do after the commit. `once` work is claimed at most one time in its life; the rest may be repeated. */
export interface NewEffect {
  readonly id: string;
  readonly kind: string;
  readonly body: JsonObject;
  readonly dueAt: number;
  readonly delivery: 'repeatable' | 'once';
  /** Waiting effects with the same key are replaced by the newest (a card is drawn once, from the newest state). */
  readonly coalesceKey: string | null;
}

export interface ClaimedEffect extends NewEffect {
  /** Stream whose event caused it. */
  readonly stream: string;
  /** How often it was claimed before this time. */
  readonly attempts: number;
}

/** Everything one command changes: all of it is committed, or nothing. */
export interface Append {
  readonly stream: string;
  /** Version of the stream the decision was made on; 0 for a new stream. */
  readonly expectedVersion: number;
  readonly events: readonly NewEntry[];
  readonly facts: readonly NewEntry[];
  readonly effects: readonly NewEffect[];
  /** Keys under which the stream is found later (a request's id, its short id, an incident's id). */
  readonly index: readonly IndexKey[];
  /** Id of the claimed effect whose outcome this is; it is completed in the same transaction. */
  readonly completes?: string;
}

export interface IndexKey {
  readonly kind: string;
  readonly key: string;
}

/** Where a living card was posted; one row per slot. */
export interface CardSlot {
  /** What the card is, e.g. `incident:<id>` or `check:<id>`. */
  readonly slot: string;
  /** Empty: no place is known yet. */
  readonly conversationId: string;
  /** Null: there is no message that could be edited; a post may have been begun. */
  readonly activityId: string | null;
  readonly serviceUrl: string;
  /** Version of the stream the posted card was drawn from. */
  readonly revision: number;
  /** Copies that may stand there and are not kept up to date: posts that nobody could name, messages that may not be edited. */
  readonly strays: number;
  /** Until then an edit whose outcome nobody knows may still arrive, epoch ms UTC; null: there is none. */
  readonly unsettledUntil: number | null;
}

/** The right to write one card: one process at a time has it, until its lease ends. */
export interface CardTurn {
  /** Larger than that of every turn before: a writer that was overtaken is known by it. */
  readonly turn: number;
  /** The card as it was left; null when it was never posted. */
  readonly slot: CardSlot | null;
}

export interface AuditProblem {
  readonly sequence: number;
  readonly problem: string;
}

/** The end of the log as it was at some moment. */
export interface AuditHead {
  readonly sequence: number;
  readonly hash: string;
}

export interface AuditReport {
  readonly entries: number;
  readonly headHash: string;
  /** The first bad entry, or null when the whole chain holds. */
  readonly firstProblem: AuditProblem | null;
}

/** A lease that is wanted. Several processes that share a database go by its clock, one process by its own. */
export interface Lease {
  readonly owner: string;
  /** Now by our clock, epoch ms. */
  readonly now: number;
  readonly leaseMs: number;
}

export interface Store {
  /** Events (entries with a version) of one stream after `afterVersion`, oldest first. */
  readStream(stream: string, afterVersion: number): Promise<readonly LogEntry[]>;
  /** All entries of a stream, facts included, newest last; at most `limit` of the newest. */
  readHistory(stream: string, limit: number): Promise<readonly LogEntry[]>;
  /** Appends in one transaction. `conflict`: somebody else appended to the stream meanwhile; nothing was written. */
  append(append: Append): Promise<'appended' | 'conflict'>;
  /** Facts that change no state; they never conflict. */
  record(stream: string, facts: readonly NewEntry[]): Promise<void>;
  /** Streams found under a key, e.g. find({kind:'request', key: id}). */
  find(key: IndexKey): Promise<readonly string[]>;
  /** True the first time a key is seen, false ever after (an activity id delivered twice). */
  firstSeen(key: IndexKey, at: number): Promise<boolean>;

  /**
   * Takes due effects under a lease. A `once` effect that was ever claimed is never given out again.
   * `only`: just the kinds of work that this process does, for the streams it does them for.
   */
  claim(
    claim: Lease & {
      readonly limit: number;
      readonly only?: { readonly kinds: readonly string[]; readonly streams: readonly string[] };
    },
  ): Promise<readonly ClaimedEffect[]>;
  /** Makes the leases of claimed effects longer. Gives the ids still held: what is missing belongs to somebody else by now, or has ended. */
  extend(wish: Lease & { readonly ids: readonly string[] }): Promise<readonly string[]>;
  /** `once` effects whose lease ended without an outcome: their result is unknown. */
  lost(now: number): Promise<readonly ClaimedEffect[]>;
  /** Ends the leases of all other owners where this is the only process of the store, since then they are dead; elsewhere leases end by themselves. */
  takeOver(owner: string): Promise<void>;
  /** True when the owner leads `name` for the time of the lease: of several processes only one does. */
  lead(wish: Lease & { readonly name: string }): Promise<boolean>;
  /** Leaves everything that the owner leads. */
  resign(owner: string): Promise<void>;
  /** A fencing number, larger than every one before it, of whichever process. */
  nextFence(now: number): Promise<number>;
  complete(effectId: string, owner: string): Promise<void>;
  /** Puts a repeatable effect back, due later. */
  postpone(effectId: string, owner: string, dueAt: number, error: string): Promise<void>;

  readCardSlot(slot: string): Promise<CardSlot | null>;
  /** Takes the turn to write a card; null while somebody else has it. */
  takeCardTurn(wish: Lease & { readonly slot: string }): Promise<CardTurn | null>;
  /** Writes a slot; `ends`: and gives the turn back. False: the turn was overtaken, and nothing was written. */
  saveCardSlot(slot: CardSlot, turn: { readonly turn: number; readonly ends: boolean }): Promise<boolean>;
  /** Gives a turn back; nothing happens when it was overtaken. */
  endCardTurn(slot: string, turn: number): Promise<void>;
  /** Small settings that must survive a restart (the incident channel of a cluster). */
  readSetting(name: string): Promise<JsonValue | null>;
  saveSetting(name: string, value: JsonValue): Promise<void>;

  /** The newest entry of the log: what is published, so that a log whose end was cut off is found out. Sequence 0: it is empty. */
  head(): Promise<AuditHead>;
  /** Recomputes the hash chain from the first entry; `published`: a head that was noted elsewhere earlier, which shows a cut tail. */
  verifyAudit(published?: AuditHead): Promise<AuditReport>;
  close(): Promise<void>;
}

// ----------------------------------------------------------------------------------------------- Directory

/** A person of the directory. */
export interface GroupMember {
  /** Entra object id. */
  readonly objectId: string;
  readonly name: string;
}

export interface GroupMembers {
  /**
   * The people in a group, nested groups included; guests, disabled accounts and what is no person are left out.
   * @throws Error when they cannot be read: then nobody is known to be one.
   */
  membersOf(groupId: string): Promise<readonly GroupMember[]>;
}

/** Who somebody is in a conversation, by the platform's own list. `unreadable`: it could not be asked, so nobody knows. */
export type Standing = 'member' | 'guest' | 'stranger' | 'unreadable';

export interface Roster {
  /** Never throws. `stranger`: not there, of another tenant, a bot, or somebody else than the activity said. */
  standingOf(from: {
    readonly serviceUrl: string;
    readonly conversationId: string;
    /** The team that the conversation is a channel of; null: none. */
    readonly teamId: string | null;
    /** The sender's id in the conversation (Teams: `29:...`). */
    readonly memberId: string;
    readonly person: Person;
  }): Promise<Standing>;
}

// ----------------------------------------------------------------------------------------------- Messenger

/** A place to post to. */
export interface Place {
  readonly serviceUrl: string;
  /** Channel id, thread id (`...;messageid=...`) or chat id. */
  readonly conversationId: string;
}

export interface PostedMessage {
  readonly conversationId: string;
  readonly activityId: string;
}

/** How a send ended. `ambiguous`: it may have been delivered, so it must not be repeated blindly. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly message: PostedMessage }
  | {
      readonly kind: 'rejected';
      readonly status: number;
      readonly code: string;
      readonly retryAfterMs: number | null;
    }
  | {
      readonly kind: 'ambiguous';
      readonly reason: string;
      /** The answer asked to wait so long, ms. */
      readonly retryAfterMs?: number;
    };

/** Adaptive card JSON. */
export type Card = JsonObject;

export type Message =
  | { readonly kind: 'card'; readonly card: Card; readonly summary: string }
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Already escaped Markdown; otherwise it is shown as it is. */ readonly isMarkdown?: boolean;
      /** Whom Teams alerts; named behind the text. */
      readonly mentions?: readonly Mention[];
    };

/** Somebody who is called by name. */
export interface Mention {
  /** Entra object id. */
  readonly objectId: string;
  /** Without anything that Markdown or XML would read. */
  readonly name: string;
}

export interface Messenger {
  /** Starts a new thread in a channel; the message returned names the thread's conversation id. */
  startThread(channel: Place, message: Message): Promise<SendOutcome>;
  /** Posts into a thread or chat. */
  post(place: Place, message: Message): Promise<SendOutcome>;
  /** Replaces a message of ours. May be repeated. */
  edit(place: Place, activityId: string, message: Message): Promise<SendOutcome>;
}

// --------------------------------------------------------------------------------------------------- Cards

/** What a card needs besides the committed state. Everything in it is data: cards read no clock and no configuration. */
export interface CardContext {
  /** When the card is drawn, epoch ms UTC. */
  readonly now: number;
  /** When the cluster was last checked, epoch ms UTC; null: never. */
  readonly lastCheckedAt: number | null;
  /** The watch is overdue: what is shown may no longer be true, so the card says unknown. */
  readonly overdue: boolean;
  readonly mode: 'production' | 'drill' | 'lab';
  /** `observe`: the bot asks for nothing and runs nothing. */
  readonly runMode: 'observe' | 'run';
  readonly botName: string;
  /** Whom the card is drawn for; null: for everybody. */
  readonly viewer: { readonly person: Person; readonly roles: readonly Role[] } | null;
  readonly policy: VotingPolicy;
  /** Display names of approvers by `personKey`; somebody without a name is counted, not named. */
  readonly approverNames: Readonly<Record<string, string>>;
  /** `shared`: posted into a channel. `personal`: the private answer to one viewer. */
  readonly audience: 'shared' | 'personal';
  /** Only what must be there: the channel refused the card as too large. */
  readonly isBrief?: boolean;
}

export interface PaintedCard {
  readonly card: Card;
  /** One line for the notification and for clients that show no cards. */
  readonly summary: string;
}

/** What the people of a channel were not told. */
export interface Undelivered {
  /** Epoch ms UTC. */
  readonly since: number;
  readonly why: string;
}

export interface StatusEntry {
  readonly state: ClusterState;
  /** The incident channel gets nothing; absent: it does, as far as is known. */
  readonly undelivered?: Undelivered;
  readonly lastCheckedAt: number | null;
  readonly overdue: boolean;
}

/** Draws cards from committed state only (invariant 13). */
export interface CardPainter {
  incident(state: ClusterState, context: CardContext): PaintedCard;
  diagnosis(state: ClusterState, context: CardContext): PaintedCard;
  checking(state: ClusterState, context: CardContext): PaintedCard;
  analysis(analysis: Analysis, context: CardContext): PaintedCard;
  /** What a mitigation would call: told by a look, not by committed state. */
  plan(plan: PlanReport, context: CardContext): PaintedCard;
  help(context: CardContext): PaintedCard;
  status(entries: readonly StatusEntry[], context: CardContext): PaintedCard;
  /** The same card, which says that an older copy of it may stand in the channel. */
  replacing(painted: PaintedCard): PaintedCard;
  /** One short line for the thread, Markdown-escaped. */
  notice(kind: NoticeKind, detail: string, state: ClusterState, context: CardContext): string;
  /** Whom that line calls by name. */
  mentions(kind: NoticeKind, detail: string, state: ClusterState, context: CardContext): readonly Mention[];
}
