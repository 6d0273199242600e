import { isSameNode } from '../incident/node-name';
import type { NodeRestartInterlock } from '../powershell/operations/get-node-restart-interlock';
import type { InterlockContext, Judgement } from './interlocks';
import { type ClusterView, unread } from './interlocks-of-cluster';

type NodeFacts = NodeRestartInterlock['nodes'][number];
type NodeLoad = NonNullable<NonNullable<NodeFacts['load']>['value']>;
type Machine = NonNullable<NodeLoad['vms']['value']>[number];

/** Machines in these states run nothing: everything else counts as running. */
const AT_REST = ['Off', 'Saved'];
/** Looks at the storage that must all be clean. */
const LOOKS = 2;
const GIB = 1024 ** 3;

/** The storage was clean both times, through every node that was asked. */
export function judgeStorage(facts: NodeRestartInterlock): Judgement {
  const asked = facts.nodes.flatMap(({ storage }) => (storage ? [storage] : []));
  const looks = asked.flat();
  const reasons = (verdict: 'not-clean' | 'unknown'): string =>
    [...new Set(looks.filter((look) => look.verdict === verdict).flatMap((look) => look.why))].join('; ');
  if (looks.some((look) => look.verdict === 'not-clean'))
    return { state: 'red', why: `The storage is not clean: ${reasons('not-clean')}` };
  if (looks.some((look) => look.verdict === 'unknown'))
    return { state: 'unknown', why: `Nobody can say whether the storage is clean: ${reasons('unknown')}` };
  if (asked.length === 0 || asked.some((one) => one.length < LOOKS))
    return { state: 'unknown', why: 'The storage was not seen twice.' };
  return { state: 'green', why: `The storage was clean twice, ${facts.storageGapMs / 1000} s apart.` };
}

/** The machines of the node fit into the free memory of the others, each as a whole; the largest is placed first. */
export function judgeMemory(facts: NodeRestartInterlock, node: string): Judgement {
  const machines = runningOn(facts, node);
  if ('state' in machines) return machines;
  const others = facts.nodes.filter((one) => !isSameNode(one.node, node));
  const free = others.flatMap((one) => one.load?.value?.memory.value?.freeBytes ?? []);
  const needed = machines
    .filter((machine) => machine.isClustered)
    .map((machine) => machine.memoryBytes)
    .sort((a, b) => b - a);
  const total = (bytes: readonly number[]): string =>
    `${Math.round(bytes.reduce((sum, one) => sum + one, 0) / GIB)} GiB`;
  const why = `The machines of ${node} need ${total(needed)}; ${total(free)} are free on the other nodes that could be read.`;
  if (fits(needed, free)) return { state: 'green', why };
  return { state: free.length < others.length ? 'unknown' : 'red', why };
}

function fits(needed: readonly number[], free: readonly number[]): boolean {
  const room = [...free];
  return needed.every((bytes) => {
    const place = room.findIndex((left) => left >= bytes);
    if (place < 0) return false;
    room[place] = (room[place] ?? 0) - bytes;
    return true;
  });
}

/** Every running machine of the node can live migrate, and no group of it is locked. */
export function judgeMovable(
  facts: NodeRestartInterlock,
  node: string,
  views: readonly ClusterView[],
): Judgement {
  const machines = runningOn(facts, node);
  if ('state' in machines) return machines;
  const load = loadOf(facts, node);
  const groups = views[0]?.groups;
  const isRunning = (name: string): boolean => machines.some((machine) => machine.name === name);
  const adapters = (load?.gpuPartitions.value ?? []).filter(({ vmName }) => isRunning(vmName));
  const stuck = [
    ...machines.filter((one) => !one.isClustered).map((one) => `${one.name} is not clustered`),
    ...adapters.filter((one) => one.canMove === false).map((one) => `${one.vmName} uses a GPU partition`),
    ...(load?.drives.value ?? [])
      .filter(({ vmName, path }) => isRunning(vmName) && isLocalPath(path))
      .map(({ vmName, path }) => `${vmName} has ${path} of this node in a drive`),
    ...(groups?.value ?? [])
      .filter((one) => (one.lockedFromMoving ?? 0) !== 0 && !one.nodeBound)
      .map((one) => `group ${one.name} is locked`),
  ];
  if (stuck.length > 0) return { state: 'red', why: `Cannot move: ${stuck.join('; ')}` };
  // A node that lacks the command has no such hardware either.
  for (const part of [load?.gpuPartitions, load?.drives])
    if (part?.status !== 'ok' && part?.status !== 'absent')
      return unread('What keeps machines from moving', part?.errorId ?? null);
  if (adapters.some((one) => one.canMove === null))
    return { state: 'unknown', why: 'A GPU partition does not say whether its machine can move.' };
  if (!groups?.value) return unread(`The groups of ${node}`, groups?.errorId ?? null);
  return { state: 'green', why: `${machines.length} running machines, each can move.` };
}

/** A shared volume or a share can be reached from every node; any other path is the node's own. */
function isLocalPath(path: string): boolean {
  return !path.startsWith('\\\\') && !/^[A-Z]:\\ClusterStorage\\/i.test(path);
}

/** No restart is waiting on the node: ours would install what is staged, in the middle of an update. */
export function judgePendingReboot(facts: NodeRestartInterlock, node: string): Judgement {
  const part = loadOf(facts, node)?.pendingReboot;
  if (!part?.value) return unread(`Whether a restart is pending on ${node}`, part?.errorId ?? null);
  return part.value.length === 0
    ? { state: 'green', why: `No restart is pending on ${node}.` }
    : { state: 'red', why: `A restart is pending on ${node}: ${part.value.join(', ')}` };
}

/** Neither the bot's own host nor a machine the cluster needs runs on the node. */
export function judgeProtected(facts: NodeRestartInterlock, context: InterlockContext): Judgement {
  const machines = runningOn(facts, context.node);
  if ('state' in machines) return machines;
  const names = [...(context.protectedVms ?? []), ...(context.botHostVm ? [context.botHostVm] : [])];
  const found = machines.filter((machine) =>
    names.some((name) => name.toLowerCase() === machine.name.toLowerCase()),
  );
  if (found.length > 0)
    return {
      state: 'red',
      why: `${found.map((machine) => machine.name).join(', ')} runs on ${context.node}: move it by hand first.`,
    };
  if (!context.protectedVms)
    return {
      state: 'unknown',
      why: 'No list of protected machines is configured: name the DNS servers and domain controllers, or say with an empty list that there are none.',
    };
  return { state: 'green', why: `No protected machine runs on ${context.node}.` };
}

function loadOf(facts: NodeRestartInterlock, node: string): NodeLoad | null {
  return facts.nodes.find((one) => isSameNode(one.node, node))?.load?.value ?? null;
}

function runningOn(facts: NodeRestartInterlock, node: string): readonly Machine[] | Judgement {
  const part = loadOf(facts, node)?.vms;
  if (!part?.value) return unread(`The virtual machines of ${node}`, part?.errorId ?? null);
  return part.value.filter((machine) => !AT_REST.includes(machine.state));
}
