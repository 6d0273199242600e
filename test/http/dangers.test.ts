import type { Settings } from '../../src/runbook/settings';
import { LADDER } from '../../src/runbook/mitigations';
import type { LabBot, LabBotOptions } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';
import {
  approveWhenAsked,
  changesOf,
  rungsOf,
  runsOf,
  waitForEntry,
  waitForPlan,
} from './support/lab-record';

const MINUTE = 60_000;

/** The bot on a scenario, with a ladder of these rungs only: what is tried here is what one of them must not do. */
function startOn(
  scenario: string,
  rungs: readonly string[],
  more: { detection?: Partial<Settings['detection']>; change?: LabBotOptions['change'] } = {},
): Promise<LabBot> {
  return startLabBot({
    scenario,
    ...(more.change && { change: more.change }),
    adjust: (settings) => ({
      ...settings,
      rules: { ...settings.rules, ladder: LADDER.filter(({ id }) => rungs.includes(id)) },
      detection: { ...settings.detection, ...more.detection },
    }),
  });
}

/** Somebody asks for the restart of nodes; gives what the bot answers when it does not ask the approvers. */
async function refusedRestart(bot: LabBot, ...nodes: readonly string[]): Promise<string> {
  await waitForPlan(bot);
  await bot.client
    .as('asker')
    .inPersonalChat()
    .say(`ask 4 hci-lab ${nodes.join(' ')}`);
  const { revisions } = await bot.client.waitForText('Mitigation 4 was not asked for', 4 * MINUTE);
  return JSON.stringify(revisions);
}

/** Two people agree to the restart of these nodes. */
async function approveRestart(bot: LabBot, ...nodes: readonly string[]): Promise<void> {
  const { client } = bot;
  await waitForPlan(bot);
  await client
    .as('asker')
    .inPersonalChat()
    .say(`ask 4 hci-lab ${nodes.join(' ')}`);
  await approveWhenAsked(bot, 'PRODUCTION IMPACT');
  await waitForEntry(bot, 'the first vote', ({ kind }) => kind === 'VoteCast');
  const ask = await client.waitForCard(({ text }) => text.includes('"verb":"approve"'));
  await client.as('approver2').click(ask, 'approve', { nodeName: nodes.join(' ') });
}

describe('invariant 10: scenarios in which doing the obvious would do harm', () => {
  let bot: LabBot;

  afterEach(() => bot.stop(), MINUTE);

  it(
    "lookalike-shells: the update's own sessions are nobody's target: there is nothing to end",
    async () => {
      bot = await startOn('lookalike-shells', ['1']);
      await bot.client.waitForText('No further mitigation', 4 * MINUTE);
      expect(await rungsOf(bot)).toEqual(['1 nothing-to-do']);
      expect(changesOf(bot)).toEqual([]);
      const shells = bot.cluster.snapshot().shells.filter((shell) => !shell.hosted);
      expect(shells.length).toBeGreaterThan(1);
    },
    5 * MINUTE,
  );

  it(
    'locked-account: an agent that could not start again is named and left alone; the others are restarted',
    async () => {
      bot = await startOn('locked-account', ['3']);
      const ask = await approveWhenAsked(bot, 'Move the four clustered services');
      expect(ask.text).toContain('its account is locked or disabled, not done');
      expect(ask.text).toContain('unlocking accounts, stay with the operator');
      await bot.client.waitForText('Incident closed', 10 * MINUTE);
      expect(await rungsOf(bot)).toEqual(['3 fixed']);
      expect(await runsOf(bot)).toEqual(['succeeded']);
      const agents = changesOf(bot).filter((change) => change.includes(' ECEAgent @'));
      expect(agents).toEqual([
        'Stop-Service ECEAgent @ as-n1',
        'Start-Service ECEAgent @ as-n1',
        'Stop-Service ECEAgent @ as-n2',
        'Start-Service ECEAgent @ as-n2',
      ]);
    },
    15 * MINUTE,
  );

  it(
    'stuck-move: a group that stays Pending ends the run; nothing is killed and nothing is moved a second time',
    async () => {
      bot = await startOn('stuck-move', ['3'], { detection: { groupMoveMs: 10_000 } });
      await approveWhenAsked(bot, 'Move the four clustered services');
      await bot.client.waitForCard(
        ({ text }) =>
          /hangs in Pending\. To end its service.s process on the owner is the operator/.test(text),
        10 * MINUTE,
      );
      // Judged by crashes like any other run, and nothing more is tried.
      await bot.client.waitForText('No further mitigation', 5 * MINUTE);
      expect(await rungsOf(bot)).toEqual(['3 not-fixed']);
      expect(changesOf(bot)).toEqual([
        'Move-ClusterGroup Azure Stack HCI Orchestrator Service Cluster Group @ as-n1',
        'Move-ClusterGroup Azure Stack HCI Update Service Cluster Group @ as-n1',
      ]);
    },
    15 * MINUTE,
  );

  it(
    'update-drains-node: no node is restarted while the update has one away, and the card says so',
    async () => {
      bot = await startOn('update-drains-node', ['4']);
      const answer = await refusedRestart(bot, 'as-n3');
      expect(answer).toContain('red: nodes-up (as-n2 is Paused');
      expect(answer).toContain('red: plan-step');
      await bot.client.waitForCard(({ text }) => text.includes('as-n2 is Paused'));
      expect(changesOf(bot)).toEqual([]);
    },
    8 * MINUTE,
  );

  it(
    'drain-fails: a machine that cannot move blocks the ask; one that shows only in the drain has it undone',
    async () => {
      bot = await startOn('drain-fails', ['4']);
      const answer = await refusedRestart(bot, 'as-n2');
      expect(answer).toContain('red: vms-movable (Cannot move: render-01 uses a GPU partition');
      expect(changesOf(bot)).toEqual([]);

      bot.cluster.inject({ kind: 'vm-free', vm: 'render-01' });
      bot.cluster.inject({ kind: 'vm-stuck', vm: 'web-01' });
      await approveRestart(bot, 'as-n2');
      // What the conditions could not show: the drain fails, is undone, and the card names what did not move.
      await bot.client.waitForCard(
        ({ text }) =>
          text.includes('it was taken back into the cluster') && text.includes('did not leave it: web-01'),
        8 * MINUTE,
      );
      expect(changesOf(bot)).toEqual([
        'Suspend-ClusterNode as-n2 @ as-n1',
        'Resume-ClusterNode as-n2 @ as-n1',
      ]);
      expect(bot.cluster.snapshot().nodes[1]?.state).toBe('Up');
    },
    15 * MINUTE,
  );

  it(
    'late-storage-jobs: clean at first sight is not clean: while repairs run no second node is touched',
    async () => {
      const base = { storageGapMs: 8000, storageWaitMs: 15_000 };
      bot = await startLabBot({
        scenario: 'late-storage-jobs',
        // Repairs that outlast the wait on any machine.
        change: (scenario) => ({ ...scenario, timing: { ...scenario.timing, resync: 900 } }),
        adjust: ({ rules, detection, ...settings }) => ({
          ...settings,
          rules: { ...rules, ladder: LADDER.filter(({ id }) => id === '4') },
          detection: { ...detection, nodeRestart: { ...detection.nodeRestart, ...base } },
        }),
      });
      await approveRestart(bot, 'as-n2', 'as-n3');
      await bot.client.waitForCard(
        ({ text }) => text.includes('no further node may be touched'),
        10 * MINUTE,
      );
      expect(changesOf(bot)).toEqual([
        'Suspend-ClusterNode as-n2 @ as-n1',
        'Restart-Computer as-n2 @ as-n2',
        'Resume-ClusterNode as-n2 @ as-n1',
      ]);
    },
    15 * MINUTE,
  );
});
