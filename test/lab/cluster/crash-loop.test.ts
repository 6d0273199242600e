import { loadScenario } from '../../../src/lab/cluster/scenario';
import { COUNT_CRASHES, LIMIT_MS, openLabBench, type LabBench } from './lab-bench';

jest.setTimeout(LIMIT_MS);

const ORCHESTRATOR = 'Azure Stack HCI Orchestrator Service Cluster Group';

describe('the crash loop of the simulated cluster', () => {
  let bench: LabBench;
  afterEach(() => bench.close());

  test('given a stale monitoring session, then crashes go on at its pace and are there from the start', async () => {
    bench = openLabBench('monitoring-session');
    const [first, later, pace] = await bench.onNode(
      'as-n1',
      `${COUNT_CRASHES}
      Get-CrashCount
      Step-Time 60
      Get-CrashCount
      $two = @(Get-WinEvent -FilterHashtable @{ LogName = 'Application'; ID = 1025; ProviderName = '.NET Runtime' } -MaxEvents 2)
      ($two[0].TimeCreated - $two[1].TimeCreated).TotalSeconds`,
    );
    expect(Number(first)).toBeGreaterThanOrEqual(47);
    expect(Number(later) - Number(first)).toBeGreaterThanOrEqual(12);
    expect(pace).toBe('5');
  });

  test('given the same start, then looking often or once gives the same state and the same records', async () => {
    bench = openLabBench('threshold-exhausted');
    const lines = await bench.onNode(
      'as-n1',
      `
      $folder = $env:LAB_CLUSTER_FOLDER
      $start = Use-LabCluster { param($lab) $lab.advancedTo }
      $copy = "$folder-copy"
      foreach ($part in 'inbox', 'events', 'sessions') { [void][IO.Directory]::CreateDirectory([IO.Path]::Combine($copy, $part)) }
      [IO.File]::Copy("$folder/state.json", "$copy/state.json")
      foreach ($file in [IO.Directory]::GetFiles("$folder/events")) { [IO.File]::Copy($file, "$copy/events/" + [IO.Path]::GetFileName($file)) }
      for ($at = $start; $at -le $start + 4000000; $at += 7919) { Use-LabCluster -Folder $folder -Now $at {} }
      Use-LabCluster -Folder $folder -Now ($start + 4000001) -Change {}
      for ($at = $start; $at -le $start + 4000000; $at += 500000) { Use-LabCluster -Folder $copy -Now $at {} }
      Use-LabCluster -Folder $copy -Now ($start + 4000001) -Change {}
      [IO.File]::ReadAllText("$folder/state.json") -ceq [IO.File]::ReadAllText("$copy/state.json")
      foreach ($file in [IO.Directory]::GetFiles("$folder/events")) {
          [IO.File]::ReadAllText($file) -ceq [IO.File]::ReadAllText("$copy/events/" + [IO.Path]::GetFileName($file))
      }
      [IO.Directory]::Delete($copy, $true)`,
    );
    expect(lines).toHaveLength(7);
    expect(new Set(lines)).toEqual(new Set(['True']));
  });

  test('given the shells of the update, when one is stopped, then the crashes go on', async () => {
    bench = openLabBench('monitoring-session');
    const [before, after] = await bench.onNode(
      'as-n1',
      `${COUNT_CRASHES}
      $decoy = Get-WSManInstance -ResourceURI shell -Enumerate | Where-Object { $_.Owner -eq 'CONTOSO\\azlcmadmin' }
      Remove-WSManInstance -ResourceURI shell -SelectorSet @{ ShellId = $decoy.ShellId }
      Get-CrashCount
      Step-Time 30
      Get-CrashCount`,
    );
    expect(Number(after) - Number(before)).toBeGreaterThanOrEqual(6);
  });

  test.each([
    ['its shell', `Remove-WSManInstance -ResourceURI shell -SelectorSet @{ ShellId = $shell.ShellId }`],
    ['its process', `Stop-Process -InputObject (Get-Process -Id $shell.ProcessId) -Force`],
  ])('given the culprit, when %s is stopped, then the crashes end and the plan moves', async (_, stop) => {
    bench = openLabBench('monitoring-session');
    const [atStop, later, plan, gone] = await bench.onNode(
      'as-n2',
      `${COUNT_CRASHES}
      $shell = Get-WSManInstance -ResourceURI shell -Enumerate | Where-Object { $_.Owner -eq 'CONTOSO\\mbauer' }
      ${stop}
      $env:COMPUTERNAME = 'as-n1'
      Get-CrashCount
      Step-Time 60
      Get-CrashCount
      (Get-SolutionUpdateRun).Progress.Steps[2].Steps[0].Status
      $env:COMPUTERNAME = 'as-n2'
      @(Get-Process -Id $shell.ProcessId -ErrorAction SilentlyContinue).Count`,
    );
    expect([later, plan, gone]).toEqual([atStop, 'Success', '0']);
    expect(bench.cluster.snapshot().callers.map((caller) => caller.kind)).toEqual(['lcm']);
    expect(bench.cluster.ledger().map((entry) => [entry.kind, entry.command, entry.node])).toEqual([
      ['change', expect.stringMatching(/^(Remove-WSManInstance|Stop-Process)$/), 'as-n2'],
      ['ece-query', 'Get-SolutionUpdateRun', 'as-n1'],
    ]);
  });

  test('given thresholds, then the cluster fails over, gives up in silence, and a start brings the crashes back', async () => {
    bench = openLabBench('threshold-exhausted');
    const [state, silent, exceeded, started, again] = await bench.onNode(
      'as-n3',
      `${COUNT_CRASHES}
      (Get-ClusterGroup -Name '${ORCHESTRATOR}').State.ToString()
      $before = Get-CrashCount
      Step-Time 60
      (Get-CrashCount) - $before
      @(Get-WinEvent -FilterHashtable @{ LogName = 'System'; ID = 1069, 1205, 1254 } | ForEach-Object { $_.Id } | Sort-Object -Unique) -join ' '
      (Start-ClusterGroup -Name '${ORCHESTRATOR}' -Wait 20).State.ToString()
      Step-Time 20
      (Get-CrashCount) - $before`,
    );
    expect([state, silent, exceeded, started]).toEqual(['Failed', '0', '1069 1205 1254', 'Online']);
    expect(Number(again)).toBeGreaterThan(0);
    expect(bench.cluster.ledger().map((entry) => [entry.command, entry.target])).toEqual([
      ['Start-ClusterGroup', ORCHESTRATOR],
    ]);
  });

  test('given past crashes only, then records are hours old and the service lives', async () => {
    bench = openLabBench('past-crashes');
    const [count, hours, services] = await bench.onNode(
      'as-n1',
      `${COUNT_CRASHES}
      Get-CrashCount
      $newest = (Get-WinEvent -FilterHashtable @{ LogName = 'Application'; ID = 1025; ProviderName = '.NET Runtime' } -MaxEvents 1).TimeCreated
      [Math]::Floor(((Get-Date) - $newest).TotalHours)
      (Get-CimInstance Win32_Service -Filter "Name='Azure Stack HCI Orchestrator Service'").State`,
    );
    expect([count, hours, services]).toEqual(['4', '5', 'Running']);
  });

  test('given a shell that loaded the client before a rotation, then its next call is the crash; a fresh one is not', async () => {
    bench = openLabBench(loadScenario('healthy'));
    const first = await bench.onNode('as-n1', `(Get-SolutionUpdate).State`);
    const script = `${COUNT_CRASHES}
      $null = Get-SolutionUpdate
      Use-LabCluster -Change { param($lab) Update-LabCertificate $lab $lab.advancedTo }
      try { $null = Get-SolutionUpdate } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
      Get-CrashCount`;
    expect(first).toEqual(['Installing']);
    expect(await bench.onNode('as-n1', script)).toEqual(['EceClientException', '1']);
    const queries = bench.cluster.ledger().map((entry) => [entry.detail['fresh'], entry.detail['crashed']]);
    expect(queries).toEqual([
      [true, false],
      [true, false],
      [false, true],
    ]);
  });

  test('given a stale LCM controller, when it is restarted, then its new process is fresh and the crashes end', async () => {
    bench = openLabBench('stale-lcm');
    const [states, renewed, more] = await bench.onNode(
      'as-n3',
      `${COUNT_CRASHES}
      $before = Get-CimInstance Win32_Service -Filter "Name='LcmController'"
      Stop-Service -Name LcmController -Force
      $stopped = (Get-Service LcmController).Status
      Start-Service -Name LcmController
      "$stopped $((Get-Service LcmController).Status) $((Get-Service LcmWatcher).Status)"
      (Get-CimInstance Win32_Service -Filter "Name='LcmController'").ProcessId -ne $before.ProcessId
      $env:COMPUTERNAME = 'as-n1'
      $crashes = Get-CrashCount
      Step-Time 60
      (Get-CrashCount) - $crashes`,
    );
    expect([states, renewed, more]).toEqual(['Stopped Running Stopped', 'True', '0']);
  });

  test('given several processes that change the cluster at once, then no change is lost', async () => {
    bench = openLabBench('healthy');
    const before = (await bench.onNode('as-n1', `Use-LabCluster { param($lab) $lab.nextProcessId }`))[0];
    await Promise.all(
      ['as-n1', 'as-n2', 'as-n3'].map((node) =>
        bench.onNode(
          node,
          `for ($i = 0; $i -lt 40; $i++) { Use-LabCluster -Change { param($lab) $lab.nextProcessId += 4; Add-LabLedger $lab 'change' 'Test' "$i" } }`,
        ),
      ),
    );
    expect(bench.cluster.snapshot().nextProcessId - Number(before)).toBe(3 * 40 * 4);
    expect(bench.cluster.ledger()).toHaveLength(3 * 40);
  });

  test('given a missing root where the orchestrator runs, then every caller crashes it, until it moves to a good node', async () => {
    bench = openLabBench({ ...loadScenario('healthy'), missingRootsOn: [1], history: 240 });
    const [before, moved, more] = await bench.onNode(
      'as-n1',
      `${COUNT_CRASHES}
      Get-CrashCount
      (Move-ClusterGroup -Name '${ORCHESTRATOR}' -Node as-n2 -Wait 20).State.ToString()
      Step-Time 60
      $env:COMPUTERNAME = 'as-n2'
      Get-CrashCount`,
    );
    expect(Number(before)).toBeGreaterThan(20);
    expect([moved, more]).toEqual(['Online', '0']);
  });
});
