import { isSameNode } from '../incident/node-name';
import type { NodeRestartInterlock } from '../powershell/operations/get-node-restart-interlock';
import type { Judgement } from './interlocks';

/** One node's view of the cluster. */
export type ClusterView = NonNullable<NonNullable<NodeRestartInterlock['nodes'][number]['cluster']>['value']>;

/** So many nodes are believed, when there are so many. */
const WITNESSES = 2;

/** Views of up to two nodes that are Up by their own word and are not the one to be restarted. */
export function readWitnesses(facts: NodeRestartInterlock, node: string): ClusterView[] {
  return facts.nodes
    .flatMap((one) => one.cluster?.value ?? [])
    .filter((view) => !isSameNode(view.computerName, node))
    .filter((view) =>
      (view.nodes.value ?? []).some((one) => isSameNode(one.name, view.computerName) && one.state === 'Up'),
    )
    .slice(0, WITNESSES);
}

/** Every node Up, in normal state, none draining. */
export function judgeNodesUp(views: readonly ClusterView[], node: string): Judgement {
  return agreed(views, ({ nodes }) => {
    if (!nodes.value) return unread('The state of the nodes', nodes.errorId);
    if (!nodes.value.some((one) => isSameNode(one.name, node)))
      return { state: 'unknown', why: `The cluster does not list ${node}.` };
    const bad = nodes.value.filter(
      (one) => one.state !== 'Up' || one.statusInformation !== 'Normal' || one.drainStatus !== 'NotInitiated',
    );
    return bad.length === 0
      ? { state: 'green', why: `All ${nodes.value.length} nodes are Up and normal.` }
      : {
          state: 'red',
          why: bad
            .map((one) => `${one.name} is ${one.state}, ${one.statusInformation}, drain ${one.drainStatus}`)
            .join('; '),
        };
  });
}

/** More than half of the present votes stay without the node. Votes: dynamic weight of the Up nodes and of the witness. */
export function judgeVotes(views: readonly ClusterView[], node: string): Judgement {
  return agreed(views, ({ nodes, cluster }) => {
    if (!nodes.value) return unread('The votes of the nodes', nodes.errorId);
    const witness = cluster.value?.witnessDynamicWeight ?? null;
    const up = nodes.value.filter((one) => one.state === 'Up');
    if (witness === null || up.some((one) => one.dynamicWeight === null))
      return unread('The dynamic weights', cluster.errorId);
    const weightOf = (some: typeof up): number =>
      some.reduce((sum, one) => sum + (one.dynamicWeight ?? 0), 0);
    const all = weightOf(up) + witness;
    const left = all - weightOf(up.filter((one) => isSameNode(one.name, node)));
    return {
      state: left > all / 2 ? 'green' : 'red',
      why: `Without ${node} ${left} of ${all} votes stay; more than half are needed.`,
    };
  });
}

/** The witness is Online, where it has a vote. */
export function judgeWitness(views: readonly ClusterView[]): Judgement {
  return agreed(views, ({ cluster, quorum }) => {
    const weight = cluster.value?.witnessDynamicWeight ?? null;
    if (weight === null) return unread('The vote of the witness', cluster.errorId);
    if (weight === 0) return { state: 'green', why: 'No witness has a vote.' };
    const state = quorum.value?.witnessState ?? null;
    if (state === null) return unread('The state of the witness', quorum.errorId);
    return { state: state === 'Online' ? 'green' : 'red', why: `The witness is ${state}.` };
  });
}

/** Cluster-aware updating does nothing now. */
export function judgeUpdatingRun(views: readonly ClusterView[]): Judgement {
  return agreed(views, ({ updatingRun }) => {
    if (!updatingRun.value) return unread('Whether an updating run is in progress', updatingRun.errorId);
    const runs = updatingRun.value.filter((text) => text !== 'RunNotInProgress');
    if (runs.length > 0)
      return { state: 'red', why: `An updating run is in progress: ${runs.join(', ').slice(0, 200)}` };
    return updatingRun.value.length > 0
      ? { state: 'green', why: 'No updating run is in progress.' }
      : { state: 'unknown', why: 'Get-CauRun said nothing.' };
  });
}

/** A part that could not be read. */
export function unread(what: string, errorId: string | null): Judgement {
  return { state: 'unknown', why: `${what} could not be read (${errorId ?? 'no value'}).` };
}

/** Judges each view and believes them only when they come to the same. */
function agreed(views: readonly ClusterView[], judge: (view: ClusterView) => Judgement): Judgement {
  const [first, ...others] = views.map(judge);
  if (!first) return { state: 'unknown', why: 'No other node that is Up could be asked.' };
  const differs = others.find((other) => other.state !== first.state);
  return differs
    ? { state: 'unknown', why: `Two nodes see it differently: ${first.why} / ${differs.why}` }
    : first;
}
