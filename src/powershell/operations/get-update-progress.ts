import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { connectionSchema, nodeNameSchema } from './connection';
import { failureFields, nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';

export const updateProgressParameters = z.strictObject({
  node: nodeNameSchema,
  connection: connectionSchema,
  /** How long both sessions may take together, ms. */
  nodeDeadlineMs: z.int().min(1000).max(600_000),
});
export type UpdateProgressParameters = z.infer<typeof updateProgressParameters>;

const run = z.object({
  resourceId: z.string(),
  displayName: z.string(),
  version: z.string(),
  updateState: z.string(),
  state: z.string(),
  /** Null when the node's answer does not say in which zone it is. */
  startedAtUtc: utcTime.nullable(),
  lastUpdatedAtUtc: utcTime.nullable(),
  /** The same as it came: to be compared with itself only. */
  lastUpdatedText: z.string(),
});

/** One step of the tree, flattened in its order; `path` is its place, e.g. `2.1.3`. */
const step = z.object({
  path: z.string(),
  name: z.string(),
  status: z.string(),
  startedAtUtc: utcTime.nullable(),
  endedAtUtc: utcTime.nullable(),
  lastUpdatedAtUtc: utcTime.nullable(),
  errorMessage: z.string(),
  leaf: z.boolean(),
});

const progress = z.object({
  ...failureFields,
  value: z
    .object({
      computerName: z.string(),
      readAtUtc: utcTime,
      processId: z.int(),
      processStartedAtUtc: utcTime.nullable(),
      /** Null: proven that there is no run. */
      run: run.nullable(),
      steps: z.array(step),
      plan: z
        .object({
          instanceId: z.string(),
          name: z.string(),
          status: z.string(),
          lastModifiedUtc: utcTime.nullable(),
          /** Pieces of the plan inside a node's agent, finished ones too; an empty status is not known. Null: could not be read. */
          remoteTasks: z
            .array(z.object({ nodeName: z.string(), status: z.string(), taskId: z.string() }))
            .nullable(),
        })
        .nullable(),
      planErrorId: z.string().nullable(),
    })
    .nullable(),
});

export const updateProgress = z.object({
  checkedAtUtc: utcTime,
  node: z.object({
    ...nodeFields,
    progress: progress.nullable(),
    /** The session that asked, and its process on the node, were seen gone. Null: not proven, see the reason. */
    sessionGone: z.boolean().nullable(),
    sessionGoneReason: z.string().nullable(),
  }),
});
export type UpdateProgress = z.infer<typeof updateProgress>;

/**
 * Asks one node how far the solution update has come, in a session opened for it, closed after it and seen gone. It reaches the orchestrator:
 * the caller sees to it that it is not asked too often (docs/design.md, invariant 18).
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function getUpdateProgress(
  powershell: PowerShell,
  parameters: UpdateProgressParameters,
  options?: OperationOptions,
): Promise<OperationResult<UpdateProgress>> {
  const call = {
    operation: 'Get-UpdateProgress',
    parameters: updateProgressParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: updateProgress,
  };
  return runOperation(powershell, call, options);
}
