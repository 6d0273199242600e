import type { Person } from './person';
import { isSamePerson, personKey } from './person';
import type { MitigationRequest, Vote } from './state';

/** Who may vote, as configured now. An empty list means nobody (invariant 1). */
export interface VotingPolicy {
  /** Tenant id + object id of every eligible approver. */
  readonly approvers: readonly Pick<Person, 'tenantId' | 'objectId'>[];
  /** Lets the requester of a production rung be one of its voters; shown on the card. */
  readonly requesterMayVote: boolean;
  /** SHA-256 over the policy: part of the bound facts. */
  readonly hash: string;
}

export type VoteRefusal =
  | 'not-eligible'
  | 'requester'
  | 'already-voted'
  | 'vote-withdrawn'
  | 'expired'
  | 'ended'
  | 'already-running'
  | 'owner-agreement-missing'
  | 'reason-missing'
  | 'other-version';

/** Whether this person may vote at all, by the policy in force. */
export function isEligible(person: Pick<Person, 'tenantId' | 'objectId'>, policy: VotingPolicy): boolean {
  return policy.approvers.some((approver) => isSamePerson(approver, person));
}

/** Whether a vote by `person` may be taken now; null when it may (invariants 1, 3, 4, 5). */
export function refuseVote(
  request: MitigationRequest,
  vote: {
    readonly by: Person;
    readonly decision: Vote['decision'];
    readonly ownerAgrees: boolean;
    readonly digestPrefix: string | null;
  },
  policy: VotingPolicy,
  now: number,
): VoteRefusal | null {
  if (!isEligible(vote.by, policy)) return 'not-eligible';
  if (request.status === 'ended') return request.end?.as === 'expired' ? 'expired' : 'ended';
  if (request.status === 'running') return 'already-running';
  if (now >= request.expiresAt) return 'expired';
  if (vote.digestPrefix !== null && !request.digest.startsWith(vote.digestPrefix)) return 'other-version';
  if (request.requester && isSamePerson(request.requester, vote.by) && !policy.requesterMayVote)
    return 'requester';
  const earlier = request.votes.find((cast) => isSamePerson(cast.by, vote.by));
  const changesToDeny = vote.decision === 'deny' && earlier?.decision === 'approve';
  if (earlier && !changesToDeny) return earlier.withdrawn ? 'vote-withdrawn' : 'already-voted';
  if (vote.decision === 'approve' && request.needsOwnerAgreement && !vote.ownerAgrees)
    return 'owner-agreement-missing';
  return null;
}

/** Approvals that count now: distinct people, still eligible, not withdrawn, not the requester unless the policy says so. */
export function countingApprovals(request: MitigationRequest, policy: VotingPolicy): readonly Vote[] {
  const byPerson = new Map<string, Vote>();
  for (const vote of request.votes) {
    const isRequester = request.requester !== null && isSamePerson(request.requester, vote.by);
    const counts = vote.decision === 'approve' && !vote.withdrawn && isEligible(vote.by, policy);
    if (counts && (!isRequester || policy.requesterMayVote)) byPerson.set(personKey(vote.by), vote);
  }
  return [...byPerson.values()];
}

/** How many people could still approve: a request that can never be granted is not opened. */
export function possibleVoters(requester: Person | null, policy: VotingPolicy): number {
  const people = new Set(policy.approvers.map(personKey));
  if (requester && !policy.requesterMayVote) people.delete(personKey(requester));
  return people.size;
}
