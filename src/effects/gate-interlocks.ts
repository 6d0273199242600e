import { describeInterlocks, isBlocked, readNodeInterlocks } from '../detection/node-interlocks';
import type { InterlockParts } from '../detection/node-interlocks';
import type { ClusterState } from '../incident/state';
import type { ClusterSettings } from '../runbook/settings';
import type { StepReport } from './step-report';

export interface InterlockGateParts extends InterlockParts {
  /** One recorded check of the cluster; gives the state after it. */
  readonly look: (cluster: string) => Promise<ClusterState>;
}

/** Before a node is touched: looks at the crashes and at every condition again; one that is not green ends the run. Changes nothing. */
export async function gateInterlocks(
  parts: InterlockGateParts,
  cluster: ClusterSettings,
  node: string,
): Promise<StepReport> {
  const state = await parts.look(cluster.name);
  const read = await readNodeInterlocks(parts, cluster, state, node);
  if (read.kind === 'failed')
    return {
      outcome: 'failed',
      detail: `${node} was not touched, its conditions could not be read: ${read.why}`,
    };
  return isBlocked(read.interlocks)
    ? { outcome: 'failed', detail: `${node} was not touched: ${describeInterlocks(node, read.interlocks)}` }
    : { outcome: 'succeeded', detail: `all ${read.interlocks.length} conditions are green` };
}
