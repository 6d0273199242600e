import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { connectionSchema, nodeNameSchema } from './connection';
import { nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';

export const orchestratorAnswerParameters = z.strictObject({
  node: nodeNameSchema,
  connection: connectionSchema,
  /** How long both sessions may take together, ms: no answer within 60 s counts as ill. */
  nodeDeadlineMs: z.int().min(1000).max(60_000),
});
export type OrchestratorAnswerParameters = z.infer<typeof orchestratorAnswerParameters>;

export const orchestratorAnswer = z.object({
  checkedAtUtc: utcTime,
  /** Null: the node could not be asked, or did not come to an end in time; never shown as answering. */
  answered: z.boolean().nullable(),
  errorId: z.string().nullable(),
  /** Of both sessions together, ms. */
  tookMs: z.number(),
  node: z.object({
    ...nodeFields,
    /** The session that asked, and its process on the node, were seen gone. Null: not proven, see the reason. */
    sessionGone: z.boolean().nullable(),
    sessionGoneReason: z.string().nullable(),
  }),
});
export type OrchestratorAnswer = z.infer<typeof orchestratorAnswer>;

/**
 * Asks the orchestrator one question in a session opened for it, closed after it and seen gone. It counts as a query: the caller sees to it
 * that the orchestrator is not asked too often (docs/design.md, invariant 18).
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function testOrchestratorAnswer(
  powershell: PowerShell,
  parameters: OrchestratorAnswerParameters,
  options?: OperationOptions,
): Promise<OperationResult<OrchestratorAnswer>> {
  const call = {
    operation: 'Test-OrchestratorAnswer',
    parameters: orchestratorAnswerParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: orchestratorAnswer,
  };
  return runOperation(powershell, call, options);
}
