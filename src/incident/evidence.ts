import { isSameNode } from './node-name';
import type { RootsReport } from './roots';

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
  /** How many there are in the whole look-back, where they are more than the times kept. */
  readonly matchingCount?: number;
  /** Crashes of the watched service with another stack or none. */
  readonly otherCrashes: number;
  /**
   * Since when its logs are known without a gap, our clock, epoch ms: a log was cleared, overwritten or too long to be read whole. Absent:
   * for the whole look-back.
   */
  readonly coveredSince?: number;
}

/** Whether nothing of this node can have been missed since `at`, epoch ms UTC. */
export function isSeenSince({ status, coveredSince }: NodeReport, at: number): boolean {
  return status === 'ok' && (coveredSince === undefined || coveredSince <= at);
}

export type GroupState = 'Online' | 'Offline' | 'Failed' | 'PartialOnline' | 'Pending' | 'Unknown';

/** The orchestrator's cluster group. `Unknown` also when nobody could be asked or two nodes disagree. */
export interface GroupReport {
  readonly state: GroupState;
  readonly owner: string | null;
  /** Cluster nodes with their state, as the cluster names them. */
  readonly members: readonly { readonly node: string; readonly state: string }[];
  /** What the cluster itself does about a failed orchestrator, and what it did in the look-back. Absent: not known. */
  readonly restarts?: RestartPolicy;
}

/** The group's restart and failover settings, null where the cluster does not show one, and its records 1069 and 1254. */
export interface RestartPolicy {
  /** Restarts in place within `restartPeriodMs` before the group fails over. */
  readonly restartThreshold: number | null;
  readonly restartPeriodMs: number | null;
  /** Failovers within `failoverPeriodMs` before the group stays Failed; the cluster's own maximum means one less than its nodes. */
  readonly failoverThreshold: number | null;
  readonly failoverPeriodMs: number | null;
  /** When the cluster tries a group again that it left Failed. */
  readonly retryPeriodMs: number | null;
  /** Failures of the resource in the look-back (record 1069), all nodes. */
  readonly failures: number;
  /** When the cluster last gave up (record 1254), our clock, epoch ms; null: not in the look-back. */
  readonly gaveUpAt: number | null;
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
  /** Without any change of a step for this long the run is called stalled, ms; absent: half an hour. */
  readonly stalledAfterMs?: number;
  /** What became of the session that asked (invariant 18); absent: nobody asked, or it did not come to a session. */
  readonly session?: AskingSession;
  /** Nodes on which the plan has unfinished work in an agent; null or absent: not known. */
  readonly busyNodes?: readonly string[] | null;
}

/** `gone`: closed, and its process on the node seen gone. `left`: it was seen to live on. `not-proven`: neither. */
export type AskingSession = 'gone' | 'left' | 'not-proven';

/** The rotation of the client certificate, and the crashes of the look-back on either side of it. */
export interface Rotation {
  /** Newest start of validity of the watched certificates on any node, epoch ms. */
  readonly at: number;
  readonly crashesBefore: number;
  readonly crashesAfter: number;
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
  /** Absent: when the rotation was is not known. */
  readonly rotation?: Rotation;
  /** Absent when they are not watched, and in checks from before they were. */
  readonly roots?: RootsReport;
}

/**
 * Up to when a check proves silence, epoch ms UTC: its beginning. Records are read before the check ends, and on a busy cluster long
 * before; what happened in between is for the next check to say.
 */
export function provenUntil(report: CheckReport): number {
  return report.startedAt;
}

/** Nodes of the cluster that the configuration does not name: nobody looks at them, so their silence says nothing. */
export function unnamedMembers({ group, nodes }: Pick<CheckReport, 'group' | 'nodes'>): readonly string[] {
  return group.members
    .map(({ node }) => node)
    .filter((member) => !nodes.some(({ node }) => isSameNode(node, member)));
}
