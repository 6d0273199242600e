import type { RestartPolicy } from '../incident/evidence';
import type { ClusterEvidence } from '../powershell/operations/get-cluster-evidence';
import type { ReadNode } from './node-report';

const HOUR_MS = 3_600_000;

/**
 * What the cluster does about a failed orchestrator, and how often it had to: with its usual settings a loop ends in a Failed group that is
 * silent for an hour, which is no cure.
 */
export function restartPolicyOf(
  { resources, failoverThreshold, failoverPeriodHours }: ClusterEvidence['cluster'],
  nodes: readonly ReadNode[],
): RestartPolicy {
  // The group has the service's resource; others (a name, an address) may stand beside it with settings of their own.
  const resource = resources.find(({ name }) => /orchestrator/i.test(name)) ?? resources[0];
  const gaveUp = nodes.flatMap(({ cluster }) => cluster.gaveUpAt ?? []);
  return {
    restartThreshold: resource?.restartThreshold ?? null,
    restartPeriodMs: resource?.restartPeriodMs ?? null,
    failoverThreshold,
    failoverPeriodMs: failoverPeriodHours === null ? null : failoverPeriodHours * HOUR_MS,
    retryPeriodMs: resource?.retryPeriodMs ?? null,
    failures: nodes.reduce((sum, { cluster }) => sum + cluster.failures, 0),
    gaveUpAt: gaveUp.length === 0 ? null : Math.max(...gaveUp),
  };
}
