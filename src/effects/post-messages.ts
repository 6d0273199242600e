import { z } from 'zod';
import { readIncidentChannel } from '../commands/incident-channel';
import type { ShownCards } from '../commands/shown-cards';
import { cardHash } from '../commands/shown-cards';
import type { Situation } from '../commands/situation';
import type { NoticeKind } from '../incident/effects';
import type { JsonObject } from '../incident/json';
import { requestToRemindOf } from '../incident/reminders';
import type { Logger } from '../logger';
import type {
  CardPainter,
  CardSlot,
  Clock,
  Message,
  Messenger,
  PaintedCard,
  Place,
  SendOutcome,
  Store,
} from '../ports';
import type { Settings } from '../runbook/settings';
import { backoffMs } from './backoff';
import type { Performed, Performers, Work } from './run-effects';
import { streamOf } from '../commands/handle-command';
import type { CommandHandler } from '../commands/handle-command';

export interface MessageParts {
  readonly settings: Settings;
  readonly store: Store;
  readonly handler: CommandHandler;
  readonly situation: Situation;
  readonly painter: CardPainter;
  readonly messenger: Messenger;
  readonly shown: ShownCards;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How long a notice waits for the thread it belongs into, ms. */
const WAIT_FOR_THREAD_MS = 1000;

/** How often is looked whether a channel was bound, ms. */
const WAIT_FOR_CHANNEL_MS = 5_000;

/** Draws and posts: one living card per incident, one per check, and short notices into the thread. */
export function createMessagePerformers(
  parts: MessageParts,
): Pick<Performers, 'incident-card' | 'notice' | 'answer' | 'tell' | 'show-plan'> {
  return {
    'incident-card': (work) => postIncidentCard(parts, work),
    notice: (work) => postNotice(parts, work),
    answer: (work) => postAnswer(parts, work),
    tell: (work) => postTell(parts, work),
    'show-plan': (work) => postPlan(parts, work),
  };
}

async function postIncidentCard(parts: MessageParts, work: Work<'incident-card'>): Promise<Performed> {
  const state = await parts.handler.load(work.cluster);
  if (state.incident?.id !== work.effect.incidentId) return { kind: 'completed' };
  const channel = await channelOf(parts, work.cluster);
  if (!channel) {
    parts.logger.warn({ cluster: work.cluster }, 'no incident channel is bound; say "bind CLUSTER" in one');
    return { kind: 'again', inMs: WAIT_FOR_CHANNEL_MS, why: 'no incident channel is bound' };
  }
  const context = await parts.situation.sharedContext(work.cluster);
  const painted = parts.painter.incident(state, context);
  return show(parts, work, {
    slot: slotOfIncident(work.effect.incidentId),
    place: channel,
    isThread: true,
    painted,
    revision: state.version,
  });
}

async function postNotice(parts: MessageParts, work: Work<'notice'>): Promise<Performed> {
  const slot = await parts.store.readCardSlot(slotOfIncident(work.effect.incidentId));
  if (!slot?.activityId)
    return { kind: 'again', inMs: WAIT_FOR_THREAD_MS, why: 'the thread is not there yet' };
  const state = await parts.handler.load(work.cluster);
  const context = await parts.situation.sharedContext(work.cluster);
  const { notice, detail } = work.effect;
  if (notice === 'reminder' && !requestToRemindOf(state, detail, context.now)) return { kind: 'completed' };
  const text = parts.painter.notice(notice, detail, state, context);
  const head = MILESTONES.has(notice) ? await parts.store.head() : null;
  const published = head ? `${text} · Log entry ${head.sequence}, hash ${head.hash.slice(0, 16)}` : text;
  const sent = await parts.messenger.post(slot, { kind: 'text', text: published, isMarkdown: true });
  await note(parts, work.cluster, 'Sent', sent, { notice, ...(head ? { head: { ...head } } : {}) });
  // A notice that may have arrived is not said twice: the card has the truth.
  return sent.kind === 'rejected' ? again(sent, work.attempts) : { kind: 'completed' };
}

const placeSchema = z.object({ conversationId: z.string(), serviceUrl: z.string() });

async function postAnswer(parts: MessageParts, work: Work<'answer'>): Promise<Performed> {
  const place = placeSchema.parse(work.effect.answerTo);
  const state = await parts.handler.load(work.cluster);
  const context = await parts.situation.sharedContext(work.cluster);
  const isUnderWay = state.check?.checkId === work.effect.checkId;
  const painted = isUnderWay
    ? parts.painter.checking(state, context)
    : parts.painter.diagnosis(state, context);
  return show(parts, work, {
    slot: `check:${work.effect.checkId}:${place.conversationId}`,
    place,
    isThread: false,
    painted,
    revision: state.version,
  });
}

async function postTell(parts: MessageParts, work: Work<'tell'>): Promise<Performed> {
  const place = placeSchema.parse(work.effect.to);
  const sent = await parts.messenger.post(place, { kind: 'text', text: work.effect.text });
  // What may have arrived is not said twice.
  return sent.kind === 'rejected' ? again(sent, work.attempts) : { kind: 'completed' };
}

async function postPlan(parts: MessageParts, work: Work<'show-plan'>): Promise<Performed> {
  const place = placeSchema.parse(work.effect.to);
  const painted = parts.painter.plan(work.effect.plan, await parts.situation.sharedContext(work.cluster));
  const sent = await parts.messenger.post(place, { kind: 'card', ...painted });
  await note(parts, work.cluster, 'Sent', sent, {
    plan: work.effect.plan.rung,
    card: cardHash(painted.card),
  });
  // What may have arrived is not said twice.
  return sent.kind === 'rejected' ? again(sent, work.attempts) : { kind: 'completed' };
}

interface Showing {
  readonly slot: string;
  readonly place: Place;
  /** The first post opens a thread of its own. */
  readonly isThread: boolean;
  readonly painted: PaintedCard;
  readonly revision: number;
}

async function show(
  parts: MessageParts,
  { cluster, attempts }: Pick<Work, 'cluster' | 'attempts'>,
  showing: Showing,
): Promise<Performed> {
  const { slot, painted } = showing;
  const message: Message = { kind: 'card', card: painted.card, summary: painted.summary };
  const before = await parts.store.readCardSlot(slot);
  if (before?.activityId) {
    if (before.revision > showing.revision) return { kind: 'completed' };
    const edited = await parts.messenger.edit(before, before.activityId, message);
    if (edited.kind === 'sent') await saved(parts, { ...before, revision: showing.revision }, showing);
    await note(parts, cluster, 'Edited', edited, shownOf(showing));
    if (edited.kind === 'sent') return { kind: 'completed' };
    if (edited.kind === 'ambiguous' || !isGone(edited.status)) return again(edited, attempts);
    // The old message cannot be edited any more: one new card takes its place.
  }
  const posted = await postAnew(parts, before, showing, message);
  const { serviceUrl } = showing.place;
  if (posted.kind === 'sent')
    await saved(parts, { slot, serviceUrl, revision: showing.revision, ...posted.message }, showing);
  await note(parts, cluster, 'Sent', posted, shownOf(showing));
  return posted.kind === 'rejected' ? again(posted, attempts) : { kind: 'completed' };
}

/** Into the thread it stood in; when that is gone too, or there is none yet, a new one is begun. */
async function postAnew(
  parts: MessageParts,
  before: CardSlot | null,
  showing: Showing,
  message: Message,
): Promise<SendOutcome> {
  if (!showing.isThread) return parts.messenger.post(showing.place, message);
  if (before) {
    const posted = await parts.messenger.post(before, message);
    if (posted.kind !== 'rejected' || !isGone(posted.status)) return posted;
  }
  return parts.messenger.startThread(showing.place, message);
}

function isGone(status: number): boolean {
  return status === 404 || status === 403;
}

async function saved(parts: MessageParts, slot: CardSlot, { painted }: Showing): Promise<void> {
  await parts.store.saveCardSlot(slot);
  if (slot.activityId !== null) await parts.shown.posted(slot.activityId, painted.card);
}

/** After these the end of the log is published: whoever cuts it off later is found out. */
const MILESTONES: ReadonlySet<NoticeKind> = new Set([
  'granted',
  'run-ended',
  'settled',
  'validated',
  'closed',
]);

function shownOf({ slot, revision, painted }: Showing): JsonObject & { readonly card: string } {
  return { slot, revision, card: cardHash(painted.card) };
}

/** Writes down what was sent, edited, or may have been. What was delivered stays delivered when that fails. */
async function note(
  parts: MessageParts,
  cluster: string,
  kind: 'Sent' | 'Edited',
  outcome: SendOutcome,
  about: JsonObject,
): Promise<void> {
  if (outcome.kind === 'rejected') return;
  const where = outcome.kind === 'sent' ? { ...outcome.message } : { isCertain: false };
  try {
    const fact = { kind, at: parts.clock.now(), body: { ...about, ...where } };
    await parts.store.record(streamOf(cluster), [fact]);
  } catch (error) {
    parts.logger.error({ error }, 'what was sent could not be written down');
  }
}

function again(sent: Exclude<SendOutcome, { kind: 'sent' }>, attempts: number): Performed {
  const inMs = (sent.kind === 'rejected' ? sent.retryAfterMs : null) ?? backoffMs(attempts);
  return {
    kind: 'again',
    inMs,
    why: sent.kind === 'rejected' ? `the channel answered ${sent.status} ${sent.code}` : sent.reason,
  };
}

function slotOfIncident(incidentId: string): string {
  return `incident:${incidentId}`;
}

async function channelOf(parts: MessageParts, cluster: string): Promise<Place | null> {
  const channel = await readIncidentChannel(parts.store, parts.settings, cluster);
  return channel ? { serviceUrl: channel.serviceUrl, conversationId: channel.channelId } : null;
}
