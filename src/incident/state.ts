import type { CheckReport, UpdateReport } from './evidence';
import type { HalfDone } from './half-done-place';
import type { JsonObject } from './json';
import type { Person } from './person';
import type { Presence } from './presence';
import type { Rules, RungTerms } from './rules';
import type { Validation } from './validation';
import type { Verdict } from './verdict';

/** Everything known about one cluster: folded from its events, never stored by itself. */
export interface ClusterState {
  readonly cluster: string;
  /** Number of events folded: the stream's version. */
  readonly version: number;
  /** The check somebody asked for and that has not ended yet. */
  readonly check: RunningCheck | null;
  readonly latest: JudgedCheck | null;
  /** When the update was last asked for through ECE, epoch ms; null: never. */
  readonly updateAskedAt: number | null;
  /** The newest answer about the update that said anything: asking fails often while the orchestrator crashes. */
  readonly knownUpdate: UpdateReport | null;
  /** How often in a row the update was asked for without learning where its plan works. */
  readonly askedInVain: number;
  /** The newest incident, open or closed. */
  readonly incident: Incident | null;
  readonly past: readonly PastIncident[];
  readonly freeze: Freeze | null;
}

export interface RunningCheck {
  readonly checkId: string;
  readonly startedAt: number;
  readonly mayAskUpdate: boolean;
  /** Who asked for it, each once; empty: the bot's own watch. */
  readonly askedBy: readonly Person[];
  /** Conversations that wait for the answer (opaque to the core). */
  readonly answerTo: readonly JsonObject[];
}

export interface JudgedCheck {
  readonly report: CheckReport;
  readonly verdict: Verdict;
  readonly why: readonly string[];
  readonly presence: Presence;
  readonly intervalMs: number | null;
  readonly lastCrashAt: number | null;
  readonly crashes: number;
}

export interface Freeze {
  readonly by: Person;
  readonly at: number;
  readonly reason: string;
}

export interface PastIncident {
  readonly id: string;
  readonly openedAt: number;
  readonly closedAt: number;
}

export type RungResult = 'fixed' | 'not-fixed' | 'nothing-to-do' | 'recovered';

/** What came of a rung. */
export interface RungRecord {
  readonly rung: string;
  readonly at: number;
  readonly result: RungResult;
  readonly why: string;
  /** When its run ended, epoch ms UTC; absent when nothing ran. */
  readonly ranAt?: number;
}

export interface Incident {
  readonly id: string;
  readonly status: 'open' | 'closed';
  readonly openedAt: number;
  readonly reopenedAt: number | null;
  readonly closedAt: number | null;
  readonly closedWhy: string | null;
  /** The incident this one follows, more than the recurrence window later. */
  readonly previousId: string | null;
  readonly rules: Rules;
  /** The rung that may be asked for next; null: none. */
  readonly offered: string | null;
  /** Why the offered rung could not be asked for; null when nothing stands in the way. */
  readonly blocked: string | null;
  readonly rungs: readonly RungRecord[];
  /** Hash of the policy for whose people a request was asked anew last; absent: none was. */
  readonly askedAnewUnder?: string;
  /** What runs may have left half-done, until it is put right. */
  readonly halfDone: readonly LeftHalfDone[];
  readonly request: MitigationRequest | null;
  readonly run: Run | null;
  readonly validation: Validation | null;
  /** When runs of this incident ran, newest last; for the picture of the crashes. */
  readonly ran: readonly RunSpan[];
  readonly timeline: readonly TimelineEntry[];
}

/** From when to when a run ran, epoch ms UTC. */
export interface RunSpan {
  readonly runId: string;
  readonly rung: string;
  /** Nothing was changed: it only looked at what a person attested. */
  readonly attested: boolean;
  readonly startedAt: number;
  /** Null: it has not ended. */
  readonly endedAt: number | null;
}

/** What a run may have left half-done, with its times, epoch ms UTC. */
export interface LeftHalfDone extends HalfDone {
  readonly since: number;
  /** When people were last told of it. */
  readonly toldAt: number;
}

/** What happened, in words, newest last; for the card and the history. */
export interface TimelineEntry {
  readonly at: number;
  readonly text: string;
}

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

/** One operation on one node (or on the cluster), planned by the core's caller, bound by the digest. */
export interface StepPlan {
  readonly operation: string;
  readonly node: string;
  /** The node that is asked to do it, when that is not `node`: its clock and its journal count. */
  readonly through?: string;
  readonly parameters: JsonObject;
  /** For people: what this step does. */
  readonly title: string;
  readonly deadlineMs: number;
  /** Changes nothing: `nothing-to-do` means that the steps after it are not needed, and the run ends well. */
  readonly isGate?: true;
  /** What stays behind when this step does not come to its end. */
  readonly leaves?: HalfDone;
  /** What this step puts right when it comes to its end. */
  readonly undoes?: HalfDone;
}

export type StepOutcome = 'succeeded' | 'nothing-to-do' | 'failed' | 'unknown';

/** What read-only probes proved about a step whose outcome nobody knows. It never changes the outcome: a person settles that. */
export interface StepEvidence {
  readonly at: number;
  /**
   * What the journal of the acting node says: it `ended`, it was `begun` and no end is noted, it `never-began` and cannot any more, there is
   * `none` so far, or nothing can be said because it is `unreadable`.
   */
  readonly journal: 'ended' | 'begun' | 'never-began' | 'none' | 'unreadable';
  /** One line each, for people. Names in them come from the cluster and are data. */
  readonly facts: readonly string[];
}

export interface Step {
  readonly plan: StepPlan;
  readonly status: 'planned' | 'started' | StepOutcome;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly owner: string | null;
  /** Grows with every step of the cluster; the node refuses a lower one. */
  readonly fence: number | null;
  readonly detail: string | null;
  /** Only of an unknown step; null until somebody could look. */
  readonly evidence: StepEvidence | null;
  /** It did not come to its end, but it proved that nothing is left half-done. */
  readonly restored?: true;
}

export type RunResult = 'succeeded' | 'nothing-to-do' | 'failed' | 'partial' | 'stopped' | 'unknown';

export interface Run {
  readonly id: string;
  readonly requestId: string;
  readonly rung: string;
  /** Read-only: nobody approved a change, a person attested one. */
  readonly attested: boolean;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly steps: readonly Step[];
  readonly result: RunResult | null;
  readonly stopRequestedBy: Person | null;
  /** An unknown run waits until a person settles it. */
  readonly settled: {
    readonly by: Person;
    readonly at: number;
    readonly as: 'happened' | 'did-not-happen';
    readonly reason: string;
  } | null;
}

/** A cluster nothing is known about yet. */
export function initialState(cluster: string): ClusterState {
  return {
    cluster,
    version: 0,
    check: null,
    latest: null,
    updateAskedAt: null,
    knownUpdate: null,
    askedInVain: 0,
    incident: null,
    past: [],
    freeze: null,
  };
}

/** Whether a run on this cluster may still change something, or may have and nobody settled it (invariant 9). */
export function isRunOpen(run: Run | null): boolean {
  return run !== null && (run.endedAt === null || (run.result === 'unknown' && run.settled === null));
}

/** Whether people can still decide on, or the bot still run, this request. */
export function isRequestOpen(request: MitigationRequest | null): request is MitigationRequest {
  return request !== null && request.status !== 'ended';
}
