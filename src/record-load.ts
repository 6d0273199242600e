import type { RecordedLoad, RecordedVm } from './bundle/recorded-load';
import { connectionSchema } from './powershell/operations/connection';
import { getNodeRestartInterlock } from './powershell/operations/get-node-restart-interlock';
import type { NodeRestartInterlock } from './powershell/operations/get-node-restart-interlock';
import type { PowerShell } from './ports';
import type { ClusterSettings, DetectionSettings } from './runbook/settings';

export interface ReadLoad {
  readonly load: RecordedLoad;
  /** Names of the machines: they are nobody's business. */
  readonly vmNames: readonly string[];
}

type Answer = NodeRestartInterlock['nodes'][number];

const NOTHING: ReadLoad = { load: { vms: null, storage: null, witness: null }, vmNames: [] };
const WITNESS_STATES = ['Online', 'Offline', 'Failed'] as const;
const OVER = /^(?:completed|completedwithwarnings|killed|terminated|exception|service)$/i;

/** Reads what runs on a cluster by the probes that look before a node restart: read-only, one look, every node. Never throws for a node. */
export async function readLoad(
  powershell: PowerShell,
  cluster: ClusterSettings,
  detection: DetectionSettings,
): Promise<ReadLoad> {
  // The storage is looked at from nodes other than the one that would be restarted.
  const result = await getNodeRestartInterlock(powershell, {
    node: cluster.nodes.at(-1) ?? '',
    nodes: [...cluster.nodes],
    connection: connectionSchema.parse(cluster.connection),
    storageGapMs: 0,
    nodeDeadlineMs: detection.nodeDeadlineMs,
  });
  if (result.kind !== 'reported') return NOTHING;
  const { nodes } = result.value;
  const isEveryNodeRead = nodes.every(({ load }) => load?.value?.vms.status === 'ok');
  return {
    load: {
      vms: isEveryNodeRead ? nodes.flatMap(vmsOf) : null,
      storage: storageOf(nodes),
      witness: witnessOf(nodes),
    },
    vmNames: nodes.flatMap(({ load }) => (load?.value?.vms.value ?? []).map(({ name }) => name)),
  };
}

function vmsOf({ node, load }: Answer): RecordedVm[] {
  const value = load?.value;
  const stuck = new Set(
    (value?.gpuPartitions.value ?? []).filter(({ canMove }) => canMove === false).map(({ vmName }) => vmName),
  );
  const withMedia = new Set((value?.drives.value ?? []).map(({ vmName }) => vmName));
  return (value?.vms.value ?? []).map(({ name, state, isClustered, memoryBytes }) => ({
    node,
    memoryBytes,
    isClustered,
    isRunning: state === 'Running',
    blocker: stuck.has(name) ? 'gpu' : withMedia.has(name) ? 'iso' : 'none',
  }));
}

function storageOf(nodes: readonly Answer[]): RecordedLoad['storage'] {
  const look = nodes.flatMap(({ storage }) => storage?.at(-1)?.value ?? [])[0];
  const disks = look?.virtualDisks.value;
  const jobs = look?.jobs.value;
  if (!disks || !jobs) return null;
  const ill = disks.find(({ health }) => health !== 'Healthy');
  return {
    virtualDiskHealth: ill?.health ?? 'Healthy',
    isRepairing: jobs.some(({ state }) => !OVER.test(state)),
  };
}

function witnessOf(nodes: readonly Answer[]): RecordedLoad['witness'] {
  const quorum = nodes.flatMap(({ cluster }) => cluster?.value?.quorum.value ?? [])[0];
  if (!quorum) return null;
  if (quorum.witnessName === null) return 'None';
  return WITNESS_STATES.find((state) => state === quorum.witnessState) ?? null;
}
