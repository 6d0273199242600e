import { judgeInterlocks } from '../../src/detection/interlocks';
import { readUpdate } from '../../src/detection/update-report';
import { getNodeRestartInterlock } from '../../src/powershell/operations/get-node-restart-interlock';
import { getUpdateProgress } from '../../src/powershell/operations/get-update-progress';
import type { LabBench } from './module-lab-bench';
import { begin, closeAll, GENEROUS_MS, reported } from './module-node-restart-bench';

jest.setTimeout(6 * GENEROUS_MS);
afterEach(closeAll);

/** What the interlocks say about a node, with the update asked as the bot does it and a crash just now. */
async function interlocksOf(bench: LabBench, node: string): Promise<Record<string, string>> {
  const { powershell, connection, nodes } = bench;
  const call = { connection, nodeDeadlineMs: GENEROUS_MS };
  const facts = reported(
    await getNodeRestartInterlock(powershell, { ...call, node, nodes, storageGapMs: 300 }),
  );
  const progress = await getUpdateProgress(powershell, { ...call, node: nodes[0] ?? '' });
  const now = Date.now();
  const judged = judgeInterlocks(facts, {
    node,
    update: readUpdate(reported(progress), now),
    lastCrashAt: now,
    intervalMs: 5000,
    now,
    protectedVms: [],
  });
  return Object.fromEntries(
    judged.map(({ name, state, why }) => [name, state === 'green' ? state : `${state}: ${why}`]),
  );
}

test('given a healthy cluster, then every interlock of a restart is green', async () => {
  const bench = begin('healthy', ({ update: _, ...scenario }) => scenario);
  const states = await interlocksOf(bench, 'as-n3');
  expect(Object.keys(states)).toHaveLength(11);
  expect(new Set(Object.values(states))).toEqual(new Set(['green']));
});

test('given a machine with a GPU partition and a disk that is not healthy, then these are red', async () => {
  const bench = begin('drain-fails', (scenario) => ({
    ...scenario,
    storage: { ...scenario.storage, virtualDiskHealth: 'Unhealthy' },
  }));
  const states = await interlocksOf(bench, 'as-n2');
  expect(states['vms-movable']).toBe('red: Cannot move: render-01 uses a GPU partition');
  expect(states.storage).toMatch(/^red: .*Unhealthy/);
  expect(states.votes).toBe('green');
});

test('given a cluster of one node, then its restart has no green light', async () => {
  const states = await interlocksOf(begin('single-node'), 'as-n1');
  for (const name of ['nodes-up', 'votes']) expect(states[name]).toMatch(/^unknown: /);
});

test('given the update draining another node, then the nodes and the updating run are red', async () => {
  const states = await interlocksOf(begin('update-drains-node'), 'as-n1');
  expect(states['nodes-up']).toMatch(/^red: as-n2 is Paused/);
  expect(states['updating-run']).toMatch(/^red: An updating run/);
});

test('given a node that cannot be reached, then what only it can tell is unknown', async () => {
  const bench = begin('healthy', ({ update: _, ...scenario }) => ({ ...scenario, unreachable: [3] }));
  const states = await interlocksOf(bench, 'as-n3');
  for (const name of ['memory', 'vms-movable', 'pending-reboot', 'protected-vms'])
    expect(states[name]).toMatch(/^unknown: /);
  expect(states.votes).toBe('green');
});
