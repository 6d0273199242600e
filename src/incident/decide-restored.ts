import type { Decision } from './decision';
import { inOrder } from './decision';
import { endStep } from './decide-step';
import type { IncidentEvent } from './events';
import { offerAgain } from './offers';
import type { ClusterState } from './state';

/**
 * The store was restored from a backup: what happened since is not in it. A request that is open, granted or not, ends as superseded; the next
 * step of an open run may have been run since, so it is unknown and never run.
 */
export function decideStoreRestored(at: number, state: ClusterState): Decision {
  const run = state.incident?.run;
  if (run?.endedAt === null) {
    const next = run.steps.findIndex(({ status }) => status === 'started' || status === 'planned');
    const detail =
      'the store was restored from a backup; nobody knows whether this happened since the backup';
    return endStep(state, at, run, next, { outcome: 'unknown', detail });
  }
  return inOrder(state, (now): readonly IncidentEvent[] => {
    const request = now.incident?.request;
    if (request?.status !== 'pending' && request?.status !== 'granted') return [];
    const why = 'the store was restored from a backup: what was decided since is not known';
    return [
      { kind: 'RequestEnded', at, requestId: request.id, as: 'superseded', why },
      ...offerAgain(request, at, 'asked again after the store was restored'),
    ];
  });
}
