import { getState, LabError, listen, post } from './api.js';
import { composeBox, replyBox } from './compose.js';
import { createLabPanel } from './lab-panel.js';
import { createMessageList } from './messages.js';
import { createNews } from './news.js';
import { drawPeople, roleName } from './people.js';
import { createRail } from './rail.js';
import { createThemeSwitch } from './theme.js';
import { createToasts } from './toasts.js';

const at = (id) => document.getElementById(id);
const CHANGES_SETTLE_MS = 60;

/** Who acts and what is open; both live in the address, so each window can be another person. */
const chosen = new URLSearchParams(location.hash.slice(1));
let me = chosen.get('person') ?? 'asker';
let place = chosen.get('place');
let state = null;
let loading = false;
let again = false;
const toasted = new Set();

const toasts = createToasts(at('toasts'));
const news = createNews(at('news'));
const rail = createRail(at('rail'), (id) => go(me, id));
const panel = createLabPanel({
  host: at('panel'),
  toggle: at('panel-toggle'),
  covered: [at('rail'), document.querySelector('main')],
  act: (what, body) => attempt(() => post(what, body)),
});
createThemeSwitch(at('theme'));

const list = createMessageList(at('messages'), {
  click: (message, action) => attempt(() => post('click', { person: me, messageId: message.id, ...action })),
  refresh: (message) =>
    attempt(() => post('refresh', { person: me, messageId: message.id, trigger: 'manual' })),
  dismiss: (noticeId) => attempt(() => post('dismiss', { person: me, noticeId })),
  say: (text) => say(text, true),
  become: (person) => go(person, null),
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
    toasts.show('error', error instanceof LabError ? error.message : String(error));
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
  news.show(fresh.open.messages, moved);
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
  rail.show(state);
  at('scenario-name').textContent = state.scenario?.title ?? 'Lab controls';
  banner(
    bot.reachable === false
      ? 'The bot cannot be reached. Messages and clicks are not delivered until it is back.'
      : '',
  );
}

function drawCompose() {
  const inChannel = state.open.kind === 'channel';
  const placeholder = inChannel ? 'Start a post, e.g. check or help' : 'Message the bot, e.g. status or help';
  const label = inChannel ? 'New post' : 'New message';
  at('compose').replaceChildren(
    composeBox({
      ...boxOptions(label),
      id: 'new-post',
      placeholder,
      send: (text, mention) => say(text, mention),
    }),
  );
}

function go(person, where) {
  if (person !== me) toasts.clear();
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
    if (!moved) toasts.show(notice.kind, notice.text);
  }
}

/** What a Teams client does by itself: asks for this person's own view of cards that name the person. */
function refreshDue(messages) {
  for (const message of messages.filter((one) => one.refreshDue)) {
    post('refresh', { person: me, messageId: message.id, trigger: 'automatic' }).catch(() => undefined);
  }
}

function banner(text) {
  const node = at('banner');
  if (node.textContent !== text) node.textContent = text;
  node.hidden = text === '';
}

let settling = false;
listen(
  () => {
    if (settling) return;
    settling = true;
    setTimeout(() => {
      settling = false;
      load();
      panel.refresh();
    }, CHANGES_SETTLE_MS);
  },
  () => banner('The connection to the lab is lost; trying again.'),
);
