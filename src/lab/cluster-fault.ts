import type { LabFault } from './cluster/lab-cluster';

/** Something that can be broken in the simulated cluster, and mended again where reality allows it. */
export interface ClusterFault {
  readonly name: string;
  readonly title: string;
  /** What it does, and what ends it. */
  readonly note: string;
  /** A node's name, or `cluster`. */
  readonly where: string;
  readonly inject: LabFault;
  /** Null for what only happens, such as a rotation. */
  readonly remove: LabFault | null;
  readonly isOn: boolean;
  /** False when it makes no sense now. */
  readonly isPossible: boolean;
}
