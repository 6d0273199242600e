import type { Settings } from '../../src/runbook/settings';
import { personByKey } from '../../src/lab/channel/people';
import type { LabBot } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';
import { approveWhenAsked, rungsOf } from './support/lab-record';

/** Whoever asks is an approver too, so that it is the asking that keeps them from voting. */
function withApprovingAsker(settings: Settings): Settings {
  const { access } = settings;
  const asker = personByKey('asker').aadObjectId;
  return {
    ...settings,
    access: {
      ...access,
      members: access.members.map((member) =>
        member.person.objectId === asker ? { ...member, roles: ['operator', 'approver'] } : member,
      ),
    },
  };
}

const MINUTES = 60_000;

describe('node-restart: only restarting the node of the caller ends it', () => {
  let bot: LabBot;

  beforeAll(async () => {
    bot = await startLabBot({ scenario: 'node-restart', adjust: withApprovingAsker });
  }, MINUTES);

  afterAll(() => bot.stop(), MINUTES);

  it(
    'invariants 3 and 10: two people and the name of the node, then exactly one node is restarted',
    async () => {
      const { client } = bot;
      const asker = client.as('asker').inPersonalChat();

      // Not its turn: nobody is asked, nothing is searched.
      await client.waitForText('Incident opened', 4 * MINUTES);
      await asker.say('ask 4');
      await client.waitForText('every mitigation before it has to be tried first', MINUTES);

      // Every rung before it is run and does not help: only that opens it, and the card says what to do first.
      await approveWhenAsked(bot, 'Restart the LCM controller');
      await approveWhenAsked(bot, 'Move the four clustered services');
      await client.waitForText('contact Microsoft Support instead of restarting nodes', 8 * MINUTES);
      const before = ['1 nothing-to-do', '2 not-fixed', '3 not-fixed'];
      expect(await rungsOf(bot)).toEqual(before);
      expect(restartsOf(bot)).toEqual([]);

      // Two nodes are named; the second is only for the case that the first does not help.
      await asker.say('ask 4 hci-lab as-n2 as-n3');
      const ask = await client.waitForCard(
        ({ text }) => text.includes('PRODUCTION IMPACT') && text.includes('"verb":"approve"'),
        4 * MINUTES,
      );
      const answer = async (who: string, nodeName?: string): Promise<string> =>
        JSON.stringify(
          await client.as(who).click(ask, 'approve', nodeName === undefined ? {} : { nodeName }),
        );
      expect(await answer('asker')).toContain('You asked for this yourself');
      expect(await answer('viewer')).toContain('needs the role approver');
      await answer('approver1');
      expect(await answer('approver1', 'as-n2 as-n3')).toContain('already recorded');
      expect(await answer('approver2')).toContain('first type the name of the node');
      expect(await answer('approver2', 'as-n1')).toContain('not the name of the node this request is for');
      expect(restartsOf(bot)).toEqual([]);
      await client
        .as('approver2')
        .inPersonalChat()
        .say(`approve ${await shortIdOf(bot)} as-n2 as-n3`);

      await client.waitForText('Incident closed', 10 * MINUTES);
      expect(await rungsOf(bot)).toEqual([...before, '4 fixed']);
      expect(restartsOf(bot)).toEqual([
        'Suspend-ClusterNode as-n2',
        'Restart-Computer as-n2',
        'Resume-ClusterNode as-n2',
      ]);
      expect(await refusalsOf(bot)).toEqual([
        'already-voted',
        'confirmation-missing',
        'confirmation-wrong',
        'requester',
        'role',
      ]);
    },
    20 * MINUTES,
  );
});

function restartsOf(bot: LabBot): readonly string[] {
  return bot.cluster
    .ledger()
    .filter((entry) => entry.kind === 'change' && !/-Service$|^Move-/.test(entry.command))
    .map((entry) => `${entry.command} ${entry.target}`);
}

async function refusalsOf(bot: LabBot): Promise<readonly unknown[]> {
  const refused = (await bot.history()).filter((entry) => entry.kind === 'Refused');
  return refused.map((entry) => entry.body['reason']).sort();
}

async function shortIdOf(bot: LabBot): Promise<string> {
  const opened = (await bot.history()).filter((entry) => entry.kind === 'RequestOpened');
  return (opened.at(-1)?.body['request'] as { shortId: string }).shortId;
}
