import { loadScenario, type Scenario } from '../../src/lab/cluster/scenario';
import type { OperationResult } from '../../src/powershell/operations/outcome';
import { type LabBench, openLabBench } from './module-lab-bench';

export const GENEROUS_MS = 60_000;

let open: LabBench[] = [];

/** A simulated cluster in a scenario, changed as the test needs it. */
export function begin(name: string, change: (scenario: Scenario) => Scenario = (same) => same): LabBench {
  const bench = openLabBench(name);
  open.push(bench);
  bench.cluster.reset(change(loadScenario(name)));
  return bench;
}

/** Closes every cluster that was begun; for `afterEach`. */
export async function closeAll(): Promise<void> {
  const benches = open;
  open = [];
  await Promise.all(benches.map((bench) => bench.close()));
}

/** The value of an operation that reported. @throws Error it did not. */
export function reported<T>(result: OperationResult<T>): T {
  if (result.kind !== 'reported') throw new Error(JSON.stringify(result));
  return result.value;
}

/** What was really done to the cluster, in order: command and target. */
export function changesOf(bench: LabBench): string[] {
  return bench.cluster
    .ledger()
    .filter((entry) => entry.kind === 'change')
    .map((entry) => `${entry.command} ${entry.target}`);
}
