import { readFileSync } from 'node:fs';
import { ROOMS } from '../../src/cards/room';
import { runView } from '../../src/cards/views/run-view';
import { CLUSTER } from './support/a-run';
import { matchingCrashes } from '../../src/incident/presence';
import type { Run } from '../../src/incident/run';
import { beginStep } from '../incident/support/builders';
import { isRunning, until } from '../support/powershell';
import type { LabRun, LabRunOptions } from './support/lab-run';
import { openLabRun } from './support/lab-run';

/** Real PowerShell, a real store, the simulated cluster; from an approval to what came of it. No HTTP. */
const GENEROUS_MS = 240_000;
const LCM = 'LcmController';
jest.setTimeout(5 * GENEROUS_MS);

let lab: LabRun;
afterEach(() => lab.close());
const open = async (options: LabRunOptions): Promise<LabRun> => (lab = await openLabRun(options));

const statuses = (run: Run) => run.steps.map(({ plan, status }) => [plan.node, status]);
const detailOf = (run: Run, index: number): string => run.steps[index]?.detail ?? '';
const entries = (kind: string, node: string): string[] =>
  lab.bench.cluster
    .ledger()
    .filter((entry) => entry.kind === kind && entry.node === node)
    .map(({ command }) => command);

describe('lying-success', () => {
  it('a restart that reports success and did not happen is caught by its proof, and the run stops there', async () => {
    const { begin, perform, look, bench } = await open({
      scenario: 'lying-success',
      rung: '2',
      nodes: ['as-n2', 'as-n1'],
    });
    await begin();
    const before = bench.cluster.snapshot();
    const run = await perform();
    expect(statuses(run)).toEqual([
      ['as-n2', 'failed'],
      ['as-n1', 'planned'],
    ]);
    expect(run.result).toBe('failed');
    expect(detailOf(run, 0)).toContain('process-not-new');
    expect(entries('change', 'as-n2')).toEqual([]);
    expect(entries('fault', 'as-n2').slice(0, 2)).toEqual(['Stop-Service', 'Start-Service']);
    expect(entries('change', 'as-n1')).toEqual([]);

    const processOf = ({ nodes }: typeof before) =>
      nodes[1]?.services.find(({ name }) => name === LCM)?.processId;
    expect(processOf(bench.cluster.snapshot())).toBe(processOf(before));
    const ended = run.endedAt ?? Infinity;
    await until(
      'it crashes on',
      async () => matchingCrashes((await look()).latest?.report ?? fail('no check')).some((at) => at > ended),
      GENEROUS_MS,
    );
  });

  it('a session that is said to be ended and is still there is no success', async () => {
    const { begin, perform, bench } = await open({ scenario: 'monitoring-session', rung: '1' });
    await begin();
    bench.cluster.inject({ kind: 'lying-success', node: 'as-n2' });
    const run = await perform();
    expect(run).toMatchObject({ result: 'failed', steps: [{ status: 'failed' }] });
    expect(detailOf(run, 0)).toContain('still-there');
    expect(entries('fault', 'as-n2')).toEqual(['Remove-WSManInstance']);
  });
});

describe('partial-failure', () => {
  it('invariant 10: the run stops at the node that fails and names what was done and what is left; the rest is asked anew', async () => {
    const { begin, perform, performNext, proposeNow, look, handler } = await open({
      scenario: 'partial-failure',
      rung: '2',
    });
    await begin();
    const run = await perform();
    expect(statuses(run)).toEqual([
      ['as-n1', 'succeeded'],
      ['as-n2', 'failed'],
      ['as-n3', 'planned'],
    ]);
    expect(run.result).toBe('partial');
    expect(detailOf(run, 1)).toContain('not-started');
    const shown = runView(run, null, Date.now(), ROOMS[0]);
    expect(shown.steps.map(({ title, detail }) => `${title} ${detail}`)).toEqual([
      expect.stringMatching(/^1 .*as-n1.*done/) as string,
      expect.stringMatching(/^2 .*as-n2.*failed.*not-started/) as string,
      expect.stringMatching(/^3 .*as-n3.*planned/) as string,
    ]);

    expect(await performNext()).toBe(false);
    expect(await handler.handle(CLUSTER, beginStep(Date.now(), 2))).toMatchObject({
      kind: 'rejected',
      rejection: { rejected: 'no-such-run' },
    });
    expect(entries('change', 'as-n3')).toEqual([]);
    const anew = await proposeNow(await look());
    expect(anew.steps.map(({ node }) => node)).toEqual(['as-n1', 'as-n3']);
  });
});

describe('hung-mitigation', () => {
  it('invariant 8: a step that never returns is unknown at its deadline, is not tried again, and leaves no process', async () => {
    const { begin, perform, performNext, look, bench } = await open({
      scenario: 'hung-mitigation',
      rung: '1',
      ownProcesses: true,
    });
    const begunAt = Date.now();
    await look();
    // So that the call surely reaches the node, at whatever pace this machine has.
    const deadlineMs = 2 * (Date.now() - begunAt) + 10_000;
    await begin((proposal) => ({
      ...proposal,
      steps: proposal.steps.map((step) => ({ ...step, deadlineMs })),
    }));
    const before = sessionsOf();
    const performed = perform();
    await until('the node hangs', () => entries('fault', 'as-n2').length > 0, GENEROUS_MS);
    const ours = sessionsOf().filter((id) => !before.includes(id));
    const hosts = ours.flatMap(parentOf);
    expect(ours.length).toBeGreaterThan(0);
    expect(ours.every(isRunning)).toBe(true);

    const run = await performed;
    expect(run).toMatchObject({ result: 'unknown', settled: null, steps: [{ status: 'unknown' }] });
    const [step] = run.steps;
    expect((step?.endedAt ?? 0) - (step?.startedAt ?? Infinity)).toBeGreaterThanOrEqual(deadlineMs);
    await until(
      'every process of the step has ended',
      () => ![...ours, ...hosts].some(isRunning),
      GENEROUS_MS,
    );

    bench.cluster.inject({ kind: 'hung-mitigation-ended', node: 'as-n2' });
    await look();
    expect(await performNext()).toBe(false);
    expect(entries('fault', 'as-n2')).toEqual(['Remove-WSManInstance']);
    expect(entries('change', 'as-n2')).toEqual([]);
  });
});

describe('a node that dies in the middle of a step', () => {
  it('invariant 8: is seen: the outcome is unknown, no other node is touched, and nothing is tried again', async () => {
    const { begin, perform, performNext, bench } = await open({
      scenario: 'partial-failure',
      rung: '2',
      nodes: ['as-n3', 'as-n1'],
      steadyMs: 60_000,
    });
    await begin();
    const performed = perform();
    await until('it is stopped', () => entries('change', 'as-n3').includes('Stop-Service'), GENEROUS_MS);
    bench.cluster.inject({ kind: 'node-down', node: 'as-n3' });
    const run = await performed;
    expect(statuses(run)).toEqual([
      ['as-n3', 'unknown'],
      ['as-n1', 'planned'],
    ]);
    expect(run).toMatchObject({ result: 'unknown', settled: null });
    expect(entries('change', 'as-n1')).toEqual([]);
    expect(await performNext()).toBe(false);
    expect(entries('change', 'as-n3').filter((command) => command === 'Stop-Service')).toHaveLength(1);
  });
});

/** Real process ids of every session of the bot so far. */
function sessionsOf(): number[] {
  return lab.bench.cluster
    .ledger()
    .filter((entry) => entry.kind === 'session')
    .map(({ detail }) => Number(detail['processId']));
}

/** The process that opened a session: the one on the bot's host. Only Linux tells without another program. */
function parentOf(processId: number): number[] {
  if (process.platform !== 'linux') return [];
  const parent = /\) \S (\d+) /.exec(readFileSync(`/proc/${processId}/stat`, 'utf8'))?.[1];
  return parent === undefined ? [] : [Number(parent)];
}

function fail(why: string): never {
  throw new Error(why);
}
