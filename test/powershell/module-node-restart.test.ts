import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Scenario } from '../../src/lab/cluster/scenario';
import { restartNode } from '../../src/powershell/operations/restart-node';
import { resumeNode } from '../../src/powershell/operations/resume-node';
import { suspendNode } from '../../src/powershell/operations/suspend-node';
import { waitStorageClean } from '../../src/powershell/operations/wait-storage-clean';
import { freshTicket } from './module-bench';
import type { LabBench } from './module-lab-bench';
import { begin, changesOf, closeAll, GENEROUS_MS, reported } from './module-node-restart-bench';

/** Longer than any test: what takes this long does not happen. */
const NEVER_S = 36_000;

jest.setTimeout(6 * GENEROUS_MS);
afterEach(closeAll);

const withTiming =
  (timing: Partial<Scenario['timing']>) =>
  (scenario: Scenario): Scenario => ({ ...scenario, timing: { ...scenario.timing, ...timing } });

const common = (bench: LabBench, node: string) => ({
  node,
  by: 'as-n1',
  connection: bench.connection,
  requestId: 'request-9',
  ticket: freshTicket(),
  whatIf: false,
  nodeDeadlineMs: GENEROUS_MS,
});

const suspend = async (
  bench: LabBench,
  node: string,
  more: { whatIf?: boolean; waitSeconds?: number } = {},
) => reported(await suspendNode(bench.powershell, { ...common(bench, node), waitSeconds: 45, ...more }));

const restart = async (bench: LabBench, node: string, more: { whatIf?: boolean; backMs?: number } = {}) =>
  reported(
    await restartNode(bench.powershell, {
      ...common(bench, node),
      delaySeconds: 0,
      backMs: 2 * GENEROUS_MS,
      pollMs: 300,
      ...more,
    }),
  );

const resume = async (bench: LabBench, node: string, more: { whatIf?: boolean } = {}) =>
  reported(await resumeNode(bench.powershell, { ...common(bench, node), waitSeconds: 45, ...more }));

const storageOf = async (bench: LabBench, more: { gapMs?: number; waitMs?: number } = {}) =>
  reported(
    await waitStorageClean(bench.powershell, {
      node: 'as-n1',
      connection: bench.connection,
      gapMs: 300,
      pollMs: 300,
      waitMs: 2 * GENEROUS_MS,
      nodeDeadlineMs: GENEROUS_MS,
      ...more,
    }),
  );

test('given a healthy node, then it is drained, restarted and resumed, each once and each proven', async () => {
  const bench = begin('healthy');
  const bootOf = () => bench.cluster.snapshot().nodes[2]?.bootedAt ?? 0;
  const before = bootOf();

  // Not drained: refused, whatever was approved.
  expect(await restart(bench, 'as-n3')).toMatchObject({
    outcome: 'failed',
    changed: false,
    reason: 'not-drained',
    back: null,
  });
  expect(await resume(bench, 'as-n3')).toMatchObject({
    outcome: 'nothing-to-do',
    changed: false,
    reason: 'already-up',
  });
  expect(await suspend(bench, 'as-n3', { whatIf: true })).toMatchObject({
    outcome: 'planned',
    changed: false,
  });
  expect(changesOf(bench)).toEqual([]);

  expect(await suspend(bench, 'as-n3')).toMatchObject({
    outcome: 'succeeded',
    changed: true,
    reason: 'drained',
    node: {
      answer: {
        requestId: 'request-9',
        stateBefore: 'Up',
        state: 'Paused',
        drainStatus: 'Completed',
        left: [],
      },
    },
    emptiness: { status: 'ok', machinesLeft: [] },
  });
  expect(await suspend(bench, 'as-n3')).toMatchObject({ outcome: 'nothing-to-do', reason: 'already-paused' });
  expect(await restart(bench, 'as-n3', { whatIf: true })).toMatchObject({
    outcome: 'planned',
    changed: false,
    back: null,
  });
  expect(await resume(bench, 'as-n3', { whatIf: true })).toMatchObject({
    outcome: 'planned',
    changed: false,
  });
  expect(changesOf(bench)).toEqual(['Suspend-ClusterNode as-n3']);

  const restarted = await restart(bench, 'as-n3');
  expect(restarted).toMatchObject({
    outcome: 'succeeded',
    changed: true,
    reason: 'back',
    node: { answer: { outcome: 'unknown', reason: 'requested', state: 'Paused', bootUtc: before } },
    back: { proven: true, state: 'Paused' },
  });
  expect(restarted.back?.bootUtc).toBe(bootOf());
  expect(bootOf()).toBeGreaterThan(restarted.node.answer?.requestedAtUtc ?? Infinity);
  // Its entry was on the node's disk before it went down, and is there afterwards.
  const journal = path.join(bench.folder, 'nodes', 'as-n3', 'ProgramData', 'AzureLocalIncident.Journal');
  const [begun] = readdirSync(journal)
    .filter((file) => file.startsWith('steps-'))
    .map((file) => readFileSync(path.join(journal, file), 'utf8').split('\t'));
  expect(begun?.[0]).toBe('begun');
  expect(begun?.[4]).toBe('restart node as-n3');
  expect(Date.parse(begun?.[3] ?? '')).toBeLessThan(bootOf());

  expect(await resume(bench, 'as-n3')).toMatchObject({
    outcome: 'succeeded',
    changed: true,
    reason: 'up',
    node: { answer: { stateBefore: 'Paused', state: 'Up' } },
  });
  expect(await storageOf(bench)).toMatchObject({ outcome: 'succeeded', reason: 'clean-twice', why: [] });
  expect(changesOf(bench)).toEqual([
    'Suspend-ClusterNode as-n3',
    'Restart-Computer as-n3',
    'Resume-ClusterNode as-n3',
  ]);
});

test('given a machine that cannot move, then the failed drain is undone and told', async () => {
  const bench = begin('drain-fails');
  expect(await suspend(bench, 'as-n2')).toMatchObject({
    outcome: 'failed',
    changed: true,
    reason: 'drain-failed',
    node: { answer: { left: ['render-01'], state: 'Up', resumed: true } },
    emptiness: null,
  });
  expect(changesOf(bench)).toEqual(['Suspend-ClusterNode as-n2', 'Resume-ClusterNode as-n2']);
});

test('given a drain that takes too long, then it is undone', async () => {
  const bench = begin('healthy', withTiming({ drain: NEVER_S }));
  expect(await suspend(bench, 'as-n3', { waitSeconds: 1 })).toMatchObject({
    outcome: 'failed',
    reason: 'not-drained-in-time',
    node: { answer: { state: 'Up', resumed: true } },
  });
  expect(changesOf(bench)).toEqual(['Suspend-ClusterNode as-n3', 'Resume-ClusterNode as-n3']);
});

test('given a machine outside the cluster, then the drained node is not empty and is taken back', async () => {
  const bench = begin('healthy', (scenario) => ({
    ...scenario,
    vms: scenario.vms.map((vm) => (vm.node === 3 ? { ...vm, clustered: false } : vm)),
  }));
  expect(await suspend(bench, 'as-n3')).toMatchObject({
    outcome: 'failed',
    reason: 'machine-still-running',
    emptiness: { machinesLeft: ['web-02'], resumed: true },
  });
  expect(bench.cluster.snapshot().nodes[2]?.state).toBe('Up');
});

test('given a cluster of one node, then it does not pause itself', async () => {
  const bench = begin('single-node');
  expect(await suspend(bench, 'as-n1')).toMatchObject({
    outcome: 'failed',
    changed: false,
    reason: 'own-node',
  });
  expect(changesOf(bench)).toEqual([]);
});

test('given another node that is not Up, then no second one is paused', async () => {
  const bench = begin('healthy', (scenario) => ({ ...scenario, paused: [2] }));
  expect(await suspend(bench, 'as-n3')).toMatchObject({
    outcome: 'failed',
    changed: false,
    reason: 'other-node-not-up',
  });
  expect(changesOf(bench)).toEqual([]);
});

test('given another node gone meanwhile, then the drained one is not restarted; given one that does not come back in time, then that is unknown and not asked again', async () => {
  const bench = begin('healthy', withTiming({ reboot: NEVER_S }));
  expect((await suspend(bench, 'as-n3')).outcome).toBe('succeeded');

  // Another node went while this one was drained: two would be away.
  bench.cluster.inject({ kind: 'node-paused', node: 'as-n2' });
  expect(await restart(bench, 'as-n3', { backMs: 1000 })).toMatchObject({
    outcome: 'failed',
    changed: false,
    reason: 'other-node-not-up',
    back: null,
  });
  bench.cluster.inject({ kind: 'node-resumed', node: 'as-n2' });

  expect(await restart(bench, 'as-n3', { backMs: 1000 })).toMatchObject({
    outcome: 'unknown',
    changed: true,
    reason: 'not-back-in-time',
    back: { proven: false, bootUtc: null },
  });
  expect(changesOf(bench)).toEqual(['Suspend-ClusterNode as-n3', 'Restart-Computer as-n3']);
});

test('given repair jobs that start late, then one clean look is not believed', async () => {
  const bench = begin('late-storage-jobs', withTiming({ resyncDelay: 6, resync: NEVER_S }));
  expect((await suspend(bench, 'as-n2')).outcome).toBe('succeeded');
  expect((await resume(bench, 'as-n2')).outcome).toBe('succeeded');
  const seen = await storageOf(bench, { gapMs: 10_000, waitMs: 1000 });
  expect(seen).toMatchObject({ outcome: 'failed', changed: false, reason: 'not-clean-in-time' });
  expect(seen.why.join()).toMatch(/storage job '.*' is Running/);
});
