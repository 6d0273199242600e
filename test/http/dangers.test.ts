import { LADDER } from '../../src/runbook/mitigations';
import type { LabBot } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';

/** The bot on a scenario, with a ladder of these rungs only: what is tried here is what one of them must not do. */
function startOn(scenario: string, rungs: readonly string[]): Promise<LabBot> {
  return startLabBot({
    scenario,
    adjust: (settings) => ({
      ...settings,
      rules: { ...settings.rules, ladder: LADDER.filter(({ id }) => rungs.includes(id)) },
    }),
  });
}

/** What was changed on the cluster: `Command target @ node`. */
function changesOf(bot: LabBot): readonly string[] {
  return bot.cluster
    .ledger()
    .filter((entry) => entry.kind === 'change')
    .map((entry) => `${entry.command} ${entry.target} @ ${entry.node}`);
}

describe('scenarios in which doing the obvious would do harm', () => {
  let bot: LabBot;

  afterEach(() => bot.stop(), 60_000);

  it("lookalike-shells: the update's own sessions are nobody's target: there is nothing to end", async () => {
    bot = await startOn('lookalike-shells', ['1']);
    const { client } = bot;
    await client.waitForText('No further mitigation', 240_000);
    const ended = (await bot.history()).filter(({ kind }) => kind === 'RungEnded');
    expect(ended.map(({ body }) => body['record'])).toMatchObject([{ rung: '1', result: 'nothing-to-do' }]);
    expect(changesOf(bot)).toEqual([]);
    const shells = bot.cluster.snapshot().shells.filter((shell) => !shell.hosted);
    expect(shells.length).toBeGreaterThan(1);
  }, 300_000);
});
