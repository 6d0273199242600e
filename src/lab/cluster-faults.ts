import { isDeepStrictEqual } from 'node:util';
import type { ClusterFault } from './cluster-fault';
import type { LabWaiting } from './cluster/lab-cluster';
import type { LabNode, LabState } from './cluster/lab-state';
import { nodeFaults } from './node-faults';

/** A caller this rare makes a soak of ten intervals five minutes. */
const RARE_SECONDS = 30;
const ROOT_SUBJECT = 'CN=AzureStackCertificationAuthority';
const REPAIR_SECONDS = 120;
const ACCOUNTS = [
  ['HCIOrchestrator', 'The orchestrator does not start here any more.'],
  ['ECEAgentService', 'The ECE agent here, once stopped, does not start again.'],
] as const;
const LOGS = ['Application', 'System'] as const;

/** Every fault there is for that cluster, with whether it is the case now: by this page, by the scenario, or by what happened. */
export function clusterFaults(state: LabState): readonly ClusterFault[] {
  return [
    ...issueFaults(state),
    ...updateFaults(state),
    ...storageFaults(state),
    ...state.vms.filter((vm) => vm.clustered).map(vmFault),
    ...state.nodes.flatMap((node) => [...nodeFaults(node), ...trustFaults(state, node), ...logFaults(node)]),
  ];
}

/** Whether the fault's beginning or end was left for the next look at the cluster. */
export function isWaiting(fault: ClusterFault, waiting: readonly LabWaiting[]): boolean {
  return waiting.some(
    (message) => isDeepStrictEqual(message, fault.inject) || isDeepStrictEqual(message, fault.remove),
  );
}

function issueFaults(state: LabState): readonly ClusterFault[] {
  const orchestrator = state.groups.find((group) => group.resource.includes('Orchestrator'));
  const cluster = { where: 'cluster', remove: null, isOn: false, isPossible: true };
  return [
    {
      ...cluster,
      name: 'certificate-rotated',
      title: 'Rotate the certificate',
      note: 'Whoever is connected now holds the old one, the bot’s own session included.',
      inject: { kind: 'certificate-rotated' },
    },
    {
      ...cluster,
      name: 'callers-renewed',
      title: 'Let every caller take the new certificate',
      note: 'The issue goes away by itself; the bot is to notice and to run nothing.',
      inject: { kind: 'callers-renewed' },
    },
    {
      ...cluster,
      name: 'slow-caller',
      title: 'Let the stale caller call rarely',
      note: `Every ${RARE_SECONDS} s: silence proves little, so the soak is longer.`,
      inject: { kind: 'slow-caller', seconds: RARE_SECONDS },
      remove: { kind: 'slow-caller-ended' },
      isOn: state.callers.some((caller) => caller.usualPeriodMs > 0),
      isPossible: state.callers.some((caller) => caller.thumbprint !== state.eceThumbprint),
    },
    {
      ...cluster,
      name: 'group-failed',
      title: 'Give up restarting the orchestrator',
      note: 'Its group is Failed and silent, which is not health. Off starts it again.',
      inject: { kind: 'group-failed' },
      remove: { kind: 'group-online' },
      isOn: orchestrator?.state === 'Failed',
    },
  ];
}

function updateFaults({ plan }: LabState): readonly ClusterFault[] {
  if (plan === null) return [];
  const fault: ClusterFault = {
    name: 'update-failed',
    title: 'Fail the update’s run',
    note: 'A person has to resume it, even when the crashes end. Off resumes it.',
    where: 'cluster',
    inject: { kind: 'update-failed' },
    remove: { kind: 'update-resumed' },
    isOn: plan.state === 'Failed',
    isPossible: plan.state !== 'Succeeded',
  };
  return [fault];
}

function storageFaults({ storage, advancedTo }: LabState): readonly ClusterFault[] {
  const fault: ClusterFault = {
    name: 'storage-jobs',
    title: 'Begin storage repair jobs',
    note: `For ${REPAIR_SECONDS / 60} minutes; no node may be restarted meanwhile.`,
    where: 'cluster',
    inject: { kind: 'storage-jobs', seconds: REPAIR_SECONDS },
    remove: { kind: 'storage-jobs-ended' },
    isOn: storage.jobs.some((job) => job.endsAt > advancedTo),
    isPossible: true,
  };
  return [fault];
}

function vmFault(vm: LabState['vms'][number]): ClusterFault {
  return {
    name: `vm-stuck ${vm.name}`,
    title: `Keep ${vm.name} from moving`,
    note: `A virtual machine on ${vm.node}: a drain of its node fails.`,
    where: 'cluster',
    inject: { kind: 'vm-stuck', vm: vm.name },
    remove: { kind: 'vm-free', vm: vm.name },
    isOn: vm.blocker !== 'none',
    isPossible: true,
  };
}

function trustFaults(state: LabState, { name: node, missingRoots, lockedAccounts }: LabNode): ClusterFault[] {
  const missing = missingRoots[0]?.split('\\').at(-1);
  const root = missing ?? state.certificates.find((one) => one.subject === ROOT_SUBJECT)?.thumbprint;
  const roots: ClusterFault[] =
    root === undefined
      ? []
      : [
          {
            name: `root-missing ${node}`,
            title: 'Lacks a root certificate',
            note: 'While the orchestrator is here, every call crashes it.',
            where: node,
            inject: { kind: 'root-missing', node, root },
            remove: { kind: 'root-present', node, root },
            isOn: missingRoots.length > 0,
            isPossible: true,
          },
        ];
  const locked = ACCOUNTS.map(([by, note]): ClusterFault => ({
    name: `account-locked ${by} ${node}`,
    title: `Has ${by} locked`,
    note,
    where: node,
    inject: { kind: 'account-locked', node, by },
    remove: { kind: 'account-unlocked', node, by },
    isOn: lockedAccounts.includes(by),
    isPossible: true,
  }));
  return [...roots, ...locked];
}

function logFaults({ name: node }: LabNode): readonly ClusterFault[] {
  return LOGS.map((log) => ({
    name: `log-cleared ${log} ${node}`,
    title: `Clear its ${log} log`,
    note: 'What it said before, nobody knows any more.',
    where: node,
    inject: { kind: 'log-cleared', node, log },
    remove: null,
    isOn: false,
    isPossible: true,
  }));
}
