import { LIMIT_MS, openLabBench, type LabBench } from './lab-bench';

jest.setTimeout(LIMIT_MS);

const LOOK = `
$group = Get-ClusterGroup -Name 'Azure Stack HCI Orchestrator Service Cluster Group'
"$($group.State) $(Get-JobCount)"`;
const HELPERS = `
function Step-Time([int]$seconds) { $env:LAB_CLOCK_OFFSET_MS = [string]([long]$env:LAB_CLOCK_OFFSET_MS + 1000 * $seconds) }
function Get-JobCount { @(Get-StorageJob | Where-Object JobState -eq 'Running').Count }
`;

describe('what was broken in the simulated cluster from outside is mended from outside', () => {
  let bench: LabBench;
  afterEach(() => bench.close());
  const look = async (script = LOOK) => (await bench.onNode('as-n1', `${HELPERS}${script}`)).at(-1);

  test('the given-up orchestrator starts, the failed update goes on, repair jobs end, machines may move', async () => {
    bench = openLabBench('drain-fails');
    const { cluster } = bench;
    const stuck = () =>
      cluster
        .snapshot()
        .vms.filter((vm) => vm.blocker !== 'none')
        .map((vm) => vm.name);
    cluster.inject({ kind: 'callers-renewed' });
    cluster.inject({ kind: 'group-failed' });
    cluster.inject({ kind: 'update-failed' });
    cluster.inject({ kind: 'storage-jobs', seconds: 600 });
    expect(await look()).toBe('Failed 1');
    expect(cluster.snapshot().plan).toMatchObject({ state: 'Failed' });
    const [vm = ''] = stuck();
    expect(stuck()).toHaveLength(1);

    cluster.inject({ kind: 'group-online' });
    cluster.inject({ kind: 'update-resumed' });
    cluster.inject({ kind: 'storage-jobs-ended' });
    cluster.inject({ kind: 'vm-free', vm });
    expect(await look(`${LOOK}\nStep-Time 20\n${LOOK}`)).toBe('Online 0');
    expect(stuck()).toEqual([]);
    const { plan } = cluster.snapshot();
    expect(plan).toMatchObject({ state: 'InProgress', endedAt: 0 });
    const failed = JSON.stringify(plan?.steps).match(/"status":"Error"/g);
    expect(failed).toBeNull();
  });

  test('given every caller has taken the new certificate, then the crashes end by themselves', async () => {
    bench = openLabBench('two-callers');
    await look();
    const crashed = bench.cluster.crashes(0).length;
    expect(crashed).toBeGreaterThan(10);
    bench.cluster.inject({ kind: 'callers-renewed' });
    await look();
    const before = bench.cluster.crashes(0).length;
    await look(`Step-Time 120\n${LOOK}`);
    expect(bench.cluster.crashes(0)).toHaveLength(before);
  });
});
