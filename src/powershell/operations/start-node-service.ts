import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { changeAnswerFields, changeFields, changeTicket, requestIdSchema } from './change-report';
import { connectionSchema, nodeNameSchema } from './connection';
import { nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';
import { nodeServiceSchema } from './service-state';

export const startNodeServiceParameters = z.strictObject({
  node: nodeNameSchema,
  connection: connectionSchema,
  service: nodeServiceSchema,
  /** How long the node waits for Running, s. */
  waitSeconds: z.int().min(5).max(900),
  requestId: requestIdSchema,
  ticket: changeTicket,
  /** True: the node says what it would do and does nothing. */
  whatIf: z.boolean(),
  /** More than `waitSeconds`. */
  nodeDeadlineMs: z.int().min(1000).max(1_200_000),
});
export type StartNodeServiceParameters = z.infer<typeof startNodeServiceParameters>;

export const startNodeServiceReport = z.object({
  ...changeFields,
  node: z.object({
    ...nodeFields,
    answer: z
      .object({
        ...changeAnswerFields,
        serviceName: z.string(),
        stateBefore: z.string().nullable(),
        startMode: z.string().nullable(),
        startName: z.string().nullable(),
        requestedAtUtc: utcTime.nullable(),
        state: z.string().nullable(),
        processId: z.int().nullable(),
        startedAtUtc: utcTime.nullable(),
      })
      .nullable(),
  }),
});
export type StartNodeServiceReport = z.infer<typeof startNodeServiceReport>;

/**
 * Recovery rung R2: starts one stopped service on one node, once. Running is `nothing-to-do`; an account that is locked or disabled is
 * refused with nothing changed.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function startNodeService(
  powershell: PowerShell,
  parameters: StartNodeServiceParameters,
  options?: OperationOptions,
): Promise<OperationResult<StartNodeServiceReport>> {
  const call = {
    operation: 'Start-NodeService',
    parameters: startNodeServiceParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: startNodeServiceReport,
  };
  return runOperation(powershell, call, options);
}
