import type { Person } from './person';
import { isSamePerson, personKey } from './person';
import type { RungTerms } from './rules';
import type { MitigationRequest, OpeningPolicy, Vote } from './mitigation-request';

/** Somebody who may vote now. */
export interface Approver extends Pick<Person, 'tenantId' | 'objectId'> {
  /** For saying who is missing; never compared. */
  readonly name?: string;
  /** Object id of the directory group that makes this person an approver; absent: named in person. */
  readonly group?: string;
}

/** Who may vote on what, as configured now. An empty list means nobody (invariant 1). */
export interface VotingPolicy {
  readonly approvers: readonly Approver[];
  /** Lets the requester of a production rung be one of its voters; shown on the card. */
  readonly requesterMayVote: boolean;
  /** SHA-256 over the policy: part of the bound facts. */
  readonly hash: string;
  /** The rung as configured now; a request keeps the stricter of this and what it was opened with. */
  readonly terms?: RungTerms;
  /** Why the rung may not run at all now (switched off, observing). */
  readonly forbidden?: string;
  /** Names of groups whose members could not be read: whoever is one only through them cannot vote now. */
  readonly unreadable?: readonly string[];
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

/** What a request remembers of the policy it was opened under: a looser one never loosens it. */
export function openingPolicyOf(policy: VotingPolicy): OpeningPolicy {
  return {
    hash: policy.hash,
    requesterMayVote: policy.requesterMayVote,
    voters: [...new Set(policy.approvers.map(voterKey))].sort(),
  };
}

/** A person counts by person or by group: a group's members may change while a request is open, the group may not. */
function voterKey(approver: Approver): string {
  return approver.group === undefined ? personKey(approver) : `group/${approver.group}`.toLowerCase();
}

/** The stricter of two versions of a rung: more votes, shorter lives, a reason when either wants one. */
export function stricterTerms(terms: RungTerms, other: RungTerms | undefined): RungTerms {
  if (!other) return terms;
  const grant = Math.min(terms.grantLifetimeMs ?? Infinity, other.grantLifetimeMs ?? Infinity);
  return {
    ...terms,
    votesNeeded: Math.max(terms.votesNeeded, other.votesNeeded),
    requestLifetimeMs: Math.min(terms.requestLifetimeMs, other.requestLifetimeMs),
    ...(Number.isFinite(grant) ? { grantLifetimeMs: grant } : {}),
    ...(terms.reasonRequired || other.reasonRequired ? { reasonRequired: true } : {}),
  };
}

/** What holds for an open request now: as it was opened, or stricter. */
export function termsInForce(request: MitigationRequest, policy: VotingPolicy): RungTerms {
  return stricterTerms(request.terms, policy.terms);
}

function requesterMayVote(request: MitigationRequest, policy: VotingPolicy): boolean {
  return policy.requesterMayVote && (request.policy?.requesterMayVote ?? true);
}

/** Whether this person may vote on this request at all: by the policy now, and by the one it was opened under. */
function isEligible(
  request: MitigationRequest,
  person: Pick<Person, 'tenantId' | 'objectId'>,
  policy: VotingPolicy,
): boolean {
  const opening = request.policy?.voters;
  return policy.approvers.some(
    (approver) =>
      isSamePerson(approver, person) && (opening === undefined || opening.includes(voterKey(approver))),
  );
}

/** Whether a vote by `person` may be taken now; null when it may (invariants 1, 3, 4, 5). */
export function refuseVote(
  request: MitigationRequest,
  vote: {
    readonly by: Person;
    readonly decision: Vote['decision'];
    readonly ownerAgrees: boolean;
    readonly digestPrefix: string | null;
    /** Undefined: not asked about, for a card that is to offer the vote. */
    readonly reason?: string | null;
  },
  policy: VotingPolicy,
  now: number,
): VoteRefusal | null {
  if (!policy.approvers.some((approver) => isSamePerson(approver, vote.by))) return 'not-eligible';
  if (request.status === 'ended') return request.end?.as === 'expired' ? 'expired' : 'ended';
  if (request.status === 'running') return 'already-running';
  if (now >= request.expiresAt) return 'expired';
  if (vote.digestPrefix !== null && !request.digest.startsWith(vote.digestPrefix)) return 'other-version';
  const isRequester = request.requester !== null && isSamePerson(request.requester, vote.by);
  if (isRequester && !requesterMayVote(request, policy)) return 'requester';
  if (!isEligible(request, vote.by, policy)) return 'not-eligible';
  const earlier = request.votes.find((cast) => isSamePerson(cast.by, vote.by));
  const changesToDeny = vote.decision === 'deny' && earlier?.decision === 'approve';
  if (earlier?.withdrawn && !changesToDeny) return 'vote-withdrawn';
  if (earlier && !changesToDeny && !standsAgain(request, vote.decision, policy)) return 'already-voted';
  return vote.decision === 'approve' ? missingWords(request, vote, policy) : null;
}

/**
 * Every approval is there, and yet it is not granted: it was, until somebody or some vote more was lacking for a while. One of those who
 * approved says so again, and it is.
 */
function standsAgain(request: MitigationRequest, decision: Vote['decision'], policy: VotingPolicy): boolean {
  return decision === 'approve' && request.status === 'pending' && isApproved(request, policy);
}

/** What an approval has to say besides yes. A deny needs nothing: a veto is never made harder. */
function missingWords(
  request: MitigationRequest,
  vote: { readonly ownerAgrees: boolean; readonly reason?: string | null },
  policy: VotingPolicy,
): VoteRefusal | null {
  if (request.needsOwnerAgreement && !vote.ownerAgrees) return 'owner-agreement-missing';
  const lacksReason = vote.reason !== undefined && !vote.reason?.trim();
  return lacksReason && termsInForce(request, policy).reasonRequired ? 'reason-missing' : null;
}

/** Approvals that count now: distinct people, still eligible, not withdrawn, not the requester unless the policy says so. */
export function countingApprovals(request: MitigationRequest, policy: VotingPolicy): readonly Vote[] {
  const byPerson = new Map<string, Vote>();
  for (const vote of request.votes) {
    const isRequester = request.requester !== null && isSamePerson(request.requester, vote.by);
    const counts = vote.decision === 'approve' && !vote.withdrawn && isEligible(request, vote.by, policy);
    if (counts && (!isRequester || requesterMayVote(request, policy))) byPerson.set(personKey(vote.by), vote);
  }
  return [...byPerson.values()];
}

/** Whether as many people as needed agree, by the stricter of the policies. */
export function isApproved(request: MitigationRequest, policy: VotingPolicy): boolean {
  return countingApprovals(request, policy).length >= termsInForce(request, policy).votesNeeded;
}

/** Names of those who approved and do not count any more, each once. */
export function voidVoters(request: MitigationRequest, policy: VotingPolicy): readonly string[] {
  const counting = new Set(countingApprovals(request, policy));
  return request.votes
    .filter((vote) => vote.decision === 'approve' && !vote.withdrawn && !counting.has(vote))
    .map((vote) => vote.by.name);
}

/** Who could approve now and has not: the requester and whoever voted are left out. */
export function mayStillApprove(
  request: MitigationRequest,
  policy: VotingPolicy,
  now: number,
): readonly Approver[] {
  const people = new Map(policy.approvers.map((person) => [personKey(person), person]));
  return [...people.values()].filter((person) => {
    const by = { ...person, name: person.name ?? '' };
    const vote = { by, decision: 'approve' as const, ownerAgrees: true, digestPrefix: null };
    return refuseVote(request, vote, policy, now) === null;
  });
}

/** The different people who could still approve: a request that can never be granted is not opened. */
export function possibleVoters(requester: Person | null, policy: VotingPolicy): readonly Approver[] {
  const people = new Map(policy.approvers.map((approver) => [personKey(approver), approver]));
  if (requester && !policy.requesterMayVote) people.delete(personKey(requester));
  return [...people.values()];
}

/**
 * Why this open request cannot be granted any more as things are now: too few are left who may vote on it and have not taken their vote back.
 * Null: it can be, or nobody knows because a group cannot be read.
 */
export function whyNotGrantable(
  request: MitigationRequest,
  policy: VotingPolicy,
): { readonly why: string; readonly couldBeAskedAnew: boolean } | null {
  if ((policy.unreadable ?? []).length > 0) return null;
  const { votesNeeded } = termsInForce(request, policy);
  const counting = countingApprovals(request, policy).map(({ by }) => personKey(by));
  const able = possibleVoters(request.requester, {
    ...policy,
    requesterMayVote: requesterMayVote(request, policy),
  }).filter((person) => isEligible(request, person, policy) && !hasVoted(request, person));
  const possible = new Set([...counting, ...able.map(personKey)]).size;
  if (possible >= votesNeeded) return null;
  const names = able.map(({ name }) => name ?? 'somebody without a name');
  const left =
    names.length === 0 ? 'nobody else may vote on it now' : `only ${names.join(', ')} may vote on it now`;
  const enough = missingVoters(request.requester, policy, votesNeeded) === null;
  const tookBack = request.votes.some(({ withdrawn }) => withdrawn);
  return {
    why: `${counting.length} of ${votesNeeded} approvals are there, and ${left}`,
    couldBeAskedAnew: enough && !tookBack,
  };
}

function hasVoted(request: MitigationRequest, person: Pick<Person, 'tenantId' | 'objectId'>): boolean {
  return request.votes.some(({ by }) => isSamePerson(by, person));
}

/** Who is missing when too few could vote, in words; null when enough could. */
export function missingVoters(
  requester: Person | null,
  policy: VotingPolicy,
  votesNeeded: number,
): string | null {
  const possible = possibleVoters(requester, policy);
  if (possible.length >= votesNeeded) return null;
  const named = possible.map(({ name }) => name ?? 'somebody without a name');
  const who = possible.length === 0 ? 'nobody could vote' : `only ${named.join(', ')} could vote`;
  const isLeftOut =
    requester !== null && policy.approvers.some((approver) => isSamePerson(approver, requester));
  const asker = isLeftOut && !policy.requesterMayVote ? [`${requester.name} asked and so cannot`] : [];
  const groups = (policy.unreadable ?? []).map((group) => `the members of ${group} cannot be read now`);
  const lacking = votesNeeded - possible.length;
  return [
    `it needs ${votesNeeded} different approver(s), but ${who}`,
    ...asker,
    ...groups,
    `${lacking} more ${lacking === 1 ? 'person is' : 'people are'} missing: configure more approvers`,
  ].join('; ');
}
