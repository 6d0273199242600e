import { z } from 'zod';
import type { PowerShellOutcome } from '../../src/ports';
import { eventually } from '../teams/support/eventually';
import type { ScriptedBot } from './support/scripted-bot';
import { AGREE, startScriptedBot, withVotes } from './support/scripted-bot';

const textOf = (answer: unknown): string => JSON.stringify(answer);
const UNKNOWN: PowerShellOutcome = { kind: 'unknown', reason: 'the deadline passed; the process was ended' };

function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

/** Fills the log's last page, so that not even a small entry has room: a full disk. */
async function fillDisk(bot: ScriptedBot): Promise<void> {
  const database = bot.database();
  database.pragma(`max_page_count = ${String(database.pragma('page_count', { simple: true }))}`);
  const filler = { kind: 'Filler', at: 1, body: { text: 'x' } };
  for (;;) {
    const isFull = await bot
      .store()
      .record('filler', [filler])
      .then(
        () => false,
        () => true,
      );
    if (isFull) return;
  }
}

/** The running bot's disk fails whenever an entry of this kind is to be written; how often is counted. */
function refuseEntry(bot: ScriptedBot, kind: string): void {
  let count = 0;
  const database = bot.database();
  database.function('note_refused', () => (count += 1));
  database.function('count_refused', () => count);
  database.exec(
    `create temp trigger refuse_entry before insert on main.log when new.kind = '${kind}'
     begin select note_refused(); select raise(abort, 'the disk does not write'); end`,
  );
}

function refusedEntries(bot: ScriptedBot): number {
  return z
    .object({ count: z.number() })
    .parse(bot.database().prepare('select count_refused() as count').get()).count;
}

describe('what may break', () => {
  let bot: ScriptedBot;

  afterEach(() => bot.stop(), 60_000);

  it('failure mode 10: a restart while people decide loses no vote, and decided stays decided', async () => {
    bot = await startScriptedBot({ adjust: withVotes(2) });
    const ask = await bot.askCard();
    await bot.client.as('approver1').click(ask, 'approve', AGREE);
    const before = await bot.request();
    await bot.restart();
    const again = await bot.client.as('approver1').click(ask, 'approve', AGREE);
    expect(textOf(again)).toContain('already recorded');
    expect((await bot.request()).expiresAt).toBe(before.expiresAt);
    await bot.client.as('approver2').click(ask, 'deny');
    await bot.until('RequestEnded');
    await bot.restart();
    await bot.client.as('approver2').click(ask, 'approve', AGREE);
    expect((await bot.events('RequestEnded')).map(({ as }) => as)).toEqual(['denied']);
    expect(await bot.events('RequestGranted')).toEqual([]);
    expect(bot.cluster.changes).toEqual([]);
  });

  it('failure mode 11: a stop in the middle of a step leaves it unknown: never run again, settled by a person', async () => {
    bot = await startScriptedBot();
    const { cluster, client } = bot;
    const ask = await bot.askCard();
    const step = gate();
    cluster.answerChange = () => step.opened.then(() => UNKNOWN);
    await client.as('approver1').click(ask, 'approve', AGREE);
    await bot.until('StepStarted');
    await bot.crash();
    await bot.until('RunEnded');
    expect((await bot.events('RunEnded'))[0]?.result).toBe('unknown');
    await client.waitForText('Outcome unknown');
    step.open();
    await client.as('asker').inPersonalChat().say('ask 1');
    expect(cluster.changes).toHaveLength(1);
    expect(await bot.events('RunStarted')).toHaveLength(1);
    const admin = client.as('admin').inPersonalChat();
    await admin.say('settle hci-test did-not-happen I looked');
    await client.waitForText('may still be on its way');
    expect(await bot.events('RunSettled')).toEqual([]);
    bot.clock.step(10 * 60_000);
    await admin.say('settle hci-test did-not-happen I looked');
    await bot.until('RunSettled');
    expect(cluster.changes).toHaveLength(1);
  });

  it('failure mode 12: two bots on one store run it once', async () => {
    bot = await startScriptedBot({ adjust: withVotes(2) });
    const { client, cluster } = bot;
    const ask = await bot.askCard();
    const first = client.as('approver1').click(ask, 'approve', AGREE);
    await first;
    await bot.startSecond();
    await client.as('approver2').click(ask, 'approve', AGREE);
    await bot.until('RunEnded');
    expect(await bot.events('VoteCast')).toHaveLength(2);
    expect(await bot.events('RunStarted')).toHaveLength(1);
    expect(await bot.events('StepStarted')).toHaveLength(1);
    expect(cluster.changes).toHaveLength(1);
  });

  it('failure mode 27: without its store nothing is voted and nothing runs, the person is told, and it goes on afterwards', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    bot.database().close();
    const answer = await bot.client.as('approver1').click(ask, 'approve', AGREE);
    expect(textOf(answer)).toContain('nothing happened');
    expect(bot.cluster.changes).toEqual([]);
    await bot.restart();
    expect(await bot.events('VoteCast')).toEqual([]);
    await bot.client.as('approver1').click(ask, 'approve', AGREE);
    await bot.until('RunEnded');
    expect(bot.cluster.changes).toHaveLength(1);
  });

  it('failure mode 28: a disk that is full, then one that cannot be written: no vote counts, the person is told, and it goes on afterwards', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    await fillDisk(bot);
    const full = await bot.client.as('approver1').click(ask, 'approve', AGREE);
    expect(textOf(full)).toContain('nothing happened');
    bot.database().pragma('max_page_count = 1000000');
    bot.database().pragma('query_only = ON');
    const readOnly = await bot.client.as('approver1').click(ask, 'approve', AGREE);
    expect(textOf(readOnly)).toContain('nothing happened');
    expect(await bot.events('VoteCast')).toEqual([]);
    expect(bot.cluster.changes).toEqual([]);
    bot.database().pragma('query_only = OFF');
    await bot.client.as('approver1').click(ask, 'approve', AGREE);
    await bot.until('RunEnded');
    expect(bot.cluster.changes).toHaveLength(1);
    expect((await bot.store().verifyAudit()).firstProblem).toBeNull();
  });

  it.each(['RunStarted', 'StepStarted'] as const)(
    'failure mode 28: an intent that cannot be written down is not carried out: %s',
    async (kind) => {
      bot = await startScriptedBot();
      const ask = await bot.askCard();
      refuseEntry(bot, kind);
      await bot.client.as('approver1').click(ask, 'approve', AGREE);
      await eventually(() => refusedEntries(bot) > 0);
      expect(await bot.events(kind)).toEqual([]);
      expect(bot.cluster.changes).toEqual([]);
      await bot.restart();
      await bot.until('RunEnded');
      // A run that was not noted is begun anew; a step whose intent was not noted had its turn, and is left.
      const [run] = await bot.events('RunEnded');
      expect([run?.result, bot.cluster.changes.length]).toEqual(
        kind === 'RunStarted' ? ['succeeded', 1] : ['stopped', 0],
      );
    },
  );

  it('failure mode 28: an outcome that cannot be written down is kept until it can be, and the step is not run again', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    refuseEntry(bot, 'StepEnded');
    await bot.client.as('approver1').click(ask, 'approve', AGREE);
    await eventually(() => refusedEntries(bot) > 1);
    expect(await bot.events('StepEnded')).toEqual([]);
    expect(bot.cluster.changes).toHaveLength(1);
    bot.database().exec('drop trigger refuse_entry');
    await bot.until('RunEnded');
    expect((await bot.events('StepEnded')).map(({ outcome }) => outcome)).toEqual(['succeeded']);
    expect(bot.cluster.changes).toHaveLength(1);
  });

  it('failure mode 29: a command that never answers is unknown, not failed, and nothing else runs until it is settled', async () => {
    bot = await startScriptedBot();
    const { client, cluster } = bot;
    cluster.answerChange = () => UNKNOWN;
    await client.as('approver1').click(await bot.askCard(), 'approve', AGREE);
    await bot.until('RunEnded');
    expect((await bot.events('RunEnded'))[0]?.result).toBe('unknown');
    await client.as('asker').inPersonalChat().say('ask 1');
    await client.waitForText('settled first');
    expect(await bot.events('RequestOpened')).toHaveLength(1);
    expect(cluster.changes).toHaveLength(1);
  });

  it('failure mode 30: one of three fails: the run is partial with a result for each, and the rest needs a new ask', async () => {
    const callers = ['n1', 'n2', 'n3'].map((node, index) => ({
      node,
      processId: 4100 + index,
      owner: `CONTOSO\\anna`,
    }));
    bot = await startScriptedBot({ callers });
    const { client, cluster } = bot;
    cluster.answerChange = ({ parameters }) => (parameters['processId'] === 4101 ? 'failed' : 'succeeded');
    await client.as('approver1').click(await bot.askCard(), 'approve', AGREE);
    await bot.until('RunEnded');
    expect((await bot.events('RunEnded'))[0]?.result).toBe('partial');
    expect((await bot.events('StepEnded')).map(({ outcome }) => outcome)).toEqual(['succeeded', 'failed']);
    expect(cluster.changes.map(({ parameters }) => parameters['processId'])).toEqual([4100, 4101]);
    await client.waitForText('only in part');
    bot.clock.step(60_000);
    await client.waitForText('Not fixed');
    await client.as('asker').inPersonalChat().say('ask 1');
    await bot.until('RequestOpened', 2);
    const rest = await bot.request();
    expect(rest.steps.map(({ node }) => node)).toEqual(['n2', 'n3']);
    expect(rest.votes).toEqual([]);
    expect(cluster.changes).toHaveLength(2);
  });
});
