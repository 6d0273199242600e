import { getClusterEvidence } from '../../src/powershell/operations/get-cluster-evidence';
import { getUpdateProgress } from '../../src/powershell/operations/get-update-progress';
import type { OperationResult } from '../../src/powershell/operations/outcome';
import { startClusterServiceGroup } from '../../src/powershell/operations/start-cluster-service-group';
import { keepFor } from '../../src/powershell/keep-for';
import type { PowerShell } from '../../src/ports';
import { freshTicket } from './module-bench';
import { operationsShell } from './module-bench';
import { type LabBench, openLabBench } from './module-lab-bench';

const GENEROUS_MS = 60_000;
const DAY_MS = 86_400_000;
const GROUP = 'Azure Stack HCI Orchestrator Service Cluster Group';

jest.setTimeout(6 * GENEROUS_MS);
let open: LabBench[] = [];
afterEach(async () => {
  await Promise.all(open.map((bench) => bench.close()));
  open = [];
});

function begin(scenario: string): LabBench {
  const bench = openLabBench(scenario, {}, operationsShell);
  open.push(bench);
  return bench;
}

function reported<T>(result: OperationResult<T>): T {
  if (result.kind !== 'reported') throw new Error(JSON.stringify(result));
  return result.value;
}

const evidenceOf = async (bench: LabBench) =>
  reported(
    await getClusterEvidence(bench.powershell, {
      nodes: bench.nodes,
      connection: bench.connection,
      sinceUtc: new Date(Date.now() - DAY_MS).toISOString(),
      maxRecords: 50,
      proofGapMs: 100,
      nodeDeadlineMs: GENEROUS_MS,
    }),
  );

test('given a crash loop, then the evidence of all nodes has the records of the node where it crashed', async () => {
  const evidence = await evidenceOf(begin('monitoring-session'));
  expect(evidence.nodes.map((node) => [node.status, node.sessionClosed])).toEqual([
    ['ok', true],
    ['ok', true],
    ['ok', true],
  ]);
  const crashes = evidence.nodes
    .flatMap((node) => node.crashRecords?.value?.records ?? [])
    .filter((record) => record.provider === '.NET Runtime' && record.id === 1025);
  expect(crashes.length).toBeGreaterThan(0);
  for (const crash of crashes) {
    expect(crash.properties.join()).toContain('SecurityAuditLogger.MtlsCertificateException');
    expect(crash.timeCreated).toMatch(/\.[0-9]{7}Z$/);
  }
  expect(evidence.cluster.nodes.map((node) => node.state)).toEqual(['Up', 'Up', 'Up']);
});

test('given an unreachable node, then it says so and the others are complete', async () => {
  const bench = begin('unreachable-node');
  const evidence = await evidenceOf(bench);
  expect(evidence.nodes.map((node) => node.status)).toEqual(['ok', 'ok', 'unreachable']);
  expect(evidence.nodes[2]).toMatchObject({
    errorId: expect.stringMatching(/^NetworkPathNotFound,/) as unknown,
    crashRecords: null,
  });
  expect(evidence.nodes[2]?.hint).toContain(bench.nodes[2]);
  expect(evidence.cluster).toMatchObject({ status: 'ok', groupState: 'Online', agreed: true });
  const owner = evidence.nodes.find((node) => node.node === evidence.cluster.ownerNode);
  expect(owner?.orchestrator).toMatchObject({ livedOn: true, second: { state: 'Running' } });
});

test('given a running update, then its steps come flat and the asking session is seen gone', async () => {
  const bench = begin('unreachable-node');
  const asked = reported(
    await getUpdateProgress(bench.powershell, {
      node: bench.nodes[0] ?? '',
      connection: bench.connection,
      nodeDeadlineMs: GENEROUS_MS,
    }),
  );
  const { progress, sessionGone, sessionClosed } = asked.node;
  expect({ sessionGone, sessionClosed, status: progress?.status }).toEqual({
    sessionGone: true,
    sessionClosed: true,
    status: 'ok',
  });
  const steps = progress?.value?.steps ?? [];
  expect(progress?.value?.run?.state).toBe('InProgress');
  expect(progress?.value?.plan?.status).toBe('Running');
  expect(steps[0]?.path).toBe('1');
  expect(new Set(steps.map((step) => step.path)).size).toBe(steps.length);
  expect(steps.some((step) => step.leaf && step.status === 'InProgress')).toBe(true);
  // Every query to the orchestrator came from one shell, which is no longer there.
  const shells = new Set(
    bench.cluster
      .ledger()
      .filter((entry) => entry.kind === 'ece-query')
      .map((entry) => entry.shellId),
  );
  expect(shells.size).toBe(1);
});

const start = async (bench: LabBench, whatIf = false) =>
  reported(
    await startClusterServiceGroup(bench.powershell, {
      node: bench.nodes[0] ?? '',
      connection: bench.connection,
      name: GROUP,
      proofNodes: bench.nodes,
      waitSeconds: 60,
      requestId: 'request-2',
      ticket: freshTicket(),
      whatIf,
      nodeDeadlineMs: 2 * GENEROUS_MS,
    }),
  );
const starts = (bench: LabBench) =>
  bench.cluster.ledger().filter((entry) => entry.command === 'Start-ClusterGroup');

test('given a failed group that nobody makes crash, then it is started once with proof; again is nothing to do', async () => {
  const bench = begin('healthy');
  bench.cluster.inject({ kind: 'group-failed' });

  const planned = await start(bench, true);
  expect(planned).toMatchObject({
    outcome: 'planned',
    changed: false,
    node: { answer: { stateBefore: 'Failed' } },
  });
  expect(starts(bench)).toEqual([]);

  const report = await start(bench);
  expect(report).toMatchObject({
    outcome: 'succeeded',
    changed: true,
    reason: 'online',
    node: { answer: { requestId: 'request-2', groupName: GROUP, stateBefore: 'Failed', state: 'Online' } },
  });
  expect(report.node.answer?.processId ?? report.proof?.processId).toEqual(expect.any(Number));

  expect(await start(bench)).toMatchObject({
    outcome: 'nothing-to-do',
    changed: false,
    reason: 'already-online',
  });
  expect(starts(bench)).toHaveLength(1);
});

test('given a group the cluster gave up on with the caller still there, then only what was proven is claimed', async () => {
  const bench = begin('threshold-exhausted');
  const evidence = await evidenceOf(bench);
  expect(evidence.cluster).toMatchObject({ status: 'ok', groupState: 'Failed' });
  expect(evidence.nodes.map((node) => node.orchestrator?.livedOn)).toEqual([false, false, false]);

  const report = await start(bench);
  const proven = report.node.answer?.processId ?? report.proof?.processId ?? null;
  expect(report.changed).toBe(true);
  expect(report.node.answer?.stateBefore).toBe('Failed');
  expect(report.outcome === 'succeeded' && proven === null).toBe(false);
  expect(starts(bench)).toHaveLength(1);
});

describe('sessions kept from one look to the next', () => {
  const evidence = async (bench: LabBench, powershell: PowerShell) =>
    reported(
      await getClusterEvidence(powershell, {
        nodes: bench.nodes,
        connection: bench.connection,
        sinceUtc: new Date(Date.now() - DAY_MS).toISOString(),
        maxRecords: 50,
        proofGapMs: 100,
        nodeDeadlineMs: GENEROUS_MS,
      }),
    );
  const sessionsOf = (bench: LabBench, node: string) =>
    bench.cluster.ledger().filter((entry) => entry.kind === 'session' && entry.node === node).length;

  test('are opened once; a node that ends its session gets a new one, and one that cannot be reached says so', async () => {
    const bench = begin('single-node');
    const node = bench.nodes[0] ?? '';
    const powershell = keepFor(bench.powershell, 'hci-01');
    const first = await evidence(bench, powershell);
    expect(first.nodes[0]).toMatchObject({ status: 'ok', sessionClosed: null });
    await evidence(bench, powershell);
    expect(sessionsOf(bench, node)).toBe(1);
    bench.cluster.inject({ kind: 'node-unreachable', node });
    expect((await evidence(bench, powershell)).nodes[0]).toMatchObject({ status: 'unreachable' });
  });
});
