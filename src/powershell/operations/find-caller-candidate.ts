import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { connectionSchema, nodeNamesSchema } from './connection';
import { nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';

/** Exact certificate subjects, as the node functions take them. */
export const certificateSubjects = z.array(z.string().regex(/^[A-Za-z0-9 .,=_@*-]{1,200}$/)).max(10);

export const callerCandidateParameters = z.strictObject({
  nodes: nodeNamesSchema,
  connection: connectionSchema,
  /** Exact subjects of the client certificates that the rotation renews; empty: the rotation time stays unknown. */
  certificateSubject: certificateSubjects,
  nodeDeadlineMs: z.int().min(1000).max(600_000),
});
export type CallerCandidateParameters = z.infer<typeof callerCandidateParameters>;

/** A remote shell, as WinRM lists it. `isOwn`: a session of this bot. */
const shell = z.object({
  shellId: z.string(),
  name: z.string(),
  owner: z.string(),
  clientAddress: z.string(),
  processId: z.int().nullable(),
  state: z.string(),
  resourceUri: z.string(),
  startedAtUtc: utcTime.nullable(),
  idleMs: z.number().nullable(),
  isOwn: z.boolean(),
});

/** A PowerShell host process. `startedAtUtc` keeps its text: it is given back to name the process exactly. */
const hostProcess = z.object({
  processId: z.int(),
  parentProcessId: z.int().nullable(),
  name: z.string(),
  user: z.string().nullable(),
  startedAtUtc: z.iso.datetime().nullable(),
  /** Null: rotation time or start not known. */
  startedBeforeRotation: z.boolean().nullable(),
  commandLine: z.string(),
  sessionId: z.int().nullable(),
  /** True or null: not seeing the client is no proof that it is not loaded. */
  loadsEceClient: z.boolean().nullable(),
  isOwn: z.boolean(),
});

/** A running platform service that calls the orchestrator: it may hold the old certificate when it is older than the rotation. */
const service = z.object({
  name: z.string(),
  processId: z.int(),
  startedAtUtc: utcTime.nullable(),
  /** Null: rotation time or start not known. */
  startedBeforeRotation: z.boolean().nullable(),
});

const connection = z.object({
  processId: z.int(),
  localAddress: z.string(),
  localPort: z.int(),
  remoteAddress: z.string(),
  remotePort: z.int(),
  createdAtUtc: utcTime.nullable(),
});

/** Raw facts of one node. A list that is null could not be read (its error id says why); an empty list means none. */
const candidates = z.object({
  computerName: z.string(),
  readAtUtc: utcTime,
  ownProcessId: z.int(),
  addresses: z.array(z.string()),
  rotatedAtUtc: utcTime.nullable(),
  rotationErrorId: z.string().nullable(),
  shells: z.array(shell).nullable(),
  shellsErrorId: z.string().nullable(),
  processes: z.array(hostProcess).nullable(),
  processesErrorId: z.string().nullable(),
  services: z.array(service).nullable(),
  servicesErrorId: z.string().nullable(),
  connections: z.array(connection).nullable(),
  connectionsErrorId: z.string().nullable(),
  /** Whether Windows notes there which certificates are checked (log CAPI2/Operational). */
  certificateLogEnabled: z.boolean().nullable(),
  certificateLogErrorId: z.string().nullable(),
});

export const callerCandidates = z.object({
  checkedAtUtc: utcTime,
  nodes: z.array(z.object({ ...nodeFields, candidates: candidates.nullable() })),
});
export type CallerCandidates = z.infer<typeof callerCandidates>;

/**
 * Lists on all nodes at once what may still call the orchestrator with the old certificate. Read-only, unjudged.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function findCallerCandidate(
  powershell: PowerShell,
  parameters: CallerCandidateParameters,
  options?: OperationOptions,
): Promise<OperationResult<CallerCandidates>> {
  const call = {
    operation: 'Find-CallerCandidate',
    parameters: callerCandidateParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: callerCandidates,
  };
  return runOperation(powershell, call, options);
}
