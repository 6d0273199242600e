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

describe('the ladder: each cause is ended by its own rung', () => {
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

  it('stale-services: the groups are moved, it still crashes, the agents are restarted, and only that fixes it', async () => {
    bot = await startLabBot({ scenario: 'stale-services' });
    const { client } = bot;
    for (const title of ['Restart the LCM controller', 'Move the four clustered services']) {
      const ask = await client.waitForCard(
        ({ text }) => text.includes(title) && text.includes('"verb":"approve"'),
        400_000,
      );
      await client.as('approver1').click(ask, 'approve');
    }
    await client.waitForText('Incident closed', 600_000);
    expect(await rungsOf(bot)).toEqual(['1 nothing-to-do', '2 not-fixed', '3 fixed']);
    expect(changesOf(bot).filter((command) => command === 'Move-ClusterGroup')).toHaveLength(4);
  }, 1_500_000);
});
