import { z } from 'zod';
import { readIncidentChannel, slotOfIncident } from '../commands/incident-channel';
import type { ShownCards } from '../commands/shown-cards';
import { cardHash, textHash } from '../commands/shown-cards';
import type { Situation } from '../commands/situation';
import type { NoticeKind } from '../incident/effects';
import type { JsonObject } from '../incident/json';
import { requestToRemindOf } from '../incident/reminders';
import type { Logger } from '../logger';
import type { CardPainter, Clock, Mention, Messenger, Place, SendOutcome, Store } from '../ports';
import type { Settings } from '../runbook/settings';
import { again, rejectionOf } from './after-send';
import { backoffMs } from './backoff';
import type { ChannelHealth } from './channel-health';
import { createChannelHealth } from './channel-health';
import { deliverCard } from './deliver-card';
import type { Delivered, DrawnCard, LivingCard } from './deliver-card';
import type { Persist } from './persist';
import type { Performed, Performers, Work } from './run-effects';
import type { SentFacts } from './sent-facts';
import { createSentFacts } from './sent-facts';
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
  /** This process. */
  readonly owner: string;
  /** Repeats what must be stored. */
  readonly persist: Persist;
  /** 0 to below 1: spreads repeats. */
  readonly random: () => number;
  readonly logger: Logger;
}

interface Posting extends MessageParts {
  readonly facts: SentFacts;
  readonly health: ChannelHealth;
}

/** The longest that a notice waits before it looks again for the thread it belongs into, ms. */
const WAIT_FOR_THREAD_MS = 15_000;

/** How often is looked whether a channel was bound, ms. */
const WAIT_FOR_CHANNEL_MS = 5_000;

/** So often is a short message tried where its conversation is gone: the card may get a new thread meanwhile. */
const TRIES_WHERE_GONE = 5;

/** Draws and posts: one living card per incident, one per check, and short notices into the thread. */
export function createMessagePerformers(
  messageParts: MessageParts,
): Pick<Performers, 'incident-card' | 'notice' | 'answer' | 'tell' | 'show-plan'> {
  const parts = {
    ...messageParts,
    facts: createSentFacts(messageParts),
    health: createChannelHealth(messageParts),
  };
  return {
    'incident-card': (work) => postIncidentCard(parts, work),
    notice: (work) => postNotice(parts, work),
    answer: (work) => postAnswer(parts, work),
    tell: (work) => postTell(parts, work),
    'show-plan': (work) => postPlan(parts, work),
  };
}

async function postIncidentCard(parts: Posting, work: Work<'incident-card'>): Promise<Performed> {
  const { cluster, effect, attempts } = work;
  const { incident } = await parts.handler.load(cluster);
  if (incident?.id !== effect.incidentId) return { kind: 'completed' };
  const channel = await channelOf(parts, cluster);
  if (!channel) {
    parts.logger.warn({ cluster }, 'no incident channel is bound; say "bind CLUSTER" in one');
    return { kind: 'again', inMs: WAIT_FOR_CHANNEL_MS, why: 'no incident channel is bound' };
  }
  const card = { slot: slotOfIncident(effect.incidentId), place: channel, isThread: true };
  const { performed, cannotPass } = await deliver(parts, work, card, async (isBrief) => {
    const state = await parts.handler.load(cluster);
    const context = await parts.situation.sharedContext(cluster);
    return {
      painted: parts.painter.incident(state, { ...context, isBrief }),
      revision: state.version,
    };
  });
  await parts.health.note(cluster, performed, attempts, cannotPass);
  return performed;
}

function deliver(
  parts: Posting,
  { cluster, effect, attempts }: Work<'incident-card'> | Work<'answer'>,
  card: Pick<LivingCard, 'slot' | 'place' | 'isThread'>,
  draw: (isBrief: boolean) => Promise<DrawnCard>,
): Promise<Delivered> {
  return deliverCard(parts, { ...card, cluster, effect, attempts, draw });
}

async function postNotice(parts: Posting, work: Work<'notice'>): Promise<Performed> {
  const { cluster, attempts } = work;
  const slot = await parts.store.readCardSlot(slotOfIncident(work.effect.incidentId));
  if (!slot?.activityId) {
    // Soon, so that the next line does not come before this one.
    const inMs = Math.min(WAIT_FOR_THREAD_MS, backoffMs(attempts) / 4);
    return { kind: 'again', inMs, why: 'the thread is not there yet' };
  }
  const state = await parts.handler.load(cluster);
  const context = await parts.situation.sharedContext(cluster);
  const { notice, detail } = work.effect;
  if (notice === 'reminder' && !requestToRemindOf(state, detail, context.now)) return { kind: 'completed' };
  const text = parts.painter.notice(notice, detail, state, context);
  const head = MILESTONES.has(notice) ? await parts.store.head() : null;
  const published = head ? `${text} · Log entry ${head.sequence}, hash ${head.hash.slice(0, 16)}` : text;
  const mentions = parts.settings.mentionsVoters
    ? parts.painter.mentions(notice, detail, state, context)
    : [];
  const sent = await postCalling(parts, slot, published, mentions);
  const about = { notice, text: textHash(published), ...(head ? { head: { ...head } } : {}) };
  return afterPost(parts, work, sent, about);
}

/** Whoever is not in the team cannot be mentioned, and then nothing is posted: the line is more than whom it calls. */
async function postCalling(
  { messenger, logger }: Posting,
  place: Place,
  text: string,
  mentions: readonly Mention[],
): Promise<SendOutcome> {
  const message = { kind: 'text', text, isMarkdown: true } as const;
  if (mentions.length === 0) return messenger.post(place, message);
  const sent = await messenger.post(place, { ...message, mentions });
  if (sent.kind !== 'rejected' || rejectionOf(sent) === 'later') return sent;
  const { status, code } = sent;
  const advice = 'Nobody was alerted by a mention. Make every approver a member of the team of the channel.';
  logger.warn({ status, code, mentions: mentions.length }, advice);
  return messenger.post(place, message);
}

/** After a message that is not kept up to date. What may have arrived is not said twice: the card has the truth. What is refused for good is given up, and that is written down. */
async function afterPost(
  parts: Posting,
  { cluster, attempts }: Pick<Work, 'cluster' | 'attempts'>,
  sent: SendOutcome,
  about: JsonObject,
): Promise<Performed> {
  await parts.facts.note(cluster, 'Sent', sent, about);
  if (sent.kind !== 'rejected') return { kind: 'completed' };
  const rejection = rejectionOf(sent);
  if (rejection === 'later') return again(sent, attempts, parts.random);
  if (rejection === 'gone' && attempts + 1 < TRIES_WHERE_GONE)
    return { kind: 'again', inMs: backoffMs(attempts + 1), why: 'its conversation is gone' };
  await parts.facts.noteUndelivered(cluster, sent, about);
  return { kind: 'completed' };
}

const placeSchema = z.object({ conversationId: z.string(), serviceUrl: z.string() });

async function postAnswer(parts: Posting, work: Work<'answer'>): Promise<Performed> {
  const { checkId, answerTo } = work.effect;
  const place = placeSchema.parse(answerTo);
  const card = { slot: `check:${checkId}:${place.conversationId}`, place, isThread: false };
  const { performed } = await deliver(parts, work, card, async (isBrief) => {
    const state = await parts.handler.load(work.cluster);
    const context = { ...(await parts.situation.sharedContext(work.cluster)), isBrief };
    const isUnderWay = state.check?.checkId === checkId;
    const painted = isUnderWay
      ? parts.painter.checking(state, context)
      : parts.painter.diagnosis(state, context);
    return { painted, revision: state.version };
  });
  return performed;
}

async function postTell(parts: Posting, work: Work<'tell'>): Promise<Performed> {
  const { to, text } = work.effect;
  const sent = await parts.messenger.post(placeSchema.parse(to), { kind: 'text', text });
  return afterPost(parts, work, sent, { told: true, text: textHash(text) });
}

async function postPlan(parts: Posting, work: Work<'show-plan'>): Promise<Performed> {
  const { to, plan } = work.effect;
  const painted = parts.painter.plan(plan, await parts.situation.sharedContext(work.cluster));
  const sent = await parts.messenger.post(placeSchema.parse(to), { kind: 'card', ...painted });
  return afterPost(parts, work, sent, { plan: plan.rung, card: cardHash(painted.card) });
}

/** After these the end of the log is published: whoever cuts it off later is found out. */
const MILESTONES: ReadonlySet<NoticeKind> = new Set([
  'granted',
  'run-ended',
  'settled',
  'validated',
  'closed',
]);

async function channelOf(parts: MessageParts, cluster: string): Promise<Place | null> {
  const channel = await readIncidentChannel(parts.store, parts.settings, cluster);
  return channel ? { serviceUrl: channel.serviceUrl, conversationId: channel.channelId } : null;
}
