import { click, mentioned, personal, submit } from './support/activities';
import { ALICE, startBot, TENANT_ID } from './support/bot-under-test';
import type { Bot } from './support/bot-under-test';

const FOREIGN = '99999999-aaaa-4bbb-8ccc-000000000009';
const GUEST = { id: '29:g', name: 'Gwen', aadObjectId: ALICE, userRole: 'guest' };
const REQUEST = { request: 'r-1' };

let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
});
beforeEach(() => void bot.refused.splice(0));
afterAll(() => bot.stop());

const url = () => bot.connector.url;

describe('what is refused at the door and names a request', () => {
  it.each<[string, () => unknown, string, string]>([
    ['a guest who clicks', () => click(url(), 'approve', REQUEST, { from: GUEST }), 'guest', TENANT_ID],
    [
      'a guest with an older client',
      () => submit(url(), 'approve', REQUEST, { from: GUEST }),
      'guest',
      TENANT_ID,
    ],
    ['a guest who types', () => mentioned(url(), 'approve r-1', { from: GUEST }), 'guest', TENANT_ID],
    [
      'another tenant',
      () => click(url(), 'approve', REQUEST, { channelData: { tenant: { id: FOREIGN } } }),
      'other-tenant',
      FOREIGN,
    ],
    [
      'an invoke of another kind',
      () => click(url(), 'approve', REQUEST, { name: 'message/submitAction' }),
      'not-supported',
      TENANT_ID,
    ],
    [
      'an invoke that is not well formed',
      () => click(url(), 'approve', {}, { value: { action: { type: 'Action.Submit', data: REQUEST } } }),
      'malformed',
      TENANT_ID,
    ],
  ])('is noted with its person: %s', async (_what, activity, reason, tenantId) => {
    await bot.send(activity());
    expect(bot.refused).toEqual([
      expect.objectContaining({
        request: 'r-1',
        reason,
        by: expect.objectContaining({ tenantId, objectId: ALICE }) as unknown,
      }),
    ]);
    expect(bot.received).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    ['names no request', () => click(url(), 'approve', {}, { from: GUEST })],
    ['is a command about none', () => personal(url(), 'status', { from: GUEST })],
    ['names no person', () => click(url(), 'approve', REQUEST, { from: { id: '29:x' } })],
    ['is of a bot', () => click(url(), 'approve', REQUEST, { from: { id: '28:x', aadObjectId: ALICE } })],
    ['is not of Teams', () => click(url(), 'approve', REQUEST, { channelId: 'webchat' })],
    [
      'only draws a card anew',
      () =>
        click(
          url(),
          'refresh',
          {},
          {
            from: GUEST,
            value: {
              action: { type: 'Action.Execute', verb: 'refresh', data: REQUEST },
              trigger: 'automatic',
            },
          },
        ),
    ],
  ])('is left to the program’s log when it %s', async (_what, activity) => {
    await bot.send(activity());
    expect(bot.refused).toEqual([]);
  });

  it('invariant 15: delivered twice it is one try', async () => {
    const activity = click(url(), 'approve', REQUEST, { from: GUEST });
    await Promise.all([bot.send(activity), bot.send(activity)]);
    await bot.send(activity);
    expect(bot.refused).toHaveLength(1);
  });
});
