import { placeCallers } from './initial-callers';
import { initialGroups, initialNode, nodeName, ProcessIds } from './initial-nodes';
import { initialPlan } from './initial-plan';
import type { LabNode, LabState } from './lab-state';
import { PKU2U_ROOT, ROOT } from './root-certificates';
import type { Scenario } from './scenario';
import { stableGuid, stableThumbprint } from './stable-ids';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEAR = 365 * 24 * HOUR;
const GIB = 1024 ** 3;
/** Client certificates are told by their thumbprint alone: nothing reads their bytes. */
const CLIENT = { rawData: '', stores: ['My'] };
const ORCHESTRATOR = 'Azure Stack HCI Orchestrator Service';

/** A record that was written before the lab started: the PowerShell side gives it the log's next id. */
export interface PastRecord {
  readonly node: string;
  readonly kind: string;
  readonly at: number;
  readonly arguments: readonly (string | number)[];
}

export interface InitialState {
  readonly state: LabState;
  readonly records: readonly PastRecord[];
}

/** Crashes of long ago, the logs' everyday beginning days ago (so that they reach back), and two records that look like ours and are not: another program's 1000, an installer's 1025. */
function pastRecords(scenario: Scenario, nodes: readonly LabNode[], at: number): PastRecord[] {
  const owner = nodeName(scenario, scenario.orchestratorOn);
  const foreign = nodes.flatMap((node, index): PastRecord[] => [
    { node: node.name, kind: 'log-service-started', at: at - (240 * HOUR + index * MINUTE), arguments: [] },
    { node: node.name, kind: 'policy-applied', at: at - (239 * HOUR + index * MINUTE), arguments: [] },
    { node: node.name, kind: 'foreign-installer', at: at - (9 * HOUR + index * MINUTE), arguments: [] },
    {
      node: node.name,
      kind: 'foreign-application-error',
      at: at - (7 * HOUR + index * MINUTE),
      arguments: [6012 + index * 4, at - 60 * HOUR],
    },
  ]);
  const crashes = scenario.crashedHoursAgo.flatMap((hours, index): PastRecord[] => {
    const crashedAt = Math.round(at - hours * HOUR);
    return [
      { node: owner, kind: 'fail-fast', at: crashedAt - 150, arguments: [] },
      {
        node: owner,
        kind: 'application-error',
        at: crashedAt - 90,
        arguments: [7000 + index * 4, crashedAt - 10 * MINUTE],
      },
      { node: owner, kind: 'service-restarted', at: crashedAt, arguments: [ORCHESTRATOR, index + 1, 60_000] },
    ];
  });
  return [...foreign, ...crashes].sort((a, b) => a.at - b.at);
}

function timingOf(scenario: Scenario): LabState['timing'] {
  const { timing } = scenario;
  return {
    startUpMs: timing.startUp * 1000,
    failoverMs: timing.failover * 1000,
    serviceStartMs: timing.serviceStart * 1000,
    restartDelayMs: timing.restartDelay * 1000,
    rebootMs: timing.reboot * 1000,
    drainMs: timing.drain * 1000,
    vmMoveMs: timing.vmMove * 1000,
    resyncDelayMs: timing.resyncDelay * 1000,
    resyncMs: timing.resync * 1000,
    sleepAfterMs: timing.sleepAfter * 1000,
  };
}

function storageOf(scenario: Scenario, now: number): LabState['storage'] {
  const { virtualDiskHealth, repairSeconds } = scenario.storage;
  const operation = virtualDiskHealth === 'Healthy' ? 'OK' : 'Degraded';
  return {
    virtualDisks: ['Infrastructure_1', 'UserStorage_1'].map((name) => ({
      name,
      health: virtualDiskHealth,
      operation,
    })),
    pools: [{ name: `SU1_Pool`, health: 'Healthy', operation: 'OK' }],
    jobs: repairSeconds > 0 ? [{ name: 'Repair', startsAt: now, endsAt: now + repairSeconds * 1000 }] : [],
  };
}

function defectOf(scenario: Scenario, at: number): LabState['defect'] {
  if (scenario.defect === undefined) return null;
  const periodMs = scenario.defect.everySeconds * 1000;
  return { record: 'other-fail-fast', periodMs, nextAt: at + periodMs };
}

function certificateLogOf({ certificateLog }: Scenario): LabState['certificateLog'] {
  if (certificateLog === undefined) return null;
  return { callMs: certificateLog.callSeconds * 1000, httpSys: certificateLog.httpSys };
}

/**
 * The cluster a scenario describes, as it was `history` seconds before now (epoch ms, UTC): the first simulated command lets that
 * history happen, so the records of the loop are the simulation's own. Equal arguments give equal states.
 */
export function initialState(scenario: Scenario, now: number): InitialState {
  const at = now - scenario.history * 1000;
  const ids = new ProcessIds();
  const nodes = Array.from({ length: scenario.nodes }, (_, index) =>
    initialNode(scenario, index + 1, at, ids),
  );
  const rotatedAt = now - scenario.rotatedMinutesAgo * MINUTE;
  const seed = `${scenario.cluster}/${scenario.name}`;
  const certificates = { old: stableThumbprint(`${seed}/old`), current: stableThumbprint(`${seed}/current`) };
  for (const number of scenario.missingRootsOn)
    nodes[number - 1]?.missingRoots.push(...ROOT.stores.map((store) => `${store}\\${ROOT.thumbprint}`));
  const instanceId = stableGuid(`${seed}/plan`);
  const { callers, shells } = placeCallers({ scenario, nodes, ids, at: now, certificates }, instanceId);
  for (const caller of callers) caller.nextPollAt -= scenario.history * 1000;
  const crashing =
    scenario.defect !== undefined ||
    scenario.missingRootsOn.length > 0 ||
    callers.some((caller) => caller.thumbprint !== certificates.current);
  const state: LabState = {
    scenario: scenario.name,
    clusterName: scenario.cluster,
    domain: scenario.domain,
    startedAt: now,
    advancedTo: at,
    nextDueAt: 0,
    nextProcessId: ids.highest,
    witness: scenario.witness,
    ecePort: 46_443,
    eceThumbprint: certificates.current,
    certificateLog: certificateLogOf(scenario),
    timing: timingOf(scenario),
    nodes,
    groups: initialGroups(scenario),
    callers,
    defect: defectOf(scenario, at),
    shells,
    certificates: [
      {
        thumbprint: certificates.old,
        subject: 'CN=ECEClient, OU=AzureStack',
        notBefore: rotatedAt - YEAR,
        notAfter: rotatedAt + 30 * 24 * HOUR,
        ...CLIENT,
      },
      {
        thumbprint: certificates.current,
        subject: 'CN=ECEClient, OU=AzureStack',
        notBefore: rotatedAt,
        notAfter: rotatedAt + YEAR,
        ...CLIENT,
      },
      ...[ROOT, PKU2U_ROOT].map((root) => ({ ...root, stores: [...root.stores] })),
    ],
    vms: scenario.vms.map((vm) => ({
      name: vm.name,
      node: nodeName(scenario, vm.node),
      state: vm.running ? 'Running' : 'Off',
      memoryBytes: vm.memoryGb * GIB,
      clustered: vm.clustered,
      blocker: vm.blocker,
      drainedFrom: '',
    })),
    storage: storageOf(scenario, now),
    plan: initialPlan(scenario, instanceId, at, rotatedAt, crashing),
  };
  return { state, records: pastRecords(scenario, nodes, at) };
}
