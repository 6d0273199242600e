import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLabCluster, type LabCluster } from '../../src/lab/cluster/lab-cluster';
import type { LabState } from '../../src/lab/cluster/lab-state';
import { loadScenario, type Scenario } from '../../src/lab/cluster/scenario';
import type { Connection } from '../../src/powershell/operations/connection';
import type { PowerShell } from '../../src/ports';
import { removeFolder, temporaryFolder } from '../support/powershell';
import { keptOperationsShell, type MoreOperations } from './module-bench';

/** The product's operations on a simulated cluster of its own. */
export interface LabBench {
  readonly powershell: PowerShell;
  readonly cluster: LabCluster;
  readonly connection: Connection;
  /** Where the simulated cluster keeps its state. */
  readonly folder: string;
  /** Names of the nodes, as they are reached. */
  readonly nodes: string[];
  /** Everything done to the cluster so far, as the simulated commands wrote it down: `Command target`. */
  changes(): string[];
  /** Puts the cluster into a state that no scenario has; it takes effect with the next simulated command. */
  edit(change: (state: LabState) => void): void;
  close(): Promise<void>;
}

export function openLabBench(
  scenario: string | Scenario,
  more: MoreOperations = {},
  openShell: (more: MoreOperations) => PowerShell = keptOperationsShell,
): LabBench {
  const folder = temporaryFolder('module-lab');
  const chosen = typeof scenario === 'string' ? loadScenario(scenario) : scenario;
  const cluster = createLabCluster({ scenario: chosen, folder, now: Date.now });
  const powershell = openShell(more);
  return {
    powershell,
    cluster,
    folder,
    connection: {
      transport: 'factory',
      sessionFactory: path.resolve(__dirname, '../../powershell/lab/session-factory.ps1'),
      settings: { ClusterFolder: folder },
    },
    nodes: cluster.snapshot().nodes.map((node) => node.name),
    changes: () =>
      cluster
        .ledger()
        .filter((entry) => entry.kind === 'change')
        .map((entry) => `${entry.command} ${entry.target}`),
    edit: (change) => {
      const state = cluster.snapshot();
      change(state);
      // Taken in after whatever is there already: names sort by time.
      const file = path.join(folder, 'inbox', `${String(Date.now()).padStart(15, '0')}-000000-edited`);
      writeFileSync(`${file}.new`, JSON.stringify({ kind: 'reset', state, records: [] }));
      renameSync(`${file}.new`, `${file}.json`);
    },
    close: async () => {
      await powershell.close();
      removeFolder(folder);
    },
  };
}
