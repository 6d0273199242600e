import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { connectionSchema, nodeNameSchema, nodeNamesSchema } from './connection';
import { certificateSubjects } from './find-caller-candidate';
import { crashRecordList } from './get-cluster-evidence';
import { nodeFields, utcText, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';

export const certificateCallParameters = z.strictObject({
  nodes: nodeNamesSchema,
  /** The one of them whose records are read. */
  orchestratorNode: nodeNameSchema,
  connection: connectionSchema,
  certificateSubject: certificateSubjects.min(1),
  /** Oldest crash of interest, by our clock. */
  sinceUtc: utcText,
  /** How long each node watches its connections, ms. */
  watchMs: z.int().min(0).max(30_000),
  nodeDeadlineMs: z.int().min(1000).max(600_000),
});
export type CertificateCallParameters = z.infer<typeof certificateCallParameters>;

/** A TCP connection that was there during the watch; times by the node's clock. `processId` 4 is Windows itself (http.sys). */
const connection = z.object({
  processId: z.int(),
  localAddress: z.string(),
  localPort: z.int(),
  remoteAddress: z.string(),
  remotePort: z.int(),
  createdAtUtc: utcTime.nullable(),
  /** Beginning of the last look that showed it: it was there then or later. */
  lastSeenUtc: utcTime,
});

/**
 * One record of CAPI2/Operational, event 11, of the orchestrator's process: a certificate that it had checked. Without a thumbprint: not of the
 * known shape, so perhaps anybody's. `subject` and `notBeforeUtc` are of event 90 of the same task, null where there is none.
 */
const chain = z.object({
  recordId: z.int(),
  atUtc: utcTime,
  processId: z.int(),
  thumbprint: z
    .string()
    .regex(/^[0-9A-F]{40}$/)
    .nullable(),
  subjectName: z.string().nullable(),
  subject: z.string().nullable(),
  notBeforeUtc: utcTime.nullable(),
});

/** What one node saw. A list that is null could not be read (its error id says why), or was not asked for. */
const calls = z.object({
  computerName: z.string(),
  startedAtUtc: utcTime,
  endedAtUtc: utcTime,
  /** Certificates of the asked subjects in the node's own store. */
  certificates: z
    .array(z.object({ thumbprint: z.string(), subject: z.string(), notBeforeUtc: utcTime }))
    .nullable(),
  certificatesErrorId: z.string().nullable(),
  connections: z.array(connection).nullable(),
  connectionsErrorId: z.string().nullable(),
  /** Owners of the connections. `startedAtUtc` keeps its text: it is compared with the candidate's. */
  processes: z
    .array(z.object({ processId: z.int(), name: z.string(), startedAtUtc: z.iso.datetime().nullable() }))
    .nullable(),
  processesErrorId: z.string().nullable(),
  listeners: z.array(z.object({ processId: z.int(), localPort: z.int() })).nullable(),
  logEnabled: z.boolean().nullable(),
  /** Oldest record of the log: it says nothing of what came before. */
  oldestUtc: utcTime.nullable(),
  chains: z.array(chain).nullable(),
  chainsErrorId: z.string().nullable(),
  /** A list was cut. */
  more: z.boolean(),
});

export const certificateCalls = z.object({
  checkedAtUtc: utcTime,
  nodes: z.array(
    z.object({ ...nodeFields, calls: calls.nullable(), crashRecords: crashRecordList.nullable() }),
  ),
});
export type CertificateCalls = z.infer<typeof certificateCalls>;

/**
 * Watches on all nodes at once who connects to whom, and reads on the orchestrator's node which certificates it was shown and when it crashed.
 * Read-only, unjudged.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function findCertificateCall(
  powershell: PowerShell,
  parameters: CertificateCallParameters,
  options?: OperationOptions,
): Promise<OperationResult<CertificateCalls>> {
  const call = {
    operation: 'Find-CertificateCall',
    parameters: certificateCallParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: certificateCalls,
  };
  return runOperation(powershell, call, options);
}
