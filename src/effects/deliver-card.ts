import type { CommandHandler } from '../commands/handle-command';
import type { ShownCards } from '../commands/shown-cards';
import { cardHash } from '../commands/shown-cards';
import type { Effect } from '../incident/effects';
import type { JsonObject } from '../incident/json';
import type { Logger } from '../logger';
import type {
  CardPainter,
  CardSlot,
  CardTurn,
  Clock,
  Message,
  Messenger,
  PaintedCard,
  Place,
  SendOutcome,
  Store,
} from '../ports';
import { again, rejectionOf } from './after-send';
import { withJitter } from './backoff';
import type { Persist } from './persist';
import type { Performed } from './run-effects';
import type { SentFacts } from './sent-facts';

export interface DeliveryParts {
  readonly store: Store;
  readonly handler: Pick<CommandHandler, 'enqueue'>;
  readonly painter: Pick<CardPainter, 'replacing'>;
  readonly messenger: Messenger;
  readonly shown: ShownCards;
  readonly facts: SentFacts;
  /** Repeats what must be stored. */
  readonly persist: Persist;
  readonly clock: Clock;
  /** This process. */
  readonly owner: string;
  /** 0 to below 1. */
  readonly random: () => number;
  readonly logger: Logger;
}

/** A card that is kept up to date where it stands. */
export interface LivingCard {
  readonly cluster: string;
  readonly slot: string;
  readonly place: Place;
  /** The first post opens a thread of its own. */
  readonly isThread: boolean;
  /** The work that draws this card, to have it drawn once more. */
  readonly effect: Effect;
  readonly attempts: number;
  /** Draws the newest state. `isBrief`: only what must be there. */
  draw(isBrief: boolean): Promise<DrawnCard>;
}

export interface DrawnCard {
  readonly painted: PaintedCard;
  /** Version of the stream it was drawn from. */
  readonly revision: number;
}

/** What became of a delivery. `cannotPass`: nothing will change until a person does something. */
export interface Delivered {
  readonly performed: Performed;
  readonly cannotPass: boolean;
}

/** Longer than the requests of one turn can take together, ms. */
const TURN_MS = 90_000;
/** A request is begun only when so much of the turn is left that it ends within it, ms. */
const REQUEST_MS = 25_000;
/** How long the turn of another process is waited for, ms. */
const BUSY_MS = 1_000;
/** How long after its time limit an edit may still arrive, ms. */
const LATE_MS = 30_000;
/** How long before a post that may have arrived is replaced, ms, by how many copies there may be. Each try may leave one more. */
const REPLACE_AFTER_MS = [15_000, 120_000] as const;
const REPLACE_SELDOM_MS = 10 * 60_000;

interface Writing {
  readonly parts: DeliveryParts;
  readonly card: LivingCard;
  readonly turn: CardTurn;
  readonly begunAt: number;
}

/**
 * Brings one card to the newest state: one writer at a time, edited where it stands, posted anew when that cannot be.
 * An edit may be repeated. A post may not: it is noted before it is sent, and one that may have arrived (Teams lets a bot look up no
 * message) is replaced by one that says so.
 */
export async function deliverCard(parts: DeliveryParts, card: LivingCard): Promise<Delivered> {
  const begunAt = parts.clock.now();
  const wish = { slot: card.slot, owner: parts.owner, now: begunAt, leaseMs: TURN_MS };
  const turn = await parts.store.takeCardTurn(wish);
  if (!turn) return isPassing(waiting(parts, BUSY_MS, 'another process writes this card'));
  try {
    return await write({ parts, card, turn, begunAt });
  } finally {
    await parts.store.endCardTurn(card.slot, turn.turn).catch((error: unknown) => {
      parts.logger.warn({ error }, 'the turn to write a card could not be given back; it ends by itself');
    });
  }
}

async function write(writing: Writing): Promise<Delivered> {
  const { card, turn } = writing;
  const drawn = await card.draw(false);
  const before = turn.slot;
  if (!before?.activityId) return post(writing, drawn, before);
  if (before.revision > drawn.revision) return isPassing({ kind: 'completed' });
  return edit(writing, drawn, { ...before, activityId: before.activityId });
}

type PostedSlot = CardSlot & { readonly activityId: string };

async function edit(writing: Writing, drawn: DrawnCard, before: PostedSlot): Promise<Delivered> {
  const { parts, card } = writing;
  if (isLate(writing)) return isPassing(waiting(parts, BUSY_MS, 'the turn was nearly over'));
  const { outcome, sent } = await sendFitting(writing, drawn, before.strays > 0, (message) =>
    parts.messenger.edit(before, before.activityId, message),
  );
  const now = parts.clock.now();
  if (outcome.kind === 'rejected') {
    const isGone = rejectionOf(outcome) === 'gone';
    return isGone
      ? post(writing, drawn, before, { isSeen: outcome.status !== 404 })
      : failed(writing, outcome);
  }
  const unsettledUntil = outcome.kind === 'sent' ? laterThan(now, before.unsettledUntil) : now + LATE_MS;
  const revision = outcome.kind === 'sent' ? sent.revision : before.revision;
  await endWith(writing, { ...before, revision, unsettledUntil }, outcome.kind === 'sent' ? sent : null);
  await parts.facts.note(card.cluster, 'Edited', outcome, aboutOf(card, sent));
  if (outcome.kind === 'ambiguous') return isPassing(again(outcome, card.attempts, parts.random));
  // The edit that nobody knows of may arrive after this one: the newest state is sent once more when it no longer can.
  if (unsettledUntil !== null) await redraw(writing, unsettledUntil);
  return isPassing({ kind: 'completed' });
}

/** Posts the card where it stood, or for the first time. `supersedes`: it takes the place of the message of `before`. */
async function post(
  writing: Writing,
  drawn: DrawnCard,
  before: CardSlot | null,
  supersedes?: { readonly isSeen: boolean },
): Promise<Delivered> {
  const { parts, card, turn } = writing;
  if (isLate(writing)) return isPassing(waiting(parts, BUSY_MS, 'the turn was nearly over'));
  const strays = (before?.strays ?? 0) + (supersedes?.isSeen ? 1 : 0);
  const where = before ?? { slot: card.slot, ...card.place, conversationId: '', revision: 0 };
  const unposted: CardSlot = { ...where, activityId: null, strays, unsettledUntil: null };
  // Noted first: when this process dies now, the next one knows that a copy may stand there.
  const begun = { ...unposted, strays: strays + 1 };
  const isOurs = await parts.store.saveCardSlot(begun, { turn: turn.turn, ends: false });
  if (!isOurs) {
    await redraw(writing, parts.clock.now());
    return isPassing({ kind: 'completed' });
  }
  const { outcome, sent } = await sendFitting(writing, drawn, strays > 0, (message) =>
    postWhereItStood(writing, before, message),
  );
  if (outcome.kind === 'rejected') {
    await endWith(writing, unposted, null);
    return failed(writing, outcome);
  }
  if (outcome.kind === 'sent') {
    const place = { serviceUrl: card.place.serviceUrl, ...outcome.message };
    await endWith(writing, { ...unposted, ...place, revision: sent.revision }, sent);
  }
  const replaced = supersedes && before ? { supersedes: before.activityId } : {};
  await parts.facts.note(card.cluster, 'Sent', outcome, { ...aboutOf(card, sent), ...replaced });
  if (outcome.kind === 'sent') return isPassing({ kind: 'completed' });
  const waitMs = REPLACE_AFTER_MS[begun.strays - 1] ?? REPLACE_SELDOM_MS;
  const performed = waiting(parts, waitMs, `${outcome.reason}, so a copy may stand there`);
  return { performed, cannotPass: begun.strays >= REPLACE_AFTER_MS.length };
}

/** Into the thread it stood in; when that is gone too, or there is none yet, a new one is begun. */
async function postWhereItStood(
  { parts, card }: Writing,
  before: CardSlot | null,
  message: Message,
): Promise<SendOutcome> {
  if (!card.isThread) return parts.messenger.post(card.place, message);
  if (before && before.conversationId !== '') {
    const posted = await parts.messenger.post(before, message);
    if (posted.kind !== 'rejected' || rejectionOf(posted) !== 'gone') return posted;
  }
  return parts.messenger.startThread(card.place, message);
}

/** Sends the card; when it is too large for the channel, what must be there of it. */
async function sendFitting(
  { parts, card }: Writing,
  drawn: DrawnCard,
  isReplacing: boolean,
  send: (message: Message) => Promise<SendOutcome>,
): Promise<{ readonly outcome: SendOutcome; readonly sent: DrawnCard }> {
  const attempt = async ({ painted: plain, revision }: DrawnCard) => {
    const painted = isReplacing ? parts.painter.replacing(plain) : plain;
    const outcome = await send({ kind: 'card', card: painted.card, summary: painted.summary });
    return { outcome, sent: { painted, revision } };
  };
  const first = await attempt(drawn);
  if (first.outcome.kind !== 'rejected' || rejectionOf(first.outcome) !== 'too-large') return first;
  parts.logger.warn({ slot: card.slot }, 'a card was too large for the channel; it is sent in brief');
  return attempt(await card.draw(true));
}

/**
 * Ends the turn with what is known now. Whoever was overtaken may have written an older state over a newer one: it is drawn again.
 * @param sent what everybody sees now; null: as before
 */
async function endWith(writing: Writing, slot: CardSlot, sent: DrawnCard | null): Promise<void> {
  const { parts, turn } = writing;
  const isOurs = await parts.persist('where a card stands', () =>
    parts.store.saveCardSlot(slot, { turn: turn.turn, ends: true }),
  );
  if (!isOurs) return redraw(writing, parts.clock.now());
  if (sent && slot.activityId !== null) await parts.shown.posted(slot.activityId, sent.painted.card);
}

/** Not by putting this work off: it may be somebody else's by now. */
async function redraw({ parts, card }: Writing, dueAt: number): Promise<void> {
  await parts.handler.enqueue(card.cluster, { ...card.effect, dueAt });
}

function failed({ parts, card }: Writing, outcome: Extract<SendOutcome, { kind: 'rejected' }>): Delivered {
  const cannotPass = rejectionOf(outcome) !== 'later';
  return { performed: again(outcome, card.attempts, parts.random), cannotPass };
}

/** The time, when it is still to come. */
function laterThan(now: number, at: number | null): number | null {
  return at !== null && at > now ? at : null;
}

function isLate({ parts, begunAt }: Writing): boolean {
  return parts.clock.now() - begunAt > TURN_MS - REQUEST_MS;
}

function isPassing(performed: Performed): Delivered {
  return { performed, cannotPass: false };
}

function waiting({ random }: DeliveryParts, waitMs: number, why: string): Performed {
  return { kind: 'again', inMs: withJitter(waitMs, random), why };
}

function aboutOf({ slot }: LivingCard, { painted, revision }: DrawnCard): JsonObject {
  return { slot, revision, card: cardHash(painted.card) };
}
