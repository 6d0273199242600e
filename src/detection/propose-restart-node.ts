import { isSameNode } from '../incident/node-name';
import type { ShownTarget } from '../incident/mitigation-request';
import type { ClusterState } from '../incident/state';
import type { ClusterSettings } from '../runbook/settings';
import type { Interlock, InterlockName } from './interlocks';
import {
  bootOf,
  INTERLOCK_MARK,
  interlockLines,
  isBlocked,
  readNodeInterlocks,
  unreadNodes,
} from './node-interlocks';
import type { NodeInterlocks } from './node-interlocks';
import type { Proposer, ProposeParts } from './propose';
import { restartNodeSteps } from './restart-node-steps';

type Judged = Extract<NodeInterlocks, { kind: 'judged' }> & { readonly node: string };

/** Mitigation 4: the named nodes, or one that is chosen; each only when every condition is green. */
export const proposeRestartNode: Proposer = async (parts, cluster, state, wanted) => {
  if (cluster.nodes.length < 2)
    return { kind: 'failed', why: 'a cluster of one node has no other node to carry its machines' };
  const unnamed = wanted.nodes.find((name) => !cluster.nodes.some((node) => isSameNode(node, name)));
  if (unnamed !== undefined) return { kind: 'failed', why: `${unnamed} is not a node of ${cluster.name}` };
  const judged = await judgeTargets(parts, cluster, state, wanted.nodes);
  if ('why' in judged) return { kind: 'failed', why: judged.why };
  const nodes = judged.map(({ node }) => node);
  const steps = restartNodeSteps(nodes, cluster, state, parts.detection);
  if (steps === null) return { kind: 'failed', why: 'no other node that is Up can ask the cluster' };
  const isRed = judged.some(({ interlocks }) => interlocks.some((one) => one.state === 'red'));
  return {
    kind: 'drafted',
    obstacles: judged
      .filter(({ interlocks }) => isBlocked(interlocks))
      .flatMap(({ node, interlocks }) => interlockLines(node, interlocks)),
    draft: {
      facts: { nodes, ...Object.fromEntries(judged.flatMap(stateFacts)) },
      steps,
      attestSteps: null,
      needsOwnerAgreement: false,
      coveredNodes: nodes,
      shown: judged.flatMap(shownInterlocks),
      // What cannot be read just now has not changed; what was read red has.
      blindNodes: isRed ? [] : [...new Set(judged.flatMap(({ facts }) => unreadNodes(facts)))],
      ...(isRed ? {} : { unread: judged.flatMap(unknownOf) }),
      summary: `restart of ${nodes.join(', ')}`,
    },
  };
};

async function judgeTargets(
  parts: ProposeParts,
  cluster: ClusterSettings,
  state: ClusterState,
  named: readonly string[],
): Promise<readonly Judged[] | { why: string }> {
  const order = orderOf(cluster, state);
  const first = named.length > 0 ? cluster.nodes.filter((node) => isNamed(named, node)) : order.slice(0, 1);
  const judged: Judged[] = [];
  for (const node of first) {
    const read = await readNodeInterlocks(parts, cluster, state, node);
    if (read.kind === 'failed') return { why: read.why };
    judged.push({ ...read, node });
  }
  const [only] = judged;
  if (named.length > 0 || !only) return judged;
  const chosen = choose(order, only, state);
  if (chosen === null)
    return { why: 'every node was restarted since the incident began: contact Microsoft Support' };
  if (chosen === only.node) return judged;
  const read = await readNodeInterlocks(parts, cluster, state, chosen);
  return read.kind === 'failed' ? { why: read.why } : [{ ...read, node: chosen }];
}

/** The orchestrator's owner last: restarting it moves the service that crashes, not the caller that makes it crash. */
function orderOf({ nodes }: ClusterSettings, { latest }: ClusterState): readonly string[] {
  const owner = latest?.report.group.owner ?? null;
  const isOwner = (node: string): boolean => owner !== null && isSameNode(node, owner);
  return [...nodes.filter((node) => !isOwner(node)), ...nodes.filter(isOwner)];
}

/** The first in that order that has not booted since the incident began: nothing on such a node can hold the old certificate. */
function choose(order: readonly string[], { facts }: Judged, { incident }: ClusterState): string | null {
  const since = incident?.reopenedAt ?? incident?.openedAt ?? 0;
  return order.find((node) => (bootOf(facts, node) ?? 0) < since) ?? null;
}

function isNamed(named: readonly string[], node: string): boolean {
  return named.some((name) => isSameNode(name, node));
}

/** One fact per condition, so that a recheck can say which one changed, from what to what. */
function stateFacts({ node, interlocks }: Judged): readonly (readonly [string, string])[] {
  return interlocks.map(({ name, state }) => [`${name} of ${node}`, state]);
}

function unknownOf({ node, interlocks }: Judged): readonly string[] {
  return interlocks
    .filter(({ state }) => state === 'unknown')
    .map(({ name, why }) => `${name} of ${node} is not known now: ${why}`);
}

const ON_NODE: readonly InterlockName[] = [
  'storage',
  'memory',
  'vms-movable',
  'pending-reboot',
  'protected-vms',
];

function shownInterlocks({ node, interlocks }: Judged): readonly ShownTarget[] {
  const rows = (some: readonly Interlock[]): ShownTarget['facts'] =>
    some.map(({ name, state, why }) => ({
      name: `${INTERLOCK_MARK[state]} ${name}, ${state}`,
      value: why,
    }));
  return [
    {
      title: `Restart ${node}: the cluster around it`,
      grade: null,
      facts: rows(interlocks.filter(({ name }) => !ON_NODE.includes(name))),
    },
    {
      title: `Restart ${node}: what runs on it`,
      grade: null,
      facts: rows(interlocks.filter(({ name }) => ON_NODE.includes(name))),
    },
  ];
}
