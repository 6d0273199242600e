import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { changeAnswerFields, changeFields, changeTicket, requestIdSchema } from './change-report';
import { connectionSchema, nodeNameSchema } from './connection';
import { orchestratorState } from './get-cluster-evidence';
import { nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';

/** Exact names of the four clustered services (facts: the troubleshooting guide). */
export const serviceGroupSchema = z.enum([
  'Azure Stack HCI Orchestrator Service Cluster Group',
  'Azure Stack HCI Update Service Cluster Group',
  'Azure Stack HCI Download Service Cluster Group',
  'Azure Stack HCI Health Service Cluster Group',
]);

/** Time the proof on another owner may take on top, ms. */
const PROOF_MS = 60_000;

export const startGroupParameters = z.strictObject({
  /** The Up node that asks the cluster. */
  node: nodeNameSchema,
  connection: connectionSchema,
  name: serviceGroupSchema,
  /** All nodes, so that the process can be proven on the one that owns the group afterwards. */
  proofNodes: z.array(nodeNameSchema).max(16),
  /** How long the node waits for Online, s. */
  waitSeconds: z.int().min(5).max(900),
  requestId: requestIdSchema,
  ticket: changeTicket,
  whatIf: z.boolean(),
  /** More than `waitSeconds`. */
  nodeDeadlineMs: z.int().min(1000).max(1_200_000),
});
export type StartGroupParameters = z.infer<typeof startGroupParameters>;

export const startGroupReport = z.object({
  ...changeFields,
  node: z.object({
    ...nodeFields,
    answer: z
      .object({
        ...changeAnswerFields,
        groupName: z.string(),
        stateBefore: z.string().nullable(),
        state: z.string().nullable(),
        ownerNode: z.string().nullable(),
        serviceName: z.string().nullable(),
        processId: z.int().nullable(),
        startedAtUtc: utcTime.nullable(),
      })
      .nullable(),
  }),
  /** The orchestrator as its owner saw it, when that is not the node that asked. */
  proof: orchestratorState.nullable(),
});
export type StartGroupReport = z.infer<typeof startGroupReport>;

/**
 * Recovery rung R1: brings one of the four groups online, asked once. Already online is `nothing-to-do`.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function startClusterServiceGroup(
  powershell: PowerShell,
  parameters: StartGroupParameters,
  options?: OperationOptions,
): Promise<OperationResult<StartGroupReport>> {
  const call = {
    operation: 'Start-ClusterServiceGroup',
    parameters: startGroupParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs + PROOF_MS,
    result: startGroupReport,
  };
  return runOperation(powershell, call, options);
}
