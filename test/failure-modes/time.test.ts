import { personByKey } from '../../src/lab/channel/people';
import type { Settings } from '../../src/runbook/settings';
import type { ScriptedBot } from './support/scripted-bot';
import { AGREE, startScriptedBot, withVotes } from './support/scripted-bot';

const HOUR = 3_600_000;
const textOf = (answer: unknown): string => JSON.stringify(answer);

/** Without one of the people as approver. */
const without =
  (key: string) =>
  (settings: Settings): Settings => {
    const gone = personByKey(key).aadObjectId;
    const members = settings.access.members.filter(({ person }) => person.objectId !== gone);
    return { ...settings, access: { ...settings.access, members } };
  };

describe('what changes while people decide', () => {
  let bot: ScriptedBot;

  afterEach(() => bot.stop(), 60_000);

  it('failure mode 6: an approval after the expiry is refused by our clock, and nothing runs', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    bot.clock.step(HOUR);
    const late = await bot.client.as('approver1').click(ask, 'approve', AGREE);
    expect(late.kind).not.toBe('error');
    await bot.until('RequestEnded');
    expect((await bot.events('RequestEnded'))[0]?.as).toBe('expired');
    expect(await bot.events('VoteCast')).toEqual([]);
    await bot.client.waitForText('Expired');
    expect(bot.cluster.changes).toEqual([]);
  });

  it('failure mode 6: approved in time but not run in time is over', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    await bot.client.as('admin').inPersonalChat().say(`freeze ${'change window'}`);
    await bot.until('ClusterFrozen');
    await bot.client.as('approver1').click(ask, 'approve', AGREE);
    await bot.until('RequestGranted');
    bot.clock.step(HOUR);
    await bot.until('RequestEnded');
    expect((await bot.events('RequestEnded'))[0]?.as).toBe('expired');
    expect(bot.cluster.changes).toEqual([]);
  });

  it('failure mode 7: who lost the role since the approval does not count: the request waits again, and both are told', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    const { client } = bot;
    await client.as('admin').inPersonalChat().say('freeze change window');
    await client.as('approver1').click(ask, 'approve', AGREE);
    await bot.until('RequestGranted');
    await bot.restart(without('approver1'));
    await client.as('admin').inPersonalChat().say('unfreeze');
    bot.clock.step(10_000);
    await bot.until('GrantRevoked');
    await client.waitForText('Ana Ribeiro');
    expect(bot.cluster.changes).toEqual([]);
    await client.as('approver2').click(await bot.askCard(), 'approve', AGREE);
    await bot.until('RunEnded');
    expect(bot.cluster.changes).toHaveLength(1);
  });

  it.each<[string, (bot: ScriptedBot) => void, string]>([
    [
      'the group moved to another node',
      ({ cluster }) => void (cluster.owner = 'n2'),
      'groupOwner: was n1, is n2',
    ],
    [
      'the session is another one',
      ({ cluster }) => void (cluster.callers = [{ node: 'n1', processId: 4200, owner: 'CONTOSO\\anna' }]),
      'targets changed',
    ],
  ])(
    'failure mode 8: %s since the approval: superseded, with what changed, and asked again',
    async (_what, change, words) => {
      bot = await startScriptedBot();
      const ask = await bot.askCard();
      change(bot);
      await bot.client.as('approver1').click(ask, 'approve', AGREE);
      await bot.until('RequestEnded');
      expect((await bot.events('RequestEnded'))[0]).toMatchObject({
        as: 'superseded',
        why: expect.stringContaining(words) as string,
      });
      await bot.client.waitForText('Superseded');
      expect(bot.cluster.changes).toEqual([]);
      await bot.until('RequestOpened', 2);
      expect(await bot.events('VoteCast')).toHaveLength(1);
    },
  );

  it('failure mode 9: the issue went away while people decide: it closes as not needed, without buttons', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    bot.cluster.silentSince = bot.clock.now();
    bot.clock.step(10 * 60_000);
    await bot.until('IncidentClosed');
    expect((await bot.events('RequestEnded'))[0]?.as).toBe('no-longer-needed');
    const late = await bot.client.as('approver1').click(ask, 'approve', AGREE);
    expect(textOf(late)).not.toContain('"verb":"approve"');
    await bot.client.waitForCard(({ text }) => !text.includes('"verb":"approve"'));
    expect(bot.cluster.changes).toEqual([]);
  });

  it('failure mode 26: a clock that goes back neither expires nor runs anything twice; one that goes on ends what is over', async () => {
    bot = await startScriptedBot({ adjust: withVotes(2) });
    const ask = await bot.askCard();
    await bot.client.as('approver1').click(ask, 'approve', AGREE);
    bot.clock.step(-20 * 60_000);
    await bot.client.as('approver2').click(ask, 'approve', AGREE);
    await bot.until('RequestGranted');
    bot.clock.step(20 * 60_000);
    await bot.until('RunEnded');
    expect(bot.cluster.changes).toHaveLength(1);
    bot.clock.step(2 * HOUR);
    await bot.until('IncidentClosed');
    expect(bot.cluster.changes).toHaveLength(1);
  });
});
