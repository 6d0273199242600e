import type { LabGroup, LabNode, LabProcess, LabService } from './lab-state';
import type { Scenario } from './scenario';

const MINUTE = 60_000;
const AGENTS = 'C:\\Agents';

/** The name of the n-th node (from 1): `as-n1`. */
export const nodeName = (scenario: Scenario, number: number): string => `${scenario.nodePrefix}${number}`;

/** Gives every process of the cluster its own id; ids are multiples of four as on Windows. */
export class ProcessIds {
  private last = 4096;
  /** The next unused id. */
  next(): number {
    this.last += 4;
    return this.last;
  }
  /** The highest id given so far. */
  get highest(): number {
    return this.last;
  }
}

interface ServiceKind {
  readonly name: string;
  readonly path: string;
  readonly account: string;
  readonly group?: string;
  readonly dependents?: readonly string[];
}

/** Names from docs/simulated.md's sources; paths other than the orchestrator's are made up. */
const SERVICES: readonly ServiceKind[] = [
  {
    name: 'Azure Stack HCI Orchestrator Service',
    path: `${AGENTS}\\Microsoft.AzureStack.Ece.WinService\\content\\Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.exe`,
    account: '.\\HCIOrchestrator',
    group: 'Azure Stack HCI Orchestrator Service Cluster Group',
  },
  {
    name: 'Azure Stack HCI Update Service',
    path: `${AGENTS}\\Microsoft.AzureStack.Services.Update\\content\\Microsoft.AzureStack.UpdateService.WinSvcHost.exe`,
    account: 'NT AUTHORITY\\SYSTEM',
    group: 'Azure Stack HCI Update Service Cluster Group',
  },
  {
    name: 'Azure Stack HCI Download Service',
    path: `${AGENTS}\\Microsoft.AzureStack.Services.Download\\content\\Microsoft.AzureStack.DownloadService.WinSvcHost.exe`,
    account: 'NT AUTHORITY\\SYSTEM',
    group: 'Azure Stack HCI Download Service Cluster Group',
  },
  {
    name: 'Azure Stack HCI Health Service',
    path: `${AGENTS}\\Microsoft.AzureStack.Services.Health\\content\\Microsoft.AzureStack.HealthService.WinSvcHost.exe`,
    account: 'NT AUTHORITY\\SYSTEM',
    group: 'Azure Stack HCI Health Service Cluster Group',
  },
  {
    name: 'LcmController',
    path: `${AGENTS}\\LcmController\\LcmController.exe`,
    account: 'NT AUTHORITY\\SYSTEM',
    dependents: ['LcmWatcher'],
  },
  { name: 'ClusSvc', path: 'C:\\Windows\\Cluster\\clussvc.exe', account: 'NT AUTHORITY\\SYSTEM' },
  { name: 'LcmWatcher', path: `${AGENTS}\\LcmController\\LcmWatcher.exe`, account: 'NT AUTHORITY\\SYSTEM' },
  { name: 'ECEAgent', path: `${AGENTS}\\EceAgent\\EceAgentService.exe`, account: '.\\ECEAgentService' },
  {
    name: 'Azure Stack HCI Download Standalone Tool Agent',
    path: `${AGENTS}\\DownloadTool\\DownloadStandaloneTool.exe`,
    account: 'NT AUTHORITY\\SYSTEM',
  },
  {
    name: 'AzureStack Agent Lifecycle Agent',
    path: `${AGENTS}\\LifecycleAgent\\AgentLifecycleAgent.exe`,
    account: 'NT SERVICE\\AzureStack Agent Lifecycle Agent',
  },
];

/** The four clustered services as groups, all of them on the orchestrator's node, with the scenario's thresholds. */
export function initialGroups(scenario: Scenario): LabGroup[] {
  const { thresholds, timing } = scenario;
  return SERVICES.flatMap((service) =>
    service.group === undefined
      ? []
      : [
          {
            name: service.group,
            type: 'GenericService',
            resource: service.name,
            service: service.name,
            owner: nodeName(scenario, scenario.orchestratorOn),
            state: 'Online',
            restartThreshold: thresholds.restart,
            restartPeriodMs: thresholds.restartPeriod * 1000,
            restartDelayMs: timing.restartDelay * 1000,
            retryPeriodMs: thresholds.retry * 1000,
            failoverThreshold: thresholds.failover,
            failoverPeriodMs: thresholds.failoverPeriod * 1000,
            startAt: 0,
            onlineAt: 0,
            stuck: scenario.stuckGroups.some((word) => service.name === `Azure Stack HCI ${word} Service`),
            movingTo: '',
            possibleOwners: scenario.possibleOwners.map((number) => nodeName(scenario, number)),
            preferredOwner:
              scenario.failbackSeconds === undefined ? '' : nodeName(scenario, scenario.orchestratorOn),
            failbackMs: (scenario.failbackSeconds ?? 0) * 1000,
            failbackAt: 0,
            drainedFrom: '',
            crashes: 0,
            restarts: [],
            failovers: [],
          },
        ],
  );
}

/** A process of the node's list; the caller adds it. */
export function labProcess(
  ids: ProcessIds,
  startedAt: number,
  about: Pick<LabProcess, 'name' | 'user' | 'path'> & Partial<LabProcess>,
): LabProcess {
  return {
    id: ids.next(),
    startedAt,
    commandLine: `"${about.path}"`,
    parentId: 812,
    sessionId: 0,
    modules: [],
    ...about,
  };
}

/** What a node does to all that is asked of it. */
function initialTrouble(
  scenario: Scenario,
  number: number,
  at: number,
): Pick<LabNode, 'commands' | 'delayMs' | 'skewMs' | 'flapMs' | 'flapAt'> {
  const of = <T extends { readonly node: number }>(all: readonly T[]): T | undefined =>
    all.find(({ node }) => node === number);
  const flapMs = (of(scenario.flapping)?.seconds ?? 0) * 1000;
  return {
    commands: scenario.lying.includes(number) ? 'lie' : scenario.hanging.includes(number) ? 'hang' : 'work',
    delayMs: of(scenario.slow)?.milliseconds ?? 0,
    skewMs: (of(scenario.skewed)?.minutes ?? 0) * MINUTE,
    flapMs,
    flapAt: flapMs === 0 ? 0 : at + scenario.history * 1000,
  };
}

/** A node as it is before anything happens: booted ten days ago, its services running, the clustered ones only on their owner. */
export function initialNode(scenario: Scenario, number: number, at: number, ids: ProcessIds): LabNode {
  const bootedAt = at - (14_400 - number * 7) * MINUTE;
  const processes: LabProcess[] = [];
  const owns = number === scenario.orchestratorOn;
  const isDown = scenario.down.includes(number);
  const isPaused = scenario.paused.includes(number) || scenario.update?.drains === number;
  const services = SERVICES.map((kind): LabService => {
    const runs = !isDown && (kind.group === undefined || owns);
    const file = kind.path.split('\\').at(-1) ?? kind.path;
    const process = runs
      ? labProcess(ids, bootedAt + 2 * MINUTE, {
          name: file.replace(/\.exe$/, ''),
          user: kind.account,
          path: kind.path,
        })
      : undefined;
    if (process !== undefined) processes.push(process);
    return {
      name: kind.name,
      displayName: kind.name,
      state: runs ? 'Running' : 'Stopped',
      startMode: kind.group === undefined ? 'Auto' : 'Manual',
      startName: kind.account,
      path: kind.path,
      processId: process?.id ?? 0,
      startsAt: 0,
      clustered: kind.group !== undefined,
      hangs: scenario.hangingServices.some(
        (hanging) => hanging.node === number && hanging.service === kind.name,
      ),
      failsToStart: scenario.brokenServices.some(
        (broken) => broken.node === number && broken.service === kind.name,
      ),
      dependents: [...(kind.dependents ?? [])],
    };
  });
  return {
    name: nodeName(scenario, number),
    address: `10.20.0.${10 + number}`,
    state: isDown ? 'Down' : isPaused ? 'Paused' : 'Up',
    drainStatus: scenario.update?.drains === number ? 'InProgress' : 'NotInitiated',
    reach: scenario.unreachable.includes(number)
      ? 'unreachable'
      : scenario.denied.includes(number)
        ? 'denied'
        : 'ok',
    bootedAt,
    restartAt: 0,
    upAt: 0,
    drainAt: 0,
    drainTarget: '',
    ...initialTrouble(scenario, number, at),
    build: scenario.build,
    missingRoots: [],
    lockedAccounts: scenario.lockedAccounts
      .filter((locked) => locked.node === number)
      .map((locked) => locked.account),
    services,
    processes,
    logs: [
      { name: 'Application', enabled: true, lastRecordId: 41_000 + number * 1000, oldestRecordId: 0 },
      { name: 'System', enabled: true, lastRecordId: 90_000 + number * 1000, oldestRecordId: 0 },
      {
        name: 'Microsoft-Windows-CAPI2/Operational',
        enabled: scenario.certificateLog !== undefined,
        lastRecordId: 3000 + number * 100,
        oldestRecordId: 0,
      },
    ],
  };
}
