import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { connectionSchema, nodeNamesSchema } from './connection';
import { clusterView } from './get-cluster-evidence';
import { nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';
import { serviceInventory } from './service-state';

export const serviceInventoryParameters = z.strictObject({
  nodes: nodeNamesSchema,
  connection: connectionSchema,
  /** Exact names of the services to look at. */
  names: z
    .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/))
    .min(1)
    .max(16),
  nodeDeadlineMs: z.int().min(1000).max(600_000),
});
export type ServiceInventoryParameters = z.infer<typeof serviceInventoryParameters>;

export const serviceInventoryReport = z.object({
  checkedAtUtc: utcTime,
  nodes: z.array(z.object({ ...nodeFields, inventory: serviceInventory.nullable() })),
  cluster: clusterView,
  /** Names of the nodes the cluster calls Down: what is not done there is to be said. Null: not known. */
  downNodes: z.array(z.string()).nullable(),
});
export type ServiceInventoryReport = z.infer<typeof serviceInventoryReport>;

/**
 * Tells on all nodes at once which services are there and run, since when, what depends on them, and whether their accounts are usable.
 * Read-only; paused nodes are asked like others.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function getServiceInventory(
  powershell: PowerShell,
  parameters: ServiceInventoryParameters,
  options?: OperationOptions,
): Promise<OperationResult<ServiceInventoryReport>> {
  const call = {
    operation: 'Get-ServiceInventory',
    parameters: serviceInventoryParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: serviceInventoryReport,
  };
  return runOperation(powershell, call, options);
}
