import { PLANNED_REQUEST } from '../../src/effects/plan-steps';
import { eventually } from '../teams/support/eventually';
import type { SeenCard } from '../support/bot-framework-client';
import { startScriptedBot } from './support/scripted-bot';
import type { ScriptedBot } from './support/scripted-bot';

describe('plan: what a mitigation would call', () => {
  let bot: ScriptedBot;
  afterEach(() => bot.stop(), 60_000);

  const planCard = (): Promise<SeenCard> => bot.client.waitForCard(({ text }) => text.includes('would make'));

  it('is what the run then calls, to the letter, but for the id of the request and the ticket', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    await bot.client.as('asker').inChannel().say('plan 1');
    const shown = await planCard();
    expect(bot.cluster.changes).toEqual([]);
    const request = await bot.request();
    expect(request.steps).toHaveLength(1);
    for (const { title } of request.steps) expect(shown.text).toContain(JSON.stringify(title).slice(1, -1));

    await bot.client.as('approver1').click(ask, 'approve', { ownerAgrees: 'true' });
    await eventually(() => bot.cluster.changes.length === 1);
    const [{ operation = '', parameters = {} } = {}] = bot.cluster.changes;
    const planned: Record<string, unknown> = {
      ...parameters,
      requestId: PLANNED_REQUEST,
      ticket: null,
      connection: null,
    };
    const written = Object.keys(planned)
      .sort()
      .map((key) => `-${key} ${typed(planned[key])}`);
    expect(JSON.stringify(shown.message)).toContain(
      JSON.stringify([operation, ...written].join(' ')).slice(1, -1),
    );
  }, 120_000);

  it('works while the bot only observes, for a rung that is not enabled, and says both', async () => {
    bot = await startScriptedBot({ adjust: (settings) => ({ ...settings, runMode: 'observe' }) });
    await bot.until('IncidentOpened');
    await bot.client.as('asker').inChannel().say('plan 1');
    expect((await planCard()).text).toContain('only observes');
    await bot.client.as('asker').inChannel().say('plan R1');
    const recovery = await bot.client.waitForCard(({ text }) => text.includes('Mitigation R1'));
    expect(recovery.text).toContain('There is nothing to do');
    expect(bot.cluster.changes).toEqual([]);
    expect((await bot.events('RequestOpened')).length).toBe(0);
  }, 120_000);
});

function typed(value: unknown): string {
  if (value === null) return '$null';
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'boolean' ? `$${value}` : JSON.stringify(value);
}
