import { z } from 'zod';
import type { PowerShell } from '../../ports';
import { connectionSchema, nodeNameSchema, nodeNamesSchema } from './connection';
import { partOf, storageState, storageVerdict } from './node-restart-parts';
import { failureFields, nodeFields, utcTime } from './node-result';
import { type OperationOptions, type OperationResult, runOperation } from './outcome';

export const nodeRestartInterlockParameters = z.strictObject({
  /** The node that is to be restarted. */
  node: nodeNameSchema,
  /** All nodes of the cluster. */
  nodes: nodeNamesSchema,
  connection: connectionSchema,
  /** Time between the two looks at the storage, ms; 60 000 in production, because repair jobs start late. */
  storageGapMs: z.int().min(0).max(600_000),
  /** How long each node may take, the gap not included, ms. */
  nodeDeadlineMs: z.int().min(1000).max(600_000),
});
export type NodeRestartInterlockParameters = z.infer<typeof nodeRestartInterlockParameters>;

const count = z.number().nullable();

/** The cluster as one node sees it (Get-IncidentInterlock). */
const clusterFacts = z.object({
  computerName: z.string(),
  readAtUtc: utcTime,
  nodes: partOf(
    z.array(
      z.object({
        name: z.string(),
        state: z.string(),
        statusInformation: z.string(),
        drainStatus: z.string(),
        nodeWeight: count,
        dynamicWeight: count,
      }),
    ),
  ),
  cluster: partOf(z.object({ dynamicQuorum: count, witnessDynamicWeight: count, drainOnShutdown: count })),
  quorum: partOf(
    z.object({ type: z.string(), witnessName: z.string().nullable(), witnessState: z.string().nullable() }),
  ),
  /** One text for each thing Get-CauRun said; exactly `RunNotInProgress` means no updating run. */
  updatingRun: partOf(z.array(z.string())),
  /** Groups of the node that is to be restarted. `nodeBound`: no resource of it can run elsewhere. */
  groups: partOf(
    z.array(
      z.object({
        name: z.string(),
        state: z.string(),
        groupType: z.string(),
        isCoreGroup: z.boolean(),
        lockedFromMoving: count,
        priority: count,
        nodeBound: z.boolean(),
      }),
    ),
  ),
  /** Low-priority machines are moved by a pause of their own (quick migration), by these settings. */
  vmMove: partOf(z.array(z.object({ name: z.string(), value: z.string() }))),
});

/** What runs on a node and how much room it has (Get-IncidentNodeLoad). */
const nodeLoad = z.object({
  computerName: z.string(),
  readAtUtc: utcTime,
  bootUtc: utcTime.nullable(),
  memory: partOf(z.object({ freeBytes: z.number() })),
  vms: partOf(
    z.array(
      z.object({ name: z.string(), state: z.string(), isClustered: z.boolean(), memoryBytes: z.number() }),
    ),
  ),
  gpuPartitions: partOf(z.array(z.object({ vmName: z.string(), canMove: z.boolean().nullable() }))),
  drives: partOf(z.array(z.object({ vmName: z.string(), path: z.string() }))),
  /** The marks found; an empty list means none. */
  pendingReboot: partOf(z.array(z.enum(['component-servicing', 'windows-update', 'file-rename']))),
});

const storageLook = z.object({
  ...failureFields,
  value: storageState.nullable(),
  verdict: storageVerdict,
  why: z.array(z.string()),
});

export const nodeRestartInterlock = z.object({
  checkedAtUtc: utcTime,
  node: z.string(),
  storageGapMs: z.int(),
  nodes: z.array(
    z.object({
      ...nodeFields,
      cluster: z.object({ ...failureFields, value: clusterFacts.nullable() }).nullable(),
      load: z.object({ ...failureFields, value: nodeLoad.nullable() }).nullable(),
      /** Two looks; only on up to two nodes other than the one to be restarted. */
      storage: z.array(storageLook).nullable(),
    }),
  ),
});
export type NodeRestartInterlock = z.infer<typeof nodeRestartInterlock>;

/**
 * Gathers from all nodes at once what decides whether one node may be restarted now. Read-only; judged by `judgeInterlocks`.
 *
 * @throws z.ZodError a parameter is not valid; nothing was started.
 */
export async function getNodeRestartInterlock(
  powershell: PowerShell,
  parameters: NodeRestartInterlockParameters,
  options?: OperationOptions,
): Promise<OperationResult<NodeRestartInterlock>> {
  const call = {
    operation: 'Get-NodeRestartInterlock',
    parameters: nodeRestartInterlockParameters.parse(parameters),
    nodeDeadlineMs: parameters.nodeDeadlineMs + parameters.storageGapMs,
    result: nodeRestartInterlock,
  };
  return runOperation(powershell, call, options);
}
