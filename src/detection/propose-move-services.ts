import type { JsonObject } from '../incident/json';
import type { UpdateReport } from '../incident/evidence';
import { isSameNode } from '../incident/node-name';
import { isPlanRead } from '../incident/plan-read';
import type { ShownTarget } from '../incident/mitigation-request';
import type { StepPlan } from '../incident/run';
import { connectionSchema } from '../powershell/operations/connection';
import { getGroupPlan } from '../powershell/operations/get-group-plan';
import type { GroupPlan } from '../powershell/operations/get-group-plan';
import type { ServiceInventoryReport } from '../powershell/operations/get-service-inventory';
import type { NodeService } from '../powershell/operations/service-state';
import type { ClusterSettings, DetectionSettings } from '../runbook/settings';
import { reasonOf } from './check-cluster';
import { knownUpdate } from './node-interlocks';
import type { Proposer } from './propose';
import { restartStep } from './restart-step';
import { findServices, isAccountUsable, serviceOn } from './service-facts';
import { isFreeOfPlan } from './update-report';

const ORCHESTRATOR_SERVICE = 'Azure Stack HCI Orchestrator Service';
const AGENTS: readonly NodeService[] = ['Azure Stack HCI Download Standalone Tool Agent', 'ECEAgent'];
/** Sessions and looks beside the move itself, ms. */
const MARGIN_MS = 120_000;
const ANSWER_MS = 60_000;
const GATE_MS = 900_000;

type Group = GroupPlan['groups'][number];

/** Mitigation 3: the four groups to another node, the orchestrator first; then, only if it still crashes, the agents node by node. */
export const proposeMoveServices: Proposer = async (parts, cluster, state) => {
  const plan = await readPlan(parts, cluster);
  if ('why' in plan) return { kind: 'failed', why: plan.why };
  const found = await findServices(parts.powershell, cluster, parts.detection, [
    ...AGENTS,
    ORCHESTRATOR_SERVICE,
  ]);
  if (found.kind === 'failed') return found;
  const obstacle = obstacleOf(plan);
  if (obstacle) return { kind: 'failed', why: obstacle };
  const groups = plan.groups.filter((group) => group.count === 1);
  const moves = groups.map((group, index) => ({
    group,
    target: targetFor(group, plan, cluster, found.report, index),
  }));
  const update = knownUpdate(state);
  const agents = agentTargets(cluster, found.report, update);
  const steps = [
    ...moves.flatMap(({ group, target }, index) => [
      moveStep(group, target, cluster, parts.detection.groupMoveMs),
      ...(index === 0 ? [answerStep(target ?? ownerOf(group, cluster))] : []),
    ]),
    ...(agents.length > 0 ? [gateStep(cluster)] : []),
    ...agents.map(({ node, service }) => restartStep(node, service, parts.detection)),
  ];
  return {
    kind: 'drafted',
    draft: {
      facts: {
        nodes: [...cluster.nodes],
        groups: moves.map(factsOf),
        agents: agents.map(({ node, service }): JsonObject => ({ node, service })),
      },
      steps,
      attestSteps: null,
      needsOwnerAgreement: false,
      shown: [shownGroups(moves), shownAgents(cluster, found.report, update)],
      blindNodes: found.blindNodes,
      ...unreadOf(cluster, found.report, update),
      summary: `${moves.length} group(s) to move`,
    },
  };
};

async function readPlan(
  parts: { powershell: Parameters<typeof getGroupPlan>[0]; detection: DetectionSettings },
  cluster: ClusterSettings,
): Promise<GroupPlan | { why: string }> {
  const result = await getGroupPlan(parts.powershell, {
    nodes: [...cluster.nodes],
    connection: connectionSchema.parse(cluster.connection),
    nodeDeadlineMs: parts.detection.nodeDeadlineMs,
  });
  if (result.kind !== 'reported') return { why: reasonOf(result) };
  return result.value.plan ?? { why: result.value.hint ?? 'the nodes do not agree on the groups' };
}

/** What stands in the way of moving anything; null: nothing. */
function obstacleOf(plan: GroupPlan): string | null {
  const orchestrator = plan.groups[0];
  if (orchestrator?.count !== 1) return 'the orchestrator group is not there exactly once';
  const twice = plan.groups.find((group) => group.count > 1);
  if (twice) return `there is more than one group named ${twice.name}`;
  const unreadable = plan.groups.find((group) => group.count === 1 && group.resources === null);
  if (unreadable) return `the resources of ${unreadable.name} could not be read`;
  const locked = plan.groups.find((group) => group.lockedFromMoving);
  return locked ? `${locked.name} is locked from moving` : null;
}

/** Another node that may own the group and can run it; null: there is none, so the group is restarted where it is. */
function targetFor(
  group: Group,
  plan: GroupPlan,
  cluster: ClusterSettings,
  services: ServiceInventoryReport,
  turn: number,
): string | null {
  const eligible = cluster.nodes.filter((node) => {
    const member = plan.nodes.find((one) => isSameNode(one.name, node));
    const isReady =
      member?.state === 'Up' &&
      member.statusInformation === 'Normal' &&
      member.drainStatus === 'NotInitiated';
    const mayOwn =
      group.resources?.every((resource) =>
        resource.possibleOwners.some((owner) => isSameNode(owner, node)),
      ) ?? false;
    const isOwner = group.ownerNode !== null && isSameNode(group.ownerNode, node);
    const service = serviceOn(services, node, ORCHESTRATOR_SERVICE);
    return isReady && mayOwn && !isOwner && service !== undefined && isAccountUsable(services, node, service);
  });
  // Not all four onto one node.
  return eligible[turn % Math.max(1, eligible.length)] ?? null;
}

function ownerOf(group: Group, cluster: ClusterSettings): string {
  return (
    cluster.nodes.find((node) => group.ownerNode !== null && isSameNode(node, group.ownerNode)) ??
    cluster.nodes[0] ??
    ''
  );
}

function moveStep(group: Group, target: string | null, cluster: ClusterSettings, moveMs: number): StepPlan {
  const node = ownerOf(group, cluster);
  const waitSeconds = Math.round(moveMs / 1000);
  const common = { name: group.name, proofNodes: [...cluster.nodes], waitSeconds };
  return target === null
    ? {
        operation: 'Restart-ClusterServiceGroup',
        node,
        parameters: common,
        title: `Restart "${group.name}" where it is: there is no other node for it`,
        // Stop and start, one after the other.
        deadlineMs: 2 * moveMs + MARGIN_MS,
      }
    : {
        operation: 'Move-ClusterServiceGroup',
        node,
        parameters: { ...common, target },
        title: `Move "${group.name}" to ${target}`,
        deadlineMs: moveMs + MARGIN_MS,
      };
}

function answerStep(node: string): StepPlan {
  return {
    operation: 'Test-OrchestratorAnswer',
    node,
    parameters: {},
    title: 'See that the orchestrator answers before the next group moves',
    deadlineMs: ANSWER_MS,
  };
}

function gateStep(cluster: ClusterSettings): StepPlan {
  return {
    operation: 'Wait-StillCrashing',
    node: cluster.nodes[0] ?? '',
    parameters: {},
    title: 'Wait two crash intervals: only if it still crashes are the agents restarted',
    deadlineMs: GATE_MS,
    isGate: true,
  };
}

function agentTargets(
  cluster: ClusterSettings,
  services: ServiceInventoryReport,
  update: UpdateReport,
): readonly { node: string; service: NodeService }[] {
  return cluster.nodes.flatMap((node) =>
    AGENTS.flatMap((name) => {
      const service = serviceOn(services, node, name);
      const isTarget =
        service?.state === 'Running' &&
        isAccountUsable(services, node, service) &&
        isFreeOfPlan(update, node) === true;
      return isTarget ? [{ node, service: name }] : [];
    }),
  );
}

/** Agents that nobody can leave out or take in before it is known where the update works. */
function unreadOf(
  cluster: ClusterSettings,
  services: ServiceInventoryReport,
  update: UpdateReport,
): { readonly unread?: readonly string[] } {
  if (isPlanRead(update)) return {};
  const nodes = cluster.nodes.filter((node) =>
    AGENTS.some((name) => serviceOn(services, node, name)?.state === 'Running'),
  );
  return nodes.length > 0
    ? {
        unread: [
          `whether the update works in the agents of ${nodes.join(', ')} could not be read so far; the update is asked again`,
        ],
      }
    : {};
}

function factsOf({ group, target }: { group: Group; target: string | null }): JsonObject {
  return { name: group.name, owner: group.ownerNode, target };
}

function shownGroups(moves: readonly { group: Group; target: string | null }[]): ShownTarget {
  const facts = moves.map(({ group, target }) => ({
    name: group.name,
    value: `${group.ownerNode ?? 'owner not known'} to ${target ?? 'no other node: restarted where it is'}`,
  }));
  return { title: 'Clustered services', grade: null, facts };
}

function shownAgents(
  cluster: ClusterSettings,
  services: ServiceInventoryReport,
  update: UpdateReport,
): ShownTarget {
  const facts = cluster.nodes.map((node) => ({
    name: node,
    value: AGENTS.map((name) => `${name}: ${agentState(services, node, name, update)}`).join('; '),
  }));
  return { title: 'Agents, only if it still crashes', grade: null, facts };
}

function agentState(
  services: ServiceInventoryReport,
  node: string,
  name: NodeService,
  update: UpdateReport,
): string {
  const service = serviceOn(services, node, name);
  if (!service) return 'could not be looked at, not done';
  if (!service.installed || service.state !== 'Running') return 'not running, left so';
  if (!isAccountUsable(services, node, service)) return 'its account is locked or disabled, not done';
  const isFree = isFreeOfPlan(update, node);
  if (isFree === null) return 'whether the update works in it could not be read, not done';
  return isFree ? 'to be restarted' : 'the update has unfinished work in it, not done';
}
