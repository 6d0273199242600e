import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../src/lab/cluster/root-certificates';
import { LADDER } from '../../src/runbook/mitigations';
import { testPowerShell } from '../support/powershell';
import type { LabBot } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';

const GROUP = 'Azure Stack HCI Orchestrator Service Cluster Group';

/** Somebody on a node moves the group by hand, as mitigation 3 does; one process instead of its thirteen steps. */
async function moveByHand(folder: string): Promise<void> {
  const script = path.join(folder, 'move.ps1');
  const node = path.resolve(__dirname, '../../powershell/lab/node.ps1');
  writeFileSync(script, `. '${node}'\n$null = Move-ClusterGroup -Name '${GROUP}' -Node as-n2 -Wait 60\n`);
  const { executable, environment } = testPowerShell();
  await promisify(execFile)(executable, ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script], {
    env: { ...environment, COMPUTERNAME: 'as-n1', LAB_CLUSTER_FOLDER: folder },
    timeout: 120_000,
  });
}

describe('missing-root: the second cause', () => {
  let bot: LabBot;

  beforeAll(async () => {
    bot = await startLabBot({
      scenario: 'missing-root',
      adjust: (settings) => ({
        ...settings,
        rules: { ...settings.rules, ladder: LADDER.filter(({ id }) => id === 'ROOTS') },
      }),
    });
  }, 60_000);

  afterAll(() => bot.stop(), 60_000);

  it('invariant 11: names root and node on its first card, calls the silence after a move no cure, and is fixed by the import', async () => {
    const { client } = bot;
    const changes = (): readonly string[] =>
      bot.cluster.ledger().flatMap((entry) => (entry.kind === 'change' ? [entry.command] : []));
    const first = await client.waitForCard(() => true, 240_000);
    expect(first.text).toContain('Root certificate missing');
    expect(first.text).toContain('as-n1 lacks the root certificate CN=AzureStackCertificationAuthority');
    expect(first.text).toContain(ROOT.thumbprint);
    expect(first.text).toContain('Import it there');

    const ask = await client.waitForCard(
      ({ text }) => text.includes('Import the missing root certificate') && text.includes('"verb":"approve"'),
      240_000,
    );
    await moveByHand(bot.cluster.folder);
    const before = await bot.history();
    // The group sits on a good node: silence, until the cluster takes it back.
    const owner = (): string | undefined =>
      bot.cluster.snapshot().groups.find(({ name }) => name === GROUP)?.owner;
    await client.waitFor(
      'the group to be taken back',
      () => (owner() === 'as-n1' ? true : undefined),
      300_000,
    );
    await client.as('approver2').click(ask, 'approve');
    await client.waitForText('Incident closed', 600_000);

    const history = await bot.history();
    const run = history.findIndex(({ kind }) => kind === 'RunStarted');
    const looks = history
      .slice(before.length, run)
      .flatMap(({ kind, body }) => (kind === 'CheckFinished' ? [body['presence']] : []));
    expect(looks.length).toBeGreaterThan(0);
    expect(looks).not.toContain('gone');
    const ended = history.filter(({ kind }) => kind === 'RungEnded').map(({ body }) => body['record']);
    expect(ended).toMatchObject([{ rung: 'ROOTS', result: 'fixed' }]);
    expect(changes()).toEqual(['Move-ClusterGroup', 'Import-Certificate']);
    expect(bot.cluster.snapshot().nodes.map((node) => node.missingRoots)).toEqual([[], [], []]);
  }, 1_500_000);
});
