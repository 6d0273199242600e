import { createHash } from 'node:crypto';
import { initialGroups, initialNode, labProcess, nodeName, ProcessIds } from './initial-nodes';
import { initialPlan } from './initial-plan';
import type { LabCaller, LabNode, LabShell, LabState } from './lab-state';
import type { Scenario } from './scenario';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEAR = 365 * 24 * HOUR;
const GIB = 1024 ** 3;
const ORCHESTRATOR = 'Azure Stack HCI Orchestrator Service';
const WSMPROVHOST = 'C:\\Windows\\System32\\wsmprovhost.exe';
const POWERSHELL = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const ECE_CLIENT =
  'C:\\NugetStore\\ECEClient\\content\\Microsoft.AzureStack.Solution.Deploy.EnterpriseCloudEngine.Client.dll';
const PLAIN_ENDPOINT = 'http://schemas.microsoft.com/powershell/Microsoft.PowerShell';

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

/** The same text always gives the same digest, so that a scenario started twice at one time is the same cluster. */
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const guid = (text: string): string =>
  digest(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
const thumbprint = (text: string): string => digest(text).slice(0, 40).toUpperCase();

/** What is needed while callers and shells are placed on the nodes. */
interface Placing {
  readonly scenario: Scenario;
  readonly nodes: readonly LabNode[];
  readonly ids: ProcessIds;
  readonly at: number;
  readonly certificates: { readonly old: string; readonly current: string };
}

function nodeAt(placing: Placing, number: number): LabNode {
  const node = placing.nodes[number - 1];
  if (node === undefined)
    throw new Error(
      `Scenario ${placing.scenario.name} names node ${number}, but has ${placing.scenario.nodes}.`,
    );
  return node;
}

function placeShell(placing: Placing, about: Scenario['shells'][number], modules: string[]): LabShell {
  const node = nodeAt(placing, about.node);
  const openedAt = placing.at - about.startedMinutesAgo * MINUTE;
  const process = labProcess(placing.ids, openedAt, {
    name: 'wsmprovhost',
    user: about.owner,
    path: WSMPROVHOST,
    parentId: 928,
    modules,
  });
  process.commandLine = `${WSMPROVHOST} -Embedding`;
  node.processes.push(process);
  return {
    shellId: guid(`${placing.scenario.name}/${node.name}/${process.id}`).toUpperCase(),
    node: node.name,
    name: 'WinRM',
    owner: about.owner,
    clientAddress: about.clientAddress,
    processId: process.id,
    openedAt,
    activeAt: openedAt,
    resourceUri: PLAIN_ENDPOINT,
    idleTimeoutMs: 2 * HOUR,
    hosted: false,
    thumbprint: null,
  };
}

/** The process a caller lives in: a new remote shell or console, or the service that is there already. */
function callerProcess(
  placing: Placing,
  about: Scenario['callers'][number],
  instanceId: string,
): { id: number; shell?: LabShell } {
  const node = nodeAt(placing, about.node);
  const startedAt = placing.at - about.startedMinutesAgo * MINUTE;
  switch (about.kind) {
    case 'monitoring-session': {
      const shell = placeShell(placing, { ...about, note: '' }, [ECE_CLIENT]);
      return { id: shell.processId, shell };
    }
    case 'process': {
      const process = labProcess(placing.ids, startedAt, {
        name: 'powershell',
        user: about.owner,
        path: POWERSHELL,
        sessionId: 2,
        modules: [ECE_CLIENT],
      });
      process.commandLine = `"${POWERSHELL}" -NoExit -Command Start-MonitoringActionplanInstanceToComplete -actionPlanInstanceID ${instanceId}`;
      node.processes.push(process);
      return { id: process.id };
    }
    case 'lcm':
    case 'service-agent': {
      const name = about.kind === 'lcm' ? 'LcmController' : 'ECEAgent';
      const service = node.services.find((candidate) => candidate.name === name);
      const process = node.processes.find((candidate) => candidate.id === service?.processId);
      if (process === undefined) throw new Error(`Node ${node.name} runs no ${name} to call from.`);
      process.modules.push(ECE_CLIENT);
      return { id: process.id };
    }
  }
}

function placeCallers(placing: Placing, instanceId: string): { callers: LabCaller[]; shells: LabShell[] } {
  const callers: LabCaller[] = [];
  const shells: LabShell[] = [];
  for (const [index, about] of placing.scenario.callers.entries()) {
    const { id, shell } = callerProcess(placing, about, instanceId);
    if (shell !== undefined) shells.push({ ...shell, thumbprint: placing.certificates[about.certificate] });
    const periodMs = about.pollSeconds * 1000;
    callers.push({
      id: `${about.kind}-${nodeName(placing.scenario, about.node)}-${id}`,
      kind: about.kind,
      node: nodeName(placing.scenario, about.node),
      processId: id,
      thumbprint: placing.certificates[about.certificate],
      periodMs,
      nextPollAt: placing.at + periodMs + index * 137,
    });
  }
  for (const about of placing.scenario.shells) shells.push(placeShell(placing, about, []));
  return { callers, shells };
}

/** Crashes of long ago, and two records that look like ours and are not: another program's 1000, an installer's 1025. */
function pastRecords(scenario: Scenario, nodes: readonly LabNode[], at: number): PastRecord[] {
  const owner = nodeName(scenario, scenario.orchestratorOn);
  const foreign = nodes.flatMap((node, index): PastRecord[] => [
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
    jobs:
      repairSeconds > 0
        ? [{ name: 'Repair', state: 'Running', percentComplete: 10, endsAt: now + repairSeconds * 1000 }]
        : [],
  };
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
  const certificates = { old: thumbprint(`${seed}/old`), current: thumbprint(`${seed}/current`) };
  const roots = { root: thumbprint(`${seed}/root`), pku2u: thumbprint(`${seed}/pku2u`) };
  for (const number of scenario.missingRootsOn) nodes[number - 1]?.missingRoots.push(roots.root);
  const instanceId = guid(`${seed}/plan`);
  const { callers, shells } = placeCallers({ scenario, nodes, ids, at: now, certificates }, instanceId);
  for (const caller of callers) caller.nextPollAt -= scenario.history * 1000;
  const crashing =
    scenario.missingRootsOn.length > 0 ||
    callers.some((caller) => caller.thumbprint !== certificates.current);
  const state: LabState = {
    scenario: scenario.name,
    clusterName: scenario.cluster,
    domain: scenario.domain,
    startedAt: now,
    advancedTo: at,
    nextProcessId: ids.highest,
    witness: scenario.witness,
    ecePort: 46_443,
    eceThumbprint: certificates.current,
    timing: timingOf(scenario),
    nodes,
    groups: initialGroups(scenario),
    callers,
    shells,
    certificates: [
      {
        thumbprint: certificates.old,
        subject: 'CN=ECEClient, OU=AzureStack',
        notBefore: rotatedAt - YEAR,
        notAfter: rotatedAt + 30 * 24 * HOUR,
      },
      {
        thumbprint: certificates.current,
        subject: 'CN=ECEClient, OU=AzureStack',
        notBefore: rotatedAt,
        notAfter: rotatedAt + YEAR,
      },
      {
        thumbprint: roots.root,
        subject: 'CN=AzureStackCertificationAuthority',
        notBefore: rotatedAt - YEAR,
        notAfter: rotatedAt + 9 * YEAR,
      },
      {
        thumbprint: roots.pku2u,
        subject: 'CN=AzureStackCertificationAuthorityPKU2U',
        notBefore: rotatedAt - YEAR,
        notAfter: rotatedAt + 9 * YEAR,
      },
    ],
    vms: scenario.vms.map((vm) => ({
      name: vm.name,
      node: nodeName(scenario, vm.node),
      state: vm.running ? 'Running' : 'Off',
      memoryBytes: vm.memoryGb * GIB,
      clustered: vm.clustered,
      canMove: vm.canMove,
    })),
    storage: storageOf(scenario, now),
    plan: initialPlan(scenario, instanceId, at, rotatedAt, crashing),
  };
  return { state, records: pastRecords(scenario, nodes, at) };
}
