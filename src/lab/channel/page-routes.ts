import type { IncomingMessage, ServerResponse } from 'node:http';
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { BotLink } from './bot-link';
import { CHANNEL_FAULTS, causeChannelFault } from './channel-faults';
import type { Faults } from './faults';
import type { MessageStore } from './message-store';
import { serveFile, PAGE_FILES } from './page-files';
import { pageState, panelState } from './page-state';
import type { ScenarioPanel } from './page-state';
import { personByKey } from './people';
import type { PersonActions } from './person-actions';
import { HttpFault, parseBody, readJson, sendJson } from './router';
import type { Call, Route } from './router';

const LARGEST_POST_BYTES = 256 * 1024;
const KEEP_ALIVE_MS = 20_000;

const saySchema = z.object({
  person: z.string(),
  place: z.string(),
  text: z.string().trim().min(1).max(8000),
  threadId: z.string().optional(),
  mention: z.boolean().optional(),
});
const clickSchema = z.object({
  person: z.string(),
  messageId: z.string(),
  verb: z.string().optional(),
  id: z.string().optional(),
  data: z.unknown(),
  asSubmit: z.boolean().optional(),
});
const refreshSchema = z.object({
  person: z.string(),
  messageId: z.string(),
  trigger: z.enum(['manual', 'automatic']),
});
const dismissSchema = z.object({ person: z.string(), noticeId: z.string() });
const scenarioSchema = z.object({ name: z.string().nullable() });
const faultSchema = z.object({ name: z.string(), on: z.boolean() });
const revealSchema = z.object({ on: z.boolean() });

export interface PageOptions {
  readonly actions: PersonActions;
  readonly store: MessageStore;
  readonly link: BotLink;
  readonly faults: Faults;
  readonly onChange: (listener: () => void) => () => void;
  /** Tells every open page that there is something new. */
  readonly changed: () => void;
  readonly url: () => string;
  readonly newId: () => string;
  readonly extras?: ScenarioPanel;
}

/**
 * The page and its API. A cookie with a token of this start admits a browser that opened the page; POSTs must also come from
 * the page's own origin. Cookies do not tell ports apart, so the origin check is what keeps other local sites out.
 */
export function pageRoutes(options: PageOptions): readonly Route[] {
  const { actions, store, faults, extras } = options;
  const token = options.newId();
  const admitted = (handle: Route['handle']) => (call: Call) => {
    admit(call.request, token, options.url());
    return handle(call);
  };
  const get = (path: string, handle: Route['handle']): Route => ({
    method: 'GET',
    path,
    handle: admitted(handle),
  });
  const post = <T>(path: string, schema: z.ZodType<T>, work: (body: T) => unknown): Route => ({
    method: 'POST',
    path,
    handle: admitted(async ({ request, response }) => {
      const body = parseBody(schema, await readJson(request, LARGEST_POST_BYTES));
      sendJson(response, 200, (await attempt(() => work(body))) ?? {});
    }),
  });

  return [
    ...Object.keys(PAGE_FILES).map((path): Route => ({
      method: 'GET',
      path,
      handle: ({ response }) =>
        serveFile(response, path, path === '/' ? cookieOf(options.url(), token) : null),
    })),
    get('/api/state', ({ url, response }) => {
      const person = url.searchParams.get('person') ?? 'asker';
      return attempt(() =>
        sendJson(response, 200, pageState(options, personByKey(person), url.searchParams.get('place'))),
      );
    }),
    get('/api/events', ({ response }) => streamChanges(response, options.onChange)),
    post('/api/say', saySchema, ({ person, place, text, threadId, mention }) => {
      const choices = {
        ...(threadId === undefined ? {} : { threadId }),
        ...(mention === undefined ? {} : { mention }),
      };
      const { message } = actions.say(person, place, text, choices);
      return { messageId: message.id };
    }),
    post('/api/click', clickSchema, ({ person, messageId, verb, id, data, asSubmit }) => {
      const named = { ...(verb === undefined ? {} : { verb }), ...(id === undefined ? {} : { id }) };
      return actions.click(person, messageId, {
        data,
        ...named,
        ...(asSubmit === undefined ? {} : { asSubmit }),
      });
    }),
    post('/api/refresh', refreshSchema, ({ person, messageId, trigger }) =>
      actions.refresh(person, messageId, trigger),
    ),
    post('/api/dismiss', dismissSchema, ({ person, noticeId }) => store.dismiss(person, noticeId)),
    get('/api/panel', ({ response }) => attempt(() => sendJson(response, 200, panelState(faults, extras)))),
    post('/api/scenario', scenarioSchema, async ({ name }) => {
      const panel = withPanel(extras);
      await (name === null ? panel.surprise() : panel.switchScenario(name));
      options.changed();
    }),
    post('/api/fault', faultSchema, ({ name, on }) => {
      setFault(options, name, on);
      options.changed();
    }),
    post('/api/reveal', revealSchema, ({ on }) => {
      withPanel(extras).reveal(on);
      options.changed();
    }),
  ];
}

function withPanel(extras: ScenarioPanel | undefined): ScenarioPanel {
  if (extras) return extras;
  throw new HttpFault(404, 'NoCluster', 'This channel has no simulated cluster.');
}

/** Begins a fault or ends it, one of the channel or one of the cluster. */
function setFault({ faults, extras }: PageOptions, name: string, on: boolean): void {
  const ofChannel = CHANNEL_FAULTS.find((fault) => fault.name === name);
  if (ofChannel) return on ? causeChannelFault(faults, ofChannel) : faults.withdraw(ofChannel.fault);
  if (on) withPanel(extras).injectFault(name);
  else withPanel(extras).removeFault(name);
}

function admit(request: IncomingMessage, token: string, url: string): void {
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  const given = cookies.find((cookie) => cookie.startsWith(`${cookieName(url)}=`))?.split('=')[1] ?? '';
  const [left, right] = [Buffer.from(given), Buffer.from(token)];
  if (left.length !== right.length || !timingSafeEqual(left, right)) {
    throw new HttpFault(
      403,
      'PageIsOld',
      'Open the page of the lab channel again: this one is from another start.',
    );
  }
  // Every browser names another page's origin; one that names none (some do for their own page) has sent the cookie, which is for this page only.
  const { origin } = request.headers;
  const own = [undefined, url, url.replace('127.0.0.1', 'localhost')];
  if (request.method === 'POST' && !own.includes(origin)) {
    throw new HttpFault(403, 'OtherOrigin', 'Only the page of the lab channel may do this.');
  }
}

function cookieName(url: string): string {
  return `lab-page-${new URL(url).port}`;
}

function cookieOf(url: string, token: string): string {
  return `${cookieName(url)}=${token}; Path=/; HttpOnly; SameSite=Strict`;
}

/** Server-sent events: one `changed` at once and after every change; the page then asks for the state it needs. */
function streamChanges(response: ServerResponse, onChange: PageOptions['onChange']): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const send = () => response.write('event: changed\ndata: {}\n\n');
  const off = onChange(send);
  const alive = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS);
  alive.unref();
  response.on('close', () => {
    off();
    clearInterval(alive);
  });
  send();
}

/** Mistakes of the caller (an unknown person, a foreign conversation) are told as 400, not as a failure of the lab. */
async function attempt<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof HttpFault
      ? error
      : new HttpFault(400, 'NotPossible', error instanceof Error ? error.message : String(error));
  }
}
