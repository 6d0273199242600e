import { ADA, ask, beginRun, policy, vote } from '../incident/support/builders';
import { until } from '../support/powershell';
import type { LabRun } from './support/lab-run';
import { openLabRun } from './support/lab-run';

/** Real PowerShell, a real store, the simulated cluster with Windows' log of checked certificates on. No HTTP. */
const GENEROUS_MS = 240_000;
jest.setTimeout(5 * GENEROUS_MS);

let lab: LabRun;
afterEach(() => lab.close());

it('a session seen with the old certificate is ended on one vote, without its owner', async () => {
  lab = await openLabRun({ scenario: 'certificate-log', rung: '1' });
  const { bench, look, handle, proposeNow, perform } = lab;
  let proposal = await proposeNow(await look());
  // On a busy machine the few looks of one search may miss a call that lasts for seconds.
  const isSeen = () => proposal.shown.some(({ grade }) => grade === 'B');
  await until(
    'it is seen directly',
    async () => isSeen() || ((proposal = await proposeNow(await look())), isSeen()),
    GENEROUS_MS,
  );
  expect(proposal).toMatchObject({
    needsOwnerAgreement: false,
    facts: { targets: [{ node: 'as-n2', owner: 'CONTOSO\\mbauer', grade: 'B' }] },
    steps: [{ operation: 'Stop-Caller', node: 'as-n2' }],
  });
  const [shown, ...others] = proposal.shown;
  expect(shown?.facts.find(({ name }) => name === 'Seen directly')?.value).toMatch(
    /^just before crashes on as-n1 \(.* and .*\) the orchestrator was shown the certificate [0-9A-F]{40}, /,
  );
  expect(shown?.ownerMessage).toContain('was seen calling the HCI Orchestrator with the old certificate');
  expect(others.map(({ grade }) => grade)).not.toContain('B');
  const now = Date.now;
  await handle(ask(now(), '1', null, { proposal, policy: policy() }));
  await handle(vote(now(), ADA, { ownerAgrees: false }));
  const again = await proposeNow(await look(), proposal.facts);
  expect(again.digest).toBe(proposal.digest);
  await handle(beginRun(now(), { facts: again.facts, digest: again.digest }));
  expect(await perform()).toMatchObject({ result: 'succeeded' });
  const ended = bench.cluster.ledger().filter(({ kind }) => kind === 'change');
  expect(ended.map(({ node, command }) => [node, command])).toEqual([['as-n2', 'Remove-WSManInstance']]);
});
