import { drawCard, drawText, enteredIn } from './cards.js';
import { avatar, el, icon, time } from './dom.js';
import { roleName } from './people.js';

const REFRESH = 'M16 10a6 6 0 1 1-1.800-4.300M16 3.500v3h-3';
/** Room in px that the end of a thread takes below its newest message. */
const THREAD_END = 90;
const CLOSE = 'm5 5 10 10M15 5 5 15';

/**
 * Keeps the drawn messages of one conversation. A message is drawn again only when this person would see something else, so
 * that text typed into a card survives what happens around it.
 * @param actions `click(message, action)`, `refresh(message)`, `dismiss(noticeId)`, `become(person)`, `replyTo(threadId)` giving a form
 */
export function createMessageList(host, actions) {
  const drawn = new Map();
  const threads = new Map();

  const update = (open, me) => {
    const roots =
      open.kind === 'channel' ? threadsOf(open.messages) : open.messages.map((message) => [message]);
    roots.forEach((group, index) => {
      const { node } = drawThread(group, open, me);
      const [first] = group;
      node.setAttribute('aria-posinset', String(index + 1));
      node.setAttribute('aria-setsize', String(roots.length));
      node.setAttribute(
        'aria-label',
        `${open.kind === 'channel' ? 'Thread' : 'Message'} of ${first.from.name}`,
      );
    });
    host.setAttribute('aria-busy', 'false');
    host.classList.toggle('chat', open.kind === 'personal');
    drawEmpty(host, roots.length === 0, open, actions);
  };

  const drawThread = (group, open, me) => {
    const [root] = group;
    const thread = threads.get(root.id) ?? startThread(root.id, open);
    group.forEach((message, index) => {
      const entry = drawn.get(message.id);
      const key = `${message.version} ${me} ${message.ownViews.map((person) => person.key).join()}`;
      if (entry?.key !== key) {
        const node = drawMessage(message, me, actions, index > 0, entered(entry, me));
        if (entry) replaceKeepingFocus(entry.node, node);
        else thread.replies.before(node);
        drawn.set(message.id, { key, node, me });
      }
      drawNotices(drawn.get(message.id).node, message.notices, actions);
    });
    return thread;
  };

  const startThread = (id, open) => {
    const replies = el('div', { class: 'thread-end' });
    if (open.kind === 'channel') replies.append(actions.replyTo(id));
    const node = el('article', { class: 'thread', 'data-thread': id, tabindex: '0' }, replies);
    host.append(node);
    threads.set(id, { node, replies });
    return threads.get(id);
  };

  host.addEventListener('keydown', (event) => {
    const step = { PageDown: 1, PageUp: -1 }[event.key];
    if (step !== undefined && goToThread(host, step)) event.preventDefault();
  });

  return {
    update,
    /** Shows the newest message: its end, or its beginning when it is taller than the room there is. */
    toNewest() {
      const newest = [...host.querySelectorAll('.message')].at(-1);
      const tall = newest && newest.offsetHeight > host.clientHeight - THREAD_END;
      if (tall) newest.scrollIntoView({ block: 'start' });
      else host.scrollTop = host.scrollHeight;
    },
    clear() {
      drawn.clear();
      threads.clear();
      host.replaceChildren();
      host.setAttribute('aria-busy', 'true');
    },
  };
}

/** Page Up and Page Down go from thread to thread, as in every feed; false when the keyboard is in none, or in a text. */
function goToThread(host, step) {
  const focused = document.activeElement;
  const all = [...host.querySelectorAll('.thread')];
  const here = all.indexOf(focused.closest('.thread'));
  if (here < 0 || focused.matches('textarea, input')) return false;
  const next = all[here + step];
  next?.focus();
  return next !== undefined;
}

/** Who worked in the old drawing by keyboard goes on in the new one: in the same control, or where that is gone, at the message. */
function replaceKeepingFocus(old, node) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const worked = focused !== null || old.querySelector('[data-worked]') !== null;
  const caret = focused?.selectionStart ?? null;
  old.replaceWith(node);
  if (!worked) return;
  const same =
    focused && [...node.querySelectorAll(CONTROLS)].find((one) => looksOf(one) === looksOf(focused));
  if (!same) node.tabIndex = -1;
  (same ?? node).focus({ preventScroll: true });
  if (same && caret !== null) same.setSelectionRange(caret, caret);
}

const CONTROLS = 'button, input, textarea, select, [tabindex="0"]';

function looksOf({ tagName, type, placeholder, textContent, ariaLabel }) {
  return [tagName, type, placeholder, tagName === 'TEXTAREA' ? '' : textContent, ariaLabel].join(' ');
}

/** What this person has entered into the card that is about to be drawn anew. */
function entered(entry, me) {
  const frame = entry?.me === me ? entry.node.querySelector('.card') : null;
  return frame ? enteredIn(frame) : {};
}

function threadsOf(messages) {
  const groups = new Map();
  for (const message of messages)
    groups.set(message.threadId, [...(groups.get(message.threadId) ?? []), message]);
  return [...groups.values()];
}

function drawMessage(message, me, actions, isReply, typed) {
  const { from } = message;
  const mine = from.key === me;
  const meta = el('div', { class: 'meta' }, el('span', { class: 'author', text: from.name }));
  if (from.role === 'bot') meta.append(el('span', { class: 'tag', text: 'Bot' }));
  else meta.append(el('span', { class: 'role', text: roleName(from.role) }));
  meta.append(time(message.at));
  if (message.editedAt && !message.deleted) meta.append(edited(message.editedAt));
  if (message.callsYou) meta.append(el('span', { class: 'calls-you-tag', text: 'calls you' }));
  const content = el('div', { class: 'content' }, meta, ...contentOf(message, actions, typed));
  const classes = [
    'message',
    isReply ? 'reply' : '',
    mine ? 'mine' : '',
    message.card ? 'has-card' : '',
    message.callsYou ? 'calls-you' : '',
  ];
  const label = `${from.name}${isReply ? ', reply' : ''}`;
  const picture = avatar(from, isReply ? 'small' : 'normal');
  const props = { class: classes.join(' '), 'data-message': message.id, role: 'group', 'aria-label': label };
  return el('div', props, picture, el('div', { class: 'body' }, content, el('div', { class: 'notices' })));
}

function edited(at) {
  const mark = el('span', { class: 'edited' }, 'Edited ');
  mark.append(time(at));
  return mark;
}

function contentOf(message, actions, typed) {
  if (message.deleted) return [el('p', { class: 'gone', text: 'This message has been deleted.' })];
  const parts = [];
  if (message.text) parts.push(drawText(message.text, message.markdown));
  if (message.card) {
    const act = (action) => whileBusy(frame, () => actions.click(message, action));
    const frame = drawCard(message.card, act, typed);
    parts.push(frame);
    if (message.onlyForYou || message.canRefresh || message.ownViews.length > 0)
      parts.push(underCard(message, frame, actions));
  }
  return parts;
}

function underCard(message, frame, actions) {
  const line = el('div', { class: 'under-card' });
  if (message.onlyForYou) line.append(el('span', { class: 'only-you', text: 'Only you see this view' }));
  if (message.canRefresh) {
    const again = () => whileBusy(frame, () => actions.refresh(message));
    line.append(
      el('button', { type: 'button', class: 'quiet small', onclick: again }, icon(REFRESH), 'Refresh card'),
    );
  }
  if (message.ownViews.length > 0) line.append(ownViews(message.ownViews, actions));
  return line;
}

/** Who else sees a view of their own; a press shows it. */
function ownViews(people, actions) {
  const faces = people.map((person) => {
    const see = `See what ${person.name} sees`;
    const props = { type: 'button', class: 'see-as', title: see, 'aria-label': see };
    return el('button', { ...props, onclick: () => actions.become(person.key) }, avatar(person, 'small'));
  });
  return el('span', { class: 'own-views' }, 'Own views: ', ...faces);
}

/** A card takes no second click while the first one is under way. */
async function whileBusy(frame, work) {
  if (frame.inert) return;
  const focused = frame.contains(document.activeElement) ? document.activeElement : null;
  if (focused) frame.dataset.worked = 'yes';
  frame.inert = true;
  frame.classList.add('busy');
  frame.setAttribute('aria-busy', 'true');
  try {
    await work();
  } finally {
    frame.inert = false;
    frame.classList.remove('busy');
    frame.removeAttribute('aria-busy');
    delete frame.dataset.worked;
    focused?.focus({ preventScroll: true });
  }
}

function drawNotices(node, notices, actions) {
  const host = node.querySelector('.notices');
  const shown = notices.map((notice) => notice.id).join();
  if (host.dataset.shown === shown) return;
  host.dataset.shown = shown;
  const latest = notices.slice(-2).map(({ id, kind, text, at }) => {
    const close = el('button', {
      type: 'button',
      class: 'quiet small',
      'aria-label': 'Dismiss',
      onclick: () => actions.dismiss(id),
    });
    close.append(icon(CLOSE));
    const who = el('span', {
      class: 'notice-who',
      text: kind === 'error' ? 'Not done' : 'Only visible to you',
    });
    who.append(' ', time(at));
    return el('div', { class: `notice ${kind}` }, el('div', {}, who, el('p', { text })), close);
  });
  host.replaceChildren(...latest);
}

function drawEmpty(host, isEmpty, open, actions) {
  const shown = host.querySelector('.empty');
  if (!isEmpty) return void shown?.remove();
  if (shown) return;
  const about =
    open.kind === 'channel'
      ? 'Incidents of the cluster appear here. Ask the bot to check the cluster, or wait for its watch to find one.'
      : 'Ask the bot in private. What it tells you depends on your role.';
  const help = el('button', {
    type: 'button',
    class: 'plain',
    text: 'Say “help”',
    onclick: () => actions.say('help'),
  });
  host.append(
    el('div', { class: 'empty' }, el('h2', { text: 'No messages yet' }), el('p', { text: about }), help),
  );
}
