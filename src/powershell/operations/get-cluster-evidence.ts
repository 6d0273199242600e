import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { connectionSchema, nodeNameSchema, nodeNamesSchema } from './connection';
import { certificateSubjects } from './find-caller-candidate';
import { failureFields, nodeFields, utcText, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';
import { nodeRoots, rootNamesSchema } from './root-certificates';

/** The node takes no larger one (2^53 - 1). */
const recordId = z.int().min(0);

export const clusterEvidenceParameters = z.strictObject({
  nodes: nodeNamesSchema,
  connection: connectionSchema,
  /** Oldest time of interest. */
  sinceUtc: utcText,
  /** At most this many of the newest records of each log of each node. */
  maxRecords: z.int().min(1).max(1000),
  /** Per node the record ids up to which its logs are known already; a node without an entry is read for the whole time of interest. */
  afterRecordId: z
    .record(nodeNameSchema, z.strictObject({ application: recordId, system: recordId }))
    .optional(),
  /** Exact subjects of the client certificates the rotation renews; empty: the rotation time stays unknown. */
  certificateSubject: certificateSubjects.optional(),
  /** Time between the two looks at the orchestrator's process, ms. */
  proofGapMs: z.int().min(0).max(60_000),
  /** Common names of the root certificates to list; none: they are not asked for. */
  rootNames: rootNamesSchema.optional(),
  /** How long each node may take, session included, ms. */
  nodeDeadlineMs: z.int().min(1000).max(600_000),
});
export type ClusterEvidenceParameters = z.infer<typeof clusterEvidenceParameters>;

/** One event record, unjudged. `timeCreated` keeps its 100 ns, so it stays text. */
const crashRecord = z.object({
  provider: z.string(),
  id: z.int(),
  log: z.string(),
  level: z.int(),
  recordId: z.int(),
  timeCreated: z.iso.datetime(),
  machine: z.string(),
  message: z.string().nullable(),
  properties: z.array(z.string()),
});

const logHealth = z.object({
  log: z.string(),
  status: z.enum(['ok', 'denied', 'unavailable']),
  errorId: z.string().nullable(),
  isEnabled: z.boolean().nullable(),
  isFull: z.boolean().nullable(),
  logMode: z.string().nullable(),
  maximumBytes: z.number().nullable(),
  oldestRecordId: z.number().nullable(),
  /** Highest record id of the whole log, 0 for an empty one: the mark from which the next check goes on. Null: not known. */
  newestRecordId: z.number().nullable(),
  recordCount: z.number().nullable(),
  /** Oldest record's time: a log that does not reach back to `sinceUtc` cannot say that nothing happened. Null: not known. */
  oldestUtc: utcTime.nullable(),
  /** When record 104 last said, within the look-back, that this log was cleared. */
  clearedUtc: utcTime.nullable(),
  /** Older records that match were left out by the cap. */
  more: z.boolean(),
  gap: z.boolean().nullable(),
});

/** What one node's logs hold of crashes. */
export const crashRecordList = z.object({
  computerName: z.string(),
  readAtUtc: utcTime,
  sinceUtc: z.string(),
  /** Older records of the look-back were left out by the cap. */
  more: z.boolean(),
  records: z.array(crashRecord),
  logs: z.array(logHealth),
});

const crashRecords = z.object({ ...failureFields, value: crashRecordList.nullable() });

/** Reported by one node about the service that only the group's owner runs. */
export const orchestratorState = z.object({
  computerName: z.string(),
  readAtUtc: utcTime,
  serviceName: z.string(),
  installed: z.boolean(),
  state: z.string().nullable(),
  startMode: z.string().nullable(),
  startName: z.string().nullable(),
  exitCode: z.number().nullable(),
  processId: z.int().nullable(),
  startedAtUtc: utcTime.nullable(),
  /** Newest start of validity among the node's certificates of the asked subjects; null: not asked, none there, or not readable. */
  rotatedAtUtc: utcTime.nullable(),
  rotationErrorId: z.string().nullable(),
});

const orchestrator = z.object({
  ...failureFields,
  first: orchestratorState.nullable(),
  second: orchestratorState.nullable(),
  /** Running both times with the same pid and start. */
  livedOn: z.boolean(),
});

export const clusterView = z.object({
  ...failureFields,
  /** Nodes that are Up by their own word and were believed: two when there are two. */
  witnesses: z.array(z.string()),
  /** Null with a single witness. */
  agreed: z.boolean().nullable(),
  readAtUtc: utcTime.nullable(),
  groupState: z.enum(['Online', 'Offline', 'Failed', 'PartialOnline', 'Pending', 'Unknown']),
  ownerNode: z.string().nullable(),
  nodes: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      statusInformation: z.string(),
      drainStatus: z.string(),
    }),
  ),
  failoverThreshold: z.number().nullable(),
  failoverPeriodHours: z.number().nullable(),
  resources: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      restartAction: z.number().nullable(),
      restartThreshold: z.number().nullable(),
      restartPeriodMs: z.number().nullable(),
      restartDelayMs: z.number().nullable(),
      retryPeriodMs: z.number().nullable(),
    }),
  ),
});

export const clusterEvidence = z.object({
  checkedAtUtc: utcTime,
  nodes: z.array(
    z.object({
      ...nodeFields,
      crashRecords: crashRecords.nullable(),
      orchestrator: orchestrator.nullable(),
      /** Null when they were not asked for, or the node gave no answer at all. */
      roots: nodeRoots.nullable(),
    }),
  ),
  cluster: clusterView,
});
export type ClusterEvidence = z.infer<typeof clusterEvidence>;

/**
 * Gathers from all nodes at once what one check needs: crash records, the orchestrator's process seen twice, clocks, the cluster's view.
 * Read-only and unjudged; a node that could not be read has its own status and never hides or delays another.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function getClusterEvidence(
  powershell: PowerShell,
  parameters: ClusterEvidenceParameters,
  options?: OperationOptions,
): Promise<OperationResult<ClusterEvidence>> {
  const call = {
    operation: 'Get-ClusterEvidence',
    parameters: clusterEvidenceParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: clusterEvidence,
  };
  return runOperation(powershell, call, options);
}
