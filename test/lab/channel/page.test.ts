import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { PAGE_FILES } from '../../../src/lab/channel/page-files';
import { INCIDENT_CHANNEL, personByKey } from '../../../src/lab/channel/people';
import type { ClusterView } from '../../../src/lab/cluster-view';
import { loadScenario } from '../../../src/lab/cluster/scenario';
import { createScenarioPanel } from '../../../src/lab/scenario-panel';
import { startBotFrameworkClient } from '../../support/bot-framework-client';
import type { BotFrameworkClient } from '../../support/bot-framework-client';
import { beginCluster } from './begun-cluster';
import type { BegunCluster } from './begun-cluster';
import { activitiesOf, cardActivity, startEchoBot, voteCard } from './echo-bot';
import type { EchoBot } from './echo-bot';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly header: (name: string) => string;
}

describe('the page of the lab channel', () => {
  let bot: EchoBot;
  let client: BotFrameworkClient;
  let url: string;
  let cookie: string;
  let begun: BegunCluster;

  beforeAll(async () => {
    bot = await startEchoBot();
    begun = beginCluster('monitoring-session', Date.now());
    const extras = createScenarioPanel(begun.cluster, () => 0);
    client = await startBotFrameworkClient(bot.endpoint(), { page: true, extras });
    bot.connect(client.channel.addresses());
    url = client.channel.addresses().url;
    cookie = (await ask('GET', '/')).header('set-cookie').split(';')[0] ?? '';
  });
  afterAll(async () => {
    await client.stop();
    await bot.stop();
    begun.close();
  });

  const ask = (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: unknown,
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const call = request(url + path, { method, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const header = (name: string) => [answer.headers[name] ?? ''].flat().join();
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString(), header });
        });
      });
      call.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    });
  const asPage = () => ({ cookie, origin: url, 'content-type': 'application/json' });
  const say = { person: 'asker', place: INCIDENT_CHANNEL.id, text: 'check hci-lab' };

  describe('its files', () => {
    it.each(Object.keys(PAGE_FILES))(
      'serves %s with a policy that allows nothing from elsewhere',
      async (path) => {
        const answer = await ask('GET', path);
        expect(answer.status).toBe(200);
        const policy = answer.header('content-security-policy');
        expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
        expect(policy).toContain("frame-ancestors 'none'");
        expect(policy).not.toMatch(/unsafe|https?:|\*/);
        expect(answer.header('x-content-type-options')).toBe('nosniff');
      },
    );

    it.each(Object.entries(PAGE_FILES).filter(([path]) => !path.startsWith('/vendor/')))(
      '%s refers to nothing outside',
      (_path, file) => {
        const text = readFileSync(file, 'utf8').replaceAll('http://www.w3.org/2000/svg', '');
        expect(text).not.toMatch(/https?:\/\/|url\(|@import|<script(?![^>]*src="\/)|style="|\son\w+="/);
      },
    );

    it.each([
      '/../package.json',
      '/vendor/../../package.json',
      '/%2e%2e/package.json',
      '/base.css/..%2fapp.js',
    ])('does not serve %s', async (path) => {
      expect((await ask('GET', path)).status).toBe(404);
    });
  });

  describe('its API', () => {
    it('is closed without the cookie of this start', async () => {
      expect((await ask('GET', '/api/state?person=asker')).status).toBe(403);
      expect((await ask('GET', '/api/events')).status).toBe(403);
      const stale = { ...asPage(), cookie: `${cookie.split('=')[0]}=guess` };
      expect((await ask('POST', '/api/say', stale, say)).status).toBe(403);
      expect(client.channel.store.all()).toEqual([]);
    });

    it.each(['http://evil.example', 'http://127.0.0.1:1', 'null', ''])(
      'refuses a post from the origin "%s"',
      async (origin) => {
        expect((await ask('POST', '/api/say', { ...asPage(), origin }, say)).status).toBe(403);
        expect(client.channel.store.all()).toEqual([]);
      },
    );

    it('takes a post that names no origin, which no browser leaves out for another page', async () => {
      const { origin: _origin, ...nameless } = asPage();
      expect((await ask('POST', '/api/say', nameless, {})).status).toBe(400);
    });

    it('is not there under another host name', async () => {
      expect((await ask('GET', '/', { host: `evil.example:${new URL(url).port}` })).status).toBe(421);
    });

    it('sets a cookie that scripts and other sites cannot use', async () => {
      expect((await ask('GET', '/')).header('set-cookie')).toMatch(/HttpOnly; SameSite=Strict$/);
    });

    it('says, shows and clicks for a person', async () => {
      expect((await ask('POST', '/api/say', asPage(), say)).status).toBe(200);
      await bot.call('POST', activitiesOf(INCIDENT_CHANNEL.id), cardActivity(voteCard('Restart?')));
      const { message } = await client.waitForCard(() => true);
      const click = { person: 'approver1', messageId: message.id, verb: 'approve', data: { request: 'r-1' } };
      expect(JSON.parse((await ask('POST', '/api/click', asPage(), click)).text)).toEqual({
        kind: 'message',
        text: 'Noted.',
      });
      const state = async (person: string) =>
        (await ask('GET', `/api/state?person=${person}`, { cookie })).text;
      expect(await state('approver1')).toContain('Noted.');
      expect(await state('approver2')).not.toContain('Noted.');
      expect(JSON.parse(await state('viewer'))).toMatchObject({
        me: 'viewer',
        bot: { reachable: true },
        open: {
          name: INCIDENT_CHANNEL.name,
          messages: [{ text: '<at>Incident Bot</at> check hci-lab' }, { card: {} }],
        },
        scenario: { name: 'monitoring-session', title: 'A forgotten monitoring session' },
      });
    });

    it('tells a person whom the bot calls by name, and nobody else', async () => {
      const { aadObjectId: id, name } = personByKey('approver1');
      const text = `<at>${name}</at>`;
      const entities = [{ type: 'mention', text, mentioned: { id, name } }];
      const body = { type: 'message', text: `Look ${text}`, entities };
      expect((await bot.call('POST', activitiesOf(INCIDENT_CHANNEL.id), body)).status).toBe(201);
      const called = async (person: string): Promise<unknown> => {
        const answer = await ask('GET', `/api/state?person=${person}`, { cookie });
        const state = JSON.parse(answer.text) as { open: { messages: { callsYou: boolean }[] } };
        return state.open.messages.at(-1)?.callsYou;
      };
      expect([await called('approver1'), await called('approver2')]).toEqual([true, false]);
    });

    it('shows nobody the chat of another', async () => {
      await client.as('viewer').inPersonalChat().say('secret question');
      const { places } = JSON.parse((await ask('GET', '/api/state?person=viewer', { cookie })).text) as {
        places: { id: string }[];
      };
      const chat = encodeURIComponent(places.at(-1)?.id ?? '');
      expect((await ask('GET', `/api/state?person=viewer&place=${chat}`, { cookie })).text).toContain(
        'secret question',
      );
      expect((await ask('GET', `/api/state?person=asker&place=${chat}`, { cookie })).text).not.toContain(
        'secret question',
      );
    });

    it.each([
      ['an unknown person', '/api/say', { ...say, person: 'nobody' }],
      ['a place the person cannot see', '/api/say', { ...say, person: 'foreign' }],
      ['empty text', '/api/say', { ...say, text: '  ' }],
      ['a click on nothing', '/api/click', { person: 'asker', messageId: '1', data: {} }],
      ['half a request', '/api/click', {}],
    ])('refuses %s', async (_what, path, body) => {
      expect((await ask('POST', path, asPage(), body)).status).toBe(400);
    });

    it('passes the controls of the cluster and of Teams on', async () => {
      const post = async (path: string, body: unknown) => (await ask('POST', path, asPage(), body)).status;
      expect(await post('/api/fault', { name: 'throttle', on: true })).toBe(200);
      expect(client.channel.faults.waiting()).toBe(3);
      expect(await post('/api/fault', { name: 'throttle', on: false })).toBe(200);
      expect(client.channel.faults.waiting()).toBe(0);
      expect(await post('/api/fault', { name: 'node-down as-n2', on: true })).toBe(200);
      expect(await post('/api/fault', { name: 'node-down as-n2', on: false })).toBe(200);
      expect(begun.cluster.waiting().map((message) => message.kind)).toEqual(['node-down', 'node-up']);
      expect(await post('/api/fault', { name: 'node-down as-n99', on: true })).toBe(400);
      expect(await post('/api/fault', { name: 'certificate-rotated', on: false })).toBe(400);
      expect(await post('/api/scenario', { name: '../secrets' })).toBe(400);
      expect(await post('/api/scenario', { name: 'healthy' })).toBe(200);
      expect(begun.cluster.snapshot().scenario).toBe('healthy');
    });

    it('keeps back who holds the old certificate until it is asked to tell', async () => {
      begun.cluster.reset(loadScenario('stale-lcm'));
      const clues = async () =>
        (JSON.parse((await ask('GET', '/api/panel', { cookie })).text) as { cluster: { view: ClusterView } })
          .cluster.view.clues;
      expect(await clues()).toBeNull();
      expect((await ask('POST', '/api/reveal', asPage(), { on: true })).status).toBe(200);
      expect(await clues()).toMatchObject([{ title: 'The LCM controller on as-n3' }]);
      expect((await ask('POST', '/api/scenario', asPage(), { name: 'healthy' })).status).toBe(200);
      expect(await clues()).toBeNull();
    });

    it('tells of changes as they happen', async () => {
      const answer = await fetch(`${url}/api/events`, { headers: { cookie } });
      const reader = answer.body?.getReader();
      const next = async () => Buffer.from((await reader?.read())?.value as Uint8Array).toString();
      expect(await next()).toContain('event: changed');
      await client.as('asker').inChannel().say('more', { mention: false });
      expect(await next()).toContain('event: changed');
      await reader?.cancel();
    });
  });
});
