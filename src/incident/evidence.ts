/** What one read-only probe of a node came to. Silence is not health: every status but `ok` means blind. */
export type NodeStatus = 'ok' | 'unreachable' | 'denied' | 'unavailable';

/** What one node's records in the look-back say. */
export type Finding = 'matches' | 'other-crash' | 'crash-without-stack' | 'no-crash';

/** The orchestrator's process, as seen on the node that owns the group. */
export interface OrchestratorProcess {
  readonly node: string;
  readonly processId: number;
  /** Start time, epoch ms UTC, by our clock (node time less skew). */
  readonly startedAt: number;
  /** Seen twice in this check with the same pid and start. */
  readonly livedOn: boolean;
}

/** Evidence of one node, already judged: the records themselves stay out of the log. */
export interface NodeReport {
  readonly node: string;
  readonly status: NodeStatus;
  /** What to do about a status that is not `ok`; null when there is nothing to do. */
  readonly hint: string | null;
  /** When the node answered (our clock), epoch ms UTC; null when it did not. */
  readonly checkedAt: number | null;
  /** Node clock minus ours, ms; null when not measured. */
  readonly skewMs: number | null;
  /** Null when the node is blind. */
  readonly finding: Finding | null;
  /** Times of crashes with the signature, our clock, oldest first; at most the newest 100. */
  readonly matchingCrashes: readonly number[];
  /** Crashes of the watched service with another stack or none. */
  readonly otherCrashes: number;
}

export type GroupState = 'Online' | 'Offline' | 'Failed' | 'PartialOnline' | 'Pending' | 'Unknown';

/** The orchestrator's cluster group. `Unknown` also when nobody could be asked or two nodes disagree. */
export interface GroupReport {
  readonly state: GroupState;
  readonly owner: string | null;
  /** Cluster nodes with their state, as the cluster names them. */
  readonly members: readonly { readonly node: string; readonly state: string }[];
}

/** The update's run. `none`: proven that there is no run. `unknown`: not asked or not answered. */
export type UpdateRunState = 'in-progress' | 'succeeded' | 'failed' | 'none' | 'unknown';

export interface UpdateReport {
  readonly state: UpdateRunState;
  readonly finishedSteps: number;
  readonly totalSteps: number;
  readonly currentStep: string | null;
  /** Newest UTC step time of the run, epoch ms; null when unknown. */
  readonly lastChangeAt: number | null;
  /** When this was asked, epoch ms; null: never. */
  readonly askedAt: number | null;
}

/** One frame for showing. */
export interface ShownFrame {
  readonly text: string;
  readonly isSignature: boolean;
}

/** The decisive crash, for showing. Text is data: never rendered as markup, never believed. */
export interface TraceSummary {
  readonly node: string;
  readonly at: number;
  readonly executable: string;
  /** Outermost first. */
  readonly exceptions: readonly { readonly type: string; readonly message: string }[];
  readonly frames: readonly ShownFrame[];
  /** Why it is, or is not, this issue. */
  readonly reasons: readonly string[];
  /** The whole trace as plain text, capped. */
  readonly text: string;
}

export type CheckReason = 'asked' | 'watch' | 'recheck';

/** Everything one check found out. */
export interface CheckReport {
  readonly checkId: string;
  readonly reason: CheckReason;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly nodes: readonly NodeReport[];
  readonly group: GroupReport;
  readonly process: OrchestratorProcess | null;
  readonly update: UpdateReport;
  readonly trace: TraceSummary | null;
}

/**
 * Up to when a check proves silence, epoch ms UTC: its beginning. Records are read before the check ends, and on a busy cluster long
 * before; what happened in between is for the next check to say.
 */
export function provenUntil(report: CheckReport): number {
  return report.startedAt;
}
