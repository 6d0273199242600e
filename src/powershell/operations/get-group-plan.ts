import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { connectionSchema, nodeNamesSchema } from './connection';
import { nodeFields, statusSchema, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';
import { serviceGroupSchema } from './start-cluster-service-group';

export const groupPlanParameters = z.strictObject({
  nodes: nodeNamesSchema,
  connection: connectionSchema,
  nodeDeadlineMs: z.int().min(1000).max(600_000),
});
export type GroupPlanParameters = z.infer<typeof groupPlanParameters>;

const groupResource = z.object({
  name: z.string(),
  state: z.string(),
  resourceType: z.string(),
  /** The Windows service of a Generic Service resource. */
  serviceName: z.string().nullable(),
  possibleOwners: z.array(z.string()),
});

const group = z.object({
  name: serviceGroupSchema,
  /** How many groups have this exact name; the rest is null unless it is one. */
  count: z.int(),
  state: z.enum(['Online', 'Offline', 'Failed', 'PartialOnline', 'Pending', 'Unknown']).nullable(),
  ownerNode: z.string().nullable(),
  lockedFromMoving: z.boolean().nullable(),
  /** Null: could not be read, see the error id. */
  resources: z.array(groupResource).nullable(),
  errorId: z.string().nullable(),
});

/** How one node sees the clustered services and the nodes of the cluster. */
export const groupPlan = z.object({
  computerName: z.string(),
  readAtUtc: utcTime,
  nodes: z.array(
    z.object({ name: z.string(), state: z.string(), statusInformation: z.string(), drainStatus: z.string() }),
  ),
  groups: z.array(group),
});
export type GroupPlan = z.infer<typeof groupPlan>;

export const groupPlanReport = z.object({
  checkedAtUtc: utcTime,
  nodes: z.array(z.object(nodeFields)),
  /** Of the plan: `ok` when the nodes that are Up agree on it. */
  status: statusSchema,
  errorId: z.string().nullable(),
  hint: z.string().nullable(),
  /** Nodes that are Up by their own word and were believed: two when there are two. */
  witnesses: z.array(z.string()),
  /** Null with a single witness. */
  agreed: z.boolean().nullable(),
  plan: groupPlan.nullable(),
});
export type GroupPlanReport = z.infer<typeof groupPlanReport>;

/**
 * Tells all that a move of the four clustered services depends on, as two Up nodes agree on it. Read-only; it chooses no target.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function getGroupPlan(
  powershell: PowerShell,
  parameters: GroupPlanParameters,
  options?: OperationOptions,
): Promise<OperationResult<GroupPlanReport>> {
  const call = {
    operation: 'Get-GroupPlan',
    parameters: groupPlanParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: groupPlanReport,
  };
  return runOperation(powershell, call, options);
}
