import type { ClusterFault } from './cluster-fault';
import type { LabNode } from './cluster/lab-state';

const LATE_MS = 5000;
const FLAP_SECONDS = 20;
const SKEW_MINUTES = 10;

/** What can be broken about one node's reach, its commands and its time. */
export function nodeFaults(node: LabNode): readonly ClusterFault[] {
  return [...reachFaults(node), ...commandFaults(node), ...timeFaults(node)];
}

/** Whether and how the node can be reached. */
function reachFaults({ name: node, reach, state }: LabNode): readonly ClusterFault[] {
  const here = { where: node, isPossible: true };
  return [
    {
      ...here,
      name: `node-unreachable ${node}`,
      title: 'Cannot be reached',
      note: 'Sessions end and no new one opens: the bot is blind here.',
      inject: { kind: 'node-unreachable', node },
      remove: { kind: 'node-reachable', node },
      isOn: reach === 'unreachable',
    },
    {
      ...here,
      name: `node-denied ${node}`,
      title: 'Denies access',
      note: 'The bot’s account may not open a session here.',
      inject: { kind: 'node-denied', node },
      remove: { kind: 'node-reachable', node },
      isOn: reach === 'denied',
    },
    {
      ...here,
      name: `node-down ${node}`,
      title: 'Is down',
      note: 'Groups fail over. Off boots it, with new processes.',
      inject: { kind: 'node-down', node },
      remove: { kind: 'node-up', node },
      isOn: state === 'Down',
    },
    {
      ...here,
      name: `node-paused ${node}`,
      title: 'Is paused',
      note: 'By somebody outside. No group moves here.',
      inject: { kind: 'node-paused', node },
      remove: { kind: 'node-resumed', node },
      isOn: state === 'Paused',
      isPossible: state !== 'Down',
    },
  ];
}

/** What goes wrong with changing commands on a node. */
function commandFaults({ name: node, commands, services }: LabNode): readonly ClusterFault[] {
  const here = { where: node, isPossible: true };
  return [
    {
      ...here,
      name: `lying-success ${node}`,
      title: 'Reports success and does nothing',
      note: 'Of every stop, start, move and restart here. Only proof can tell.',
      inject: { kind: 'lying-success', node },
      remove: { kind: 'lying-success-ended', node },
      isOn: commands === 'lie',
    },
    {
      ...here,
      name: `hung-mitigation ${node}`,
      title: 'Hangs in every change',
      note: 'The step is unknown at its deadline, and is not tried again.',
      inject: { kind: 'hung-mitigation', node },
      remove: { kind: 'hung-mitigation-ended', node },
      isOn: commands === 'hang',
    },
    {
      ...here,
      name: `partial-failure ${node}`,
      title: 'Does not start its LCM controller again',
      note: 'Once it is stopped. A run over several nodes ends here, half done.',
      inject: { kind: 'partial-failure', node },
      remove: { kind: 'partial-failure-ended', node },
      isOn: services.some((service) => service.failsToStart),
    },
  ];
}

/** What goes wrong with when a node answers, and with its clock. */
function timeFaults({ name: node, delayMs, flapMs, skewMs }: LabNode): readonly ClusterFault[] {
  const here = { where: node, isPossible: true };
  return [
    {
      ...here,
      name: `slow-node ${node}`,
      title: `Answers ${LATE_MS / 1000} s late`,
      note: 'Each call; the other nodes are not kept waiting.',
      inject: { kind: 'slow-node', node, milliseconds: LATE_MS },
      remove: { kind: 'slow-node-ended', node },
      isOn: delayMs > 0,
    },
    {
      ...here,
      name: `flapping-node ${node}`,
      title: 'Comes and goes',
      note: `Unreachable for ${FLAP_SECONDS} s, then reachable for as long, and so on.`,
      inject: { kind: 'flapping-node', node, seconds: FLAP_SECONDS },
      remove: { kind: 'flapping-node-ended', node },
      isOn: flapMs > 0,
    },
    {
      ...here,
      name: `clock-skew ${node}`,
      title: `Has its clock ${SKEW_MINUTES} min ahead`,
      note: 'Times are told by ours all the same; nothing is changed here until it is set right.',
      inject: { kind: 'clock-skew', node, minutes: SKEW_MINUTES },
      remove: { kind: 'clock-skew-ended', node },
      isOn: skewMs !== 0,
    },
  ];
}
