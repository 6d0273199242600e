import type { Settings } from '../../src/runbook/settings';
import { personByKey } from '../../src/lab/channel/people';
import type { LabBot } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';

/** The first mitigation as if it had production impact: two votes, and a person has to ask. The asker is an approver too. */
function withTwoVotes(settings: Settings): Settings {
  const { rules, access } = settings;
  const asker = personByKey('asker').aadObjectId;
  return {
    ...settings,
    rules: {
      ...rules,
      ladder: rules.ladder.map((rung) => ({
        ...rung,
        impact: 'production',
        votesNeeded: 2,
        askedBy: 'person',
      })),
    },
    access: {
      ...access,
      members: access.members.map((member) =>
        member.person.objectId === asker ? { ...member, roles: ['operator', 'approver'] } : member,
      ),
    },
  };
}

describe('a mitigation that needs two votes', () => {
  let bot: LabBot;

  beforeAll(async () => {
    bot = await startLabBot({ scenario: 'monitoring-session', adjust: withTwoVotes });
  }, 60_000);

  afterAll(() => bot.stop(), 60_000);

  it('invariant 3: refuses the requester and the same person twice, and runs after two distinct people', async () => {
    const { client } = bot;
    await client.waitForText('Incident opened', 240_000);
    await client.as('asker').inPersonalChat().say('ask 1');
    const ask = await client.waitForCard(({ text }) => text.includes('"verb":"approve"'), 240_000);

    const requester = await client.as('asker').click(ask, 'approve', { ownerAgrees: 'true' });
    expect(JSON.stringify(requester)).toContain('You asked for this yourself');

    await client.as('approver1').click(ask, 'approve', { ownerAgrees: 'true' });
    const again = await client.as('approver1').click(ask, 'approve', { ownerAgrees: 'true' });
    expect(JSON.stringify(again)).toContain('already recorded');
    const byText = await client
      .as('approver1')
      .inPersonalChat()
      .say(`approve ${await shortIdOf(bot)} owner-agrees`, { quotes: ask.message.id });
    expect(byText.delivery?.status).toBe(200);
    await client.waitForText('Your vote is already recorded', 60_000);
    expect((await votes(bot)).length).toBe(1);
    expect(bot.cluster.ledger().filter((entry) => entry.kind === 'change')).toEqual([]);

    await client.as('approver2').submit(ask, 'approve', { ownerAgrees: 'true' });
    await client.waitForText('Running', 240_000);
    expect((await votes(bot)).length).toBe(2);
    await client.waitFor(
      'the change in the ledger',
      () => bot.cluster.ledger().find((entry) => entry.kind === 'change'),
      240_000,
    );
  }, 900_000);

  it('invariant 7: what was refused stands in the log, once per person, request and reason', async () => {
    const refused = (await bot.history())
      .filter((entry) => entry.kind === 'Refused')
      .map((entry) => entry.body['reason']);
    expect([...refused].sort()).toEqual(['already-voted', 'requester']);
  });
});

async function votes(bot: LabBot): Promise<readonly unknown[]> {
  return (await bot.history()).filter((entry) => entry.kind === 'VoteCast');
}

async function shortIdOf(bot: LabBot): Promise<string> {
  const opened = (await bot.history()).find((entry) => entry.kind === 'RequestOpened');
  return (opened?.body['request'] as { shortId: string }).shortId;
}
