import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { connectionSchema, nodeNameSchema } from './connection';
import { storageState } from './node-restart-parts';
import { nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';

export const storageCleanParameters = z.strictObject({
  /** The node that is asked. */
  node: nodeNameSchema,
  connection: connectionSchema,
  /** Least time between the two clean looks, ms; 60 000 in production. */
  gapMs: z.int().min(0).max(600_000),
  /** Time between two looks while it is not clean, ms. */
  pollMs: z.int().min(100).max(300_000),
  /** How long to wait for the first of the two clean looks, ms. */
  waitMs: z.int().min(1000).max(86_400_000),
  /** How long one look may take, ms. */
  nodeDeadlineMs: z.int().min(1000).max(600_000),
});
export type StorageCleanParameters = z.infer<typeof storageCleanParameters>;

export const storageCleanReport = z.object({
  checkedAtUtc: utcTime,
  outcome: z.enum(['succeeded', 'failed', 'unknown']),
  changed: z.literal(false),
  reason: z.enum(['clean-twice', 'not-clean-in-time', 'not-readable']),
  /** Why the last look was not clean. */
  why: z.array(z.string()),
  /** How many looks were taken. */
  looks: z.int(),
  node: z.object({ ...nodeFields, answer: storageState.nullable() }),
});
export type StorageCleanReport = z.infer<typeof storageCleanReport>;

/**
 * Waits until the storage was seen clean twice in a row: no unfinished job, every virtual disk and pool Healthy and OK, no disk in maintenance.
 * Read-only.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function waitStorageClean(
  powershell: PowerShell,
  parameters: StorageCleanParameters,
  options?: OperationOptions,
): Promise<OperationResult<StorageCleanReport>> {
  const { gapMs, pollMs, waitMs, nodeDeadlineMs } = parameters;
  const call = {
    operation: 'Wait-StorageClean',
    parameters: storageCleanParameters.parse(parameters),
    // The time may be up while a look is under way; a first clean look gets its second one all the same.
    nodeDeadlineMs: waitMs + pollMs + gapMs + 3 * nodeDeadlineMs,
    result: storageCleanReport,
  };
  return runOperation(powershell, call, options);
}
