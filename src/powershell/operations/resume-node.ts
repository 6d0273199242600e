import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { changeAnswerFields, changeFields, changeTicket, requestIdSchema } from './change-report';
import { connectionSchema, nodeNameSchema } from './connection';
import { nodeFields } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';

export const resumeNodeParameters = z.strictObject({
  /** The node to resume. */
  node: nodeNameSchema,
  /** Another node, Up, that asks the cluster. */
  by: nodeNameSchema,
  connection: connectionSchema,
  /** How long to wait for the proof, s. */
  waitSeconds: z.int().min(1).max(900),
  requestId: requestIdSchema,
  ticket: changeTicket,
  whatIf: z.boolean(),
  /** More than `waitSeconds`. */
  nodeDeadlineMs: z.int().min(1000).max(1_200_000),
});
export type ResumeNodeParameters = z.infer<typeof resumeNodeParameters>;

export const resumeNodeReport = z.object({
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
      })
      .nullable(),
  }),
});
export type ResumeNodeReport = z.infer<typeof resumeNodeReport>;

/**
 * Takes a paused node back into the cluster with failback at once, asked once through another (also recovery rung R3). Up already is
 * `nothing-to-do`.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function resumeNode(
  powershell: PowerShell,
  parameters: ResumeNodeParameters,
  options?: OperationOptions,
): Promise<OperationResult<ResumeNodeReport>> {
  const call = {
    operation: 'Resume-Node',
    parameters: resumeNodeParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: resumeNodeReport,
  };
  return runOperation(powershell, call, options);
}
