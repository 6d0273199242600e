import { INCIDENT_CHANNEL } from '../../../src/lab/channel/people';
import { createSendLimiter, TEAMS_SEND_LIMITS } from '../../../src/lab/channel/send-limits';
import { startBotFrameworkClient } from '../../support/bot-framework-client';
import { activitiesOf, startEchoBot } from './echo-bot';

describe('the send limits of Teams', () => {
  it.each([
    ['7 in a second', 7, 0, 1],
    ['8 in two seconds', 8, 200, 1],
    ['60 in thirty seconds', 60, 300, 12],
  ])('let %s pass and refuse the next', (_what, calls, everyMs, waitSeconds) => {
    let now = 1_000_000;
    const limiter = createSendLimiter(TEAMS_SEND_LIMITS, () => now);
    const passed = Array.from({ length: calls }, () => {
      const wait = limiter.take('a');
      now += everyMs;
      return wait;
    });
    expect(passed).toEqual(passed.map(() => 0));
    expect(limiter.take('a')).toBe(waitSeconds);
    expect(limiter.take('b')).toBe(0);
    now += waitSeconds * 1000;
    expect(limiter.take('a')).toBe(0);
  });

  it('answer 429 with Retry-After for posts and edits of one conversation', async () => {
    const bot = await startEchoBot();
    const client = await startBotFrameworkClient(bot.endpoint(), {
      now: () => 1_700_000_000_000,
      sendLimits: TEAMS_SEND_LIMITS,
    });
    bot.connect(client.channel.addresses());
    const path = activitiesOf(INCIDENT_CHANNEL.id);
    const { token } = await bot.login();
    const { body } = await bot.call('POST', path, { type: 'message', text: 'first' }, token);
    const edit = () =>
      bot.call('PUT', `${path}/${(body as { id: string }).id}`, { type: 'message', text: 'x' }, token);
    const statuses = [];
    for (let i = 0; i < 7; i += 1) statuses.push((await edit()).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
    expect((await edit()).headers.get('retry-after')).toBe('1');
    await client.stop();
    await bot.stop();
  });
});
