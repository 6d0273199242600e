import { request } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { createServer } from '../../src/teams/server';
import { createMessenger } from '../../src/teams/messenger';
import type { Reply } from '../../src/commands/incoming';
import { click } from './support/activities';
import { recordingLog, startBot, systemClock } from './support/bot-under-test';
import type { Bot } from './support/bot-under-test';
import { eventually } from './support/eventually';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.stop());

const vote = () => click(bot.connector.url, 'vote');

describe('requests that are no activity', () => {
  it.each([
    ['bad JSON', 400, '{"type":', {}],
    ['an empty body', 400, '', {}],
    ['a list', 400, '[]', {}],
    ['a text', 400, '"message"', {}],
    ['no type', 400, '{"serviceUrl":"x"}', {}],
    ['a form', 415, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', 415, '{}', { 'content-type': 'text/plain' }],
    ['a multipart body', 415, '--x', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['a compressed body', 415, '{}', { 'content-encoding': 'gzip' }],
    ['a body that is too big', 413, JSON.stringify({ text: 'x'.repeat(300_000) }), {}],
  ])('%s: %i, short, and nothing of ours in it', async (_name, status, body, headers) => {
    const response = await bot.send(body, undefined, headers);
    const text = await response.text();
    expect(response.status).toBe(status);
    expect(text).toMatch(/^\{"error":"[A-Z][A-Za-z ]+"\}$/);
    expect([response.headers.get('server'), response.headers.get('x-powered-by')]).toEqual([null, null]);
    expect(bot.received).toEqual([]);
  });

  it('a big body that does not say its size is refused as well', async () => {
    const authorization = `Bearer ${await bot.token()}`;
    const sent = request(`${bot.url}/api/messages`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
    });
    const answered = once(sent, 'response') as Promise<[{ statusCode: number; resume: () => void }]>;
    for (let part = 0; part < 5; part += 1) sent.write('x'.repeat(64 * 1024));
    sent.end();
    const [response] = await answered;
    response.resume();
    expect(response.statusCode).toBe(413);
  });

  it('a head that is too big is refused', async () => {
    const response = await bot.send(vote(), undefined, { 'x-long': 'x'.repeat(20_000) });
    expect(response.status).toBe(431);
    expect(bot.received).toEqual([]);
  });

  it.each([
    ['GET', '/api/messages', 405],
    ['PUT', '/api/messages', 405],
    ['POST', '/', 404],
    ['GET', '/<script>', 404],
    ['GET', '/api/messages/../../etc/passwd', 404],
    ['GET', '/%E0%A4%A', 404],
  ])('%s %s: %i and no echo of the request', async (method, path, status) => {
    const response = await fetch(`${bot.url}${path}`, { method });
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(/^\{"error":"[A-Z][A-Za-z ]+"\}$/);
    expect(response.headers.get('server')).toBeNull();
  });

  it('without a token not even the body is looked at', async () => {
    const response = await bot.send('{"type":', null);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });
});

describe('health', () => {
  const ask = async (path: string) => {
    const response = await fetch(`${bot.url}${path}`);
    return [response.status, await response.json()];
  };

  it('is alive while it answers, whatever else is', async () => {
    bot.isReady = () => false;
    expect(await ask('/livez')).toEqual([200, { status: 'alive' }]);
  });

  it.each(['/readyz', '/healthz'])('%s tells whether it can work; unknown is not ready', async (path) => {
    expect(await ask(path)).toEqual([200, { status: 'ready' }]);
    bot.isReady = async () => false;
    expect(await ask(path)).toEqual([503, { status: 'not ready' }]);
    bot.isReady = () => Promise.reject(new Error('the store is away'));
    expect(await ask(path)).toEqual([503, { status: 'not ready' }]);
  });
});

describe('start and stop', () => {
  it('lets a request under way end, refuses new ones, and leaves nothing', async () => {
    let answer: (reply: Reply) => void = () => undefined;
    const pending = new Promise<Reply>((resolve) => (answer = resolve));
    bot.reply = () => pending;
    const clicked = bot.send(vote());
    await eventually(() => bot.received.length === 1);
    const stopped = bot.server.stop();
    await expect(fetch(`${bot.url}/livez`)).rejects.toThrow('fetch failed');
    answer({ kind: 'text', text: 'counted' });
    expect(await (await clicked).json()).toMatchObject({ value: 'counted' });
    await stopped;
    await bot.server.stop();
  });

  it('closes a connection on which nothing comes', async () => {
    const socket = connect(Number(new URL(bot.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await bot.server.stop();
    await closed;
    expect(socket.destroyed).toBe(true);
  });

  it('says so when the port is taken', async () => {
    const { identity } = bot;
    const log = recordingLog([]);
    const second = createServer({
      host: '127.0.0.1',
      port: Number(new URL(bot.url).port),
      identity,
      log,
      clock: systemClock,
      messenger: createMessenger({ identity, log, clock: systemClock }),
      receive: async () => ({ kind: 'none' }),
      noteRefused: async () => undefined,
      isReady: () => true,
    });
    await expect(second.start()).rejects.toThrow('EADDRINUSE');
    await second.stop();
  });
});
