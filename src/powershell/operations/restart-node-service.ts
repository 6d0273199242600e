import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { changeAnswerFields, changeFields, changeTicket, requestIdSchema } from './change-report';
import { connectionSchema, nodeNameSchema } from './connection';
import { nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';
import { nodeServiceSchema } from './service-state';

/** Time for sessions and looks beside the waits, ms. */
const MARGIN_MS = 10_000;

export const restartNodeServiceParameters = z
  .strictObject({
    node: nodeNameSchema,
    connection: connectionSchema,
    service: nodeServiceSchema,
    /** How long the node waits for the stop, and again for the start, s. */
    waitSeconds: z.int().min(5).max(900),
    /** How long the new process has to live on before it is proof, s; 30 in production. */
    steadySeconds: z.int().min(1).max(300),
    requestId: requestIdSchema,
    ticket: changeTicket,
    /** True: the node says what it would do and does nothing. */
    whatIf: z.boolean(),
    nodeDeadlineMs: z.int().max(2_400_000),
  })
  .refine(
    ({ waitSeconds, steadySeconds, nodeDeadlineMs }) =>
      nodeDeadlineMs >= (2 * waitSeconds + steadySeconds) * 1000 + MARGIN_MS,
    `nodeDeadlineMs must leave room for both waits, the steady time and ${MARGIN_MS} ms: a restart that is cut off half-way leaves the service stopped.`,
  );
export type RestartNodeServiceParameters = z.infer<typeof restartNodeServiceParameters>;

/** `stateBefore` of a dependent is what it was when the restart began, `state` what it is now. */
const dependent = z.object({ name: z.string(), stateBefore: z.string(), state: z.string() });

export const restartNodeServiceReport = z.object({
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
        processIdBefore: z.int().nullable(),
        startedAtUtcBefore: utcTime.nullable(),
        dependents: z.array(dependent),
        requestedAtUtc: utcTime.nullable(),
        state: z.string().nullable(),
        processId: z.int().nullable(),
        startedAtUtc: utcTime.nullable(),
      })
      .nullable(),
  }),
});
export type RestartNodeServiceReport = z.infer<typeof restartNodeServiceReport>;

/**
 * Stops and starts one service on one node, once (mitigations 2 and 3b). Absent or stopped is `nothing-to-do` and left so. `succeeded` was
 * proven: a new process, created after the request, that lived on for `steadySeconds`. No process is ever killed, no start tried twice.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function restartNodeService(
  powershell: PowerShell,
  parameters: RestartNodeServiceParameters,
  options?: OperationOptions,
): Promise<OperationResult<RestartNodeServiceReport>> {
  const call = {
    operation: 'Restart-NodeService',
    parameters: restartNodeServiceParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: restartNodeServiceReport,
  };
  return runOperation(powershell, call, options);
}
