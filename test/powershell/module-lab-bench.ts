import { rmSync } from 'node:fs';
import path from 'node:path';
import { createLabCluster, type LabCluster } from '../../src/lab/cluster/lab-cluster';
import { loadScenario } from '../../src/lab/cluster/scenario';
import type { Connection } from '../../src/powershell/operations/connection';
import type { PowerShell } from '../../src/ports';
import { temporaryFolder } from '../support/powershell';
import { operationsShell } from './module-bench';

/** The product's operations on a simulated cluster of its own. */
export interface LabBench {
  readonly powershell: PowerShell;
  readonly cluster: LabCluster;
  readonly connection: Connection;
  /** Names of the nodes, as they are reached. */
  readonly nodes: string[];
  close(): Promise<void>;
}

export function openLabBench(scenario: string): LabBench {
  const folder = temporaryFolder('module-lab');
  const cluster = createLabCluster({ scenario: loadScenario(scenario), folder, now: Date.now });
  const powershell = operationsShell();
  return {
    powershell,
    cluster,
    connection: {
      transport: 'factory',
      sessionFactory: path.resolve(__dirname, '../../powershell/lab/session-factory.ps1'),
      settings: { ClusterFolder: folder },
    },
    nodes: cluster.snapshot().nodes.map((node) => node.name),
    close: async () => {
      await powershell.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
