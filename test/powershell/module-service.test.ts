import type { LabState } from '../../src/lab/cluster/lab-state';
import { loadScenario } from '../../src/lab/cluster/scenario';
import { getUpdateProgress } from '../../src/powershell/operations/get-update-progress';
import { getServiceInventory } from '../../src/powershell/operations/get-service-inventory';
import type { OperationResult } from '../../src/powershell/operations/outcome';
import { restartNodeService } from '../../src/powershell/operations/restart-node-service';
import type { NodeService } from '../../src/powershell/operations/service-state';
import { startNodeService } from '../../src/powershell/operations/start-node-service';
import { freshTicket } from './module-bench';
import { type LabBench, openLabBench } from './module-lab-bench';

const GENEROUS_MS = 60_000;
const LCM = 'LcmController';
const AGENT = 'ECEAgent';
const DOWNLOAD = 'Azure Stack HCI Download Standalone Tool Agent';

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

const restart = async (
  bench: LabBench,
  node: string,
  service: NodeService,
  more: { whatIf?: boolean; waitSeconds?: number } = {},
) =>
  reported(
    await restartNodeService(bench.powershell, {
      node,
      connection: bench.connection,
      service,
      waitSeconds: 20,
      steadySeconds: 1,
      requestId: 'request-3',
      ticket: freshTicket(),
      whatIf: false,
      nodeDeadlineMs: 2 * GENEROUS_MS,
      ...more,
    }),
  );

const start = async (bench: LabBench, node: string, service: NodeService, whatIf = false) =>
  reported(
    await startNodeService(bench.powershell, {
      node,
      connection: bench.connection,
      service,
      waitSeconds: 20,
      requestId: 'request-4',
      ticket: freshTicket(),
      whatIf,
      nodeDeadlineMs: GENEROUS_MS,
    }),
  );

const inventoryOf = async (bench: LabBench) =>
  reported(
    await getServiceInventory(bench.powershell, {
      nodes: bench.nodes,
      connection: bench.connection,
      names: [LCM, AGENT, DOWNLOAD],
      nodeDeadlineMs: GENEROUS_MS,
    }),
  );

type LabService = LabState['nodes'][number]['services'][number];

function service(state: LabState, node: string, name: string): LabService {
  const found = state.nodes.find((one) => one.name === node)?.services.find((one) => one.name === name);
  if (!found) throw new Error(`There is no ${name} on ${node}.`);
  return found;
}

/** Stops a service as if somebody had done so before. */
function stop(state: LabState, node: string, name: string): void {
  Object.assign(service(state, node, name), { state: 'Stopped', processId: 0 });
}

test('given a running LCM controller, then it is planned, restarted once with a new process, and what depends on it is back', async () => {
  const bench = begin('stale-lcm');
  const planned = await restart(bench, 'as-n3', LCM, { whatIf: true });
  expect(planned).toMatchObject({ outcome: 'planned', changed: false, hint: null });
  expect(planned.node.answer).toMatchObject({
    action: 'restart service LcmController',
    stateBefore: 'Running',
    startMode: 'Auto',
    dependents: [{ name: 'LcmWatcher', stateBefore: 'Running', state: 'Running' }],
  });
  expect(bench.changes()).toEqual([]);

  const report = await restart(bench, 'as-n3', LCM);
  const { answer } = report.node;
  expect(report).toMatchObject({ outcome: 'succeeded', changed: true, reason: 'restarted', hint: null });
  expect(answer).toMatchObject({
    requestId: 'request-3',
    state: 'Running',
    dependents: [{ name: 'LcmWatcher', stateBefore: 'Running', state: 'Running' }],
  });
  expect(answer?.processIdBefore).toBe(planned.node.answer?.processIdBefore);
  expect(answer?.processId).not.toBe(answer?.processIdBefore);
  expect(answer?.startedAtUtc).toBeGreaterThanOrEqual(answer?.requestedAtUtc ?? Infinity);
  expect(bench.changes()).toEqual([
    'Stop-Service LcmController',
    'Start-Service LcmController',
    'Start-Service LcmWatcher',
  ]);
  expect(
    bench.cluster
      .ledger()
      .filter((entry) => entry.kind === 'change' && entry.reference.RequestId !== 'request-3'),
  ).toEqual([]);

  const inventory = await inventoryOf(bench);
  const seen = inventory.nodes[2]?.inventory?.services.find((one) => one.name === LCM);
  expect(seen).toMatchObject({ state: 'Running', processId: answer?.processId });
  // The process that held the old certificate was the one that ended.
  const { callers, eceThumbprint } = bench.cluster.snapshot();
  expect(callers.filter((caller) => caller.thumbprint !== eceThumbprint)).toEqual([]);
});

test('given services that are absent, stopped, starting or disabled, then they are told and left so', async () => {
  const bench = begin('healthy');
  bench.edit((state) => {
    const [first] = state.nodes;
    if (first) first.services = first.services.filter((one) => one.name !== LCM);
    stop(state, 'as-n2', LCM);
    service(state, 'as-n3', LCM).state = 'Start Pending';
    service(state, 'as-n3', DOWNLOAD).startMode = 'Disabled';
  });
  bench.cluster.inject({ kind: 'node-paused', node: 'as-n2' });

  const inventory = await inventoryOf(bench);
  expect(inventory.nodes.map((node) => node.inventory?.services[0]?.state)).toEqual([
    null,
    'Stopped',
    'StartPending',
  ]);
  expect(inventory.nodes[0]?.inventory?.services[0]).toMatchObject({
    name: LCM,
    installed: false,
    processId: null,
  });
  expect(inventory.downNodes).toEqual([]);
  expect(inventory.cluster.nodes[1]?.state).toBe('Paused');

  const left = { outcome: 'nothing-to-do', changed: false, hint: null };
  expect(await restart(bench, 'as-n1', LCM)).toMatchObject({ ...left, reason: 'absent' });
  expect(await restart(bench, 'as-n2', LCM)).toMatchObject({ ...left, reason: 'stopped' });
  const refused = { outcome: 'failed', changed: false };
  expect(await restart(bench, 'as-n3', LCM)).toMatchObject({
    ...refused,
    reason: 'state-pending',
    hint: expect.stringContaining('as-n3') as unknown,
  });
  expect(await restart(bench, 'as-n3', DOWNLOAD)).toMatchObject({ ...refused, reason: 'start-disabled' });
  expect(bench.changes()).toEqual([]);

  // A paused node's service is restarted like another's.
  expect(await restart(bench, 'as-n2', AGENT)).toMatchObject({ outcome: 'succeeded' });
  expect(bench.changes()).toEqual(['Stop-Service ECEAgent', 'Start-Service ECEAgent']);
});

test('given a locked account, then neither agent is touched and the inventory says so; another node is restarted', async () => {
  const bench = begin('locked-account');
  const inventory = await inventoryOf(bench);
  expect(
    inventory.nodes.map(
      (node) => node.inventory?.accounts.find((one) => one.name === 'ECEAgentService')?.locked,
    ),
  ).toEqual([false, false, true]);

  const refused = { outcome: 'failed', changed: false, reason: 'account-locked' };
  expect(await restart(bench, 'as-n3', AGENT)).toMatchObject(refused);
  expect(await restart(bench, 'as-n3', DOWNLOAD)).toMatchObject(refused);
  expect((await restart(bench, 'as-n3', AGENT)).hint).toContain('Unlock it');
  bench.edit((state) => stop(state, 'as-n3', AGENT));
  expect(await start(bench, 'as-n3', AGENT)).toMatchObject(refused);
  expect(bench.changes()).toEqual([]);

  expect(await restart(bench, 'as-n2', AGENT)).toMatchObject({ outcome: 'succeeded', reason: 'restarted' });
});

test('given a service that hangs while it stops, then that is said, nothing is killed and nothing is started', async () => {
  const scenario = { ...loadScenario('healthy'), hangingServices: [{ node: 1, service: AGENT }] };
  const bench = begin(scenario);
  const report = await restart(bench, 'as-n1', AGENT, { waitSeconds: 5 });
  expect(report).toMatchObject({ outcome: 'failed', changed: true, reason: 'stop-hangs' });
  expect(report.node.answer).toMatchObject({
    state: 'StopPending',
    processId: report.node.answer?.processIdBefore,
  });
  expect(report.hint).toContain("operator's decision");
  expect(bench.changes()).toEqual(['Stop-Service ECEAgent']);

  expect(await restart(bench, 'as-n1', AGENT)).toMatchObject({ changed: false, reason: 'state-pending' });
  expect(await start(bench, 'as-n1', AGENT)).toMatchObject({ changed: false, reason: 'state-pending' });
  expect(bench.changes()).toHaveLength(1);
});

test('given a start that fails, then it is tried once', async () => {
  const bench = begin('healthy');
  // An account whose lock cannot be seen beforehand.
  bench.edit((state) => state.nodes[0]?.lockedAccounts.push('SYSTEM'));
  const report = await restart(bench, 'as-n1', DOWNLOAD);
  expect(report).toMatchObject({ outcome: 'failed', changed: true, reason: 'not-started' });
  expect(report.node.answer).toMatchObject({
    state: 'Stopped',
    processId: null,
    errorId: expect.stringMatching(/^CouldNotStartService/) as unknown,
  });
  expect(bench.changes()).toEqual([`Stop-Service ${DOWNLOAD}`, `Start-Service ${DOWNLOAD}`]);
});

test('given a stopped service, then it is planned, started once with proof, and then there is nothing to do', async () => {
  const bench = begin('healthy');
  bench.edit((state) => {
    stop(state, 'as-n2', AGENT);
    const [first] = state.nodes;
    if (first) first.services = first.services.filter((one) => one.name !== AGENT);
  });
  expect(await start(bench, 'as-n2', AGENT, true)).toMatchObject({ outcome: 'planned', changed: false });
  expect(bench.changes()).toEqual([]);
  const report = await start(bench, 'as-n2', AGENT);
  expect(report).toMatchObject({ outcome: 'succeeded', changed: true, reason: 'started' });
  expect(report.node.answer).toMatchObject({
    requestId: 'request-4',
    stateBefore: 'Stopped',
    state: 'Running',
  });
  expect(report.node.answer?.startedAtUtc).toBeGreaterThanOrEqual(
    report.node.answer?.requestedAtUtc ?? Infinity,
  );
  expect(await start(bench, 'as-n2', AGENT)).toMatchObject({
    outcome: 'nothing-to-do',
    reason: 'already-running',
  });
  expect(await start(bench, 'as-n1', AGENT)).toMatchObject({
    outcome: 'failed',
    changed: false,
    reason: 'absent',
  });
  expect(bench.changes()).toEqual(['Start-Service ECEAgent']);
});

test('given a node that is down, then the inventory names it and a restart there was not sent', async () => {
  const bench = begin('healthy');
  bench.cluster.inject({ kind: 'node-down', node: 'as-n3' });
  const inventory = await inventoryOf(bench);
  expect(inventory.downNodes).toEqual(['as-n3']);
  expect(inventory.nodes[2]).toMatchObject({ status: 'unreachable', inventory: null });
  expect(await restart(bench, 'as-n3', LCM)).toMatchObject({
    outcome: 'failed',
    changed: false,
    reason: 'not-sent',
  });
});

test('given a deadline that would cut the restart off half-way, then nothing is started', async () => {
  const bench = begin('healthy');
  const wrong = restartNodeService(bench.powershell, {
    node: 'as-n1',
    connection: bench.connection,
    service: LCM,
    waitSeconds: 30,
    steadySeconds: 30,
    requestId: '',
    ticket: freshTicket(),
    whatIf: false,
    nodeDeadlineMs: GENEROUS_MS,
  });
  await expect(wrong).rejects.toThrow('half-way');
});

test("given a plan with work inside a node's agent, then the update's progress names the node and the work's status", async () => {
  const bench = begin({
    ...loadScenario('monitoring-session'),
    callers: [],
    update: { afterCure: 'stays', remoteTaskOn: 1, name: 'u', version: '12.1' },
  });
  const progress = reported(
    await getUpdateProgress(bench.powershell, {
      node: 'as-n1',
      connection: bench.connection,
      nodeDeadlineMs: GENEROUS_MS,
    }),
  );
  const { plan, planErrorId } = progress.node.progress?.value ?? {};
  expect(planErrorId).toBeNull();
  expect(plan?.remoteTasks).toEqual([
    { nodeName: 'as-n1', status: 'InProgress', taskId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown },
  ]);
});
