import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { callerIdentity } from './caller-identity';
import { connectionSchema, nodeNameSchema } from './connection';
import { nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';

export const callerGoneParameters = z.strictObject({
  node: nodeNameSchema,
  connection: connectionSchema,
  target: callerIdentity,
  nodeDeadlineMs: z.int().min(1000).max(600_000),
});
export type CallerGoneParameters = z.infer<typeof callerGoneParameters>;

export const callerGone = z.object({
  checkedAtUtc: utcTime,
  node: z.object({
    ...nodeFields,
    /** Null: the node could not say, so it is not known to be gone. */
    answer: z
      .object({
        computerName: z.string(),
        readAtUtc: utcTime,
        gone: z.boolean(),
        target: z.string(),
        reason: z.enum(['absent', 'present', 'pid-used-by-another-process']),
      })
      .nullable(),
  }),
});
export type CallerGone = z.infer<typeof callerGone>;

/**
 * Asks one node whether one exact remote shell or process is gone. Read-only.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function testCallerGone(
  powershell: PowerShell,
  parameters: CallerGoneParameters,
  options?: OperationOptions,
): Promise<OperationResult<CallerGone>> {
  const { target, ...rest } = callerGoneParameters.parse(parameters);
  const call = {
    operation: 'Test-CallerGone',
    parameters: { ...rest, ...target },
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: callerGone,
  };
  return runOperation(powershell, call, options);
}
