import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery } from '../../src/lab/channel/bot-link';
import { actionNamed, actionsOf, refreshOf } from '../../src/lab/channel/card-actions';
import type { ClickOutcome } from '../../src/lab/channel/invoke-answer';
import { createLabChannel } from '../../src/lab/channel/lab-channel';
import type { LabChannel, LabChannelOptions } from '../../src/lab/channel/lab-channel';
import { INCIDENT_CHANNEL, personalChatOf, personByKey } from '../../src/lab/channel/people';
import type { SayOptions } from '../../src/lab/channel/person-actions';
import { currentRevision } from '../../src/lab/channel/shapes';
import type { CardJson, IncomingActivity, LabMessage, LabPerson } from '../../src/lab/channel/shapes';
import type { TokenOverrides } from '../../src/lab/channel/token-issuer';

/** The app the test bots are registered as. */
export const TEST_APP = {
  appId: '2d1f6c0b-95a8-4e37-b1c4-7e60d3a9f852',
  appPassword: 'lab-only-password',
} as const;

/** Generous, because it only bounds a failure: success returns as soon as the condition holds. */
const DEADLINE_MS = 60_000;

/** A message as one person sees it, with the card that person is shown. */
export interface SeenCard {
  readonly message: LabMessage;
  readonly card: CardJson;
  /** The card as text, to look for words in. */
  readonly text: string;
}

/** What one person of the lab can do and see, one line per step. */
export interface ChatPerson {
  readonly person: LabPerson;
  /** Posts in the incident channel; mentions the bot unless told otherwise. */
  inChannel(placeId?: string): Speaker;
  inPersonalChat(): Speaker;
  /** The card a message shows this person now. @throws Error when it shows none. */
  sees(message: LabMessage): SeenCard;
  /** Clicks the action with that verb, id or title on the card as this person sees it. */
  click(
    on: SeenCard | LabMessage,
    action: string,
    inputs?: Readonly<Record<string, unknown>>,
  ): Promise<ClickOutcome>;
  /** The same as a client without Action.Execute does it: the data as a message. */
  submit(
    on: SeenCard | LabMessage,
    action: string,
    inputs?: Readonly<Record<string, unknown>>,
  ): Promise<ClickOutcome>;
  /** Sends any verb and data on a message, offered or not. */
  forge(on: LabMessage, verb: string, data: unknown): Promise<ClickOutcome>;
  refresh(on: SeenCard | LabMessage, trigger?: 'manual' | 'automatic'): Promise<ClickOutcome>;
  /** Texts of the private answers this person got, oldest first. */
  notices(): readonly string[];
}

export interface Speaker {
  /** Posts and waits for the bot's HTTP answer. `thread` is any message of the thread to reply in. */
  say(text: string, options?: Omit<SayOptions, 'threadId'> & { thread?: LabMessage }): Promise<SaidInChat>;
}

export interface SaidInChat {
  readonly message: LabMessage;
  readonly conversationId: string;
  readonly delivery: Delivery | null;
}

export interface BotFrameworkClient {
  readonly channel: LabChannel;
  as(person: string): ChatPerson;
  /** The root and its replies in order. */
  thread(rootId: string): readonly LabMessage[];
  /** Every message the bot has posted and not deleted, in order. */
  fromBot(): readonly LabMessage[];
  /** Waits until a card the bot posted satisfies the predicate. @throws Error with what there was instead. */
  waitForCard(predicate: (seen: SeenCard) => boolean, deadlineMs?: number): Promise<SeenCard>;
  /** Waits until a text message of the bot contains that. */
  waitForText(part: string, deadlineMs?: number): Promise<LabMessage>;
  waitFor<T>(what: string, condition: () => T | undefined, deadlineMs?: number): Promise<T>;
  token(overrides?: TokenOverrides): Promise<string>;
  /** Sends any activity with any token, or none. */
  post(activity: IncomingActivity, token: string | null): Promise<Delivery>;
  stop(): Promise<void>;
}

/** Starts a lab channel without page and send limits on a free port, for the bot at that address (or the address once it is known). */
export async function startBotFrameworkClient(
  botEndpoint: string | (() => string),
  options: Partial<LabChannelOptions> = {},
): Promise<BotFrameworkClient> {
  const channel = await createLabChannel({
    ...{ botEndpoint, ...TEST_APP, newId: randomUUID, now: Date.now, page: false, sendLimits: [] },
    ...options,
  });
  await channel.start();
  const { store } = channel;

  const waitFor = <T>(what: string, condition: () => T | undefined, deadlineMs = DEADLINE_MS) =>
    waitUntil(channel, what, condition, deadlineMs);
  const fromBot = () => channel.store.all().filter((message) => message.fromBot && !message.deleted);

  return {
    channel,
    fromBot,
    waitFor,
    as: (key) => chatPerson(channel, personByKey(key)),
    thread: (rootId) => store.thread(rootId),
    waitForCard: (predicate, deadlineMs) =>
      waitFor('a card as described', () => fromBot().flatMap(sharedCard).find(predicate), deadlineMs),
    waitForText: (part, deadlineMs) => {
      const has = (message: LabMessage) => currentRevision(message).text.includes(part);
      return waitFor(`the text "${part}"`, () => fromBot().find(has), deadlineMs);
    },
    token: (overrides) => channel.token(overrides),
    post: (activity, token) => channel.link.post(activity, token),
    async stop() {
      await channel.link.idle();
      await channel.stop();
    },
  };
}

function chatPerson(channel: LabChannel, person: LabPerson): ChatPerson {
  const { store } = channel;
  const speaker = (placeId: string): Speaker => ({
    async say(text, { thread, ...options } = {}) {
      const inThread = thread ? { threadId: thread.threadId } : {};
      const { message, conversationId, delivered } = channel.say(person.key, placeId, text, {
        ...options,
        ...inThread,
      });
      return { message, conversationId, delivery: await delivered };
    },
  });
  const sees = (message: LabMessage): SeenCard => {
    const now = store.find(message.id) ?? message;
    const card = store.cardFor(now, person.key);
    if (!card) throw new Error(`Message ${message.id} shows ${person.name} no card.`);
    return { message: now, card, text: JSON.stringify(card) };
  };
  const act = (
    on: SeenCard | LabMessage,
    name: string,
    inputs: Readonly<Record<string, unknown>>,
    asSubmit: boolean,
  ) => {
    const seen = 'card' in on ? on : sees(on);
    const { verb, id, data } = actionNamed(seen.card, name);
    const named = { ...(verb === null ? {} : { verb }), ...(id === null ? {} : { id }) };
    return channel.click(person.key, seen.message.id, { ...named, data: { ...data, ...inputs }, asSubmit });
  };
  return {
    person,
    sees,
    inChannel: (placeId = INCIDENT_CHANNEL.id) => speaker(placeId),
    inPersonalChat: () => speaker(personalChatOf(person).id),
    click: (on, action, inputs = {}) => act(on, action, inputs, false),
    submit: (on, action, inputs = {}) => act(on, action, inputs, true),
    forge: (on, verb, data) => channel.click(person.key, on.id, { verb, data }),
    refresh: (on, trigger = 'automatic') =>
      channel.refresh(person.key, 'message' in on ? on.message.id : on.id, trigger),
    notices: () => store.noticesOf(person.key).map((notice) => notice.text),
  };
}

function sharedCard(message: LabMessage): readonly SeenCard[] {
  const { card } = currentRevision(message);
  return card ? [{ message, card, text: JSON.stringify(card) }] : [];
}

/** Checks the condition after every change of the channel, and now and then in between for what changes elsewhere. */
async function waitUntil<T>(
  channel: LabChannel,
  what: string,
  condition: () => T | undefined,
  deadlineMs: number,
): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = condition();
    if (found !== undefined) return found;
    const left = end - performance.now();
    if (left <= 0) throw new Error(`Waited ${deadlineMs} ms for ${what}. ${describe(channel)}`);
    await nextChange(channel, Math.min(left, 250));
  }
}

async function nextChange(channel: LabChannel, atMostMs: number): Promise<void> {
  const stop = new AbortController();
  const changed = new Promise<void>((resolve) => {
    const off = channel.onChange(resolve);
    stop.signal.addEventListener('abort', off);
  });
  await Promise.race([changed, wait(atMostMs, undefined, { signal: stop.signal }).catch(() => undefined)]);
  stop.abort();
}

/** What the bot has said, for the message of a failed wait. */
function describe(channel: LabChannel): string {
  const lines = channel.store.all().map((message) => {
    const { text, card } = currentRevision(message);
    const content = card
      ? `card ${JSON.stringify(card).slice(0, 300)} offering ${actionsOf(card).length} actions${refreshOf(card) ? ', refreshable' : ''}`
      : text;
    return `${message.fromBot ? 'bot' : 'person'}: ${content}`;
  });
  return `The channel has ${lines.length} messages.\n${lines.join('\n')}`;
}
