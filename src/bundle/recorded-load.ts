import type { JsonObject } from '../incident/json';

/** A virtual machine as its node told of it. */
export interface RecordedVm {
  readonly node: string;
  readonly memoryBytes: number;
  readonly isClustered: boolean;
  readonly isRunning: boolean;
  /** What keeps it from moving, as far as it shows. */
  readonly blocker: 'none' | 'gpu' | 'iso';
}

/** What runs on a cluster and how its storage is; a part that could not be read is null. */
export interface RecordedLoad {
  readonly vms: readonly RecordedVm[] | null;
  readonly storage: { readonly virtualDiskHealth: string; readonly isRepairing: boolean } | null;
  /** Null: the witness could not be read, or its state is none that the lab knows. */
  readonly witness: 'Online' | 'Offline' | 'Failed' | 'None' | null;
}

const GIB = 1024 ** 3;
/** A machine that is off has no memory; the lab wants to know how much it would take. */
const LEAST_GIB = 0.5;
/** How long a repair goes on is not told by its jobs, s. */
const REPAIR_SECONDS = 120;

/** The keys of a scenario for what was read; machines are numbered, because their names may tell of people and customers. */
export function loadKeys(load: RecordedLoad, place: (node: string) => number): JsonObject {
  const { vms, storage, witness } = load;
  return {
    ...(vms && {
      vms: vms.map(({ node, memoryBytes, isClustered, isRunning, blocker }, index) => ({
        name: `vm-${index + 1}`,
        node: place(node),
        memoryGb: Math.max(LEAST_GIB, Math.round((memoryBytes / GIB) * 10) / 10),
        clustered: isClustered,
        running: isRunning,
        blocker,
      })),
    }),
    ...(storage && {
      storage: {
        virtualDiskHealth: storage.virtualDiskHealth,
        repairSeconds: storage.isRepairing ? REPAIR_SECONDS : 0,
      },
    }),
    ...(witness && { witness }),
  };
}
