import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { changeAnswerFields, changeFields, changeTicket, requestIdSchema } from './change-report';
import { connectionSchema, nodeNameSchema } from './connection';
import { nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';

export const restartNodeParameters = z.strictObject({
  /** The node to restart: Paused and drained. */
  node: nodeNameSchema,
  /** Another node, Up, that tells how the cluster sees the restarted one. */
  by: nodeNameSchema,
  connection: connectionSchema,
  /** Time between the node's answer and its restart, s. */
  delaySeconds: z.int().min(0).max(60),
  /** How long the node may take until it is back, ms; 45 min in production. */
  backMs: z.int().min(1000).max(14_400_000),
  /** Time between two looks, ms. */
  pollMs: z.int().min(100).max(60_000),
  requestId: requestIdSchema,
  ticket: changeTicket,
  whatIf: z.boolean(),
  /** How long one question to a node may take, ms. */
  nodeDeadlineMs: z.int().min(1000).max(600_000),
});
export type RestartNodeParameters = z.infer<typeof restartNodeParameters>;

export const restartNodeReport = z.object({
  ...changeFields,
  node: z.object({
    ...nodeFields,
    /** The node's word before it went down: `unknown`, `requested` when it is to restart. */
    answer: z
      .object({
        ...changeAnswerFields,
        requestedAtUtc: utcTime.nullable(),
        bootUtc: utcTime.nullable(),
        state: z.string().nullable(),
        drainStatus: z.string().nullable(),
      })
      .nullable(),
  }),
  /** What was seen afterwards; null when no restart was asked for. `bootUtc` is by the node's clock, null: no later boot was seen. */
  back: z
    .object({
      proven: z.boolean(),
      reason: z.string(),
      bootUtc: utcTime.nullable(),
      state: z.string().nullable(),
      seenAtUtc: utcTime.nullable(),
    })
    .nullable(),
});
export type RestartNodeReport = z.infer<typeof restartNodeReport>;

/**
 * Restarts one drained node in its own session, once, and waits until it is back: it answers, its boot is later than the request by its own
 * clock, and another node still sees it Paused. Without that proof in time it is `unknown`.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function restartNode(
  powershell: PowerShell,
  parameters: RestartNodeParameters,
  options?: OperationOptions,
): Promise<OperationResult<RestartNodeReport>> {
  const { backMs, pollMs, nodeDeadlineMs } = parameters;
  const call = {
    operation: 'Restart-Node',
    parameters: restartNodeParameters.parse(parameters),
    // The request, and the last look at the node and at the cluster, which may begin just before the time is up.
    nodeDeadlineMs: backMs + pollMs + 3 * nodeDeadlineMs,
    result: restartNodeReport,
  };
  return runOperation(powershell, call, options);
}
