import { ACTIONS } from './lab-actions';
import { LIMIT_MS, openLabBench, type LabBench } from './lab-bench';

jest.setTimeout(LIMIT_MS);

describe('the clock of the simulated cluster', () => {
  let bench: LabBench;
  afterEach(() => bench.close());

  test.each([
    ['node-restart', 'Stop-Named as-n2 dllhost; $null = Suspend-ClusterNode -Name as-n1 -Drain'],
    ['late-storage-jobs', 'On as-n2 { Restart-Computer }'],
    ['missing-root', '$null = Move-ClusterGroup -Name (Get-GroupName Orchestrator) -Node as-n2 -Wait 0'],
    ['other-crash', 'On as-n1 { Restart-Computer }'],
    ['update-drains-node', 'On as-n3 { Restart-Computer }'],
    ['locked-account', 'On as-n3 { Restart-Computer }'],
    ['flapping-node', 'On as-n2 { Restart-Computer }'],
  ])(
    '%s: after something was done, looking often or once gives the same state and records',
    async (scenario, act) => {
      bench = openLabBench(scenario);
      const lines = await bench.onNode(
        'as-n2',
        `${ACTIONS}
      ${act}
      $folder = $env:LAB_CLUSTER_FOLDER
      $start = Use-LabCluster { param($lab) $lab.advancedTo }
      Use-LabCluster -Now $start -Change {}
      $copy = "$folder-copy"
      foreach ($part in 'inbox', 'events', 'sessions') { [void][IO.Directory]::CreateDirectory([IO.Path]::Combine($copy, $part)) }
      [IO.File]::Copy("$folder/state.json", "$copy/state.json")
      foreach ($file in [IO.Directory]::GetFiles("$folder/events")) { [IO.File]::Copy($file, "$copy/events/" + [IO.Path]::GetFileName($file)) }
      for ($at = $start; $at -le $start + 240000; $at += 1913) { Use-LabCluster -Folder $folder -Now $at {} }
      Use-LabCluster -Folder $folder -Now ($start + 240001) -Change {}
      Use-LabCluster -Folder $copy -Now ($start + 240001) -Change {}
      [IO.File]::ReadAllText("$folder/state.json") -ceq [IO.File]::ReadAllText("$copy/state.json")
      foreach ($file in [IO.Directory]::GetFiles("$folder/events")) {
          [IO.File]::ReadAllText($file) -ceq [IO.File]::ReadAllText("$copy/events/" + [IO.Path]::GetFileName($file))
      }
      [IO.Directory]::Delete($copy, $true)`,
      );
      expect(lines.length).toBeGreaterThan(4);
      expect(new Set(lines)).toEqual(new Set(['True']));
    },
  );
});
