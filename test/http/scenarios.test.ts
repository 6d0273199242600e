import type { LabBot } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';

/** Starts a scenario, asks for a check, gives the card it ends with, and stops everything again. */
async function checkOn(scenario: string): Promise<{ card: string; bot: LabBot }> {
  const bot = await startLabBot({ scenario });
  const { client } = bot;
  await client.as('asker').inChannel().say('check');
  const { text } = await client.waitForCard(
    (seen) => seen.text.includes('Nodes') && !seen.text.includes('Checking'),
    240_000,
  );
  return { card: text, bot };
}

describe('what a check says of clusters without a crash loop', () => {
  let bot: LabBot | undefined;

  afterEach(async () => {
    await bot?.stop();
    bot = undefined;
  }, 60_000);

  it('healthy: says so with its positive proof, and opens nothing', async () => {
    const checked = await checkOn('healthy');
    bot = checked.bot;
    expect(checked.card).toContain('Healthy');
    expect(checked.card).toMatch(/process \d+ on as-n1/);
    expect((await bot.history()).map((entry) => entry.kind)).not.toContain('IncidentOpened');
  }, 240_000);

  it('invariant 17: unreachable-node is unknown, names the node and the remedy', async () => {
    const checked = await checkOn('unreachable-node');
    bot = checked.bot;
    expect(checked.card).toContain('Unknown');
    expect(checked.card).not.toContain('Healthy');
    expect(checked.card).toMatch(/as-n\d[^"]*unreachable|unreachable[^"]*as-n\d/i);
    expect(checked.card).toContain('Test-WSMan');
    expect((await bot.history()).map((entry) => entry.kind)).not.toContain('IncidentOpened');
  }, 240_000);

  it('past-crashes: told as happened, last at, not now; no incident', async () => {
    const checked = await checkOn('past-crashes');
    bot = checked.bot;
    expect(checked.card).toMatch(/not now/i);
    expect(checked.card).not.toContain('"verb":"approve"');
    expect((await bot.history()).map((entry) => entry.kind)).not.toContain('IncidentOpened');
  }, 240_000);
});
