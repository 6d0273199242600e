import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { callerIdentity } from './caller-identity';
import { changeAnswerFields, changeFields, changeTicket, requestIdSchema } from './change-report';
import { connectionSchema, nodeNameSchema } from './connection';
import { nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';

export const stopCallerParameters = z.strictObject({
  node: nodeNameSchema,
  connection: connectionSchema,
  target: callerIdentity,
  /** Account that must own it, `DOMAIN\name`, as the candidate list told. */
  user: z.string().min(1).max(104),
  /** How long the node waits for the proof, s. */
  waitSeconds: z.int().min(1).max(120),
  requestId: requestIdSchema,
  ticket: changeTicket,
  /** True: the node says what it would do and does nothing. */
  whatIf: z.boolean(),
  nodeDeadlineMs: z.int().min(1000).max(600_000),
});
export type StopCallerParameters = z.infer<typeof stopCallerParameters>;

export const stopCallerReport = z.object({
  ...changeFields,
  node: z.object({
    ...nodeFields,
    answer: z
      .object({ ...changeAnswerFields, owner: z.string().nullable(), startedAtUtc: utcTime.nullable() })
      .nullable(),
  }),
});
export type StopCallerReport = z.infer<typeof stopCallerReport>;

/**
 * Ends one exact remote shell or PowerShell process on one node, once. Platform accounts, unknown owners, the bot's own sessions and anything
 * that is not exactly the one named are refused (`failed`, `changed` false). `succeeded` was proven on the node.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function stopCaller(
  powershell: PowerShell,
  parameters: StopCallerParameters,
  options?: OperationOptions,
): Promise<OperationResult<StopCallerReport>> {
  const { target, ...rest } = stopCallerParameters.parse(parameters);
  const call = {
    operation: 'Stop-Caller',
    parameters: { ...rest, ...target },
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: stopCallerReport,
  };
  return runOperation(powershell, call, options);
}
