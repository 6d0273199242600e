import { currentRevision } from './shapes';
import type { CardJson, LabMessage, PersonalView, PrivateNotice, Revision } from './shapes';

export interface NewMessage {
  readonly placeId: string;
  /** The root of the thread to reply to; null starts a thread. */
  readonly threadId: string | null;
  readonly fromId: string;
  readonly fromBot: boolean;
  readonly text: string;
  readonly markdown: boolean;
  readonly card: CardJson | null;
}

export interface MessageStore {
  add(message: NewMessage): LabMessage;
  /** Gives a message a new state; what single persons saw instead is gone, as in Teams after an edit. */
  edit(id: string, state: Omit<Revision, 'at'>): LabMessage;
  remove(id: string): void;
  find(id: string): LabMessage | undefined;
  /** Every message of a place in the order they were posted, replies included. */
  inPlace(placeId: string): readonly LabMessage[];
  /** Every message, in the order they were posted. */
  all(): readonly LabMessage[];
  /** The root and its replies, in order. */
  thread(threadId: string): readonly LabMessage[];
  /** What that person sees of a message: the person's own card when the bot answered with one, else the shared card. */
  cardFor(message: LabMessage, person: string): CardJson | null;
  viewOf(messageId: string, person: string): PersonalView | undefined;
  setView(messageId: string, person: string, card: CardJson): void;
  notify(notice: Omit<PrivateNotice, 'id' | 'at'>): PrivateNotice;
  noticesOf(person: string): readonly PrivateNotice[];
  dismiss(person: string, noticeId: string): void;
  clear(): void;
}

/**
 * The messages of the lab, in memory. Ids are epoch ms as text, as in Teams, and unique: two in the same ms are one apart.
 * @param now epoch ms UTC
 * @param changed called after every change
 */
export function createMessageStore(now: () => number, changed: () => void): MessageStore {
  const messages = new Map<string, LabMessage>();
  const views = new Map<string, PersonalView>();
  let notices: PrivateNotice[] = [];
  let lastId = 0;

  const nextId = () => {
    lastId = Math.max(now(), lastId + 1);
    return String(lastId);
  };
  const known = (id: string): LabMessage => {
    const message = messages.get(id);
    if (!message) throw new Error(`There is no message ${id} in the lab channel.`);
    return message;
  };
  const put = (message: LabMessage): LabMessage => {
    messages.set(message.id, message);
    changed();
    return message;
  };
  const forgetViews = (id: string) => {
    for (const key of views.keys()) if (key.startsWith(`${id} `)) views.delete(key);
  };

  return {
    add({ placeId, threadId, fromId, fromBot, text, markdown, card }) {
      const id = nextId();
      const at = now();
      const place = { id, placeId, threadId: threadId ?? id, fromId, fromBot, at, deleted: false };
      return put({ ...place, revisions: [{ at, text, markdown, card }] });
    },
    edit(id, state) {
      const message = known(id);
      forgetViews(id);
      return put({ ...message, revisions: [...message.revisions, { ...state, at: now() }] });
    },
    remove(id) {
      put({ ...known(id), deleted: true });
    },
    find: (id) => messages.get(id),
    inPlace: (placeId) => [...messages.values()].filter((message) => message.placeId === placeId),
    all: () => [...messages.values()],
    thread: (threadId) => [...messages.values()].filter((message) => message.threadId === threadId),
    cardFor: (message, person) => views.get(`${message.id} ${person}`)?.card ?? currentRevision(message).card,
    viewOf: (messageId, person) => views.get(`${messageId} ${person}`),
    setView(messageId, person, card) {
      known(messageId);
      views.set(`${messageId} ${person}`, { at: now(), card });
      changed();
    },
    notify(notice) {
      const complete = { ...notice, id: nextId(), at: now() };
      notices = [...notices, complete];
      changed();
      return complete;
    },
    noticesOf: (person) => notices.filter((notice) => notice.person === person),
    dismiss(person, noticeId) {
      notices = notices.filter((notice) => notice.person !== person || notice.id !== noticeId);
      changed();
    },
    clear() {
      messages.clear();
      views.clear();
      notices = [];
      changed();
    },
  };
}
