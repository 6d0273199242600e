import path from 'node:path';
import { createLabCluster } from '../../../src/lab/cluster/lab-cluster';
import type { LabCluster } from '../../../src/lab/cluster/lab-cluster';
import { loadScenario } from '../../../src/lab/cluster/scenario';
import { clusterSettings } from '../../../src/lab/lab-settings';
import type { ClusterSettings } from '../../../src/runbook/settings';
import { listen } from './listen';
import type { LedgerLine, World, WorldOptions } from './world';
import { pointSchema } from './world';

/** What the simulated clusters of a run are: one session that its owner forgot is the cause, and mitigation 1 the cure. */
const SCENARIO = 'monitoring-session';

export interface LabWorld extends World {
  readonly clusters: readonly ClusterSettings[];
}

/**
 * Simulated clusters, which the processes reach by real PowerShell and real sessions. Their ledgers are written by the simulated commands, and flushed
 * line by line. A change names the request it belongs to; a request of these runs has one run with one step.
 */
export async function startLabWorld(
  { clusters: names, clock, folder, atPoint }: Omit<WorldOptions, 'ledgerFile'> & { readonly folder: string },
  channel: ClusterSettings['channel'],
): Promise<LabWorld> {
  const made = names.map((name): [string, LabCluster] => [
    name,
    createLabCluster({
      scenario: loadScenario(SCENARIO),
      folder: path.join(folder, name),
      now: () => clock.now(),
    }),
  ]);
  const clusters = new Map(made);
  const server = await listen(async (_path, body) => {
    const { process, point } = pointSchema.parse(body);
    await atPoint(process, point);
    return {};
  });
  const changes = (): readonly LedgerLine[] =>
    made.flatMap(([name, cluster]) =>
      cluster.ledger().flatMap(({ kind, at, node, reference }): LedgerLine[] => {
        if (kind !== 'change') return [];
        const line = {
          key: '',
          fence: 0,
          cluster: name,
          requestId: reference['RequestId'] ?? '',
          process: node,
          at,
        };
        // It is known only of what was done: a call that came to nothing leaves no line.
        return [
          { ...line, what: 'called' },
          { ...line, what: 'acted' },
        ];
      }),
    );
  return {
    url: server.url,
    clusters: made.map(([name, cluster]) => ({
      ...clusterSettings(cluster, path.join(folder, name), channel),
      name,
    })),
    crashAgain: (name) => clusters.get(name)?.reset(loadScenario(SCENARIO)),
    ledger: changes,
    hasActed: (requestId) => changes().some((line) => line.requestId === requestId),
    stop: () => server.stop(),
  };
}
