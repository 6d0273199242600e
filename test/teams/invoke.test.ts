import type { Reply } from '../../src/commands/incoming';
import { channelActivity, click, mentioned, personal, submit } from './support/activities';
import { ALICE, APP_ID, TENANT_ID, startBot } from './support/bot-under-test';
import { eventually } from './support/eventually';
import { sendJson } from './support/http-stub';
import type { Bot } from './support/bot-under-test';

const CARD = { type: 'AdaptiveCard', version: '1.5', body: [] };
const GUEST = { id: '29:g', aadObjectId: ALICE, userRole: 'guest' };
const FOREIGN = '99999999-aaaa-4bbb-8ccc-000000000009';

let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
});
beforeEach(() => {
  bot.reply = () => ({ kind: 'text', text: 'answer' });
  bot.connector.respond = null;
  for (const list of [bot.received, bot.log, bot.connector.calls]) list.length = 0;
});
afterAll(() => bot.stop());

const url = () => bot.connector.url;

describe('the answer of an invoke: HTTP 200, the sub-status in the body', () => {
  const replies: [string, Reply, unknown][] = [
    [
      'a card replaces the view of the clicker',
      { kind: 'card', card: CARD, summary: 's' },
      { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: CARD },
    ],
    [
      'a text is shown to the clicker (invariant 7)',
      { kind: 'text', text: 'You asked for this, so you cannot vote.' },
      {
        statusCode: 200,
        type: 'application/vnd.microsoft.activity.message',
        value: 'You asked for this, so you cannot vote.',
      },
    ],
    [
      'nothing to say is said',
      { kind: 'none' },
      { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Received.' },
    ],
  ];

  it.each(replies)('%s', async (_name, reply, body) => {
    bot.reply = () => reply;
    const response = await bot.send(click(url(), 'vote'));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(body);
    expect(bot.connector.calls).toEqual([]);
  });

  it('an error of ours tells nothing of its inside', async () => {
    bot.reply = () => {
      throw new Error('password=hunter2 in /srv/bot');
    };
    const response = await bot.send(click(url(), 'vote'));
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      statusCode: 500,
      type: 'application/vnd.microsoft.error',
      value: { code: 'InternalError' },
    });
    expect(text + JSON.stringify(bot.log)).not.toMatch(/hunter2|srv/);
  });

  it.each([
    ['no value', {}, { value: undefined }],
    ['no verb', {}, { value: { action: { type: 'Action.Execute' } } }],
    ['a Submit inside', {}, { value: { action: { type: 'Action.Submit', verb: 'vote' } } }],
    ['another invoke', {}, { name: 'task/fetch' }],
    ['no name', {}, { name: undefined }],
  ])('an unknown shape is a 400 object: %s', async (_name, data, fields) => {
    const response = await bot.send(click(url(), 'vote', data, fields));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      statusCode: 400,
      type: 'application/vnd.microsoft.error',
      value: { code: 'BadRequest' },
    });
    expect(bot.received).toEqual([]);
  });

  it('data nested deeper than any stack is refused, and the bot lives on', async () => {
    const deep = '['.repeat(60_000) + ']'.repeat(60_000);
    const activity = JSON.stringify(click(url(), 'vote', { deep: 'DEEP' })).replace('"DEEP"', deep);
    const response = await bot.send(activity);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ type: 'application/vnd.microsoft.error' });
    expect(bot.received).toEqual([]);
    expect((await bot.send(click(url(), 'vote'))).status).toBe(200);
    expect(bot.received).toHaveLength(1);
  });

  it('a refresh is told apart from a click', async () => {
    const value = { action: { type: 'Action.Execute', verb: 'refresh', data: {} }, trigger: 'automatic' };
    await bot.send(click(url(), 'refresh', {}, { value }));
    expect(bot.received).toMatchObject([{ kind: 'action', verb: 'refresh', trigger: 'automatic' }]);
  });
});

describe('invariant 2: whoever is not a person of the tenant reaches nothing', () => {
  it.each([
    ['another tenant', { channelData: { tenant: { id: FOREIGN } } }],
    ['no object id', { from: { id: '29:x' } }],
    ['another channel', { channelId: 'webchat' }],
    ['a guest', { from: GUEST }],
    ['a bot', { from: { id: '28:x', aadObjectId: ALICE } }],
  ])('%s: answered, recorded, not received', async (_name, fields) => {
    const clicked = await bot.send(click(url(), 'vote', {}, fields));
    const typed = await bot.send(mentioned(url(), 'status', fields));
    expect([clicked.status, typed.status]).toEqual([200, 200]);
    expect(await typed.text()).toBe('');
    expect(bot.received).toEqual([]);
    expect(bot.connector.calls).toEqual([]);
    expect(bot.log.filter((line) => line.message === 'Refused an activity')).toHaveLength(2);
  });

  it('a guest who clicks is told why, in private (invariant 7)', async () => {
    const response = await bot.send(click(url(), 'vote', {}, { from: GUEST }));
    expect(await response.json()).toMatchObject({
      type: 'application/vnd.microsoft.activity.message',
      value: expect.stringContaining('Guests cannot') as unknown,
    });
  });
});

describe('messages', () => {
  it('text is answered in the conversation it came from', async () => {
    const response = await bot.send(mentioned(url(), 'status'));
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(bot.connector.calls).toEqual([
      {
        method: 'POST',
        path: `/v3/conversations/${encodeURIComponent('19:channel@thread.tacv2;messageid=1')}/activities`,
        authorization: expect.stringMatching(/^Bearer bot-token-\d+$/) as unknown,
        body: { type: 'message', textFormat: 'plain', text: 'answer' },
      },
    ]);
  });

  it('a card answers text as a card', async () => {
    bot.reply = () => ({ kind: 'card', card: CARD, summary: 'Status' });
    await bot.send(personal(url(), 'status'));
    const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: CARD }];
    expect(bot.connector.calls.map((call) => call.body)).toEqual([
      { type: 'message', summary: 'Status', attachments },
    ]);
  });

  it('a Submit arrives as an action; its text answer is posted, its card is left to the shared card', async () => {
    await bot.send(submit(url(), 'vote', { requestId: 'r1' }));
    bot.reply = () => ({ kind: 'card', card: CARD, summary: 's' });
    await bot.send(submit(url(), 'vote', { requestId: 'r1' }));
    expect(bot.received).toMatchObject([
      { kind: 'action', verb: 'vote', via: 'submit', data: { requestId: 'r1' }, cardActivityId: 'card-1' },
      { kind: 'action', via: 'submit' },
    ]);
    expect(bot.connector.calls.map((call) => call.body)).toMatchObject([{ text: 'answer' }]);
  });

  it('an answer that could not be delivered is said in the log, without its text', async () => {
    bot.connector.respond = (response) =>
      sendJson(response, 403, { error: { code: 'BotNotInConversationRoster' } });
    const response = await bot.send(mentioned(url(), 'status of node7'));
    expect(response.status).toBe(200);
    expect(bot.log).toContainEqual({
      level: 'warn',
      message: 'A reply was not delivered',
      fields: {
        outcome: 'rejected',
        status: 403,
        code: 'BotNotInConversationRoster',
        activityId: expect.any(String) as unknown,
      },
    });
  });

  it('an installation, told by two activities, is received and greeted once', async () => {
    const added = { type: 'conversationUpdate', membersAdded: [{ id: `28:${APP_ID}` }] };
    await bot.send(channelActivity(url(), added));
    await bot.send(channelActivity(url(), { type: 'installationUpdate', action: 'add' }));
    expect(bot.received).toMatchObject([{ kind: 'installed', conversation: { kind: 'channel' } }]);
    expect(bot.connector.calls.map((call) => call.body)).toMatchObject([{ text: 'answer' }]);
  });

  it('the log holds no token, no text and no name', async () => {
    await bot.send(mentioned(url(), 'secretword'));
    await bot.send(click(url(), 'vote', { note: 'secretword' }, { from: GUEST }));
    await bot.send(click(url(), 'vote'), 'Bearer secretword.secretword.secretword');
    expect(JSON.stringify(bot.log)).not.toMatch(/secretword|Alice|Bearer|bot-token/);
    expect(bot.log).not.toEqual([]);
  });
});

describe('invariant 15: the same delivery twice at once is one computation', () => {
  it('a click is received once, and both deliveries get its answer', async () => {
    const activity = click(url(), 'vote', { requestId: 'r' });
    let answer: (reply: Reply) => void = () => undefined;
    const pending = new Promise<Reply>((resolve) => (answer = resolve));
    bot.reply = () => pending;
    const deliveries = [bot.send(activity), bot.send(activity)];
    await eventually(() => bot.received.length === 1);
    answer({ kind: 'text', text: 'counted' });
    const late = bot.send(activity);
    const bodies = await Promise.all([...deliveries, late].map(async (sent) => (await sent).json()));
    expect(bodies).toEqual(Array(3).fill(expect.objectContaining({ value: 'counted' })));
    expect(bot.received).toHaveLength(1);
  });

  it('a text is received once and answered once', async () => {
    const activity = mentioned(url(), 'status');
    await Promise.all([bot.send(activity), bot.send(activity), bot.send(activity)]);
    expect(bot.received).toHaveLength(1);
    expect(bot.connector.calls).toHaveLength(1);
  });

  it.each([
    ['another person', { from: { id: '29:b', aadObjectId: FOREIGN } }],
    [
      'another conversation',
      { conversation: { id: 'c2', conversationType: 'channel', tenantId: TENANT_ID } },
    ],
    ['another button', { value: { action: { type: 'Action.Execute', verb: 'deny' } } }],
    ['another card', { replyToId: 'card-2' }],
  ])('the same id from %s is not the same delivery', async (_name, fields) => {
    const activity = click(url(), 'vote');
    await bot.send(activity);
    await bot.send({ ...activity, ...fields });
    expect(bot.received).toHaveLength(2);
  });

  it('after a failure a repeat is computed anew', async () => {
    const activity = click(url(), 'vote');
    bot.reply = () => Promise.reject(new Error('the store is away'));
    expect(await (await bot.send(activity)).json()).toMatchObject({ statusCode: 500 });
    bot.reply = () => ({ kind: 'text', text: 'counted' });
    expect(await (await bot.send(activity)).json()).toMatchObject({ statusCode: 200, value: 'counted' });
  });
});
