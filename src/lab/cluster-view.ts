import type { LabCluster, LabWaiting, LedgerEntry } from './cluster/lab-cluster';
import type { LabCrash } from './cluster/crash-records';
import type { LabNode, LabPlanStep, LabState } from './cluster/lab-state';
import { cluesOf, type Clue } from './cluster-clues';

/** How much of the past the page's timeline shows, ms. */
export const TIMELINE_MS = 10 * 60_000;
const CHANGES_SHOWN = 12;
const ORCHESTRATOR = 'Azure Stack HCI Orchestrator Service';

export interface NodeView {
  readonly name: string;
  readonly state: LabNode['state'];
  readonly reach: LabNode['reach'];
  /** What is being done with it, e.g. `restarting`; null when nothing is. */
  readonly activity: string | null;
  readonly bootedAt: number;
  readonly services: readonly { name: string; state: string; processId: number | null }[];
  readonly vms: readonly { name: string; state: string; canMove: boolean }[];
}

export interface PlanView {
  readonly name: string;
  readonly state: string;
  readonly done: number;
  readonly total: number;
  readonly steps: readonly { name: string; status: LabPlanStep['status']; depth: number }[];
  readonly error: string | null;
}

/** The simulated cluster for the page: the state as of `asOf`, nothing projected. All times epoch ms (UTC). */
export interface ClusterView {
  readonly name: string;
  /** Up to when the simulation has been played; it goes on when somebody looks at the cluster through PowerShell. */
  readonly asOf: number;
  /** True when a scenario was chosen that nobody has looked at yet. */
  readonly notBegun: boolean;
  /** Faults that take effect with the next look. */
  readonly waiting: number;
  readonly orchestrator: { readonly state: string; readonly owner: string };
  readonly crashes: readonly LabCrash[];
  readonly changes: readonly { at: number; command: string; node: string; target: string }[];
  readonly nodes: readonly NodeView[];
  readonly groups: readonly { name: string; owner: string; state: string; movingTo: string | null }[];
  readonly plan: PlanView | null;
  readonly witness: string;
  readonly storage: { readonly health: string; readonly repairs: number };
  /** Who makes the orchestrator crash; null until it is asked for. */
  readonly clues: readonly Clue[] | null;
}

/** Reads the cluster for the page. Only reads: the state on disk stays as it is. */
export function readClusterView(cluster: LabCluster, reveal: boolean): ClusterView {
  const state = cluster.snapshot();
  const since = state.advancedTo - TIMELINE_MS;
  return clusterView({
    state,
    waiting: cluster.waiting(),
    crashes: cluster.crashes(since),
    ledger: cluster.ledger(),
    reveal,
  });
}

export interface ClusterViewSource {
  readonly state: LabState;
  readonly waiting: readonly LabWaiting[];
  readonly crashes: readonly LabCrash[];
  readonly ledger: readonly LedgerEntry[];
  readonly reveal: boolean;
}

/** What the page shows of a state; pure. */
export function clusterView({ state, waiting, crashes, ledger, reveal }: ClusterViewSource): ClusterView {
  const orchestrator = state.groups.find((group) => group.resource === ORCHESTRATOR);
  const changes = ledger.filter((entry) => entry.kind === 'change' && entry.at >= state.startedAt);
  return {
    name: state.clusterName,
    asOf: state.advancedTo,
    notBegun: waiting.some((message) => message.kind === 'reset'),
    waiting: waiting.filter((message) => message.kind !== 'reset').length,
    orchestrator: { state: orchestrator?.state ?? 'Unknown', owner: orchestrator?.owner ?? '' },
    crashes,
    changes: changes
      .slice(-CHANGES_SHOWN)
      .map(({ at, command, node, target }) => ({ at, command, node, target })),
    nodes: state.nodes.map((node) => nodeView(state, node)),
    groups: state.groups.map(({ name, owner, state: is, movingTo }) => ({
      name: shortName(name),
      owner,
      state: is,
      movingTo: movingTo || null,
    })),
    plan: planView(state),
    witness: state.witness,
    storage: {
      health: state.storage.virtualDisks.find((disk) => disk.health !== 'Healthy')?.health ?? 'Healthy',
      repairs: state.storage.jobs.filter((job) => runsAt(job, state.advancedTo)).length,
    },
    clues: reveal ? cluesOf(state) : null,
  };
}

/** `Azure Stack HCI Orchestrator Service Cluster Group` is `Orchestrator` on the page. */
function shortName(name: string): string {
  return name.replace(/^Azure Stack HCI /, '').replace(/ Service( Cluster Group)?$/, '');
}

function runsAt({ startsAt, endsAt }: { startsAt: number; endsAt: number }, at: number): boolean {
  return startsAt <= at && endsAt > at;
}

function nodeView(state: LabState, node: LabNode): NodeView {
  const mine = node.services.filter((service) => !service.clustered || service.state !== 'Stopped');
  return {
    name: node.name,
    state: node.state,
    reach: node.reach,
    activity: activityOf(node),
    bootedAt: node.bootedAt,
    services: mine.map((service) => ({
      name: shortName(service.name),
      state: service.state,
      processId: service.processId === 0 ? null : service.processId,
    })),
    vms: state.vms
      .filter((vm) => vm.node === node.name)
      .map((vm) => ({ name: vm.name, state: vm.state, canMove: vm.clustered && vm.blocker === 'none' })),
  };
}

function activityOf(node: LabNode): string | null {
  if (node.state === 'Down' && node.upAt > 0) return 'restarting';
  if (node.restartAt > 0) return 'about to restart';
  if (node.drainStatus === 'InProgress') return 'draining';
  if (node.drainStatus === 'Failed') return 'drain failed';
  return node.drainStatus === 'Completed' ? 'drained' : null;
}

function planView({ plan }: LabState): PlanView | null {
  if (plan === null) return null;
  const steps = flatten(plan.steps, 0);
  const leaves = steps.filter((step) => step.steps.length === 0);
  return {
    name: plan.displayName,
    state: plan.state,
    done: leaves.filter((step) => step.status === 'Success').length,
    total: leaves.length,
    steps: steps.map(({ name, status, depth }) => ({ name, status, depth })),
    error: leaves.find((step) => step.errorMessage !== null)?.errorMessage ?? null,
  };
}

function flatten(
  steps: readonly LabPlanStep[],
  depth: number,
): readonly (LabPlanStep & { readonly depth: number })[] {
  return steps.flatMap((step) => [{ ...step, depth }, ...flatten(step.steps, depth + 1)]);
}
