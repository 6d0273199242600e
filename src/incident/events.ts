import type { CheckReport } from './evidence';
import type { HalfDone } from './half-done-place';
import type { JsonObject } from './json';
import type { Person } from './person';
import type { Presence } from './presence';
import type { Rules } from './rules';
import type { MitigationRequest, RequestEndReason, Vote } from './mitigation-request';
import type { RunResult, StepEvidence, StepOutcome, StepPlan } from './run';
import type { JudgedCheck, RungRecord } from './state';
import type { Validation } from './validation';
import type { Verdict } from './verdict';

/** What happened to a cluster. Every event changes state; `at` is epoch ms UTC. */
export type IncidentEvent =
  | {
      readonly kind: 'CheckStarted';
      readonly at: number;
      readonly checkId: string;
      readonly by: Person | null;
      readonly mayAskUpdate: boolean;
      readonly answerTo: JsonObject | null;
    }
  | {
      readonly kind: 'CheckJoined';
      readonly at: number;
      readonly checkId: string;
      readonly by: Person | null;
      readonly answerTo: JsonObject | null;
    }
  | {
      readonly kind: 'CheckFinished';
      readonly at: number;
      readonly report: CheckReport;
      readonly verdict: Verdict;
      readonly why: readonly string[];
      readonly presence: Presence;
      readonly intervalMs: number | null;
      readonly lastCrashAt: number | null;
      readonly crashes: number;
      /** Conversations that waited for this check. */
      readonly answerTo: readonly JsonObject[];
      /** Nothing that people decide by differs from the look before, only times and counts; absent: something does, or older versions. */
      readonly isRepeat?: true;
    }
  | {
      readonly kind: 'IncidentOpened';
      readonly at: number;
      readonly incidentId: string;
      readonly rules: Rules;
      readonly previousId: string | null;
    }
  | {
      readonly kind: 'IncidentReopened';
      readonly at: number;
      readonly incidentId: string;
      readonly rules: Rules;
    }
  | { readonly kind: 'OfferMade'; readonly at: number; readonly rung: string; readonly why: string }
  | { readonly kind: 'LadderExhausted'; readonly at: number; readonly why: string }
  | { readonly kind: 'RungEnded'; readonly at: number; readonly record: RungRecord }
  | { readonly kind: 'RequestOpened'; readonly at: number; readonly request: MitigationRequest }
  | { readonly kind: 'AskBlocked'; readonly at: number; readonly rung: string; readonly why: string }
  | { readonly kind: 'VoteCast'; readonly at: number; readonly requestId: string; readonly vote: Vote }
  | { readonly kind: 'VoteWithdrawn'; readonly at: number; readonly requestId: string; readonly by: Person }
  | {
      readonly kind: 'RequestGranted';
      readonly at: number;
      readonly requestId: string;
      /** When the grant is void; absent: when the request would have been. */
      readonly expiresAt?: number;
    }
  | { readonly kind: 'GrantRevoked'; readonly at: number; readonly requestId: string; readonly why: string }
  /** Too few are left who could approve (`why`), or enough are again (null). */
  | {
      readonly kind: 'VotersLacking';
      readonly at: number;
      readonly requestId: string;
      readonly why: string | null;
    }
  | { readonly kind: 'GrantHeld'; readonly at: number; readonly requestId: string; readonly why: string }
  | {
      readonly kind: 'RequestEnded';
      readonly at: number;
      readonly requestId: string;
      readonly as: RequestEndReason;
      readonly why: string;
      /** It is asked anew of other people: hash of the policy that names them. */
      readonly askedAnewUnder?: string;
    }
  | {
      readonly kind: 'RunStarted';
      readonly at: number;
      readonly runId: string;
      readonly requestId: string;
      readonly rung: string;
      readonly attestedBy: Person | null;
      readonly steps: readonly StepPlan[];
    }
  | {
      readonly kind: 'StepStarted';
      readonly at: number;
      readonly runId: string;
      readonly index: number;
      readonly owner: string;
      readonly fence: number;
    }
  | {
      readonly kind: 'StepEnded';
      readonly at: number;
      readonly runId: string;
      readonly index: number;
      readonly outcome: StepOutcome;
      readonly detail: string;
      readonly restored?: true;
    }
  /** What could be proven about a step whose outcome is unknown. */
  | {
      readonly kind: 'StepEvidenceFound';
      readonly at: number;
      readonly runId: string;
      readonly index: number;
      readonly evidence: StepEvidence;
    }
  | { readonly kind: 'StopRequested'; readonly at: number; readonly runId: string; readonly by: Person }
  | {
      readonly kind: 'RunEnded';
      readonly at: number;
      readonly runId: string;
      readonly result: RunResult;
      readonly why: string;
    }
  | {
      readonly kind: 'RunSettled';
      readonly at: number;
      readonly runId: string;
      readonly by: Person;
      readonly as: 'happened' | 'did-not-happen';
      readonly reason: string;
    }
  /** A run may have left this behind; it is told of until it is put right. */
  | { readonly kind: 'HalfDoneLeft'; readonly at: number; readonly left: HalfDone }
  | { readonly kind: 'HalfDoneReminded'; readonly at: number; readonly left: HalfDone }
  | { readonly kind: 'HalfDoneEnded'; readonly at: number; readonly left: HalfDone; readonly why: string }
  | { readonly kind: 'ValidationBegun'; readonly at: number; readonly validation: Validation }
  | {
      readonly kind: 'ValidationJudged';
      readonly at: number;
      readonly validation: Validation;
      readonly by: Person | null;
    }
  | {
      readonly kind: 'IncidentClosed';
      readonly at: number;
      readonly incidentId: string;
      readonly why: string;
    }
  | { readonly kind: 'ClusterFrozen'; readonly at: number; readonly by: Person; readonly reason: string }
  | { readonly kind: 'ClusterUnfrozen'; readonly at: number; readonly by: Person };

/** The event of one kind. */
export type EventOf<K extends IncidentEvent['kind']> = Extract<IncidentEvent, { kind: K }>;

/** The judged form of a finished check. */
export function judgedCheckOf(event: EventOf<'CheckFinished'>): JudgedCheck {
  const { report, verdict, why, presence, intervalMs, lastCrashAt, crashes } = event;
  return { report, verdict, why, presence, intervalMs, lastCrashAt, crashes };
}
