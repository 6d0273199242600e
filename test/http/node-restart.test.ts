import type { Settings } from '../../src/runbook/settings';
import { personByKey } from '../../src/lab/channel/people';
import type { LabBot } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';

/** Rungs 2 and 4 of the ladder, so that it is climbed quickly; whoever asks is an approver too; few looks, because each costs processes. */
function shortLadder(settings: Settings): Settings {
  const { rules, access, detection } = settings;
  const asker = personByKey('asker').aadObjectId;
  return {
    ...settings,
    rules: { ...rules, ladder: rules.ladder.filter(({ id }) => id === '2' || id === '4') },
    detection: { ...detection, watchInIncidentMs: 8000 },
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
    bot = await startLabBot({ scenario: 'node-restart', adjust: shortLadder });
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

      // The rung before it is run and does not help: only that opens it, and the card says what to do first.
      const second = await client.waitForCard(
        ({ text }) => text.includes('Restart the LCM controller') && text.includes('"verb":"approve"'),
        4 * MINUTES,
      );
      await client.as('approver1').click(second, 'approve');
      await client.waitForText('contact Microsoft Support instead of restarting nodes', 6 * MINUTES);
      expect(await rungsOf(bot)).toEqual(['2 not-fixed']);
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
      expect(await rungsOf(bot)).toEqual(['2 not-fixed', '4 fixed']);
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
    .filter((entry) => entry.kind === 'change' && !/-Service$/.test(entry.command))
    .map((entry) => `${entry.command} ${entry.target}`);
}

async function rungsOf(bot: LabBot): Promise<readonly string[]> {
  const ended = (await bot.history()).filter((entry) => entry.kind === 'RungEnded');
  return ended.map((entry) => {
    const { rung, result } = entry.body['record'] as { rung: string; result: string };
    return `${rung} ${result}`;
  });
}

async function refusalsOf(bot: LabBot): Promise<readonly unknown[]> {
  const refused = (await bot.history()).filter((entry) => entry.kind === 'Refused');
  return refused.map((entry) => entry.body['reason']).sort();
}

async function shortIdOf(bot: LabBot): Promise<string> {
  const opened = (await bot.history()).filter((entry) => entry.kind === 'RequestOpened');
  return (opened.at(-1)?.body['request'] as { shortId: string }).shortId;
}
