import { isSameNode } from '../incident/node-name';
import type { UpdateReport } from '../incident/evidence';
import type { ClusterState } from '../incident/state';
import type { PowerShell } from '../ports';
import { connectionSchema } from '../powershell/operations/connection';
import { getNodeRestartInterlock } from '../powershell/operations/get-node-restart-interlock';
import type { NodeRestartInterlock } from '../powershell/operations/get-node-restart-interlock';
import type { ClusterSettings, DetectionSettings } from '../runbook/settings';
import { reasonOf } from './check-cluster';
import type { Interlock, InterlockState } from './interlocks';
import { judgeInterlocks } from './interlocks';
import { UPDATE_UNKNOWN } from './update-report';

/** An answer about the update from longer before the incident says nothing about now, ms. */
const KNOWN_BEFORE_MS = 30 * 60_000;

export type NodeInterlocks =
  | {
      readonly kind: 'judged';
      readonly interlocks: readonly Interlock[];
      readonly facts: NodeRestartInterlock;
    }
  | { readonly kind: 'failed'; readonly why: string };

export interface InterlockParts {
  readonly powershell: PowerShell;
  readonly detection: DetectionSettings;
}

/** Reads and judges every condition of restarting one node now. Read-only. `state` has to hold a fresh check: crashes are judged by it. */
export async function readNodeInterlocks(
  { powershell, detection }: InterlockParts,
  cluster: ClusterSettings,
  state: ClusterState,
  node: string,
): Promise<NodeInterlocks> {
  const result = await getNodeRestartInterlock(powershell, {
    node,
    nodes: [...cluster.nodes],
    connection: connectionSchema.parse(cluster.connection),
    storageGapMs: detection.nodeRestart.storageGapMs,
    nodeDeadlineMs: detection.nodeDeadlineMs,
  });
  if (result.kind !== 'reported') return { kind: 'failed', why: reasonOf(result) };
  const { latest } = state;
  const interlocks = judgeInterlocks(result.value, {
    node,
    update: knownUpdate(state),
    lastCrashAt: latest?.lastCrashAt ?? null,
    intervalMs: latest?.intervalMs ?? null,
    // Looking at the storage twice takes longer than some crash intervals: silence is measured up to the check that looked for crashes.
    now: latest?.report.startedAt ?? 0,
    ...(cluster.botHostVm === null ? {} : { botHostVm: cluster.botHostVm }),
    ...(cluster.protectedVms === null ? {} : { protectedVms: cluster.protectedVms }),
  });
  return { kind: 'judged', interlocks, facts: result.value };
}

/**
 * The update as it was last known in this incident: the orchestrator that crashes is the one that would have to answer, and the plan
 * stands while it does. What was known long before the incident is unknown, never green.
 */
export function knownUpdate({ knownUpdate: known, incident }: ClusterState): UpdateReport {
  const since = (incident?.reopenedAt ?? incident?.openedAt ?? 0) - KNOWN_BEFORE_MS;
  return known && (known.askedAt ?? 0) >= since ? known : UPDATE_UNKNOWN;
}

/** What is not green, with its reason, and the names of what is; one line for people, the log and the card. */
export function describeInterlocks(node: string, interlocks: readonly Interlock[]): string {
  const told = (state: 'red' | 'unknown'): readonly string[] =>
    interlocks.filter((one) => one.state === state).map(({ name, why }) => `${state}: ${name} (${why})`);
  const green = interlocks.filter((one) => one.state === 'green').map(({ name }) => name);
  return `${node}: ${[...told('red'), ...told('unknown'), `green: ${green.join(', ') || 'none'}`].join('; ')}`;
}

/** The same for people who want to know why: a line for each that is not green, and one for all that are. */
export function interlockLines(node: string, interlocks: readonly Interlock[]): readonly string[] {
  const bad = interlocks.filter(({ state }) => state !== 'green');
  const green = interlocks.filter(({ state }) => state === 'green').map(({ name }) => name);
  return [
    ...bad.map(({ name, state, why }) => `${node}: ${INTERLOCK_MARK[state]} ${state}: ${name} (${why})`),
    `${node}: ${INTERLOCK_MARK.green} green: ${green.join(', ') || 'none'}`,
  ];
}

/** In front of a state, which is always said in words too. */
export const INTERLOCK_MARK: Readonly<Record<InterlockState, string>> = {
  green: '✔',
  red: '✖',
  unknown: '?',
};

/** Whether a condition is known not to hold, or cannot be known: either keeps the node from being restarted. */
export function isBlocked(interlocks: readonly Interlock[]): boolean {
  return interlocks.some(({ state }) => state !== 'green');
}

/** Nodes that could not be read while the conditions were; what they would have said is unknown. */
export function unreadNodes(facts: NodeRestartInterlock): readonly string[] {
  return facts.nodes.filter(({ status }) => status !== 'ok').map(({ node }) => node);
}

/** When a node booted, by its own clock, epoch ms UTC; null: not known. */
export function bootOf(facts: NodeRestartInterlock, node: string): number | null {
  const found = facts.nodes.find((one) => isSameNode(one.node, node));
  return found?.load?.value?.bootUtc ?? found?.bootUtc ?? null;
}
