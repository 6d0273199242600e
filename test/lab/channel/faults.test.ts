import { INCIDENT_CHANNEL } from '../../../src/lab/channel/people';
import {
  causeChannelFault,
  CHANNEL_FAULTS,
  channelFaultChoices,
} from '../../../src/lab/channel/channel-faults';
import { createFaults } from '../../../src/lab/channel/faults';
import { currentRevision } from '../../../src/lab/channel/shapes';
import { startBotFrameworkClient } from '../../support/bot-framework-client';
import type { BotFrameworkClient } from '../../support/bot-framework-client';
import { activitiesOf, cardActivity, startEchoBot, voteCard } from './echo-bot';
import type { EchoBot } from './echo-bot';

describe('a lab channel that behaves as badly as Teams', () => {
  let bot: EchoBot;
  let client: BotFrameworkClient;

  beforeEach(async () => {
    bot = await startEchoBot();
    client = await startBotFrameworkClient(bot.endpoint(), { botPatienceMs: 5_000 });
    bot.connect(client.channel.addresses());
  });
  afterEach(async () => {
    await client.stop();
    await bot.stop();
  });

  const post = (text: string) =>
    bot.call('POST', activitiesOf(INCIDENT_CHANNEL.id), { type: 'message', text });
  const texts = () => client.channel.store.all().map((message) => currentRevision(message).text);

  it('throttles with Retry-After, as often as planned, and has stored nothing', async () => {
    client.channel.faults.onConnector(
      'send',
      { kind: 'answer', status: 429, code: 'TooManyRequests', retryAfterSeconds: 7 },
      2,
    );
    const answers = [await post('a'), await post('b'), await post('c')];
    expect(answers.map((answer) => answer.status)).toEqual([429, 429, 201]);
    expect(answers.map((answer) => answer.headers.get('retry-after'))).toEqual(['7', '7', null]);
    expect(texts()).toEqual(['c']);
  });

  it('keeps a record of every request, with what was answered', async () => {
    const { faults } = client.channel;
    faults.onConnector('send', { kind: 'answer', status: 503, code: 'ServiceUnavailable' });
    faults.onConnector('send', { kind: 'drop', accept: true });
    await post('a');
    await expect(post('b')).rejects.toThrow('fetch failed');
    await post('c');
    const calls = client.channel.calls().filter(({ operation }) => operation === 'send');
    expect(calls.map(({ status }) => status)).toEqual([503, null, 201]);
    expect(new Set(calls.map(({ conversation }) => conversation))).toEqual(new Set([INCIDENT_CHANNEL.id]));
  });

  it('accepts a message and answers 504', async () => {
    client.channel.faults.onConnector('send', {
      kind: 'answer',
      status: 504,
      code: 'GatewayTimeout',
      accept: true,
    });
    expect((await post('kept')).status).toBe(504);
    expect(texts()).toEqual(['kept']);
  });

  it.each([
    [true, ['maybe']],
    [false, []],
  ])('drops the connection (accepted: %s)', async (accept, stored) => {
    client.channel.faults.onConnector('send', { kind: 'drop', accept });
    await expect(post('maybe')).rejects.toThrow('fetch failed');
    expect(texts()).toEqual(stored);
  });

  it('holds a call back for as long as asked', async () => {
    client.channel.faults.onConnector('send', { kind: 'delay', ms: 60 });
    const before = performance.now();
    await post('late');
    expect(performance.now() - before).toBeGreaterThanOrEqual(55);
  });

  it('lets a later edit overtake an earlier one, so that the older state wins', async () => {
    const { body } = await post('0');
    const path = activitiesOf(INCIDENT_CHANNEL.id, (body as { id: string }).id);
    client.channel.faults.onConnector('edit', { kind: 'overtaken', atMostMs: 60_000 });
    const first = bot.call('PUT', path, { type: 'message', text: '1' });
    await client.waitFor('the first edit to wait', () =>
      client.channel.faults.waiting() === 0 ? true : undefined,
    );
    await bot.call('PUT', path, { type: 'message', text: '2' });
    expect((await first).status).toBe(200);
    expect(client.channel.store.all()[0]?.revisions.map((revision) => revision.text)).toEqual([
      '0',
      '2',
      '1',
    ]);
  });

  it('lets an edit that nobody overtakes through after its longest wait', async () => {
    const { body } = await post('0');
    client.channel.faults.onConnector('edit', { kind: 'overtaken', atMostMs: 20 });
    await bot.call('PUT', activitiesOf(INCIDENT_CHANNEL.id, (body as { id: string }).id), { text: '1' });
    expect(texts()).toEqual(['1']);
  });

  it('delivers one click three times: twice with one id, then with a new one', async () => {
    await bot.call('POST', activitiesOf(INCIDENT_CHANNEL.id), cardActivity(voteCard('Restart?')));
    const seen = await client.waitForCard(() => true);
    client.channel.faults.onDelivery('invoke', { sameId: 1, newId: 1 });
    expect(await client.as('approver1').click(seen, 'approve')).toEqual({ kind: 'message', text: 'Noted.' });
    await client.channel.link.idle();
    const ids = bot.received.map((activity) => activity.id);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(2);
    expect(client.as('approver1').notices()).toHaveLength(1);
    expect(client.channel.link.deliveries()).toHaveLength(3);
  });

  it('gives up on a bot that takes too long', async () => {
    const impatient = await startBotFrameworkClient(bot.endpoint(), { botPatienceMs: 50 });
    bot.connect(impatient.channel.addresses());
    await bot.call('POST', activitiesOf(INCIDENT_CHANNEL.id), cardActivity(voteCard('Restart?')));
    const seen = await impatient.waitForCard(() => true);
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    bot.onInvoke = async () => {
      await held;
      return { status: 200, body: {} };
    };
    const outcome = await impatient.as('approver1').click(seen, 'approve');
    finish();
    expect(outcome).toEqual({
      kind: 'error',
      text: 'Unable to reach the app. The bot took too long to answer.',
    });
    await impatient.stop();
  });

  it.each(CHANNEL_FAULTS)('offers "$title" on the page, planned as said, and taken back', (fault) => {
    const faults = createFaults();
    faults.onConnector('roster', { kind: 'delay', ms: 1 });
    causeChannelFault(faults, fault);
    expect(faults.waiting()).toBe(1 + fault.times);
    const on = channelFaultChoices(faults).filter((choice) => choice.isOn);
    expect(on.map(({ name, left }) => [name, left])).toEqual([[fault.name, fault.times]]);
    faults.withdraw(fault.fault);
    expect(faults.waiting()).toBe(1);
    expect(channelFaultChoices(faults).filter((choice) => choice.isOn)).toEqual([]);
  });
});
