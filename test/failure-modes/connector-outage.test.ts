import type { ConnectorFault, ConnectorOperation } from '../../src/lab/channel/faults';
import { currentRevision } from '../../src/lab/channel/shapes';
import type { ScriptedBot } from './support/scripted-bot';
import { AGREE, startScriptedBot, withVotes } from './support/scripted-bot';

const EVERYTHING: readonly ConnectorOperation[] = ['create', 'send', 'edit', 'delete', 'roster'];

describe('while the connector is away', () => {
  let bot: ScriptedBot;

  afterEach(() => bot.stop(), 60_000);

  const away = (fault: ConnectorFault) =>
    EVERYTHING.forEach((operation) => bot.client.channel.faults.onConnector(operation, fault, 1_000));
  const isUnanswered = () => bot.client.channel.calls().filter(({ status }) => status === null).length > 0;

  it.each([
    ['that breaks every connection', { kind: 'drop' }],
    ['that answers 503', { kind: 'answer', status: 503, code: 'ServiceUnavailable' }],
    ['that does not answer', { kind: 'delay', ms: 600_000 }],
  ] as const)(
    'given one %s, votes are answered and stored, it runs, and the card catches up',
    async (_name, fault) => {
      bot = await startScriptedBot({ adjust: withVotes(2) });
      const { client } = bot;
      const ask = await bot.askCard();
      const people = [client.as('approver1'), client.as('approver2')] as const;
      // Both were looked up in the roster before.
      for (const person of people) await person.refresh(ask, 'manual');
      away(fault);
      const first = await people[0].click(ask, 'approve', AGREE);
      expect(first.kind).toBe('card');
      expect(JSON.stringify(first)).toContain('1 of 2');
      expect(await bot.events('VoteCast')).toHaveLength(1);
      await client.waitFor('a call that fails', () =>
        isUnanswered() || client.channel.calls().some(({ status }) => status === 503) ? true : undefined,
      );
      expect((await people[1].click(ask, 'approve', AGREE)).kind).toBe('card');
      await bot.until('RunEnded');
      expect(bot.cluster.changes).toHaveLength(1);
      client.channel.faults.clear();
      const shown = () =>
        JSON.stringify(currentRevision(client.thread(ask.message.threadId)[0] ?? ask.message).card);
      await client.waitFor(
        'the card',
        () => (shown().includes('"verb":"approve"') ? undefined : true),
        120_000,
      );
      await client.waitForText('Run ended', 120_000);
      expect(await bot.events('RunStarted')).toHaveLength(1);
    },
    240_000,
  );
});
