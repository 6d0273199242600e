import { loadScenario, scenarioSchema } from '../../../src/lab/cluster/scenario';
import { ACTIONS } from './lab-actions';
import { LIMIT_MS, openLabBench, type LabBench } from './lab-bench';

jest.setTimeout(LIMIT_MS);

const UPDATE_PROCESS = 'Microsoft.AzureStack.UpdateService.WinSvcHost';

describe('what does not do as it is told on the simulated cluster', () => {
  let bench: LabBench;
  afterEach(() => bench.close());
  const run = (node: string, script: string): Promise<string[]> => bench.onNode(node, `${ACTIONS}${script}`);

  test('locked-account: the agent there does not start again, the log says why, and unlocked it does', async () => {
    bench = openLabBench('locked-account');
    const lines = await run(
      'as-n3',
      `
      @(Get-CimInstance Win32_UserAccount -Filter "Lockout=True" | ForEach-Object { $_.Name }) -join ' '
      Stop-Service -Name ECEAgent
      Get-ErrorId { Start-Service -Name ECEAgent }
      (Get-Service ECEAgent).Status.ToString()
      @(Get-WinEvent -FilterHashtable @{ LogName = 'System'; ProviderName = 'Service Control Manager'; ID = 7000, 7038 } | ForEach-Object { "$($_.Id) $($_.Properties[0].Value)" }) -join ', '`,
    );
    expect(lines).toEqual([
      'ECEAgentService',
      'CouldNotStartService',
      'Stopped',
      '7000 ECEAgent, 7038 ECEAgent',
    ]);
    bench.cluster.inject({ kind: 'account-unlocked', node: 'as-n3', by: 'ECEAgentService' });
    expect(await run('as-n3', `Start-Service -Name ECEAgent; "$((Get-Service ECEAgent).Status)"`)).toEqual([
      'Running',
    ]);
    expect(bench.cluster.ledger().map((entry) => entry.command)).toEqual([
      'Stop-Service',
      'Start-Service',
      'Start-Service',
    ]);
  });

  test('given a locked HCIOrchestrator, then the orchestrator moved there does not come online', async () => {
    bench = openLabBench({
      ...loadScenario('healthy'),
      lockedAccounts: [{ node: 2, account: 'HCIOrchestrator' }],
    });
    const lines = await run(
      'as-n1',
      `
      Move-Group Orchestrator as-n2
      Step-Time 30
      (Get-ClusterGroup -Name (Get-GroupName Orchestrator)).State.ToString()
      On as-n2 { @(Get-WinEvent -FilterHashtable @{ LogName = 'System'; ID = 7038 }).Count -gt 5 }
      Move-Group Orchestrator as-n3
      (Get-ClusterGroup -Name (Get-GroupName Orchestrator)).State.ToString()`,
    );
    expect(lines).toEqual(['Pending', 'True', 'Online']);
  });

  test('stuck-move: the group stays Pending with its old process, refuses more, and goes on once that is ended', async () => {
    bench = openLabBench('stuck-move');
    const lines = await run(
      'as-n1',
      `
      function Show { $group = Get-ClusterGroup -Name (Get-GroupName Update); "$($group.State) $($group.OwnerNode) $(($group | Get-ClusterResource).State) $(@(Get-Process -Name ${UPDATE_PROCESS} -ErrorAction SilentlyContinue).Count)" }
      (Move-ClusterGroup -Name (Get-GroupName Update) -Node as-n2 -Wait 1).State.ToString()
      Step-Time 300
      Show
      (Get-Service 'Azure Stack HCI Update Service').Status.ToString()
      Get-ErrorId { Move-ClusterGroup -Name (Get-GroupName Update) -Node as-n3 }
      Get-ErrorId { Stop-ClusterGroup -Name (Get-GroupName Update) }
      Stop-Named as-n1 ${UPDATE_PROCESS}
      Step-Time 4
      Show
      Move-Group Update as-n1
      Show`,
    );
    expect(lines).toEqual([
      'Pending',
      'Pending as-n1 OfflinePending 1',
      'StopPending',
      'GroupPending',
      'GroupPending',
      'Online as-n2 Online 0',
      'Online as-n1 Online 1',
    ]);
  });

  test('given a service that hangs, then its stop stays pending, also for who waits, until its process is ended', async () => {
    bench = openLabBench({
      ...loadScenario('stale-services'),
      hangingServices: [{ node: 3, service: 'ECEAgent' }],
    });
    const lines = await run(
      'as-n3',
      `
      Stop-Service -Name ECEAgent -Force -NoWait
      Step-Time 120
      "$((Get-Service ECEAgent).Status) $((Get-CimInstance Win32_Service -Filter "Name='ECEAgent'").State)"
      (Get-NewCrashes) -gt 0
      Stop-Named as-n3 EceAgentService
      (Get-Service ECEAgent).Status.ToString()
      Start-Service -Name ECEAgent
      Step-Time 4
      Get-NewCrashes`,
    );
    expect(lines).toEqual(['StopPending Stop Pending', 'True', 'Stopped', '0']);
  });

  test('given possible owners, then a group is moved and fails over to no other node', async () => {
    bench = openLabBench({ ...loadScenario('healthy'), possibleOwners: [1, 3] });
    const lines = await run(
      'as-n1',
      `
      "$((Get-ClusterOwnerNode -Resource 'Azure Stack HCI Update Service').OwnerNodes)"
      Get-ErrorId { Move-ClusterGroup -Name (Get-GroupName Update) -Node as-n2 }
      On as-n1 { Restart-Computer }
      Step-Time 4
      (Get-ClusterGroup -Name (Get-GroupName Update)).OwnerNode.Name`,
    );
    expect(lines).toEqual(['as-n1 as-n3', 'MoveGroupFailed', 'as-n3']);
  });

  test('update-failed-after-cure: the crashes end and the run is Failed', async () => {
    bench = openLabBench('update-failed-after-cure');
    const lines = await run(
      'as-n1',
      `
      Remove-ShellOf as-n2 'CONTOSO\\mbauer'
      Step-Time 30
      "$((Get-SolutionUpdate).State) $((Get-SolutionUpdateRun).State) $((Get-ActionPlanInstances).Status)"`,
    );
    expect(lines).toEqual(['InstallationFailed Failed Failed']);
  });

  test('log-cleared: the records of that node do not reach back, and a 104 says so', async () => {
    bench = openLabBench('log-cleared');
    const reach = `"$((Get-WinEvent -ListLog Application).RecordCount) $((Get-WinEvent -ListLog System).RecordCount)"`;
    expect(
      await run(
        'as-n2',
        `${reach}; (Get-WinEvent -FilterHashtable @{ LogName = 'System'; ID = 104 }).Message`,
      ),
    ).toEqual(['0 1', 'The System log file was cleared.']);
    expect(
      await run(
        'as-n1',
        `((Get-Date) - (Get-WinEvent -LogName Application -Oldest -MaxEvents 1).TimeCreated).TotalHours -gt 8`,
      ),
    ).toEqual(['True']);
  });

  test('lookalike-shells: the culprit shows nothing, those that show everything are the update', async () => {
    bench = openLabBench('lookalike-shells');
    const lines = await run(
      'as-n2',
      `
      $culprit = Get-Process -Name powershell -IncludeUserName
      "$($culprit.UserName) $($culprit.Modules.Count) $(@(Get-NetTCPConnection -OwningProcess $culprit.Id).Count)"
      (Get-CimInstance Win32_Process -Filter "ProcessId=$($culprit.Id)").CommandLine -like '*Monitoring*'
      $env:COMPUTERNAME = 'as-n1'
      $shell = Get-WSManInstance -ResourceURI shell -Enumerate | Where-Object { $_.Owner -eq 'CONTOSO\\azlcmadmin' }
      "$($shell.ClientIP) $((Get-Process -Id $shell.ProcessId).Modules.Count)"`,
    );
    expect(lines).toEqual(['CONTOSO\\mbauer 0 0', 'False', '10.20.0.12 1']);
  });

  test.each(['single-node', 'sixteen-nodes'])(
    '%s: each node shows its own address, however idle it is',
    async (name) => {
      bench = openLabBench(name);
      const nodes = loadScenario(name).nodes;
      const lines = await run(
        'as-n1',
        `foreach ($node in Get-ClusterNode) { On $node.Name { "$env:COMPUTERNAME $(@(Get-NetTCPConnection -State Established | ForEach-Object { $_.LocalAddress } | Sort-Object -Unique) -join ' ') $(@(Get-NetTCPConnection -RemotePort 3343).Count)" } }`,
      );
      expect(lines).toEqual(
        Array.from({ length: nodes }, (_, index) => `as-n${index + 1} 10.20.0.${11 + index} ${nodes - 1}`),
      );
    },
  );

  test('access-denied: the node refuses, the others open', async () => {
    bench = openLabBench('access-denied');
    const lines = await bench.onHost(
      `foreach ($node in 'as-n3', 'as-n2') {
          try { Remove-PSSession (Open-LabNodeSession -ComputerName $node -ClusterFolder $settings.ClusterFolder -TimeoutMs 60000); 'open' } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
      }`,
    );
    expect(lines).toEqual(['AccessDenied', 'open']);
  });

  test('given faults of the page, then the next command meets them', async () => {
    bench = openLabBench('healthy');
    bench.cluster.inject({ kind: 'node-paused', node: 'as-n3' });
    bench.cluster.inject({ kind: 'account-locked', node: 'as-n2', by: 'HCIOrchestrator' });
    bench.cluster.inject({ kind: 'vm-stuck', vm: 'sql-01' });
    bench.cluster.inject({ kind: 'storage-jobs', seconds: 600 });
    const lines = await run(
      'as-n2',
      `
      "$((Get-ClusterNode -Name as-n3).State) $(@(Get-StorageJob).Count)"
      (Get-CimInstance Win32_UserAccount -Filter "Name='HCIOrchestrator'").Lockout
      $null = Suspend-ClusterNode -Name as-n1 -Drain
      Step-Time 6
      (Get-ClusterNode -Name as-n1).DrainStatus.ToString()`,
    );
    expect(lines).toEqual(['Paused 1', 'True', 'Failed']);
    bench.cluster.inject({ kind: 'node-resumed', node: 'as-n3' });
    expect(await run('as-n2', `"$((Get-ClusterNode -Name as-n3).State)"`)).toEqual(['Up']);
  });

  test('a service that comes back by itself is refused: only a process can', () => {
    const [caller] = loadScenario('stale-lcm').callers;
    const callers = [{ ...caller, respawn: { seconds: 2 } }];
    expect(() => scenarioSchema.parse({ ...loadScenario('stale-lcm'), callers })).toThrow(
      /Only a process can start again/,
    );
  });
});
