import { labProcess, nodeName, type ProcessIds } from './initial-nodes';
import type { LabCaller, LabNode, LabShell } from './lab-state';
import type { Scenario } from './scenario';
import { stableGuid } from './stable-ids';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WSMPROVHOST = 'C:\\Windows\\System32\\wsmprovhost.exe';
const POWERSHELL = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const ECE_CLIENT =
  'C:\\NugetStore\\ECEClient\\content\\Microsoft.AzureStack.Solution.Deploy.EnterpriseCloudEngine.Client.dll';
const PLAIN_ENDPOINT = 'http://schemas.microsoft.com/powershell/Microsoft.PowerShell';

type CallerText = Scenario['callers'][number];

/** What is needed while callers and shells are placed on the nodes. */
export interface Placing {
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
    shellId: stableGuid(`${placing.scenario.name}/${node.name}/${process.id}`).toUpperCase(),
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

/** The process a caller lives in, and what came with it. */
interface Home {
  readonly id: number;
  readonly shell?: LabShell;
  readonly respawn?: LabCaller['respawn'];
}

function placeProcess(placing: Placing, about: CallerText, instanceId: string): Home {
  const path = about.image ?? POWERSHELL;
  const file = path.split('\\').at(-1) ?? path;
  const process = labProcess(placing.ids, placing.at - about.startedMinutesAgo * MINUTE, {
    name: file.replace(/\.exe$/, ''),
    user: about.owner,
    path,
    sessionId: about.image === undefined ? 2 : 0,
    modules: about.shows ? [ECE_CLIENT] : [],
  });
  if (about.shows)
    process.commandLine = `"${path}" -NoExit -Command Start-MonitoringActionplanInstanceToComplete -actionPlanInstanceID ${instanceId}`;
  nodeAt(placing, about.node).processes.push(process);
  if (about.respawn === undefined) return { id: process.id };
  const { seconds, afterBoot } = about.respawn;
  const { user, commandLine } = process;
  return {
    id: process.id,
    respawn: { afterMs: seconds * 1000, at: 0, afterBoot, image: path, user, commandLine },
  };
}

function findServiceProcess(placing: Placing, about: CallerText): Home {
  const node = nodeAt(placing, about.node);
  const name = about.kind === 'lcm' ? 'LcmController' : about.service;
  const service = node.services.find((candidate) => candidate.name === name);
  const process = node.processes.find((candidate) => candidate.id === service?.processId);
  if (process === undefined) throw new Error(`Node ${node.name} runs no ${name} to call from.`);
  if (about.shows) process.modules.push(ECE_CLIENT);
  return { id: process.id };
}

/** The process a caller lives in: a new remote shell or process, or the service that is there already. */
function placeCaller(placing: Placing, about: CallerText, instanceId: string): Home {
  switch (about.kind) {
    case 'monitoring-session': {
      const { node, owner, clientAddress, startedMinutesAgo } = about;
      const text = { node, owner, clientAddress, startedMinutesAgo, note: '' };
      const shell = placeShell(placing, text, about.shows ? [ECE_CLIENT] : []);
      return {
        id: shell.processId,
        shell: { ...shell, thumbprint: placing.certificates[about.certificate] },
      };
    }
    case 'process':
      return placeProcess(placing, about, instanceId);
    case 'lcm':
    case 'service-agent':
      return findServiceProcess(placing, about);
  }
}

/**
 * Puts the scenario's callers and remote shells on the nodes; their processes are added to the nodes given. Throws when a scenario names
 * a node it does not have, or a service that does not run there.
 */
export function placeCallers(
  placing: Placing,
  instanceId: string,
): { callers: LabCaller[]; shells: LabShell[] } {
  const callers: LabCaller[] = [];
  const shells: LabShell[] = [];
  for (const [index, about] of placing.scenario.callers.entries()) {
    const { id, shell, respawn } = placeCaller(placing, about, instanceId);
    if (shell !== undefined) shells.push(shell);
    const periodMs = about.pollSeconds * 1000;
    callers.push({
      id: `${about.kind}-${nodeName(placing.scenario, about.node)}-${id}`,
      kind: about.kind,
      node: nodeName(placing.scenario, about.node),
      processId: id,
      thumbprint: placing.certificates[about.certificate],
      periodMs,
      usualPeriodMs: 0,
      nextPollAt: placing.at + periodMs + index * 137,
      callAt: 0,
      callProcessId: 0,
      shows: about.shows,
      respawn: respawn ?? null,
    });
  }
  for (const about of placing.scenario.shells) shells.push(placeShell(placing, about, []));
  return { callers, shells };
}
