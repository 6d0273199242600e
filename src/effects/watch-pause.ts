import type { ClusterState } from '../incident/state';
import type { DetectionSettings } from '../runbook/settings';

/** How long until the next look at a cluster, ms: shorter while an incident is open. */
export function watchPause(state: ClusterState, detection: DetectionSettings): number {
  return state.incident?.status === 'open' ? detection.watchInIncidentMs : detection.watchMs;
}
