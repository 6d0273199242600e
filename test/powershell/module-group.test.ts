import { loadScenario } from '../../src/lab/cluster/scenario';
import { getGroupPlan } from '../../src/powershell/operations/get-group-plan';
import {
  moveClusterServiceGroup,
  type MoveGroupParameters,
} from '../../src/powershell/operations/move-cluster-service-group';
import type { OperationResult } from '../../src/powershell/operations/outcome';
import {
  restartClusterServiceGroup,
  type RestartGroupParameters,
} from '../../src/powershell/operations/restart-cluster-service-group';
import { testOrchestratorAnswer } from '../../src/powershell/operations/test-orchestrator-answer';
import { freshTicket } from './module-bench';
import { type LabBench, openLabBench } from './module-lab-bench';

const GENEROUS_MS = 60_000;
const ORCHESTRATOR = 'Azure Stack HCI Orchestrator Service Cluster Group';
const UPDATE = 'Azure Stack HCI Update Service Cluster Group';
const DOWNLOAD = 'Azure Stack HCI Download Service Cluster Group';
const HEALTH = 'Azure Stack HCI Health Service Cluster Group';

jest.setTimeout(6 * GENEROUS_MS);
let open: LabBench[] = [];
afterEach(async () => {
  await Promise.all(open.map((bench) => bench.close()));
  open = [];
});

function begin(scenario: Parameters<typeof openLabBench>[0]): LabBench {
  const bench = openLabBench(scenario);
  open.push(bench);
  return bench;
}

function reported<T>(result: OperationResult<T>): T {
  if (result.kind !== 'reported') throw new Error(JSON.stringify(result));
  return result.value;
}

const move = async (bench: LabBench, target: string, more: Partial<MoveGroupParameters> = {}) =>
  reported(
    await moveClusterServiceGroup(bench.powershell, {
      node: 'as-n1',
      connection: bench.connection,
      name: ORCHESTRATOR,
      target,
      proofNodes: bench.nodes,
      waitSeconds: 60,
      requestId: 'request-5',
      ticket: freshTicket(),
      whatIf: false,
      nodeDeadlineMs: 2 * GENEROUS_MS,
      ...more,
    }),
  );

const restart = async (bench: LabBench, more: Partial<RestartGroupParameters> = {}) =>
  reported(
    await restartClusterServiceGroup(bench.powershell, {
      node: 'as-n1',
      connection: bench.connection,
      name: ORCHESTRATOR,
      proofNodes: bench.nodes,
      waitSeconds: 30,
      requestId: 'request-6',
      ticket: freshTicket(),
      whatIf: false,
      nodeDeadlineMs: 2 * GENEROUS_MS,
      ...more,
    }),
  );

const planOf = async (bench: LabBench) =>
  reported(
    await getGroupPlan(bench.powershell, {
      nodes: bench.nodes,
      connection: bench.connection,
      nodeDeadlineMs: GENEROUS_MS,
    }),
  );

test('given four healthy groups, then two nodes agree on all that a move depends on', async () => {
  const report = await planOf(begin({ ...loadScenario('healthy'), possibleOwners: [1, 2] }));
  expect(report).toMatchObject({ status: 'ok', agreed: true, errorId: null });
  expect(report.witnesses).toHaveLength(2);
  expect(report.plan?.nodes).toContainEqual({
    name: 'as-n3',
    state: 'Up',
    statusInformation: 'Normal',
    drainStatus: 'NotInitiated',
  });
  expect(report.plan?.groups.map((group) => group.name)).toEqual([ORCHESTRATOR, UPDATE, DOWNLOAD, HEALTH]);
  for (const group of report.plan?.groups ?? []) {
    expect(group).toMatchObject({ count: 1, state: 'Online', ownerNode: 'as-n1', lockedFromMoving: false });
    expect(group.resources).toEqual([
      {
        name: expect.any(String) as unknown,
        state: 'Online',
        resourceType: 'Generic Service',
        serviceName: group.name.replace(' Cluster Group', ''),
        possibleOwners: ['as-n1', 'as-n2'],
      },
    ]);
  }
});

test('given a group the cluster does not have, then its count says so', async () => {
  const bench = begin('healthy');
  bench.edit((state) => {
    state.groups = state.groups.filter((group) => group.name !== HEALTH);
  });
  const report = await planOf(bench);
  expect(report.plan?.groups[3]).toEqual({
    name: HEALTH,
    count: 0,
    state: null,
    ownerNode: null,
    lockedFromMoving: null,
    resources: null,
    errorId: null,
  });
  expect(await move(bench, 'as-n2', { name: HEALTH })).toMatchObject({
    outcome: 'failed',
    changed: false,
    reason: 'group-not-exactly-one',
  });
});

test('a group is planned, moved once with the process proven on the target, and then it is already there', async () => {
  const bench = begin('healthy');
  const planned = await move(bench, 'as-n2', { whatIf: true });
  expect(planned).toMatchObject({ outcome: 'planned', changed: false, proof: [], hint: null });
  expect(planned.node.answer?.action).toBe(`move cluster group ${ORCHESTRATOR} to as-n2`);
  expect(bench.changes()).toEqual([]);

  const report = await move(bench, 'as-n2');
  expect(report).toMatchObject({ outcome: 'succeeded', changed: true, reason: 'moved', hint: null });
  expect(report.node.answer).toMatchObject({
    requestId: 'request-5',
    ownerBefore: 'as-n1',
    ownerNode: 'as-n2',
    state: 'Online',
    serviceName: 'Azure Stack HCI Orchestrator Service',
  });
  expect(report.proof.map((seen) => [seen.node, seen.answer?.services[0]?.state])).toEqual([
    ['as-n1', 'Stopped'],
    ['as-n2', 'Running'],
  ]);
  const startedAt = Date.parse(report.proof[1]?.answer?.services[0]?.startedAtUtc ?? '');
  expect(startedAt).toBeGreaterThanOrEqual(report.node.answer?.requestedAtUtc ?? Infinity);

  const answer = reported(
    await testOrchestratorAnswer(bench.powershell, {
      node: 'as-n1',
      connection: bench.connection,
      nodeDeadlineMs: GENEROUS_MS,
    }),
  );
  expect(answer).toMatchObject({ answered: true, errorId: null, node: { status: 'ok', sessionGone: true } });

  expect(await move(bench, 'as-n2')).toMatchObject({
    outcome: 'nothing-to-do',
    changed: false,
    reason: 'already-there',
  });
  expect(bench.changes()).toEqual([`Move-ClusterGroup ${ORCHESTRATOR}`]);
});

test('given an orchestrator that is not online, then it does not answer; a node that cannot be asked says nothing', async () => {
  const bench = begin('healthy');
  bench.cluster.inject({ kind: 'group-failed' });
  bench.cluster.inject({ kind: 'node-unreachable', node: 'as-n3' });
  const ask = async (node: string) =>
    reported(
      await testOrchestratorAnswer(bench.powershell, {
        node,
        connection: bench.connection,
        nodeDeadlineMs: GENEROUS_MS,
      }),
    );
  expect(await ask('as-n1')).toMatchObject({
    answered: false,
    errorId: expect.stringMatching(/^EceClientException/) as unknown,
    node: { status: 'ok', sessionGone: true },
  });
  expect(await ask('as-n3')).toMatchObject({ answered: null, node: { status: 'unreachable' } });
});

test('given a target that cannot take the group, then the move is refused and nothing was touched', async () => {
  const bench = begin({ ...loadScenario('healthy'), possibleOwners: [1, 2] });
  const refused = { outcome: 'failed', changed: false, hint: expect.any(String) as unknown };
  expect(await move(bench, 'as-n3')).toMatchObject({ ...refused, reason: 'target-not-possible-owner' });
  expect(await move(bench, 'as-n9')).toMatchObject({ ...refused, reason: 'target-not-readable' });
  bench.cluster.inject({ kind: 'account-locked', node: 'as-n2', by: 'HCIOrchestrator' });
  expect(await move(bench, 'as-n2')).toMatchObject({ ...refused, reason: 'target-account-locked' });
  bench.cluster.inject({ kind: 'account-unlocked', node: 'as-n2', by: 'HCIOrchestrator' });
  bench.cluster.inject({ kind: 'node-paused', node: 'as-n2' });
  expect(await move(bench, 'as-n2')).toMatchObject({ ...refused, reason: 'target-not-up' });

  bench.edit((state) => {
    const second = state.nodes.find((node) => node.name === 'as-n2');
    if (!second) throw new Error('The scenario has changed.');
    second.services = second.services.filter((one) => one.name !== 'Azure Stack HCI Update Service');
    for (const one of second.services)
      if (one.startName === '.\\HCIOrchestrator') one.startName = '.\\Nobody';
    for (const group of state.groups) if (group.name === DOWNLOAD) group.state = 'Offline';
  });
  const withoutService = { ...refused, reason: 'target-without-service' };
  expect(await move(bench, 'as-n2', { name: UPDATE })).toMatchObject(withoutService);
  expect(await move(bench, 'as-n2')).toMatchObject({ ...refused, reason: 'target-account-absent' });
  const offline = { ...refused, reason: 'group-offline' };
  expect(await move(bench, 'as-n2', { name: DOWNLOAD })).toMatchObject(offline);
  expect(await restart(bench, { name: DOWNLOAD })).toMatchObject(offline);
  expect(bench.changes()).toEqual([]);
});

test('given a group that hangs in Pending, then the move says so, ends nothing, and is not tried again', async () => {
  const bench = begin('stuck-move');
  const report = await move(bench, 'as-n2', { name: UPDATE, waitSeconds: 5 });
  expect(report).toMatchObject({ outcome: 'failed', changed: true, reason: 'stuck-pending', proof: [] });
  expect(report.hint).toContain("operator's decision");
  const again = { outcome: 'failed', changed: false, reason: 'stuck-pending' };
  expect(await move(bench, 'as-n3', { name: UPDATE, waitSeconds: 5 })).toMatchObject(again);
  expect(await restart(bench, { name: UPDATE, waitSeconds: 5 })).toMatchObject(again);
  expect(bench.changes()).toEqual([`Move-ClusterGroup ${UPDATE}`]);
});

test('given a move that succeeds where nobody can look, then it is unknown, not done', async () => {
  const bench = begin('healthy');
  const report = await move(bench, 'as-n2', { name: UPDATE, proofNodes: ['as-n2', 'as-n3'] });
  expect(report).toMatchObject({
    outcome: 'unknown',
    changed: true,
    reason: 'process-not-proven',
    proof: [],
  });
  expect(report.node.answer).toMatchObject({ outcome: 'succeeded', ownerNode: 'as-n2' });
  expect(report.hint).toContain('not proven');
});

test('given one node, then a group is planned, and stopped and started there with a new process', async () => {
  const bench = begin({ ...loadScenario('single-node'), callers: [] });
  expect(await restart(bench, { whatIf: true })).toMatchObject({ outcome: 'planned', changed: false });
  expect(bench.changes()).toEqual([]);
  const report = await restart(bench);
  expect(report).toMatchObject({ outcome: 'succeeded', changed: true, reason: 'restarted', hint: null });
  expect(report.node.answer).toMatchObject({
    requestId: 'request-6',
    stateBefore: 'Online',
    state: 'Online',
  });
  const { requestedAtUtc, offlineAtUtc } = report.node.answer ?? {};
  expect(offlineAtUtc).toBeGreaterThanOrEqual(requestedAtUtc ?? Infinity);
  expect(report.proof).toHaveLength(1);
  expect(Date.parse(report.proof[0]?.answer?.services[0]?.startedAtUtc ?? '')).toBeGreaterThanOrEqual(
    requestedAtUtc ?? Infinity,
  );
  expect(bench.changes()).toEqual([
    `Stop-ClusterGroup ${ORCHESTRATOR}`,
    `Start-ClusterGroup ${ORCHESTRATOR}`,
  ]);
});

test('given a crash loop, then a group that is restarting is waited for and moved once', async () => {
  const bench = begin('monitoring-session');
  const report = await move(bench, 'as-n3');
  expect(report).toMatchObject({
    changed: true,
    node: { answer: { outcome: 'succeeded', ownerNode: 'as-n3' } },
  });
  // Between two crashes the process may be away for longer than the proof looks; then that is what is said.
  const states = new Map(report.proof.map((seen) => [seen.node, seen.answer?.services[0]?.state]));
  const proven = states.get('as-n3') === 'Running' && states.get('as-n1') === 'Stopped';
  expect(report.outcome).toBe(proven ? 'succeeded' : 'unknown');
  expect(bench.changes()).toEqual([`Move-ClusterGroup ${ORCHESTRATOR}`]);
});
