import { currentRevision } from '../../src/lab/channel/shapes';
import { eventually } from '../teams/support/eventually';
import type { ScriptedBot } from './support/scripted-bot';
import { AGREE, startScriptedBot, withVotes } from './support/scripted-bot';

const textOf = (answer: unknown): string => JSON.stringify(answer);

describe('what people are shown', () => {
  let bot: ScriptedBot;

  afterEach(() => bot.stop(), 60_000);

  const cards = () => bot.client.fromBot().filter((message) => currentRevision(message).card !== null);

  it('failure mode 13: a click on an old card is answered with the present one, without an error', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    const old = ask.card;
    await bot.client.as('approver1').click(ask, 'deny');
    await bot.client.waitForText('Denied');
    const late = await bot.client.as('approver2').click({ ...ask, card: old }, 'approve', AGREE);
    expect(late.kind).toBe('card');
    expect(textOf(late)).toContain('enied');
    expect(textOf(late)).not.toContain('"verb":"approve"');
    expect(await bot.events('VoteCast')).toHaveLength(1);
  });

  it('failure mode 14: edits that overtake each other never leave an old card over a newer one', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    bot.client.channel.faults.onConnector('edit', { kind: 'overtaken', atMostMs: 300 }, 6);
    await bot.client.as('approver1').click(ask, 'deny');
    await bot.until('RequestEnded');
    await bot.client.waitForText('Denied');
    await eventually(async () => {
      const slot = await bot
        .store()
        .readCardSlot(`incident:${(await bot.events('IncidentOpened'))[0]?.incidentId}`);
      const versions = (await bot.history()).filter((entry) => entry.kind === 'RequestEnded');
      return (slot?.revision ?? 0) >= (versions[0]?.version ?? Infinity);
    });
    const shared = bot.client.thread(ask.message.threadId)[0];
    expect(textOf(shared && currentRevision(shared).card)).not.toContain('"verb":"approve"');
  });

  it('failure mode 15: a card that cannot be edited any more is replaced once', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    const before = cards().length;
    bot.client.channel.faults.onConnector('edit', {
      kind: 'answer',
      status: 404,
      code: 'ActivityNotFoundInConversation',
    });
    await bot.client.as('approver1').click(ask, 'deny');
    await bot.until('RequestEnded');
    await eventually(() => cards().length === before + 1);
    const newest = cards().at(-1);
    await bot.client.waitForCard(
      ({ message, text }) => message.id === newest?.id && !text.includes('"verb":"approve"'),
    );
    const late = await bot.client.as('approver2').click(ask, 'approve', AGREE);
    expect(textOf(late)).not.toContain('"verb":"approve"');
    expect(cards()).toHaveLength(before + 1);
  });

  it('failure mode 19: a send that timed out but was delivered is not sent again', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    bot.client.channel.faults.onConnector('send', {
      kind: 'answer',
      status: 504,
      code: 'GatewayTimeout',
      accept: true,
    });
    await bot.client.as('approver1').click(ask, 'deny');
    await bot.client.waitForText('Denied');
    await eventually(async () =>
      (await bot.history()).some((entry) => entry.kind === 'Sent' && entry.body['isCertain'] === false),
    );
    const denied = bot.client.fromBot().filter((message) => currentRevision(message).text.includes('Denied'));
    expect(denied).toHaveLength(1);
  });

  it('failure mode 20: a rate limit delays messages, and no vote', async () => {
    bot = await startScriptedBot({ adjust: withVotes(2) });
    const ask = await bot.askCard();
    const limit = { kind: 'answer', status: 429, code: 'TooManyRequests', retryAfterSeconds: 1 } as const;
    bot.client.channel.faults.onConnector('edit', limit, 5);
    bot.client.channel.faults.onConnector('send', limit, 3);
    await bot.client.as('approver1').click(ask, 'approve', AGREE);
    await bot.client.as('approver2').click(ask, 'approve', AGREE);
    expect(await bot.events('RequestGranted')).toHaveLength(1);
    await bot.until('RunEnded');
    expect(bot.cluster.changes).toHaveLength(1);
    await bot.client.waitForText('Run ended');
  });

  it('failure mode 25: what is answered is drawn from what was stored: when nothing was stored, nothing is called done', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    bot.database().pragma('query_only = ON');
    const answer = await bot.client.as('approver1').click(ask, 'approve', AGREE);
    expect(answer.kind).toBe('message');
    expect(textOf(answer)).not.toMatch(/recorded|approved/i);
    bot.database().pragma('query_only = OFF');
    expect(await bot.events('VoteCast')).toEqual([]);
    const now = await bot.client.as('approver1').refresh(ask, 'manual');
    expect(textOf(now)).toContain('0 of 1');
  });
});
