import type { HalfDone } from './half-done-place';
import type { JsonObject } from './json';
import type { Person } from './person';

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

/** A planned step with what became of it. Times are epoch ms UTC. */
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

/** The one execution of a granted or attested request. Times are epoch ms UTC. */
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

/** Whether a run on this cluster may still change something, or may have and nobody settled it (invariant 9). */
export function isRunOpen(run: Run | null): boolean {
  return run !== null && (run.endedAt === null || (run.result === 'unknown' && run.settled === null));
}
