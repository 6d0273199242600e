import type { CheckReport, UpdateReport } from './evidence';
import type { HalfDone } from './half-done-place';
import type { JsonObject } from './json';
import type { MitigationRequest } from './mitigation-request';
import type { Person } from './person';
import type { Presence } from './presence';
import type { Rules } from './rules';
import type { Run } from './run';
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
