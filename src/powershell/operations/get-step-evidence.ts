import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { connectionSchema, nodeNameSchema } from './connection';
import { groupPlan } from './get-group-plan';
import { failureFields, nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';
import { serviceInventory } from './service-state';
import { ticketSchema } from './ticket';

export const stepEvidenceParameters = z.strictObject({
  /** The node that was asked to do the step. */
  node: nodeNameSchema,
  connection: connectionSchema,
  key: ticketSchema.shape.key,
  /** Exact names of services of that node to look at. */
  services: z.array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/)).max(16),
  /** Look at the clustered services and the states of the nodes too. */
  withGroups: z.boolean(),
  nodeDeadlineMs: z.int().min(1000).max(600_000),
});
export type StepEvidenceParameters = z.infer<typeof stepEvidenceParameters>;

/** What the journal of a node says about one step. Times are by the node's clock. */
const stepJournal = z.object({
  computerName: z.string(),
  /** Before the journal was read: a step begun later need not be in it. */
  readAtUtc: utcTime,
  /** Why the journal proves nothing; null: it can be trusted. */
  problem: z.enum(['journal-not-writable', 'journal-not-protected', 'journal-not-readable']).nullable(),
  errorId: z.string().nullable(),
  entry: z.enum(['none', 'begun', 'ended']).nullable(),
  begunAtUtc: utcTime.nullable(),
  action: z.string().nullable(),
  notAfterUtc: utcTime.nullable(),
  endedAtUtc: utcTime.nullable(),
  outcome: z.string().nullable(),
  reason: z.string().nullable(),
  highestFence: z.number(),
});
export type StepJournal = z.infer<typeof stepJournal>;

const part = <T extends z.ZodType>(value: T) =>
  z.object({ ...failureFields, value: value.nullable() }).nullable();

export const stepEvidenceReport = z.object({
  checkedAtUtc: utcTime,
  /** Null parts: not asked for, or the node could not be reached. */
  node: z.object({
    ...nodeFields,
    journal: part(stepJournal),
    services: part(serviceInventory),
    groups: part(groupPlan),
  }),
});
export type StepEvidenceReport = z.infer<typeof stepEvidenceReport>;

/**
 * Tells what one node can prove about a step whose outcome is unknown: its journal of steps, its boot time and, as asked for, the states of
 * services and groups. Read-only and unjudged.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function getStepEvidence(
  powershell: PowerShell,
  parameters: StepEvidenceParameters,
  options?: OperationOptions,
): Promise<OperationResult<StepEvidenceReport>> {
  const call = {
    operation: 'Get-StepEvidence',
    parameters: stepEvidenceParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs,
    result: stepEvidenceReport,
  };
  return runOperation(powershell, call, options);
}
