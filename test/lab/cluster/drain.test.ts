import { loadScenario, type Scenario } from '../../../src/lab/cluster/scenario';
import { ACTIONS } from './lab-actions';
import { LIMIT_MS, openLabBench, type LabBench } from './lab-bench';

jest.setTimeout(LIMIT_MS);

const VIEW = `
function Get-Plan { for ($i = 0; $i -lt 30; $i++) { try { return Get-ActionPlanInstances } catch { Step-Time 1 } } }
function Show-Node([string]$name) { $node = Get-ClusterNode -Name $name; "$($node.State) $($node.DrainStatus) $($node.StatusInformation)" }
function Show-Machines { @(Get-ClusterGroup | Where-Object { $_.GroupType -eq 'VirtualMachine' } | ForEach-Object { "$($_.Name):$($_.OwnerNode.Name)" }) -join ' ' }
function Show-Groups { @(Get-ClusterGroup | Where-Object { $_.GroupType -eq 'GenericService' } | ForEach-Object { $_.OwnerNode.Name } | Sort-Object -Unique) -join ' ' }
function Show-Storage { "$(@(Get-StorageJob).Count) $((Get-VirtualDisk)[0].HealthStatus) $((Get-VirtualDisk)[0].OperationalStatus) $((Get-StoragePool).HealthStatus) $(@(Get-PhysicalDisk | ForEach-Object { $_.OperationalStatus } | Sort-Object -Unique) -join '/')" }
`;

/** A scenario with windows of minutes, so that what is seen in them does not depend on how fast the test runs. */
function slow(name: string): Scenario {
  const scenario = loadScenario(name);
  const timing = { drain: 60, vmMove: 20, reboot: 120, resync: 240 };
  return { ...scenario, timing: { ...scenario.timing, ...timing } };
}

describe('taking a node of the simulated cluster out and back', () => {
  let bench: LabBench;
  afterEach(() => bench.close());
  const run = (node: string, script: string): Promise<string[]> =>
    bench.onNode(node, `${ACTIONS}${VIEW}${script}`);

  test('given a drain, then everything leaves, the boot is new, it comes back paused, and failback brings back what left', async () => {
    bench = openLabBench(slow('node-restart'));
    const lines = await run(
      'as-n2',
      `
      Show-Node as-n1
      $null = Suspend-ClusterNode -Name as-n1 -Drain -Confirm:$false
      Show-Node as-n1
      Step-Time 120
      Show-Node as-n1
      Show-Machines; Show-Groups
      On as-n1 { @(Get-VM).Count }
      Show-Storage
      $before = On as-n1 { (Get-CimInstance Win32_OperatingSystem).LastBootUpTime }
      $ids = On as-n1 { @(Get-Process | ForEach-Object { $_.Id }) }
      Restart-Node as-n1; Step-Time 140
      (On as-n1 { (Get-CimInstance Win32_OperatingSystem).LastBootUpTime }) -gt $before
      On as-n1 { @(Get-Process | Where-Object { $_.Id -in $ids }).Count; (Get-Service ClusSvc, LcmController, ECEAgent | ForEach-Object { "$($_.Status)" }) -join ' ' }
      Show-Node as-n1
      $null = Resume-ClusterNode -Name as-n1 -Failback Immediate
      Show-Node as-n1
      Show-Storage
      Step-Time 300
      Show-Machines; Show-Groups
      Show-Storage`,
    );
    expect(lines).toEqual([
      'Up NotInitiated Normal',
      'Paused InProgress DrainInProgress',
      'Paused Completed DrainCompleted',
      'sql-01:as-n2 web-01:as-n2 web-02:as-n3',
      'as-n2',
      '0',
      '0 Warning Degraded Healthy In Maintenance Mode/OK',
      'True',
      '0',
      'Running Running Running',
      'Paused Completed DrainCompleted',
      'Up NotInitiated Normal',
      '1 Warning InService Healthy OK',
      'sql-01:as-n1 web-01:as-n2 web-02:as-n3',
      'as-n1',
      '0 Healthy OK Healthy OK',
    ]);
    expect(bench.cluster.ledger().map((entry) => [entry.command, entry.target, entry.node])).toEqual([
      ['Suspend-ClusterNode', 'as-n1', 'as-n2'],
      ['Restart-Computer', 'as-n1', 'as-n1'],
      ['Resume-ClusterNode', 'as-n1', 'as-n2'],
    ]);
  });

  test('given a target, a drain goes there; forced, it turns off what cannot move', async () => {
    bench = openLabBench('drain-fails');
    const lines = await run(
      'as-n1',
      `
      Get-ErrorId { Suspend-ClusterNode -Name as-n2 -Drain -TargetNode as-n9 }
      $null = Suspend-ClusterNode -Name as-n2 -Drain -ForceDrain -TargetNode as-n3
      (Get-ClusterNode -Name as-n2).DrainTarget
      Step-Time 20
      Show-Node as-n2
      Show-Machines
      On as-n3 { (Get-VM -Name render-01).State }
      Get-ErrorId { Resume-ClusterNode -Name as-n3 }`,
    );
    expect(lines).toEqual([
      'SuspendNodeFailed',
      'as-n3',
      'Paused Completed DrainCompleted',
      'sql-01:as-n1 web-01:as-n3 web-02:as-n3 render-01:as-n3',
      'Off',
      'ResumeNodeFailed',
    ]);
  });

  test('how machines are moved can be read', async () => {
    bench = openLabBench('healthy');
    const lines = await run(
      'as-n1',
      `Get-ClusterResourceType -Name 'Virtual Machine' | Get-ClusterParameter -Name MoveTypeThreshold, DefaultMoveType | ForEach-Object { "$($_.Name) $($_.Value)" }
      Get-ErrorId { Get-ClusterResourceType -Name 'Nothing' -ErrorAction Stop }`,
    );
    expect(lines).toEqual(['MoveTypeThreshold 2000', 'DefaultMoveType 4294967295', 'ObjectNotFound']);
  });

  test('given -WhatIf, then nothing changes', async () => {
    bench = openLabBench('healthy');
    const lines = await run(
      'as-n1',
      `
      Suspend-ClusterNode -Name as-n2 -Drain -WhatIf 6>$null; Restart-Computer -Force -WhatIf 6>$null
      Step-Time 10
      Show-Node as-n2; Show-Node as-n1`,
    );
    expect(lines.filter((line) => !line.startsWith('What if'))).toEqual([
      'Up NotInitiated Normal',
      'Up NotInitiated Normal',
    ]);
    expect(bench.cluster.ledger()).toEqual([]);
  });

  test('drain-fails: the drain ends Failed with the machine that cannot move, and says by what', async () => {
    bench = openLabBench('drain-fails');
    const lines = await run(
      'as-n1',
      `
      On as-n2 { "$((Get-VMGpuPartitionAdapter -VMName render-01, web-01).VMName)" }
      $null = Suspend-ClusterNode -Name as-n2 -Drain -Wait
      Show-Node as-n2
      Show-Machines
      $null = Resume-ClusterNode -Name as-n2 -Failback Immediate
      Show-Node as-n2
      Show-Machines`,
    );
    const home = 'sql-01:as-n1 web-01:as-n2 web-02:as-n3 render-01:as-n2';
    expect(lines).toEqual([
      'render-01',
      'Paused Failed DrainFailed',
      home.replace('web-01:as-n2', 'web-01:as-n3'),
      'Up NotInitiated Normal',
      home,
    ]);
  });

  test.each([
    ['no room', { name: 'big-01', node: 2, memoryGb: 350 }, 'Failed'],
    ['a machine that is off', { name: 'big-01', node: 2, memoryGb: 350, running: false }, 'Completed'],
    [
      'a machine that is not clustered',
      { name: 'big-01', node: 2, memoryGb: 350, clustered: false },
      'Completed',
    ],
  ])('given %s, then the drain says so', async (_, machine, status) => {
    const vm = { clustered: true, blocker: 'none' as const, running: true, ...machine };
    bench = openLabBench({ ...loadScenario('node-restart'), vms: [...loadScenario('node-restart').vms, vm] });
    const [shown] = await run(
      'as-n1',
      `$null = Suspend-ClusterNode -Name as-n2 -Drain; Step-Time 10; (Show-Node as-n2).Split(' ')[1]`,
    );
    expect(shown).toBe(status);
  });

  test('given a node that is lost, then clustered machines start elsewhere and others wait for it', async () => {
    const scenario = slow('healthy');
    const local = {
      name: 'local-01',
      node: 2,
      memoryGb: 4,
      clustered: false,
      blocker: 'none' as const,
      running: true,
    };
    bench = openLabBench({ ...scenario, vms: [...scenario.vms, local] });
    const lines = await run(
      'as-n1',
      `
      On as-n2 { Restart-Computer -Force }
      Step-Time 20
      (Get-HealthFault).FaultType
      Show-Storage
      Show-Machines
      Step-Time 140
      On as-n2 { (Get-VM -Name local-01).State }`,
    );
    expect(lines).toEqual([
      'Microsoft.Health.FaultType.Server.Down',
      '0 Warning Degraded Warning Lost Communication/OK',
      'sql-01:as-n1 web-01:as-n3 web-02:as-n3',
      'Running',
    ]);
  });

  test('given a single node, then its drain fails and nothing can be moved', async () => {
    bench = openLabBench('single-node');
    const lines = await run(
      'as-n1',
      `
      Get-ErrorId { Move-ClusterGroup -Name (Get-GroupName Update) }
      $null = Suspend-ClusterNode -Name as-n1 -Drain -Wait
      Show-Node as-n1
      "$((Get-ClusterQuorum).QuorumType) $((Get-Cluster).WitnessDynamicWeight)"
      Restart-Node as-n1
      (Get-ClusterGroup -Name (Get-GroupName Update)).State.ToString()
      On as-n1 { (Get-VM).State }`,
    );
    expect(lines).toEqual([
      'MoveGroupFailed',
      'Paused Failed DrainFailed',
      'Majority 0',
      'Online',
      'Running',
    ]);
  });

  test('late-storage-jobs: clean right after the resume, repairing later, clean in the end', async () => {
    const scenario = slow('late-storage-jobs');
    bench = openLabBench({ ...scenario, timing: { ...scenario.timing, resyncDelay: 120 } });
    const lines = await run(
      'as-n1',
      `
      $null = Suspend-ClusterNode -Name as-n2 -Drain; Step-Time 120
      Restart-Node as-n2; Step-Time 140
      $null = Resume-ClusterNode -Name as-n2 -Failback NoFailback
      Show-Machines
      Step-Time 10
      Show-Storage
      Step-Time 170
      Show-Storage
      $job = Get-StorageJob; "$($job.JobState) $($job.PercentComplete -gt 10) $($job.BytesProcessed -gt 0)"
      Step-Time 240
      Show-Storage`,
    );
    expect(lines).toEqual([
      'sql-01:as-n1 web-01:as-n3 web-02:as-n3',
      '0 Healthy OK Healthy OK',
      '1 Warning InService Healthy OK',
      'Running True True',
      '0 Healthy OK Healthy OK',
    ]);
  });

  test('update-drains-node: the run and the node show it, and after the cure the update resumes its node itself', async () => {
    bench = openLabBench('update-drains-node');
    const lines = await run(
      'as-n1',
      `
      Show-Node as-n2
      $run = Get-CauRun; "$($run.NodeStatusNotifications.Node)"
      $leaf = ([xml](Get-Plan).ProgressAsXml).SelectSingleNode('//*[@RemoteConfig]'); "$($leaf.RemoteNodeName) $($leaf.Status)"
      Get-ErrorId { Move-ClusterGroup -Name (Get-GroupName Update) -Node as-n2 }
      Restart-Node as-n3
      for ($i = 0; $i -lt 30 -and (Show-Node as-n2) -notlike 'Up *'; $i++) { Step-Time 1 }
      Show-Node as-n2`,
    );
    expect(lines).toEqual([
      'Paused InProgress DrainInProgress',
      'as-n2',
      'as-n2 InProgress',
      'MoveGroupFailed',
      'Up NotInitiated Normal',
    ]);
    const [first, second] = bench.cluster.snapshot().plan?.steps[3]?.steps ?? [];
    expect([first?.drains, first?.status]).toEqual(['as-n2', 'Success']);
    expect([second?.drains, second?.status]).toEqual(['as-n1', 'InProgress']);
    expect(bench.cluster.snapshot().nodes[0]?.state).toBe('Paused');
  });
});
