import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { changeAnswerFields, changeFields, changeTicket, requestIdSchema } from './change-report';
import { connectionSchema, nodeNameSchema, nodeNamesSchema } from './connection';
import { nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';
import { groupProof } from './service-state';
import { serviceGroupSchema } from './start-cluster-service-group';

/** Time that asking the target before and the proof after may take on top, ms. */
const LOOKS_MS = 120_000;

export const moveGroupParameters = z.strictObject({
  /** The Up node that asks the cluster. */
  node: nodeNameSchema,
  connection: connectionSchema,
  name: serviceGroupSchema,
  /** The node it is to move to, by the name it is reached by. */
  target: nodeNameSchema,
  /** All nodes, so that the process can be proven on the target and gone from the owner before. */
  proofNodes: nodeNamesSchema,
  /** How long the move may take, s; the orchestrator may need 300. */
  waitSeconds: z.int().min(5).max(900),
  requestId: requestIdSchema,
  ticket: changeTicket,
  /** True: the node says what it would do and does nothing. */
  whatIf: z.boolean(),
  /** More than `waitSeconds` and the 30 s for a group that is changing its state. */
  nodeDeadlineMs: z.int().min(1000).max(1_200_000),
});
export type MoveGroupParameters = z.infer<typeof moveGroupParameters>;

export const moveGroupReport = z.object({
  ...changeFields,
  /** The node that asked the cluster, or the target when it refused before anybody asked. */
  node: z.object({
    ...nodeFields,
    answer: z
      .object({
        ...changeAnswerFields,
        groupName: z.string(),
        targetNode: z.string(),
        stateBefore: z.string().nullable(),
        ownerBefore: z.string().nullable(),
        state: z.string().nullable(),
        ownerNode: z.string().nullable(),
        serviceName: z.string().nullable(),
        requestedAtUtc: utcTime.nullable(),
      })
      .nullable(),
  }),
  proof: groupProof,
});
export type MoveGroupReport = z.infer<typeof moveGroupReport>;

/**
 * Moves one of the four groups to one node, once (mitigation 3a). Already online there is `nothing-to-do`. `succeeded` was proven: Online,
 * owned by the target, a process created there after the request, none left on the owner before.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function moveClusterServiceGroup(
  powershell: PowerShell,
  parameters: MoveGroupParameters,
  options?: OperationOptions,
): Promise<OperationResult<MoveGroupReport>> {
  const call = {
    operation: 'Move-ClusterServiceGroup',
    parameters: moveGroupParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs + LOOKS_MS,
    result: moveGroupReport,
  };
  return runOperation(powershell, call, options);
}
