import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { changeAnswerFields, changeFields, changeTicket, requestIdSchema } from './change-report';
import { connectionSchema, nodeNameSchema, nodeNamesSchema } from './connection';
import { nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';
import { groupProof } from './service-state';
import { serviceGroupSchema } from './start-cluster-service-group';

/** Time the proof may take on top, ms. */
const PROOF_MS = 60_000;

/** A group that is changing its state is waited for, and sessions are opened, ms. */
const MARGIN_MS = 40_000;

export const restartGroupParameters = z
  .strictObject({
    /** The Up node that asks the cluster. */
    node: nodeNameSchema,
    connection: connectionSchema,
    name: serviceGroupSchema,
    /** All nodes, so that the process can be proven on the owner. */
    proofNodes: nodeNamesSchema,
    /** How long the stop, and again the start, may take, s. */
    waitSeconds: z.int().min(5).max(900),
    requestId: requestIdSchema,
    ticket: changeTicket,
    /** True: the node says what it would do and does nothing. */
    whatIf: z.boolean(),
    nodeDeadlineMs: z.int().max(2_400_000),
  })
  .refine(
    ({ waitSeconds, nodeDeadlineMs }) => nodeDeadlineMs >= 2000 * waitSeconds + MARGIN_MS,
    `nodeDeadlineMs must leave room for both waits and ${MARGIN_MS} ms: the start must not be cut off.`,
  );
export type RestartGroupParameters = z.infer<typeof restartGroupParameters>;

export const restartGroupReport = z.object({
  ...changeFields,
  node: z.object({
    ...nodeFields,
    answer: z
      .object({
        ...changeAnswerFields,
        groupName: z.string(),
        stateBefore: z.string().nullable(),
        ownerBefore: z.string().nullable(),
        state: z.string().nullable(),
        ownerNode: z.string().nullable(),
        serviceName: z.string().nullable(),
        requestedAtUtc: utcTime.nullable(),
        /** When the group was seen offline, by the node's clock. */
        offlineAtUtc: utcTime.nullable(),
      })
      .nullable(),
  }),
  proof: groupProof,
});
export type RestartGroupReport = z.infer<typeof restartGroupReport>;

/**
 * Stops and starts one of the four groups where it is, once: mitigation 3a for a cluster with no node to move it to. `succeeded` was proven:
 * seen offline, Online again, a process created after the request.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function restartClusterServiceGroup(
  powershell: PowerShell,
  parameters: RestartGroupParameters,
  options?: OperationOptions,
): Promise<OperationResult<RestartGroupReport>> {
  const call = {
    operation: 'Restart-ClusterServiceGroup',
    parameters: restartGroupParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs + PROOF_MS,
    result: restartGroupReport,
  };
  return runOperation(powershell, call, options);
}
