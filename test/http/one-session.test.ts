import type { LogEntry } from '../../src/ports';
import { ACTIONS } from '../lab/cluster/lab-actions';
import { runByHand } from '../lab/cluster/lab-bench';
import type { LabBot } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';
import { changesOf, requestsOf, rungsOf, waitForEntry } from './support/lab-record';

const MINUTE = 60_000;

/** A request with one target left. */
function isAskForOne({ kind, body }: LogEntry): boolean {
  const request = body['request'] as { steps: readonly unknown[] } | undefined;
  return kind === 'RequestOpened' && request?.steps.length === 1;
}

/** Whoever approves says that the owner of the session agrees. */
const OWNER_AGREES = { ownerAgrees: 'true' };

describe('a forgotten session, in surroundings of its own', () => {
  let bot: LabBot | undefined;

  afterEach(async () => {
    await bot?.stop();
    bot = undefined;
  }, MINUTE);

  it(
    'single-node: checked and fixed like any other; nothing is moved where there is nowhere to go',
    async () => {
      bot = await startLabBot({ scenario: 'single-node' });
      const { client } = bot;
      const asker = client.as('asker').inPersonalChat();
      const ask = await client.waitForCard(({ text }) => text.includes('"verb":"approve"'), 4 * MINUTE);
      expect(ask.text).toContain('mbauer');

      await asker.say('plan 3');
      const plan = await client.waitForCard(
        ({ text }) => text.includes('there is no other node for it'),
        2 * MINUTE,
      );
      expect(plan.text).not.toContain('Move-IncidentGroup');
      await asker.say('ask 4');
      await client.waitForText('a cluster of one node has no other node', 2 * MINUTE);

      await client.as('approver1').click(ask, 'approve', OWNER_AGREES);
      await client.waitForText('Incident closed', 5 * MINUTE);
      expect(await rungsOf(bot)).toEqual(['1 fixed']);
      expect(changesOf(bot).map((change) => change.split(' ')[0])).toEqual(['Remove-WSManInstance']);
    },
    12 * MINUTE,
  );

  it(
    'update-failed-after-cure: fixed, and says that a person has to resume the update',
    async () => {
      bot = await startLabBot({ scenario: 'update-failed-after-cure' });
      const { client } = bot;
      const ask = await client.waitForCard(({ text }) => text.includes('"verb":"approve"'), 4 * MINUTE);
      await client.as('approver1').click(ask, 'approve', OWNER_AGREES);
      await client.waitForText('a person has to resume it', 5 * MINUTE);
      expect(await rungsOf(bot)).toEqual(['1 fixed']);
      expect(changesOf(bot).map((change) => change.split(' ')[0])).toEqual(['Remove-WSManInstance']);
    },
    12 * MINUTE,
  );

  it(
    'two-callers: with the owner of one gone it still crashes; what was approved for both is not run for one',
    async () => {
      bot = await startLabBot({ scenario: 'two-callers' });
      const { client } = bot;
      const both = await client.waitForCard(({ text }) => text.includes('"verb":"approve"'), 4 * MINUTE);
      expect(both.text).toContain('mbauer');
      expect(both.text).toContain('jlee');
      // The owner of the faster one closes it. It still crashes, only more rarely.
      await runByHand(bot.cluster.folder, 'as-n2', `${ACTIONS}Remove-ShellOf as-n2 'CONTOSO\\mbauer'`);
      const closedAt = bot.cluster.snapshot().advancedTo;
      await waitForEntry(
        bot,
        'a crash by the other one',
        ({ kind, body }) => kind === 'CheckFinished' && Number(body['lastCrashAt']) > closedAt + 2000,
      );
      expect((await bot.history()).map(({ kind }) => kind)).not.toContain('IncidentClosed');

      await client.as('approver1').click(both, 'approve', OWNER_AGREES);
      const { body } = await waitForEntry(bot, 'an ask for the other one', isAskForOne, 2 * MINUTE);
      const { shortId } = body['request'] as { shortId: string };
      const one = await client.waitForCard(
        ({ text }) => text.includes('"verb":"approve"') && text.includes(shortId),
        2 * MINUTE,
      );
      await client.as('approver1').click(one, 'approve', OWNER_AGREES);
      await client.waitForText('Incident closed', 5 * MINUTE);
      expect(await rungsOf(bot)).toEqual(['1 fixed']);
      expect(await requestsOf(bot)).toEqual(['1 superseded', '1 run-ended']);
      expect(changesOf(bot).map((change) => change.replace(/ .* @/, ' @'))).toEqual([
        'Remove-WSManInstance @ as-n2',
        'Remove-WSManInstance @ as-n3',
      ]);
    },
    12 * MINUTE,
  );
});
