import type { LabBot } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';

describe('threshold-exhausted: silent, and not healthy', () => {
  let bot: LabBot;

  beforeAll(async () => {
    bot = await startLabBot({ scenario: 'threshold-exhausted' });
  }, 60_000);

  afterAll(() => bot.stop(), 60_000);

  it('invariant 14: asks for R1, survives a stop with the request pending, brings the group online, and is not fooled by it', async () => {
    const { client } = bot;
    const ask = await client.waitForCard(({ text }) => text.includes('"verb":"approve"'), 240_000);
    expect(ask.text).toContain("Bring the orchestrator's group online");
    expect(ask.text).toContain('Failed');
    expect(ask.text).not.toContain('Healthy');

    await bot.restart();
    await client.as('approver2').click(ask, 'approve');
    await client.waitForText('Running', 240_000);
    const commands = async (): Promise<string[]> =>
      bot.cluster.ledger().flatMap((entry) => (entry.kind === 'change' ? [entry.command] : []));
    await client.waitForCard(
      ({ text }) => text.includes('Stop Start-Monitoring') && text.includes('"verb":"approve"'),
      240_000,
    );

    expect((await commands()).filter((command) => command === 'Start-ClusterGroup')).toHaveLength(1);
    const kinds = (await bot.history()).map((entry) =>
      entry.kind === 'RungEnded' ? JSON.stringify(entry.body) : entry.kind,
    );
    expect(kinds.some((kind) => kind.includes('"rung":"R1"') && kind.includes('not-fixed'))).toBe(true);
  }, 900_000);
});
