import type { InterlockContext } from '../../../src/detection/interlocks';
import type { NodeRestartInterlock } from '../../../src/powershell/operations/get-node-restart-interlock';

export const NOW = Date.UTC(2026, 9, 14, 12);
export const GIB = 1024 ** 3;
export const NAMES = ['as-n1', 'as-n2', 'as-n3'];

export type NodeFacts = NodeRestartInterlock['nodes'][number];
export type View = NonNullable<NonNullable<NodeFacts['cluster']>['value']>;
export type Load = NonNullable<NonNullable<NodeFacts['load']>['value']>;
export type Look = NonNullable<NodeFacts['storage']>[number];

const READ = { status: 'ok', errorId: null, message: null, hint: null } as const;
export const ok = <T>(value: T) => ({ status: 'ok', errorId: null, value }) as const;
export const UNREAD = { status: 'unavailable', errorId: 'Broken', value: null } as const;

const view = (computerName: string): View => ({
  computerName,
  readAtUtc: NOW,
  nodes: ok(
    NAMES.map((name) => ({
      name,
      state: 'Up',
      statusInformation: 'Normal',
      drainStatus: 'NotInitiated',
      nodeWeight: 1,
      dynamicWeight: 1,
    })),
  ),
  cluster: ok({ dynamicQuorum: 1, witnessDynamicWeight: 1, drainOnShutdown: 1 }),
  quorum: ok({ type: 'Majority', witnessName: 'Cloud Witness', witnessState: 'Online' }),
  updatingRun: ok(['RunNotInProgress']),
  groups: ok([
    {
      name: 'web',
      state: 'Online',
      groupType: 'VirtualMachine',
      isCoreGroup: false,
      lockedFromMoving: 0,
      priority: 2000,
      nodeBound: false,
    },
  ]),
  vmMove: UNREAD,
});

const load = (computerName: string): Load => ({
  computerName,
  readAtUtc: NOW,
  bootUtc: NOW - 86_400_000,
  memory: ok({ freeBytes: 64 * GIB }),
  vms: ok([{ name: `vm-of-${computerName}`, state: 'Running', isClustered: true, memoryBytes: 32 * GIB }]),
  gpuPartitions: ok([]),
  drives: ok([]),
  pendingReboot: ok([]),
});

export const clean: Look = { ...READ, value: null, verdict: 'clean', why: [] };

const nodeFacts = (node: string): NodeFacts => ({
  node: `${node}.contoso.local`,
  ...READ,
  checkedAtUtc: NOW,
  nodeUtc: NOW,
  roundTripMs: 5,
  skewMs: 0,
  bootUtc: NOW - 86_400_000,
  osBuild: '26100',
  languageMode: 'FullLanguage',
  powershellVersion: '5.1',
  sessionClosed: true,
  cluster: { ...READ, value: view(node) },
  load: { ...READ, value: load(node) },
  storage: node === 'as-n3' ? null : [clean, clean],
});

export interface World {
  facts: NodeRestartInterlock;
  context: InterlockContext;
}

/** A cluster of three nodes on which everything is as it must be; as-n3 is to be restarted. */
export const healthy = (): World => ({
  facts: {
    checkedAtUtc: NOW,
    node: 'as-n3.contoso.local',
    storageGapMs: 60_000,
    nodes: NAMES.map(nodeFacts),
  },
  context: {
    node: 'as-n3.contoso.local',
    update: {
      state: 'in-progress',
      finishedSteps: 2,
      totalSteps: 5,
      currentStep: 'Update lifecycle agents',
      lastChangeAt: NOW - 600_000,
      askedAt: NOW,
      busyNodes: [],
    },
    lastCrashAt: NOW - 60_000,
    intervalMs: 60_000,
    now: NOW,
    botHostVm: 'bot',
    protectedVms: ['dc-01'],
  },
});
