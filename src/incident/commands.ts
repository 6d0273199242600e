import type { VotingPolicy } from './approval';
import type { CheckReport } from './evidence';
import type { JsonObject } from './json';
import type { Person } from './person';
import type { Rules } from './rules';
import type { ShownTarget } from './mitigation-request';
import type { StepEvidence, StepOutcome, StepPlan } from './run';

/** What a person or the bot wants. Ids, time and the policy in force come with the command. */
export type IncidentCommand =
  | {
      readonly kind: 'StartCheck';
      readonly at: number;
      readonly checkId: string;
      readonly by: Person | null;
      readonly answerTo: JsonObject | null;
      readonly updateQueryMs: number;
    }
  | {
      readonly kind: 'RecordCheck';
      readonly at: number;
      readonly report: CheckReport;
      readonly newIncidentId: string;
      readonly rules: Rules;
    }
  | {
      readonly kind: 'BlockAsk';
      readonly at: number;
      readonly rung: string;
      readonly why: string;
      /** Null: the bot wanted to ask by itself. */
      readonly by: Person | null;
    }
  | AskMitigation
  | CastVote
  | {
      readonly kind: 'WithdrawVote';
      readonly at: number;
      readonly requestId: string;
      readonly by: Person;
      readonly policy: VotingPolicy;
    }
  | { readonly kind: 'WithdrawRequest'; readonly at: number; readonly requestId: string; readonly by: Person }
  | {
      readonly kind: 'Attest';
      readonly at: number;
      readonly requestId: string;
      readonly by: Person;
      readonly runId: string;
    }
  | BeginRun
  | {
      readonly kind: 'BeginStep';
      readonly at: number;
      readonly runId: string;
      readonly index: number;
      readonly owner: string;
      readonly fence: number;
    }
  | {
      readonly kind: 'EndStep';
      readonly at: number;
      readonly runId: string;
      readonly index: number;
      readonly owner: string;
      readonly outcome: StepOutcome;
      readonly detail: string;
      /** Proven: nothing is left half-done, although the step did not come to its end. */
      readonly restored?: true;
    }
  | { readonly kind: 'LoseStep'; readonly at: number; readonly runId: string; readonly index: number }
  | {
      readonly kind: 'RecordStepEvidence';
      readonly at: number;
      readonly runId: string;
      readonly index: number;
      readonly evidence: StepEvidence;
    }
  /** Who may vote has been read anew: a request that cannot be granted any more is told of. */
  | {
      readonly kind: 'LookAtVoters';
      readonly at: number;
      readonly requestId: string;
      readonly policy: VotingPolicy;
    }
  | { readonly kind: 'StopRun'; readonly at: number; readonly by: Person }
  | {
      readonly kind: 'SettleRun';
      readonly at: number;
      readonly by: Person;
      readonly as: 'happened' | 'did-not-happen';
      readonly reason: string;
    }
  | {
      readonly kind: 'SettleValidation';
      readonly at: number;
      readonly by: Person;
      readonly as: 'fixed' | 'not-fixed';
      readonly reason: string;
    }
  | { readonly kind: 'Freeze'; readonly at: number; readonly by: Person; readonly reason: string }
  | { readonly kind: 'Unfreeze'; readonly at: number; readonly by: Person }
  /** The store was restored from a backup, so the log lacks what happened since. */
  | { readonly kind: 'StoreRestored'; readonly at: number }
  | { readonly kind: 'Tick'; readonly at: number };

/** Ask to run one mitigation on exact targets. */
export interface AskMitigation {
  readonly kind: 'Ask';
  readonly at: number;
  readonly rung: string;
  readonly requestId: string;
  readonly shortId: string;
  /** Null: the bot asks by itself. */
  readonly by: Person | null;
  readonly proposal: Proposal;
  readonly policy: VotingPolicy;
}

/** What a mitigation would do here and now: its targets as found by read-only probes. */
export interface Proposal {
  readonly facts: JsonObject;
  readonly digest: string;
  readonly steps: readonly StepPlan[];
  readonly attestSteps: readonly StepPlan[] | null;
  readonly needsOwnerAgreement: boolean;
  /** See the request's field of this name. */
  readonly coveredNodes?: readonly string[];
  readonly shown: readonly ShownTarget[];
  /** Nodes that could not be searched: without them "no target" proves nothing. */
  readonly blindNodes: readonly string[];
  /** What the targets depend on and nobody could read so far, though a later look may; one line each. Absent: nothing. */
  readonly unread?: readonly string[];
  /** Why there is no target, or what was found; one line. */
  readonly summary: string;
}

export interface CastVote {
  readonly kind: 'CastVote';
  readonly at: number;
  readonly requestId: string;
  readonly by: Person;
  readonly decision: 'approve' | 'deny';
  readonly reason: string | null;
  readonly ownerAgrees: boolean;
  /** What the voter typed to confirm the targets; null: nothing. */
  readonly confirmation: string | null;
  /** First characters of the digest the voter saw; null for a typed command. */
  readonly digestPrefix: string | null;
  /** SHA-256 of the card the voter was last shown; null: typed, or not known. */
  readonly shown?: string | null;
  readonly policy: VotingPolicy;
}

/** The recheck before a run: everything as it is now (invariant 6). */
export interface BeginRun {
  readonly kind: 'BeginRun';
  readonly at: number;
  readonly requestId: string;
  readonly runId: string;
  readonly facts: JsonObject;
  readonly digest: string;
  readonly policy: VotingPolicy;
}
