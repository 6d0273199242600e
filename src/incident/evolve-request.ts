import type { IncidentEvent } from './events';
import { isSamePerson } from './person';
import type { MitigationRequest } from './mitigation-request';

/** The newest request after one more event. An ended request never changes again (invariant 5). */
export function evolveRequest(
  request: MitigationRequest | null,
  event: IncidentEvent,
): MitigationRequest | null {
  if (!request || request.status === 'ended' || !('requestId' in event) || event.requestId !== request.id)
    return request;
  switch (event.kind) {
    case 'VoteCast': {
      const others = request.votes.filter((vote) => !isSamePerson(vote.by, event.vote.by));
      return { ...request, votes: [...others, event.vote] };
    }
    case 'VoteWithdrawn':
      return {
        ...request,
        votes: request.votes.map((vote) =>
          isSamePerson(vote.by, event.by) ? { ...vote, withdrawn: true } : vote,
        ),
      };
    case 'RequestGranted':
      return {
        ...withoutLacking(request),
        status: 'granted',
        grantedAt: event.at,
        expiresAt: event.expiresAt ?? request.expiresAt,
      };
    case 'VotersLacking':
      return event.why === null ? withoutLacking(request) : { ...request, lacking: event.why };
    case 'GrantRevoked':
      return {
        ...request,
        status: 'pending',
        grantedAt: null,
        held: null,
        expiresAt: request.openedAt + request.terms.requestLifetimeMs,
      };
    case 'RunStarted':
      return { ...request, status: 'running', held: null };
    case 'RequestEnded':
      return { ...request, status: 'ended', end: { as: event.as, at: event.at, why: event.why } };
    case 'GrantHeld':
      return { ...request, held: event.why };
  }
}

function withoutLacking({ lacking: _lacking, ...request }: MitigationRequest): MitigationRequest {
  return request;
}
