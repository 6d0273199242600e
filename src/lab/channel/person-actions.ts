import { BOT_NAME, conversationIdOf, executeActivity, messageActivity, submitActivity } from './activities';
import type { ActivitySource } from './activities';
import type { BotLink, Delivery } from './bot-link';
import { refreshOf } from './card-actions';
import { readInvokeAnswer } from './invoke-answer';
import type { ClickOutcome } from './invoke-answer';
import type { MessageStore } from './message-store';
import { personByKey, placesOf } from './people';
import { currentRevision } from './shapes';
import type { LabMessage, LabPerson, LabPlace } from './shapes';

/** A client shows a card it got for itself for a minute before it asks again. */
const REFRESH_AFTER_MS = 60_000;

export interface SayOptions {
  /** The thread to reply in; a new thread when absent. */
  readonly threadId?: string;
  /** Whether the text mentions the bot; by default yes in a channel. Without a mention a channel message stays among people. */
  readonly mention?: boolean;
  /** Id of a message that is quoted. */
  readonly quotes?: string;
}

/** A message a person posted. `delivered` resolves with the bot's answer; null when it was not for the bot. */
export interface Said {
  readonly message: LabMessage;
  readonly conversationId: string;
  readonly delivered: Promise<Delivery | null>;
}

/** What a person did with a card. `data` already has the inputs; `asSubmit` is the fallback of clients without Action.Execute. */
export interface Click {
  readonly verb?: string;
  readonly id?: string;
  readonly data: unknown;
  readonly asSubmit?: boolean;
}

export interface PersonActions {
  /** @throws Error when the person cannot post there. */
  say(person: string, placeId: string, text: string, options?: SayOptions): Said;
  /** @throws Error when the person cannot see the message. */
  click(person: string, messageId: string, click: Click): Promise<ClickOutcome>;
  /** Asks the bot for the person's own view. A failed automatic refresh is shown to nobody, as in Teams. */
  refresh(person: string, messageId: string, trigger: 'manual' | 'automatic'): Promise<ClickOutcome>;
  /** Whether this person's client would refresh the card by itself now. */
  refreshDue(message: LabMessage, person: LabPerson): boolean;
}

export interface PersonActionsOptions {
  readonly store: MessageStore;
  readonly link: BotLink;
  readonly botId: string;
  readonly serviceUrl: () => string;
  readonly newId: () => string;
  readonly now: () => number;
}

/** What people do in the lab channel, sent to the bot as Teams sends it. */
export function createPersonActions(options: PersonActionsOptions): PersonActions {
  const { store, link, botId, serviceUrl, newId, now } = options;
  const refreshedAt = new Map<string, number>();

  const source = (
    person: LabPerson,
    place: LabPlace,
    threadId: string,
    activityId: string,
  ): ActivitySource => ({
    person,
    place,
    threadId,
    activityId,
    botId,
    serviceUrl: serviceUrl(),
    at: now(),
  });
  const execute = async (
    person: LabPerson,
    message: LabMessage,
    action: Click,
    trigger: 'manual' | 'automatic',
  ) => {
    const from = source(person, placeFor(person, message.placeId), message.threadId, `f:${newId()}`);
    const { verb = '', id, data } = action;
    const details = { verb, data, ...(id === undefined ? {} : { id }) };
    const delivery = await link.deliver(executeActivity(from, message.id, details, trigger));
    return readInvokeAnswer(delivery);
  };
  const show = (person: LabPerson, message: LabMessage, outcome: ClickOutcome) => {
    if (outcome.kind === 'card') store.setView(message.id, person.key, outcome.card);
    if (outcome.kind === 'message' || outcome.kind === 'error') {
      const kind = outcome.kind === 'message' ? 'answer' : 'error';
      store.notify({ person: person.key, messageId: message.id, kind, text: outcome.text });
    }
  };
  const tell = (person: LabPerson, message: LabMessage, delivery: Delivery): Delivery => {
    const { status, problem } = delivery;
    if (status === null) show(person, message, { kind: 'error', text: `Not delivered. ${problem}` });
    else if (status >= 300) {
      show(person, message, { kind: 'error', text: `The bot refused the message (HTTP ${status}).` });
    }
    return delivery;
  };

  return {
    say(personKey, placeId, text, { threadId, mention, quotes } = {}) {
      const person = personByKey(personKey);
      const place = placeFor(person, placeId);
      const inChannel = place.kind === 'channel';
      const root = inChannel && threadId !== undefined ? known(store, threadId).threadId : null;
      const mentioned = inChannel && (mention ?? true);
      const written = mentioned ? `<at>${BOT_NAME}</at> ${text}` : text;
      const message = store.add({
        placeId,
        threadId: root,
        fromId: person.id,
        fromBot: false,
        text: written,
        markdown: false,
        card: null,
      });
      const from = source(person, place, message.threadId, message.id);
      const forBot = mentioned || !inChannel;
      const delivered = forBot
        ? link
            .deliver(
              messageActivity(from, {
                text,
                mention: mentioned,
                ...(quotes === undefined ? {} : { quotes }),
              }),
            )
            .then((delivery) => tell(person, message, delivery))
        : Promise.resolve(null);
      return { message, conversationId: conversationIdOf(place, message.threadId), delivered };
    },

    async click(personKey, messageId, action) {
      const person = personByKey(personKey);
      const message = known(store, messageId);
      if (action.asSubmit) {
        const id = String(Math.max(now(), Number(message.id) + 1));
        const from = source(person, placeFor(person, message.placeId), message.threadId, id);
        tell(person, message, await link.deliver(submitActivity(from, message.id, action.data)));
        return { kind: 'sent' };
      }
      const outcome = await execute(person, message, action, 'manual');
      show(person, message, outcome);
      return outcome;
    },

    async refresh(personKey, messageId, trigger) {
      const person = personByKey(personKey);
      const message = known(store, messageId);
      const refresh = refreshOf(store.cardFor(message, person.key));
      if (!refresh) throw new Error(`The card of message ${messageId} cannot be refreshed.`);
      refreshedAt.set(attempt(message, person), now());
      const { verb, id, data } = refresh.action;
      const action = { data, ...(verb === null ? {} : { verb }), ...(id === null ? {} : { id }) };
      const outcome = await execute(person, message, action, trigger);
      if (outcome.kind === 'card' || trigger === 'manual') show(person, message, outcome);
      return outcome;
    },

    refreshDue(message, person) {
      if (message.deleted) return false;
      const refresh = refreshOf(store.cardFor(message, person.key));
      if (!refresh || (refresh.userIds !== null && !refresh.userIds.includes(person.id))) return false;
      const latest = Math.max(
        refreshedAt.get(attempt(message, person)) ?? -Infinity,
        store.viewOf(message.id, person.key)?.at ?? -Infinity,
      );
      return now() - latest >= REFRESH_AFTER_MS;
    },
  };
}

/** An edit makes a refresh due again, so attempts are counted for each state of the message. */
function attempt(message: LabMessage, person: LabPerson): string {
  return `${message.id} ${message.revisions.length} ${currentRevision(message).at} ${person.key}`;
}

function known(store: MessageStore, id: string): LabMessage {
  const message = store.find(id);
  if (!message) throw new Error(`There is no message ${id} in the lab channel.`);
  return message;
}

function placeFor(person: LabPerson, placeId: string): LabPlace {
  const place = placesOf(person).find((candidate) => candidate.id === placeId);
  if (!place) throw new Error(`${person.name} cannot see the conversation ${placeId}.`);
  return place;
}
