import { startScriptedBot, withVotes } from './support/scripted-bot';
import type { ScriptedBot } from './support/scripted-bot';

const AGREE = { ownerAgrees: 'true' };

describe('people who vote', () => {
  let bot: ScriptedBot;

  afterEach(() => bot.stop(), 60_000);

  it('failure mode 1: a double click by one person is one vote, and every repeat says so', async () => {
    bot = await startScriptedBot({ adjust: withVotes(2) });
    const ask = await bot.askCard();
    const ana = bot.client.as('approver1');
    const answers = await Promise.all(Array.from({ length: 50 }, () => ana.click(ask, 'approve', AGREE)));
    expect(await bot.events('VoteCast')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'card')).toHaveLength(1);
    const repeats = answers.filter(({ kind }) => kind === 'message').map((answer) => JSON.stringify(answer));
    expect(repeats).toHaveLength(49);
    expect(new Set(repeats).size).toBe(1);
    expect(repeats[0]).toContain('already recorded');
    expect(repeats[0]).toContain('1 of 2');
    expect(bot.cluster.changes).toEqual([]);
  });
});
