import type { JsonObject } from '../incident/json';
import type { Person } from '../incident/person';
import type { Rules } from '../incident/rules';
import type { Role } from './chat-commands';

/** Resolved configuration, as the rest of the program uses it. Read at start only: a restart is the reload. */
export interface Settings {
  readonly mode: 'production' | 'drill' | 'lab';
  readonly botName: string;
  readonly clusters: readonly ClusterSettings[];
  readonly access: AccessSettings;
  readonly rules: Rules;
  readonly detection: DetectionSettings;
  /** `observe`: detect and explain, never ask for anything. */
  readonly runMode: 'observe' | 'run';
  /** Whether those who may vote are mentioned by name, so that Teams alerts them. */
  readonly mentionsVoters: boolean;
}

export interface ClusterSettings {
  readonly name: string;
  /** Names to open sessions to. */
  readonly nodes: readonly string[];
  /** How the bot host reaches the nodes: passed to PowerShell as data. */
  readonly connection: JsonObject;
  /** Exact subjects of the client certificates the rotation renews; empty: the rotation time stays unknown. */
  readonly certificateSubjects: readonly string[];
  /** Common names of the root certificates that every node has to have; empty: they are not watched. */
  readonly rootNames: readonly string[];
  /** The incident channel, when configuration names it; otherwise `bind` does. */
  readonly channel: { readonly serviceUrl: string; readonly channelId: string } | null;
  /** Virtual machines that serve names or identities to this cluster. Empty: there are none. Null: nobody said, so no node is restarted. */
  readonly protectedVms: readonly string[] | null;
  /** The virtual machine the bot runs in, when it runs on this cluster. */
  readonly botHostVm: string | null;
}

export interface AccessSettings {
  readonly tenantId: string;
  /** Who has which roles. A person may be listed more than once. */
  readonly members: readonly Member[];
  /** Lets the requester of a production rung be one of its voters. */
  readonly requesterMayVote: boolean;
  /** Entra groups whose members have roles. */
  readonly groups?: readonly GroupSettings[];
  /** What one mitigation asks for beyond that, by its id. */
  readonly mitigations?: Readonly<Record<string, MitigationPolicy>>;
}

export interface Member {
  readonly person: Person;
  readonly roles: readonly Role[];
  /** Object ids of further accounts of the same human: they count as this person. */
  readonly alternateObjectIds?: readonly string[];
  /** Object id of the group this comes from; absent: named in person. */
  readonly group?: string;
}

export interface GroupSettings {
  /** Entra object id. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Who may vote on one mitigation; how many have to, and for how long, is part of its terms. */
export interface MitigationPolicy {
  /** Object ids of the approvers, people or groups, that may vote on it; absent: every approver. */
  readonly voters?: readonly string[];
  readonly requesterMayVote?: boolean;
}

export interface DetectionSettings {
  /** Time between two watches of a cluster, ms. */
  readonly watchMs: number;
  /** The same while an incident is open or a validation runs, ms. */
  readonly watchInIncidentMs: number;
  readonly lookBackMs: number;
  /** Time between the two looks at the orchestrator's process, ms. */
  readonly proofGapMs: number;
  /** Longest wait for one node, ms. */
  readonly nodeDeadlineMs: number;
  /** How long a restarted service's new process has to live on before it is proof, ms. */
  readonly steadyMs: number;
  /** How long a clustered service may take to move, or to stop and start where it is; then the step has failed, ms. */
  readonly groupMoveMs: number;
  readonly nodeRestart: NodeRestartTimes;
  /** Clock skew from which a node's times are called unreliable, ms. */
  readonly skewLimitMs: number;
  /** A running update without any change of a step for this long is called stalled, ms. */
  readonly updateStalledMs: number;
}

/** Times of mitigation 4, all in ms. */
export interface NodeRestartTimes {
  /** Between two looks at the storage, because repair jobs start late. */
  readonly storageGapMs: number;
  /** Longest wait for a clean storage after a node is back. */
  readonly storageWaitMs: number;
  /** Longest drain. */
  readonly drainMs: number;
  /** Longest wait until the restarted node is back. */
  readonly backMs: number;
  /** Between two looks while something is waited for. */
  readonly pollMs: number;
  /** Between the node's answer and its restart, at most a minute. */
  readonly delayMs: number;
}
