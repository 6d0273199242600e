import { whyNotGrantable } from './approval';
import type { IncidentCommand } from './commands';
import type { Decision } from './decision';
import { requestOf } from './decide-vote';
import { offerAgain } from './offers';
import type { ClusterState } from './state';

/** So old is a request at least that is asked anew for other people: processes that are restarted one after the other must not chase each other, ms. */
const SETTLED_MS = 60_000;

/**
 * The people who may vote changed while a request is open. Where the present ones could never complete it, but could another one, it is
 * superseded and asked anew; where too few are left at all it stays, and says so until there are enough again or it ends.
 */
export function decideLookAtVoters(
  { at, requestId, policy }: Extract<IncidentCommand, { kind: 'LookAtVoters' }>,
  state: ClusterState,
): Decision {
  const request = requestOf(state, requestId);
  // A grant is looked at again before it runs.
  if (request?.status !== 'pending' || at >= request.expiresAt) return [];
  const found = whyNotGrantable(request, policy);
  // Once for each policy: a process that asks by an older one would have it asked again and again.
  const isNew = state.incident?.askedAnewUnder !== policy.hash && at - request.openedAt >= SETTLED_MS;
  if (found?.couldBeAskedAnew === true && request.requester === null && isNew)
    return [
      {
        kind: 'RequestEnded',
        at,
        requestId,
        as: 'superseded',
        why: `who may approve has changed since it was asked: ${found.why}`,
        askedAnewUnder: policy.hash,
      },
      ...offerAgain(request, at, 'asked again of those who may approve now'),
    ];
  const why = found?.why ?? null;
  return why === (request.lacking ?? null) ? [] : [{ kind: 'VotersLacking', at, requestId, why }];
}
