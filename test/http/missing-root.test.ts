import type { CheckReport } from '../../src/incident/evidence';
import { ROOT } from '../../src/lab/cluster/root-certificates';
import type { LogEntry } from '../../src/ports';
import { LADDER } from '../../src/runbook/mitigations';
import type { LabBot } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';
import { approveWhenAsked, changesOf, requestsOf, rungsOf, waitForEntry } from './support/lab-record';
import { until } from '../support/powershell';

const MINUTE = 60_000;
const IMPORT = 'Import the missing root certificate';
const MOVE = 'Move the four clustered services';

/** The check that asks for the update so many times without learning where it works. */
function isQuestionInVain(count: number): (entry: LogEntry) => boolean {
  const asked = new Set<number>();
  return ({ kind, body }) => {
    const report = body['report'] as CheckReport | undefined;
    if (kind === 'CheckFinished' && report?.update.state === 'unknown') asked.add(report.update.askedAt ?? 0);
    return asked.size >= count;
  };
}

const requestIn = (text: string): string => /"request":"([^"]+)"/.exec(text)?.[1] ?? '';

/** Approves the import until it runs: where the cluster takes the group back meanwhile, what was approved is not what is there any more. */
async function importRoot(bot: LabBot): Promise<void> {
  const ends = async (): Promise<readonly string[]> =>
    (await requestsOf(bot)).filter((end) => end.startsWith('ROOTS'));
  const approved: string[] = [];
  for (;;) {
    const known = (await ends()).length;
    const ask = await bot.client.waitForCard(
      ({ text }) =>
        text.includes(IMPORT) && text.includes('"verb":"approve"') && !approved.includes(requestIn(text)),
      5 * MINUTE,
    );
    approved.push(requestIn(ask.text));
    await bot.client.as('approver2').click(ask, 'approve');
    await until('the request has ended', async () => (await ends()).length > known, 5 * MINUTE);
    const end = (await ends()).at(-1);
    if (end === 'ROOTS run-ended') return;
    expect(end).toBe('ROOTS superseded');
  }
}

describe('missing-root: the second cause', () => {
  let bot: LabBot;

  beforeAll(async () => {
    bot = await startLabBot({
      scenario: 'missing-root',
      adjust: (settings) => ({
        ...settings,
        rules: {
          ...settings.rules,
          ladder: LADDER.filter(({ id }) => ['ROOTS', '3', '4'].includes(id)),
        },
      }),
    });
  }, MINUTE);

  afterAll(() => bot.stop(), MINUTE);

  it(
    'invariant 11: names root and node on its first card, calls neither a move nor a restart a cure, and is fixed by the import',
    async () => {
      const { client } = bot;
      const asker = client.as('asker').inPersonalChat();
      const first = await client.waitForCard(() => true, 4 * MINUTE);
      expect(first.text).toContain('Root certificate missing');
      expect(first.text).toContain('as-n1 lacks the root certificate CN=AzureStackCertificationAuthority');
      expect(first.text).toContain(ROOT.thumbprint);
      expect(first.text).toContain('Import it there');

      // Somebody would rather have the groups moved: silence, until the cluster takes the group back.
      const ask = await client.waitForCard(
        ({ text }) => text.includes(IMPORT) && text.includes('"verb":"approve"'),
        4 * MINUTE,
      );
      await client.as('approver2').click(ask, 'deny', { reason: 'move the groups first' });
      // Every question crashes the orchestrator too, so where the update works is never told: it is asked for without the agents.
      await asker.say('ask 3');
      await client.waitForText('Mitigation 3 was not asked for: whether the update works', 4 * MINUTE);
      await waitForEntry(bot, 'a fourth question in vain', isQuestionInVain(4));
      await asker.say('ask 3');
      const move = await approveWhenAsked(bot, MOVE);
      expect(move.text).toContain('whether the update works in it could not be read, not done');
      await waitForEntry(bot, 'the end of the move', ({ kind }) => kind === 'RungEnded', 10 * MINUTE);
      expect(await rungsOf(bot)).toEqual(['3 not-fixed']);

      await asker.say('ask 4');
      await client.waitForText('Mitigation 4 was not asked for', 4 * MINUTE);

      await importRoot(bot);
      await client.waitForText('Incident closed', 10 * MINUTE);
      expect(await rungsOf(bot)).toEqual(['3 not-fixed', 'ROOTS fixed']);
      const judged = (await bot.history()).filter(({ kind }) => kind === 'ValidationJudged');
      const ofMove = judged.flatMap(({ body }) => {
        const { rung, result } = body['validation'] as { rung: string; result: string };
        return rung === '3' ? [result] : [];
      });
      expect(ofMove).not.toContain('fixed');
      expect(changesOf(bot).filter((change) => change.startsWith('Import-Certificate'))).toHaveLength(1);
      expect(changesOf(bot).filter((change) => /Suspend|Restart-Computer/.test(change))).toEqual([]);
      expect(bot.cluster.snapshot().nodes.map((node) => node.missingRoots)).toEqual([[], [], []]);
    },
    25 * MINUTE,
  );
});
