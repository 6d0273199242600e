import type { JsonObject } from './json';
import type { Person } from './person';
import type { RungTerms } from './rules';
import type { StepPlan } from './run';

/** Approve or deny by one person on one request. */
export interface Vote {
  readonly by: Person;
  readonly decision: 'approve' | 'deny';
  readonly at: number;
  readonly reason: string | null;
  readonly ownerAgrees: boolean;
  readonly withdrawn: boolean;
  /** SHA-256 of the card the voter was last shown; null: voted by typing, or what was shown is not known. */
  readonly shown?: string | null;
  /** What the voter typed to confirm the targets, where that was needed. */
  readonly confirmed?: string;
}

export type RequestEndReason =
  'denied' | 'expired' | 'superseded' | 'no-longer-needed' | 'withdrawn' | 'attested' | 'run-ended';

/** What a request remembers of the policy in force when it was opened. */
export interface OpeningPolicy {
  readonly hash: string;
  readonly requesterMayVote: boolean;
  /** `personKey` of approvers named in person, `group/<id>` of groups. */
  readonly voters: readonly string[];
}

/** One ask to run one mitigation on exact targets; what it binds never changes, its votes and its end are added. Times are epoch ms UTC. */
export interface MitigationRequest {
  readonly id: string;
  /** For typing: `approve R7K2`. */
  readonly shortId: string;
  readonly terms: RungTerms;
  /** Null: the bot asked by itself. */
  readonly requester: Person | null;
  readonly openedAt: number;
  /** `now >= expiresAt` is expired. */
  readonly expiresAt: number;
  /** Absent in requests opened by older versions: then only the present policy counts. */
  readonly policy?: OpeningPolicy;
  /** What the digest covers and the recheck compares. */
  readonly facts: JsonObject;
  /** SHA-256 over the bound facts, hex. */
  readonly digest: string;
  /** Lines for people about the targets: shown, not bound. */
  readonly shown: readonly ShownTarget[];
  readonly steps: readonly StepPlan[];
  /** Steps run instead when a person attests that the owner ended it; null: nothing to attest. */
  readonly attestSteps: readonly StepPlan[] | null;
  readonly needsOwnerAgreement: boolean;
  /** Nodes the request covers and nothing else, where the mitigation wants their names typed. */
  readonly coveredNodes?: readonly string[];
  readonly votes: readonly Vote[];
  readonly grantedAt: number | null;
  /** Why a grant waits instead of running; null when it does not wait. */
  readonly held: string | null;
  /** Why it cannot be granted any more as long as nobody else may vote; absent: enough could. */
  readonly lacking?: string;
  readonly status: 'pending' | 'granted' | 'running' | 'ended';
  readonly end: { readonly as: RequestEndReason; readonly at: number; readonly why: string } | null;
}

/** A target as people see it on the ask card. */
export interface ShownTarget {
  readonly title: string;
  readonly grade: string | null;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** Plain text for its owner, ready to send; absent: there is nobody to ask. */
  readonly ownerMessage?: string;
}

/** Whether people can still decide on, or the bot still run, this request. */
export function isRequestOpen(request: MitigationRequest | null): request is MitigationRequest {
  return request !== null && request.status !== 'ended';
}
