import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { utcTime } from './node-result';
import { ALLOWED_OPERATIONS } from './operation-list';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';

export const stepCallParameters = z.strictObject({
  steps: z
    .array(
      z.strictObject({
        operation: z.string().refine((name) => ALLOWED_OPERATIONS.has(name), 'There is no such operation.'),
        parameters: z.record(z.string(), z.unknown()),
      }),
    )
    .max(400),
  /** For all steps together, ms: a move asks its target before it. */
  deadlineMs: z.int().min(1000).max(3_600_000),
});
export type StepCallParameters = z.infer<typeof stepCallParameters>;

export const stepCallReport = z.object({
  checkedAtUtc: utcTime,
  steps: z.array(
    z.object({
      calls: z.array(
        z.object({
          node: z.string(),
          role: z.enum(['Read', 'Change', 'Restart']),
          /** Null: a plain session that is sent the functions first. */
          endpoint: z.string().nullable(),
          function: z.string(),
          parameters: z.record(z.string(), z.json()),
        }),
      ),
      /** Why the operation would end before its change; null: it would not. */
      refused: z.string().nullable(),
      errorId: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
});
export type StepCallReport = z.infer<typeof stepCallReport>;

/**
 * Tells which node functions the given operations would call, by running each up to its first change and no further. Read-only.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function getStepCall(
  powershell: PowerShell,
  parameters: StepCallParameters,
  options?: OperationOptions,
): Promise<OperationResult<StepCallReport>> {
  const { steps, deadlineMs } = stepCallParameters.parse(parameters);
  const call = {
    operation: 'Get-StepCall',
    parameters: { steps },
    nodeDeadlineMs: deadlineMs,
    result: stepCallReport,
  };
  return runOperation(powershell, call, options);
}
