import type { JsonObject } from '../../src/incident/json';
import { judgeVerdict } from '../../src/incident/verdict';
import { checkCluster } from '../../src/detection/check-cluster';
import { createRecordMemory } from '../../src/detection/record-memory';
import { UPDATE_UNKNOWN } from '../../src/detection/update-report';
import { scenarioSchema } from '../../src/lab/cluster/scenario';
import { recordCluster } from '../../src/record-cluster';
import type { RecordParts } from '../../src/record-cluster';
import { type LabBench, openLabBench } from '../powershell/module-lab-bench';
import { settingsFor } from '../commands/support/bench';

const GENEROUS_MS = 120_000;
jest.setTimeout(4 * GENEROUS_MS);

const open: LabBench[] = [];
afterAll(() => Promise.all(open.map((bench) => bench.close())));

function partsOf(bench: LabBench): RecordParts {
  const settings = settingsFor([]);
  const [cluster] = settings.clusters;
  if (!cluster) throw new Error('the bench has no cluster');
  return {
    powershell: bench.powershell,
    clock: { now: () => Date.now() },
    detection: { ...settings.detection, proofGapMs: 100, nodeDeadlineMs: GENEROUS_MS },
    cluster: {
      ...cluster,
      name: 'hci-real',
      nodes: bench.nodes,
      connection: JSON.parse(JSON.stringify(bench.connection)) as JsonObject,
      certificateSubjects: ['CN=ECEClient, OU=AzureStack'],
    },
  };
}

async function verdictOf(bench: LabBench): Promise<string> {
  const { powershell, clock, detection, cluster } = partsOf(bench);
  const report = await checkCluster(
    { powershell, clock, detection, memory: createRecordMemory() },
    { cluster, checkId: 'c', reason: 'asked', mayAskUpdate: false, knownUpdate: UPDATE_UNKNOWN },
  );
  return judgeVerdict(report).verdict;
}

it('a recorded cluster starts as a scenario with the same verdict, names nobody, and was not changed', async () => {
  const real = openLabBench('monitoring-session');
  open.push(real);
  const { scenario, probes } = await recordCluster(partsOf(real));
  const text = JSON.stringify([scenario, probes]).toLowerCase();
  for (const name of ['mbauer', 'jlee', 'contoso', 'as-n1', 'hci-real', '10.20.30.57'])
    expect(text).not.toContain(name);
  expect(real.changes()).toEqual([]);
  expect(real.cluster.ledger().filter(({ kind }) => kind === 'ece-query')).toEqual([]);

  const again = openLabBench(scenarioSchema.parse(scenario));
  open.push(again);
  expect(again.nodes).toEqual(['node-1', 'node-2', 'node-3']);
  expect(await verdictOf(again)).toBe('matches');
});
