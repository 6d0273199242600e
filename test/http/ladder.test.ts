import type { LabBot } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';

/** Commands that changed the cluster, in order, without repeats in a row. */
function changesOf(bot: LabBot): readonly string[] {
  return bot.cluster.ledger().flatMap((entry) => (entry.kind === 'change' ? [entry.command] : []));
}

/** Rungs with what came of them. */
async function rungsOf(bot: LabBot): Promise<readonly string[]> {
  const ended = (await bot.history()).filter((entry) => entry.kind === 'RungEnded');
  return ended.map((entry) => {
    const { rung, result } = entry.body['record'] as { rung: string; result: string };
    return `${rung} ${result}`;
  });
}

describe('the ladder: a cause is ended by its own rung', () => {
  let bot: LabBot | undefined;

  afterEach(async () => {
    await bot?.stop();
    bot = undefined;
  }, 60_000);

  it('stale-lcm: rung 1 finds nothing to do, restarting the LCM controller node by node fixes it', async () => {
    bot = await startLabBot({ scenario: 'stale-lcm' });
    const { client } = bot;
    const ask = await client.waitForCard(
      ({ text }) => text.includes('Restart the LCM controller') && text.includes('"verb":"approve"'),
      240_000,
    );
    expect(changesOf(bot)).toEqual([]);
    await client.as('approver1').click(ask, 'approve');
    await client.waitForText('Incident closed', 400_000);
    expect(await rungsOf(bot)).toEqual(['1 nothing-to-do', '2 fixed']);
    expect(new Set(changesOf(bot))).toEqual(new Set(['Stop-Service', 'Start-Service']));
  }, 900_000);
});
