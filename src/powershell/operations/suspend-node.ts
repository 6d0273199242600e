import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { changeAnswerFields, changeFields, changeTicket, requestIdSchema } from './change-report';
import { connectionSchema, nodeNameSchema } from './connection';
import { nodeFields } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';

/** What the proof that the node is empty, and undoing a node that is not, may take on top, ms. */
const EMPTINESS_MS = 300_000;

export const suspendNodeParameters = z.strictObject({
  /** The node to pause. */
  node: nodeNameSchema,
  /** Another node, Up, that asks the cluster. */
  by: nodeNameSchema,
  connection: connectionSchema,
  /** How long the drain may take, s. */
  waitSeconds: z.int().min(1).max(14_400),
  requestId: requestIdSchema,
  ticket: changeTicket,
  whatIf: z.boolean(),
  /** More than `waitSeconds` and a minute for undoing the drain. */
  nodeDeadlineMs: z.int().min(1000).max(18_000_000),
});
export type SuspendNodeParameters = z.infer<typeof suspendNodeParameters>;

export const suspendNodeReport = z.object({
  ...changeFields,
  node: z.object({
    ...nodeFields,
    answer: z
      .object({
        ...changeAnswerFields,
        name: z.string(),
        stateBefore: z.string().nullable(),
        state: z.string().nullable(),
        drainStatus: z.string().nullable(),
        /** Groups that are still on the node. */
        left: z.array(z.string()),
        /** Whether a drain that did not succeed was undone; null: there was none. */
        resumed: z.boolean().nullable(),
      })
      .nullable(),
  }),
  /** What the paused node itself said; null when it was not asked. `machinesLeft` null: it could not be read. */
  emptiness: z
    .object({
      status: z.enum(['ok', 'unreachable', 'denied', 'unavailable', 'absent']),
      errorId: z.string().nullable(),
      machinesLeft: z.array(z.string()).nullable(),
      resumed: z.boolean().nullable(),
    })
    .nullable(),
});
export type SuspendNodeReport = z.infer<typeof suspendNodeReport>;

/**
 * Pauses and drains one node, asked once through another, with proof that nothing is left on it. A drain that fails, takes too long or leaves
 * something is undone and `failed`. Paused and empty before is `nothing-to-do`.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function suspendNode(
  powershell: PowerShell,
  parameters: SuspendNodeParameters,
  options?: OperationOptions,
): Promise<OperationResult<SuspendNodeReport>> {
  const call = {
    operation: 'Suspend-Node',
    parameters: suspendNodeParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs + EMPTINESS_MS,
    result: suspendNodeReport,
  };
  return runOperation(powershell, call, options);
}
