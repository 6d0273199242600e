import { isSameNode } from '../incident/node-name';
import type { StepPlan } from '../incident/run';
import type { ClusterState } from '../incident/state';
import type { ClusterSettings, DetectionSettings, NodeRestartTimes } from '../runbook/settings';

const MINUTE_MS = 60_000;
const RESUME_SECONDS = 300;
/** Sessions, looks and undoing what did not succeed. */
const MARGIN_MS = 5 * MINUTE_MS;
/** Long enough for two crash intervals and the checks around them. */
const STILL_CRASHING_MS = 15 * MINUTE_MS;

/**
 * The steps for each node in turn: the conditions again, drain, restart, resume, storage clean twice. Before each further node it is seen that it
 * still crashes and that the update stands still. Null: for some node no other one is Up to ask the cluster.
 */
export function restartNodeSteps(
  nodes: readonly string[],
  cluster: ClusterSettings,
  state: ClusterState,
  detection: DetectionSettings,
): readonly StepPlan[] | null {
  const plans = nodes.map((node, index) => {
    const by = askingNode(node, cluster, state);
    return by === null
      ? null
      : [...(index === 0 ? [] : [stillNeeded(node)]), ...oneNode(node, by, detection)];
  });
  return plans.includes(null) ? null : plans.flatMap((plan) => plan ?? []);
}

/** Another node, Up by the cluster's word, that asks the cluster about the one to restart; the first by configuration. */
export function askingNode(node: string, cluster: ClusterSettings, { latest }: ClusterState): string | null {
  const members = latest?.report.group.members ?? [];
  const isUp = (name: string): boolean =>
    members.some((member) => isSameNode(member.node, name) && member.state === 'Up');
  return cluster.nodes.find((other) => !isSameNode(other, node) && isUp(other)) ?? null;
}

function oneNode(node: string, by: string, detection: DetectionSettings): readonly StepPlan[] {
  const times = detection.nodeRestart;
  return [
    gateStep(node, detection),
    suspendStep(node, by, times),
    restartStep(node, by, detection),
    resumeStep(node, by),
    storageStep(by, node, detection),
  ];
}

/** Before a further node: a crash that is gone, or an update that moves, ends the run. */
function stillNeeded(node: string): StepPlan {
  return {
    operation: 'Wait-StillCrashing',
    node,
    parameters: { endsWhenPlanMoves: true },
    title: `See that it still crashes and the update stands still: only then is ${node} touched`,
    deadlineMs: STILL_CRASHING_MS,
    isGate: true,
  };
}

function gateStep(node: string, { nodeRestart, nodeDeadlineMs }: DetectionSettings): StepPlan {
  return {
    operation: 'Test-NodeRestart',
    node,
    parameters: {},
    title: `See again that every condition for restarting ${node} is green`,
    deadlineMs: nodeRestart.storageGapMs + 2 * nodeDeadlineMs + MARGIN_MS,
    isGate: true,
  };
}

function suspendStep(node: string, by: string, { drainMs }: NodeRestartTimes): StepPlan {
  return {
    operation: 'Suspend-Node',
    node,
    through: by,
    parameters: { by, waitSeconds: Math.max(1, Math.round(drainMs / 1000)) },
    title: `Pause and drain ${node}, asked through ${by}, and see that nothing is left on it`,
    deadlineMs: drainMs + MARGIN_MS,
    leaves: { kind: 'node-paused', node, service: null },
  };
}

function restartStep(node: string, by: string, { nodeRestart, nodeDeadlineMs }: DetectionSettings): StepPlan {
  const { backMs, pollMs, delayMs } = nodeRestart;
  return {
    operation: 'Restart-Node',
    node,
    parameters: { by, delaySeconds: Math.round(delayMs / 1000), backMs, pollMs, nodeDeadlineMs },
    title: `Restart ${node}, once, and see by its boot time that it is back`,
    deadlineMs: backMs + pollMs + 3 * nodeDeadlineMs,
  };
}

/** Takes a node back into the cluster, with failback at once. */
export function resumeStep(node: string, by: string): StepPlan {
  return {
    operation: 'Resume-Node',
    node,
    through: by,
    parameters: { by, waitSeconds: RESUME_SECONDS },
    title: `Resume ${node}, asked through ${by}, with its groups and machines`,
    deadlineMs: RESUME_SECONDS * 1000 + MARGIN_MS,
    undoes: { kind: 'node-paused', node, service: null },
  };
}

function storageStep(by: string, node: string, { nodeRestart, nodeDeadlineMs }: DetectionSettings): StepPlan {
  const { storageGapMs, storageWaitMs, pollMs } = nodeRestart;
  return {
    operation: 'Wait-StorageClean',
    node: by,
    parameters: { gapMs: storageGapMs, pollMs, waitMs: storageWaitMs, nodeDeadlineMs },
    title: `See through ${by} that the storage is clean twice after ${node} is back`,
    deadlineMs: storageWaitMs + storageGapMs + pollMs + 3 * nodeDeadlineMs,
  };
}
