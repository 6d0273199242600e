import { getState, LabError, listen, post } from './api.js';
import { composeBox, replyBox } from './compose.js';
import { el } from './dom.js';
import { createMessageList } from './messages.js';
import { drawPanel } from './panel.js';
import { drawPeople, roleName } from './people.js';

const at = (id) => document.getElementById(id);
const CHANGES_SETTLE_MS = 60;
const TOAST_MS = 7000;

/** Who acts and what is open; both live in the address, so each window can be another person. */
const chosen = new URLSearchParams(location.hash.slice(1));
let me = chosen.get('person') ?? 'asker';
let place = chosen.get('place');
let state = null;
let loading = false;
let again = false;
const seen = new Map();
const toasted = new Set();

const list = createMessageList(at('messages'), {
  click: (message, action) => attempt(() => post('click', { person: me, messageId: message.id, ...action })),
  refresh: (message) =>
    attempt(() => post('refresh', { person: me, messageId: message.id, trigger: 'manual' })),
  dismiss: (noticeId) => attempt(() => post('dismiss', { person: me, noticeId })),
  say: (text) => say(text, true),
  replyTo: (threadId) =>
    replyBox({
      ...boxOptions('Reply'),
      placeholder: 'Reply',
      send: (text, mention) => say(text, mention, threadId),
    }),
});

function boxOptions(label) {
  return { label, inChannel: state.open.kind === 'channel', botName: state.bot.name };
}

async function say(text, mention, threadId) {
  const inChannel = state.open.kind === 'channel';
  const details = { ...(inChannel ? { mention } : {}), ...(threadId ? { threadId } : {}) };
  if (!threadId) at('messages').dataset.follow = 'yes';
  return attempt(() => post('say', { person: me, place: state.open.id, text, ...details }));
}

/** Does something and tells when it fails; true when it worked. */
async function attempt(work) {
  try {
    await work();
    return true;
  } catch (error) {
    toast('error', error instanceof LabError ? error.message : String(error));
    return false;
  }
}

/** One request at a time; changes that arrive meanwhile lead to one more. */
async function load() {
  if (loading) return void (again = true);
  loading = true;
  const asked = me;
  try {
    const fresh = await getState(me, place);
    if (asked === me) show(fresh);
  } catch (error) {
    banner(error.message);
  } finally {
    loading = false;
    if (again) {
      again = false;
      load();
    }
  }
}

function show(fresh) {
  const before = state;
  const moved = !state || state.me !== fresh.me || state.open?.id !== fresh.open?.id;
  state = fresh;
  place = fresh.open.id;
  if (moved) list.clear();
  if (moved) drawCompose();
  drawFrame();
  const messages = at('messages');
  const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 120;
  list.update(fresh.open, fresh.me);
  if (moved || messages.dataset.follow || (atEnd && isNews(before, fresh))) list.toNewest();
  delete messages.dataset.follow;
  announce(fresh.open.messages, moved);
  refreshDue(fresh.open.messages);
}

function isNews(before, fresh) {
  return before?.open.messages.length !== fresh.open.messages.length;
}

function drawFrame() {
  const { open, people, bot, team } = state;
  const person = people.find((candidate) => candidate.key === me);
  at('team').textContent = team;
  at('place-name').textContent = open.name;
  const where = open.kind === 'channel' ? team : 'Personal chat';
  at('place-about').textContent = `${where} · you are ${person.name}, ${roleName(person.role).toLowerCase()}`;
  document.title = `${open.name} - Incident Bot lab`;
  drawPeople(at('people'), people, me, (key) => go(key, null));
  drawRail();
  drawPanel(at('panel'), state, runControl);
  const scenario = state.panel.scenarios.find((one) => one.name === state.panel.current);
  at('scenario-name').textContent = scenario ? scenario.title : 'Lab controls';
  banner(
    bot.reachable === false
      ? 'The bot cannot be reached. Messages and clicks are not delivered until it is back.'
      : '',
  );
}

function drawRail() {
  seen.set(`${me} ${state.open.id}`, state.open.latest);
  const channels = state.places.filter((one) => one.kind === 'channel');
  const chats = state.places.filter((one) => one.kind === 'personal');
  const group = (title, places) =>
    places.length ? [el('h2', { text: title }), el('ul', {}, ...places.map(railItem))] : [];
  at('rail').replaceChildren(...group('Channels', channels), ...group('Chat', chats));
}

function railItem(one) {
  const key = `${me} ${one.id}`;
  if (!seen.has(key)) seen.set(key, one.latest);
  const unread = one.latest > seen.get(key);
  const link = el('button', {
    type: 'button',
    class: `place ${one.kind}${unread ? ' unread' : ''}`,
    'aria-current': one.id === state.open.id ? 'page' : null,
    onclick: () => go(me, one.id),
  });
  link.append(
    el('span', { class: 'place-mark', 'aria-hidden': 'true', text: one.kind === 'channel' ? '#' : 'IB' }),
  );
  link.append(el('span', { class: 'place-name', text: one.name }));
  if (unread)
    link.append(el('span', { class: 'unread-dot' }, el('span', { class: 'hidden-text', text: 'unread' })));
  return el('li', {}, link);
}

function drawCompose() {
  const inChannel = state.open.kind === 'channel';
  const placeholder = inChannel ? 'Start a post, e.g. check or help' : 'Message the bot, e.g. status or help';
  const label = inChannel ? 'New post' : 'New message';
  at('compose').replaceChildren(
    composeBox({ ...boxOptions(label), placeholder, send: (text, mention) => say(text, mention) }),
  );
}

function go(person, where) {
  if (person !== me) at('toasts').replaceChildren();
  me = person;
  place = where ?? place;
  location.replace(`#${new URLSearchParams({ person: me, ...(place ? { place } : {}) })}`);
  load();
}

/** New private answers also come as toasts; what was there before this person was chosen does not. */
function announce(messages, moved) {
  for (const notice of messages.flatMap((message) => message.notices)) {
    if (toasted.has(notice.id)) continue;
    toasted.add(notice.id);
    if (!moved) toast(notice.kind, notice.text);
  }
}

/** What a Teams client does by itself: asks for this person's own view of cards that name the person. */
function refreshDue(messages) {
  for (const message of messages.filter((one) => one.refreshDue)) {
    post('refresh', { person: me, messageId: message.id, trigger: 'automatic' }).catch(() => undefined);
  }
}

function toast(kind, text) {
  const node = el('div', { class: `toast ${kind}`, text });
  at('toasts').append(node);
  setTimeout(() => node.remove(), TOAST_MS);
}

function banner(text) {
  const node = at('banner');
  if (node.textContent !== text) node.textContent = text;
  node.hidden = text === '';
}

async function runControl(what, name) {
  const done = await attempt(() => post(what, { name }));
  if (done)
    toast('answer', what === 'scenario' ? 'Scenario switched.' : 'Done: it takes effect on what comes next.');
}

function applyTheme(theme) {
  document.documentElement.dataset.theme = theme;
  at('theme').setAttribute('aria-label', `Switch to ${theme === 'dark' ? 'light' : 'dark'} colours`);
}

const preferred = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
applyTheme(localStorage.getItem('theme') ?? preferred);
at('theme').addEventListener('click', () => {
  const theme = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
  localStorage.setItem('theme', theme);
  applyTheme(theme);
});
at('panel-toggle').addEventListener('click', () => {
  const open = at('panel').hidden;
  at('panel').hidden = !open;
  at('panel-toggle').setAttribute('aria-expanded', String(open));
});

let settling = false;
listen(
  () => {
    if (settling) return;
    settling = true;
    setTimeout(() => {
      settling = false;
      load();
    }, CHANGES_SETTLE_MS);
  },
  () => banner('The connection to the lab is lost; trying again.'),
);
