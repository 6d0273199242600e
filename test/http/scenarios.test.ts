import { isDeepStrictEqual } from 'node:util';
import type { CheckReport } from '../../src/incident/evidence';
import type { LabBot } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';
import { waitForEntry } from './support/lab-record';

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

  it('other-crash: another stack of the same service is no incident, and no restart is to be had for it', async () => {
    const checked = await checkOn('other-crash');
    bot = checked.bot;
    expect(checked.card).toContain('Another crash');
    expect(checked.card).toMatch(/this guide does not apply/i);
    expect(checked.card).not.toContain('"verb":"approve"');
    const { client } = bot;
    await client.as('asker').inChannel().say('ask 4');
    await client.waitForText('no open incident', 120_000);
    expect((await bot.history()).map((entry) => entry.kind)).not.toContain('IncidentOpened');
    expect(bot.cluster.ledger().filter((entry) => entry.kind === 'change')).toEqual([]);
  }, 240_000);

  it('invariant 17: log-cleared is unknown with the remedy, though no crash is recorded', async () => {
    const checked = await checkOn('log-cleared');
    bot = checked.bot;
    expect(checked.card).toContain('Unknown');
    expect(checked.card).not.toContain('Healthy');
    expect(checked.card).toContain('log of as-n2 was cleared at');
    expect((await bot.history()).map((entry) => entry.kind)).not.toContain('IncidentOpened');
  }, 240_000);

  it('invariant 17: access-denied names the node and the remedy, and what was not searched when it asks', async () => {
    bot = await startLabBot({ scenario: 'access-denied' });
    const { client } = bot;
    const ask = await client.waitForCard(({ text }) => text.includes('"verb":"approve"'), 240_000);
    expect(ask.text).not.toContain('Healthy');
    expect(ask.text).toContain('as-n3');
    expect(ask.text).toContain("The bot's account may not use");
    expect(bot.cluster.ledger().filter((entry) => entry.kind === 'change')).toEqual([]);
  }, 300_000);

  it('sixteen-nodes: all are looked at, and the session on the eleventh is found', async () => {
    bot = await startLabBot({ scenario: 'sixteen-nodes' });
    const { client } = bot;
    const ask = await client.waitForCard(({ text }) => text.includes('"verb":"approve"'), 480_000);
    expect(ask.text).toContain('as-n11');
    // On a busy machine a first look may run into the deadline of a node and say so; then one of the next reads them all.
    const all = Array.from({ length: 16 }, (_, index) => `as-n${index + 1} ok`);
    await waitForEntry(bot, 'a look at all sixteen', ({ kind, body }) => {
      if (kind !== 'CheckFinished') return false;
      const { nodes } = body['report'] as unknown as CheckReport;
      return isDeepStrictEqual(
        nodes.map(({ node, status }) => `${node} ${status}`),
        all,
      );
    });
  }, 600_000);
});
