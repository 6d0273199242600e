import {
  type Interlock,
  type InterlockContext,
  type InterlockName,
  judgeInterlocks,
} from '../../src/detection/interlocks';
import type { Load, Look, View, World } from './support/node-restart-facts';
import { clean, GIB, healthy, NOW, ok, UNREAD } from './support/node-restart-facts';

const judged = (world: World): Map<InterlockName, Interlock> =>
  new Map(judgeInterlocks(world.facts, world.context).map((one) => [one.name, one]));

/** Changes what the named nodes say of the cluster. */
const seen =
  (change: (view: View) => Partial<View>, nodes = ['as-n1', 'as-n2']) =>
  (world: World): void => {
    for (const { cluster } of world.facts.nodes)
      if (cluster?.value && nodes.includes(cluster.value.computerName))
        Object.assign(cluster.value, change(cluster.value));
  };

/** Changes what one node says of itself. */
const loaded =
  (node: string, change: Partial<Load>) =>
  (world: World): void => {
    for (const one of world.facts.nodes)
      if (one.load?.value?.computerName === node) Object.assign(one.load.value, change);
  };

const looks =
  (...verdicts: Look['verdict'][]) =>
  (world: World): void => {
    for (const one of world.facts.nodes.filter(({ storage }) => storage !== null))
      one.storage = verdicts.map((verdict) => ({ ...clean, verdict, why: [`it is ${verdict}`] }));
  };

const known =
  (change: Partial<InterlockContext>) =>
  (world: World): void => {
    world.context = { ...world.context, ...change };
  };

const update =
  (change: Partial<InterlockContext['update']>) =>
  (world: World): void => {
    world.context = { ...world.context, update: { ...world.context.update, ...change } };
  };

const withNode =
  (name: string, change: object) =>
  (one: View): Partial<View> => ({
    nodes: ok((one.nodes.value ?? []).map((node) => (node.name === name ? { ...node, ...change } : node))),
  });

const machine = (more: object) =>
  ok([{ name: 'sql', state: 'Running', isClustered: true, memoryBytes: 32 * GIB, ...more }]);

const cluster = (witnessDynamicWeight: number | null) =>
  ok({ dynamicQuorum: 1, witnessDynamicWeight, drainOnShutdown: 1 });
const quorum = (witnessState: string | null) =>
  ok({ type: 'Majority', witnessName: 'Cloud Witness', witnessState });
const locked = (nodeBound: boolean) => (one: View) => ({
  groups: ok((one.groups.value ?? []).map((group) => ({ ...group, lockedFromMoving: 1, nodeBound }))),
});

const nobody = (world: World): void => {
  for (const one of world.facts.nodes) Object.assign(one, { cluster: null, load: null, storage: null });
};

test('given a healthy cluster that still crashes, then every interlock is green', () => {
  const states = judgeInterlocks(healthy().facts, healthy().context).map(({ name, state }) => [name, state]);
  expect(states).toEqual(
    [
      'nodes-up',
      'votes',
      'witness',
      'updating-run',
      'plan-step',
      'storage',
      'memory',
      'vms-movable',
      'pending-reboot',
      'protected-vms',
      'crash-present',
    ].map((name) => [name, 'green']),
  );
});

test('given that no node could be read, then nothing of the cluster is green', () => {
  const world = healthy();
  nobody(world);
  const states = judgeInterlocks(world.facts, world.context)
    .filter(({ name }) => name !== 'plan-step' && name !== 'crash-present')
    .map(({ state }) => state);
  expect(states).toEqual(Array.from({ length: 9 }, () => 'unknown'));
});

const red: readonly (readonly [InterlockName, string, (world: World) => void])[] = [
  ['nodes-up', 'a node is paused', seen(withNode('as-n2', { state: 'Paused' }))],
  ['nodes-up', 'a node is isolated', seen(withNode('as-n2', { statusInformation: 'Isolated' }))],
  ['nodes-up', 'a node drains', seen(withNode('as-n1', { drainStatus: 'InProgress' }))],
  [
    'votes',
    'half the votes are not enough',
    seen((one) => ({ ...withNode('as-n2', { state: 'Down' })(one), cluster: cluster(0) })),
  ],
  ['votes', 'the node has most votes', seen((one) => ({ ...withNode('as-n3', { dynamicWeight: 4 })(one) }))],
  ['witness', 'a witness with a vote is offline', seen(() => ({ quorum: quorum('Failed') }))],
  ['updating-run', 'an updating run is in progress', seen(() => ({ updatingRun: ok(['run 1']) }))],
  ['plan-step', 'the step updates the OS', update({ currentStep: 'UpdateHostOS' })],
  ['plan-step', 'the step is a CAU step', update({ currentStep: 'RunCAUOnCluster' })],
  ['plan-step', 'the step brings firmware', update({ currentStep: 'SBE firmware' })],
  ['plan-step', 'the step drains', update({ currentStep: 'Draining role owners' })],
  ['plan-step', 'the step names the node', update({ currentStep: 'Configure AS-N3' })],
  ['plan-step', 'the plan has work on the node', update({ busyNodes: ['AS-N3'] })],
  [
    'plan-step',
    'a failed run stopped in such a step',
    update({ state: 'failed', currentStep: 'Restart hosts' }),
  ],
  ['storage', 'the second look is not clean', looks('clean', 'not-clean')],
  ['storage', 'not clean outweighs unknown', looks('unknown', 'not-clean')],
  [
    'memory',
    'the sum would fit, but no machine may be split',
    loaded('as-n3', { vms: machine({ memoryBytes: 100 * GIB }) }),
  ],
  ['vms-movable', 'a machine is not clustered', loaded('as-n3', { vms: machine({ isClustered: false }) })],
  [
    'vms-movable',
    'a GPU partition',
    (world) => {
      loaded('as-n3', { vms: machine({}), gpuPartitions: ok([{ vmName: 'sql', canMove: false }]) })(world);
    },
  ],
  [
    'vms-movable',
    'an image on a local path',
    loaded('as-n3', { vms: machine({}), drives: ok([{ vmName: 'sql', path: 'C:\\iso\\x.iso' }]) }),
  ],
  ['vms-movable', 'a locked group', seen(locked(false))],
  ['pending-reboot', 'a restart is pending', loaded('as-n3', { pendingReboot: ok(['windows-update']) })],
  ['protected-vms', 'a domain controller', loaded('as-n3', { vms: machine({ name: 'DC-01' }) })],
  ['protected-vms', "the bot's own host", loaded('as-n3', { vms: machine({ name: 'bot' }) })],
  ['crash-present', 'the last crash is old', known({ lastCrashAt: NOW - 180_001 })],
  ['crash-present', 'no crash is known', known({ lastCrashAt: null })],
];

const unknown: typeof red = [
  ['nodes-up', 'nobody could be asked', nobody],
  ['nodes-up', 'two nodes disagree', seen(withNode('as-n3', { state: 'Paused' }), ['as-n2'])],
  ['nodes-up', 'the nodes could not be read', seen(() => ({ nodes: UNREAD }))],
  [
    'nodes-up',
    'the cluster does not list the node',
    seen((one) => ({ nodes: ok((one.nodes.value ?? []).slice(0, 2)) })),
  ],
  ['votes', 'a weight is missing', seen(withNode('as-n1', { dynamicWeight: null }))],
  ['votes', "the witness's weight is missing", seen(() => ({ cluster: cluster(null) }))],
  ['witness', 'its vote is not known', seen(() => ({ cluster: UNREAD }))],
  ['witness', 'its state could not be read', seen(() => ({ quorum: UNREAD }))],
  ['witness', 'it has a vote but no resource', seen(() => ({ quorum: quorum(null) }))],
  ['updating-run', 'it could not be asked', seen(() => ({ updatingRun: UNREAD }))],
  ['updating-run', 'it said nothing', seen(() => ({ updatingRun: ok([]) }))],
  ['plan-step', 'the update was never read', update({ state: 'unknown', currentStep: null })],
  ['plan-step', 'the step is not known', update({ currentStep: null })],
  ['plan-step', 'where the plan has work is not known', update({ busyNodes: null })],
  ['storage', 'a look could not tell', looks('clean', 'unknown')],
  ['storage', 'it was seen once only', looks('clean')],
  ['memory', "the node's machines could not be read", loaded('as-n3', { vms: UNREAD })],
  [
    'memory',
    'another node could not be read and the rest is not enough',
    (world) => {
      loaded('as-n3', { vms: machine({ memoryBytes: 65 * GIB }) })(world);
      loaded('as-n1', { memory: UNREAD })(world);
    },
  ],
  ['vms-movable', 'the machines could not be read', loaded('as-n3', { vms: UNREAD })],
  ['vms-movable', 'the drives could not be read', loaded('as-n3', { drives: UNREAD })],
  [
    'vms-movable',
    'a GPU partition does not say',
    (world) => {
      loaded('as-n3', { vms: machine({}), gpuPartitions: ok([{ vmName: 'sql', canMove: null }]) })(world);
    },
  ],
  ['vms-movable', 'the groups could not be read', seen(() => ({ groups: UNREAD }))],
  ['pending-reboot', 'the keys could not be read', loaded('as-n3', { pendingReboot: UNREAD })],
  ['protected-vms', 'the machines could not be read', loaded('as-n3', { vms: UNREAD })],
  ['protected-vms', 'nobody configured which they are', known({ protectedVms: undefined })],
  ['crash-present', 'the interval is not known', known({ intervalMs: null })],
];

const green: typeof red = [
  ['votes', 'no witness has a vote', seen(() => ({ cluster: cluster(0) }))],
  ['votes', 'a node that is down counts for nothing', seen(withNode('as-n1', { state: 'Down' }))],
  [
    'witness',
    'a witness without a vote is offline',
    seen(() => ({ cluster: cluster(0), quorum: quorum('Failed') })),
  ],
  ['plan-step', 'there is no update run', update({ state: 'none', currentStep: null })],
  ['plan-step', 'the run is finished', update({ state: 'succeeded', currentStep: null })],
  ['plan-step', 'the plan has work on another node', update({ busyNodes: ['as-n1'] })],
  ['plan-step', 'the step names another node', update({ currentStep: 'Configure as-n31' })],
  ['plan-step', 'words that only contain such words', update({ currentStep: 'Close hosts of cosmos' })],
  [
    'memory',
    'machines that are off need no room',
    loaded('as-n3', { vms: machine({ state: 'Off', memoryBytes: 999 * GIB }) }),
  ],
  ['memory', 'another node could not be read but the rest is enough', loaded('as-n1', { memory: UNREAD })],
  [
    'vms-movable',
    'a machine at rest need not move',
    loaded('as-n3', { vms: machine({ state: 'Off', isClustered: false }) }),
  ],
  [
    'vms-movable',
    'the node has no GPU commands',
    loaded('as-n3', { gpuPartitions: { ...UNREAD, status: 'absent' } }),
  ],
  [
    'vms-movable',
    'an image on a shared volume',
    loaded('as-n3', {
      vms: machine({}),
      drives: ok([{ vmName: 'sql', path: 'C:\\ClusterStorage\\V1\\x.iso' }]),
    }),
  ],
  [
    'vms-movable',
    'an image on a share',
    loaded('as-n3', { vms: machine({}), drives: ok([{ vmName: 'sql', path: '\\\\files\\iso\\x.iso' }]) }),
  ],
  ['vms-movable', 'a locked group that is bound to the node', seen(locked(true))],
  [
    'pending-reboot',
    'a restart is pending on another node',
    loaded('as-n1', { pendingReboot: ok(['file-rename']) }),
  ],
  ['protected-vms', 'there are none', known({ protectedVms: [], botHostVm: undefined })],
  ['protected-vms', 'one runs on another node', loaded('as-n1', { vms: machine({ name: 'dc-01' }) })],
  ['crash-present', 'three intervals ago', known({ lastCrashAt: NOW - 180_000 })],
];

describe.each([
  ['red', red],
  ['unknown', unknown],
  ['green', green],
] as const)('%s', (state, table) => {
  test.each(table)('%s: %s', (name, _case, change) => {
    const world = healthy();
    change(world);
    expect(judged(world).get(name)?.state).toBe(state);
  });
});

test('every state of every interlock is tried, and each says why', () => {
  const tried = new Set([
    ...red.map(([name]) => `red ${name}`),
    ...unknown.map(([name]) => `unknown ${name}`),
  ]);
  const names = judgeInterlocks(healthy().facts, healthy().context).map(({ name }) => name);
  expect([...tried].sort()).toEqual(names.flatMap((name) => [`red ${name}`, `unknown ${name}`]).sort());
  for (const [, , change] of [...red, ...unknown, ...green]) {
    const world = healthy();
    change(world);
    for (const { why } of judgeInterlocks(world.facts, world.context)) expect(why).toMatch(/\S.*\S/);
  }
});
