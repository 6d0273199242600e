import type { Settings } from '../../src/runbook/settings';
import type { ScriptedBot } from './support/scripted-bot';
import { AGREE, startScriptedBot, withRoles, withVotes } from './support/scripted-bot';

/** Only these people are approvers. */
const onlyApprovers =
  (...keys: readonly string[]) =>
  (settings: Settings): Settings => {
    const members = settings.access.members.filter(({ roles }) => !roles.includes('approver'));
    const bare = { ...settings, access: { ...settings.access, members } };
    return keys.reduce<Settings>((all, key) => withRoles(key, ['operator', 'approver'])(all), bare);
  };

describe('who could approve', () => {
  let bot: ScriptedBot;

  afterEach(() => bot.stop(), 60_000);

  it('failure mode 23: without approvers nothing is asked, nobody can vote, and it is said', async () => {
    bot = await startScriptedBot({ adjust: onlyApprovers() });
    await bot.until('AskBlocked');
    expect((await bot.events('AskBlocked'))[0]?.why).toContain('nobody could vote');
    await bot.client.waitForText('nobody could vote');
    expect(await bot.events('RequestOpened')).toEqual([]);
    expect(bot.cluster.changes).toEqual([]);
  });

  it('failure mode 23: approvers taken away while a request is open: every click is refused', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    await bot.restart(onlyApprovers());
    const answer = await bot.client.as('approver1').click(ask, 'approve', AGREE);
    expect(JSON.stringify(answer)).toContain('it needs the role approver');
    await bot.client.waitForText('cannot be approved any more');
    await bot.client.waitForCard(({ text }) => text.includes('Cannot be approved any more'));
    expect(await bot.events('VoteCast')).toEqual([]);
    expect(bot.cluster.changes).toEqual([]);
  });

  it('failure mode 24: when the votes can never come it is not asked, and says who is missing', async () => {
    const adjust = (settings: Settings) =>
      onlyApprovers('asker', 'approver1')(withVotes(2, 'person')(settings));
    bot = await startScriptedBot({ adjust });
    await bot.until('OfferMade');
    await bot.client.as('asker').inPersonalChat().say('ask 1');
    await bot.client.waitForText('only Ana Ribeiro could vote');
    await bot.client.waitForText('Omar Haddad asked and so cannot');
    await bot.client.waitForText('1 more person is missing');
    expect(await bot.events('RequestOpened')).toEqual([]);
  });
});
