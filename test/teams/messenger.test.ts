import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Message, Messenger, Place } from '../../src/ports';
import type { BotIdentity } from '../../src/teams/bot-identity';
import { createMessenger } from '../../src/teams/messenger';
import { APP_ID, TENANT_ID, identityFor, recordingLog } from './support/bot-under-test';
import type { LogLine } from './support/bot-under-test';
import { startConnector } from './support/connector';
import type { Connector } from './support/connector';
import { sendJson } from './support/http-stub';
import { startTokenIssuer } from './support/token-issuer';
import type { TokenIssuer } from './support/token-issuer';

const CARD: Message = { kind: 'card', card: { type: 'AdaptiveCard' }, summary: 'Incident' };
const TEXT: Message = { kind: 'text', text: '**not bold** <at>x</at>' };
const THREAD = '19:c@thread.tacv2;messageid=1';

let issuer: TokenIssuer;
let connector: Connector;
let identity: BotIdentity;
let messenger: Messenger;
let now: number;
let lines: LogLine[];
let thread: Place;

const clock = { now: () => now };
const withTimeout = (timeoutMs: number) =>
  createMessenger({ identity, clock, log: recordingLog(lines), timeoutMs });

beforeEach(async () => {
  [issuer, connector] = await Promise.all([startTokenIssuer(), startConnector()]);
  identity = identityFor(issuer, connector);
  now = Date.parse('2026-11-22T10:00:00Z');
  lines = [];
  messenger = withTimeout(20_000);
  thread = { serviceUrl: `${connector.url}/`, conversationId: THREAD };
});
afterEach(() => Promise.all([issuer.close(), connector.close()]));

const respondWith = (status: number, body: unknown = {}, headers: Record<string, string> = {}) => {
  connector.respond = (response: ServerResponse) => sendJson(response, status, body, headers);
};
const path = `/v3/conversations/${encodeURIComponent(THREAD)}/activities`;
const attachments = [
  { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard' } },
];

describe('what is sent', () => {
  it('a post goes into the thread', async () => {
    const outcome = await messenger.post(thread, CARD);
    expect(outcome).toEqual({
      kind: 'sent',
      message: { conversationId: THREAD, activityId: 'activity-1' },
    });
    expect(connector.calls).toEqual([
      {
        method: 'POST',
        path,
        authorization: 'Bearer bot-token-1',
        body: { type: 'message', summary: 'Incident', attachments },
      },
    ]);
  });

  it('invariant 16: text is plain, so nothing in it is formatted', async () => {
    await messenger.post(thread, TEXT);
    expect(connector.calls[0]?.body).toEqual({
      type: 'message',
      textFormat: 'plain',
      text: '**not bold** <at>x</at>',
    });
  });

  it('who is called by name is named behind the text, and told apart by the Entra object id', async () => {
    const mentions = [
      { objectId: 'a1', name: 'Ana' },
      { objectId: 'b2', name: 'Ben O' },
    ];
    await messenger.post(thread, { kind: 'text', text: '**Look**', isMarkdown: true, mentions });
    expect(connector.calls[0]?.body).toEqual({
      type: 'message',
      textFormat: 'markdown',
      text: '**Look** <at>Ana</at>, <at>Ben O</at>',
      entities: [
        { type: 'mention', text: '<at>Ana</at>', mentioned: { id: 'a1', name: 'Ana' } },
        { type: 'mention', text: '<at>Ben O</at>', mentioned: { id: 'b2', name: 'Ben O' } },
      ],
    });
  });

  it.each(['19:c@thread.tacv2', THREAD])(
    'a thread starts in the channel, given %s',
    async (conversationId) => {
      const outcome = await messenger.startThread({ ...thread, conversationId }, CARD);
      expect(outcome).toEqual({
        kind: 'sent',
        message: { conversationId: '19:new@thread.tacv2;messageid=7', activityId: '7' },
      });
      expect(connector.calls).toMatchObject([
        {
          method: 'POST',
          path: '/v3/conversations',
          body: {
            isGroup: true,
            bot: { id: `28:${APP_ID}` },
            tenantId: TENANT_ID,
            channelData: { channel: { id: '19:c@thread.tacv2' }, tenant: { id: TENANT_ID } },
            activity: { type: 'message', summary: 'Incident', attachments },
          },
        },
      ]);
    },
  );

  it('an edit replaces the message and may be repeated', async () => {
    respondWith(200);
    const outcomes = [
      await messenger.edit(thread, '1:a/b', CARD),
      await messenger.edit(thread, '1:a/b', CARD),
    ];
    const sent = { kind: 'sent', message: { conversationId: THREAD, activityId: '1:a/b' } };
    expect(outcomes).toEqual([sent, sent]);
    expect(connector.calls).toMatchObject([
      { method: 'PUT', path: `${path}/1%3Aa%2Fb`, body: { id: '1:a/b', attachments } },
      { method: 'PUT' },
    ]);
  });
});

describe('how a send ended', () => {
  it.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['a date', { 'retry-after': 'Sun, 22 Nov 2026 10:00:30 GMT' }, 30_000],
    ['a date that is over', { 'retry-after': 'Sun, 22 Nov 2026 09:00:00 GMT' }, 0],
    ['rubbish', { 'retry-after': 'soon' }, null],
    ['nothing', {}, null],
  ])('429 is a rejection that says how long to wait: %s', async (_name, headers, retryAfterMs) => {
    respondWith(429, { error: { code: 'Throttled' } }, headers);
    expect(await messenger.post(thread, CARD)).toEqual({
      kind: 'rejected',
      status: 429,
      code: 'Throttled',
      retryAfterMs,
    });
    expect(connector.calls).toHaveLength(1);
  });

  it.each([400, 403, 404, 412, 413])('%i is a rejection, sent once', async (status) => {
    respondWith(status, { error: { code: 'Because' } });
    expect(await messenger.post(thread, CARD)).toMatchObject({ kind: 'rejected', status, code: 'Because' });
    expect(connector.calls).toHaveLength(1);
  });

  it('a rejection whose body is no JSON still says its status', async () => {
    connector.respond = (response) => {
      response.writeHead(413, { 'content-type': 'text/html' });
      response.end('<html>');
    };
    expect(await messenger.post(thread, CARD)).toMatchObject({ kind: 'rejected', code: 'HTTP 413' });
  });

  it.each([408, 500, 502, 503, 504])(
    'invariant 8 for messages: %i may have been posted, so it is ambiguous and sent once',
    async (status) => {
      respondWith(status, { id: 'posted-anyway' });
      expect(await messenger.post(thread, CARD)).toEqual({
        kind: 'ambiguous',
        reason: `the connector answered ${status}`,
      });
      expect(await messenger.startThread(thread, CARD)).toMatchObject({ kind: 'ambiguous' });
      expect(connector.calls.map((call) => call.method)).toEqual(['POST', 'POST']);
    },
  );

  it('an ambiguous answer may say how long to wait', async () => {
    respondWith(503, {}, { 'retry-after': '4' });
    expect(await messenger.edit(thread, '1', CARD)).toEqual({
      kind: 'ambiguous',
      reason: 'the connector answered 503',
      retryAfterMs: 4_000,
    });
  });

  it('no answer is ambiguous after the time limit, sent once', async () => {
    connector.respond = () => undefined;
    expect(await withTimeout(300).post(thread, CARD)).toEqual({
      kind: 'ambiguous',
      reason: 'no answer in time',
    });
    expect(connector.calls).toHaveLength(1);
  });

  it('a connection that breaks after sending is ambiguous, sent once, also on a connection used before', async () => {
    await messenger.post(thread, CARD);
    connector.respond = (_response, request) => request.socket.destroy();
    expect(await messenger.post(thread, CARD)).toMatchObject({ kind: 'ambiguous' });
    expect(connector.calls).toHaveLength(2);
  });

  it.each([
    ['a body without an id', {}],
    ['a body that is none', 'x'],
  ])('accepted with %s is ambiguous: the message cannot be named', async (_name, body) => {
    respondWith(201, body);
    expect(await messenger.post(thread, CARD)).toMatchObject({ kind: 'ambiguous' });
    expect(await messenger.startThread(thread, CARD)).toMatchObject({ kind: 'ambiguous' });
  });

  it('a refused connection is a rejection: nothing was sent', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const serviceUrl = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    closed.close();
    await once(closed, 'close');
    identity = { ...identity, allowedServiceUrls: [serviceUrl] };
    expect(await withTimeout(20_000).post({ ...thread, serviceUrl }, CARD)).toEqual({
      kind: 'rejected',
      status: 0,
      code: 'ECONNREFUSED',
      retryAfterMs: null,
    });
  });

  it('a redirect is not followed: the token goes nowhere else', async () => {
    const elsewhere = await startConnector();
    respondWith(307, {}, { location: `${elsewhere.url}/v3/conversations` });
    expect(await messenger.post(thread, CARD)).toMatchObject({ kind: 'rejected', status: 307 });
    expect(elsewhere.calls).toEqual([]);
    await elsewhere.close();
  });
});

describe('where the token goes', () => {
  it.each([
    'https://evil.example',
    'https://smba.trafficmanager.net.evil.example',
    'https://user:pass@smba.trafficmanager.net',
    'ftp://smba.trafficmanager.net',
    'not an address',
    '',
  ])('not to %j: refused before a token is even asked for', async (serviceUrl) => {
    const refused = { kind: 'rejected', status: 0, code: 'ServiceUrlNotAllowed', retryAfterMs: null };
    const place = { ...thread, serviceUrl };
    expect(await messenger.post(place, CARD)).toEqual(refused);
    expect(await messenger.startThread(place, CARD)).toEqual(refused);
    expect(await messenger.edit(place, '1', CARD)).toEqual(refused);
    expect(issuer.asked.tokens).toBe(0);
  });

  it('not to another port of an allowed host', async () => {
    const other = await startConnector();
    expect(await messenger.post({ ...thread, serviceUrl: other.url }, CARD)).toMatchObject({
      code: 'ServiceUrlNotAllowed',
    });
    expect(other.calls).toEqual([]);
    await other.close();
  });
});

describe("the bot's own token", () => {
  it('is asked for once by sends at the same time, kept, and renewed five minutes before its end', async () => {
    await Promise.all(Array.from({ length: 5 }, () => messenger.post(thread, CARD)));
    now += 54 * 60_000;
    await messenger.post(thread, CARD);
    expect(issuer.asked.tokens).toBe(1);
    now += 2 * 60_000;
    await messenger.post(thread, CARD);
    expect(connector.calls.map((call) => call.authorization)).toEqual([
      ...Array<string>(6).fill('Bearer bot-token-1'),
      'Bearer bot-token-2',
    ]);
  });

  it('is asked for anew after the connector did not take it', async () => {
    respondWith(401, { error: { code: 'Unauthorized' } });
    expect(await messenger.post(thread, CARD)).toMatchObject({ kind: 'rejected', status: 401 });
    connector.respond = null;
    expect(await messenger.post(thread, CARD)).toMatchObject({ kind: 'sent' });
    expect(connector.calls.map((call) => call.authorization)).toEqual([
      'Bearer bot-token-1',
      'Bearer bot-token-2',
    ]);
  });

  it.each([
    [{ status: 401 }, null],
    [{ status: 429, headers: { 'retry-after': '3' } }, 3_000],
    [{ status: 503 }, null],
  ])('refused with %j: nothing was sent, the log says what to check and no secret', async (answer, wait) => {
    issuer.tokenAnswer = answer;
    expect(await messenger.post(thread, CARD)).toEqual({
      kind: 'rejected',
      status: answer.status,
      code: 'TokenUnavailable',
      retryAfterMs: wait,
    });
    expect(connector.calls).toEqual([]);
    expect(lines.map((line) => line.message)).toEqual([
      `The token endpoint answered ${answer.status}. Check appId, appPassword and tenantId.`,
    ]);
    expect(JSON.stringify(lines)).not.toContain('the-password');
    issuer.tokenAnswer = null;
    expect(await messenger.post(thread, CARD)).toMatchObject({ kind: 'sent' });
  });

  it('a token endpoint out of reach: nothing was sent', async () => {
    await issuer.close();
    expect(await messenger.post(thread, CARD)).toMatchObject({
      kind: 'rejected',
      status: 0,
      code: 'TokenUnavailable',
    });
    expect(connector.calls).toEqual([]);
    issuer = await startTokenIssuer();
  });
});
