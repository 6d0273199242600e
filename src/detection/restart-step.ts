import type { StepPlan } from '../incident/run';
import type { NodeService } from '../powershell/operations/service-state';
import type { DetectionSettings } from '../runbook/settings';

const WAIT_SECONDS = 120;
/** Sessions, looks and both waits of one restart, ms. */
const MARGIN_MS = 90_000;

/** One restart of one service on one node. */
export function restartStep(node: string, service: NodeService, detection: DetectionSettings): StepPlan {
  const steadySeconds = Math.max(1, Math.round(detection.steadyMs / 1000));
  const halfDone = { kind: 'service-stopped', node, service } as const;
  return {
    operation: 'Restart-NodeService',
    node,
    parameters: { service, waitSeconds: WAIT_SECONDS, steadySeconds },
    title: `Restart ${service} on ${node}, and see that the new process lives on`,
    deadlineMs: (2 * WAIT_SECONDS + steadySeconds) * 1000 + MARGIN_MS,
    // Stopped and not started again; a new process proves that it is not.
    leaves: halfDone,
    undoes: halfDone,
  };
}
