import { loadScenario } from '../../../src/lab/cluster/scenario';
import { ACTIONS } from './lab-actions';
import { LIMIT_MS, openLabBench, type LabBench } from './lab-bench';

jest.setTimeout(LIMIT_MS);

const OPERATOR = `'CONTOSO\\mbauer'`;
const REMOVE_FORGOTTEN = `Remove-ShellOf as-n2 ${OPERATOR}`;
const MOVE_ALL = `foreach ($word in 'Orchestrator', 'Update', 'Download', 'Health') { Move-Group $word as-n2 }`;

/** What ends the crashes of each scenario, and what does not. Wrong actions come first, on the same cluster. */
const CURES: readonly { scenario: string; wrong: readonly string[]; right: string }[] = [
  {
    scenario: 'stale-lcm',
    wrong: ['Restart-Agent as-n1 LcmController', MOVE_ALL, 'Restart-Agent as-n3 ECEAgent'],
    right: 'Restart-Agent as-n3 LcmController',
  },
  {
    scenario: 'stale-services',
    wrong: ['Restart-Agent as-n1 ECEAgent', 'Restart-Agent as-n3 LcmController', MOVE_ALL],
    right: 'Restart-Agent as-n3 ECEAgent',
  },
  {
    scenario: 'stale-peer',
    wrong: ['Restart-Agent as-n1 ECEAgent', 'Move-Group Orchestrator as-n2', 'Move-Group Health as-n2'],
    right: 'Move-Group Update as-n2',
  },
  {
    scenario: 'node-restart',
    wrong: ['Stop-Named as-n2 dllhost', MOVE_ALL, 'Restart-Agent as-n2 ECEAgent', 'Restart-Node as-n1'],
    right: 'Restart-Node as-n2',
  },
  {
    scenario: 'two-callers',
    wrong: [REMOVE_FORGOTTEN],
    right: `Remove-ShellOf as-n3 'CONTOSO\\jlee'`,
  },
  {
    scenario: 'single-node',
    wrong: [
      `$null = Stop-ClusterGroup -Name (Get-GroupName Orchestrator); $null = Start-ClusterGroup -Name (Get-GroupName Orchestrator) -Wait 0`,
      'Restart-Agent as-n1 LcmController',
    ],
    right: `Remove-ShellOf as-n1 ${OPERATOR}`,
  },
  {
    scenario: 'sixteen-nodes',
    wrong: [`Remove-ShellOf as-n4 'CONTOSO\\azlcmadmin'`, 'Move-Group Orchestrator as-n16'],
    right: `Remove-ShellOf as-n11 ${OPERATOR}`,
  },
  { scenario: 'access-denied', wrong: ['Restart-Agent as-n1 LcmController'], right: REMOVE_FORGOTTEN },
  {
    scenario: 'lookalike-shells',
    wrong: [
      `foreach ($node in 'as-n1', 'as-n2', 'as-n3') { Remove-ShellOf $node 'CONTOSO\\azlcmadmin' }`,
      `Remove-ShellOf as-n2 'NT SERVICE\\AzureStack Agent Lifecycle Agent'; Remove-ShellOf as-n3 'CONTOSO\\jlee'`,
    ],
    right: 'Stop-Named as-n2 powershell',
  },
  {
    scenario: 'update-drains-node',
    wrong: ['Stop-Named as-n3 dllhost', 'Move-Group Orchestrator as-n3'],
    right: 'Restart-Node as-n3',
  },
  {
    scenario: 'locked-account',
    wrong: ['Restart-Agent as-n1 ECEAgent', 'On as-n3 { Stop-Service -Name ECEAgent }'],
    right: 'Restart-Agent as-n2 ECEAgent',
  },
  {
    scenario: 'stuck-move',
    wrong: ['Move-Group Orchestrator as-n3', 'Move-Group Update as-n2'],
    right: 'Stop-Named as-n1 Microsoft.AzureStack.UpdateService.WinSvcHost',
  },
  {
    scenario: 'drain-fails',
    wrong: ['$null = Suspend-ClusterNode -Name as-n2 -Drain', '$null = Resume-ClusterNode -Name as-n2'],
    right: 'Restart-Node as-n2',
  },
  { scenario: 'late-storage-jobs', wrong: ['Restart-Node as-n3'], right: 'Restart-Node as-n2' },
  { scenario: 'update-failed-after-cure', wrong: ['Restart-Node as-n1'], right: REMOVE_FORGOTTEN },
];

describe('what ends the crashes of a scenario', () => {
  let bench: LabBench;
  afterEach(() => bench.close());

  test.each(CURES)('$scenario: the right action does, the wrong ones do not', async (cure) => {
    bench = openLabBench(cure.scenario);
    const actions = [...cure.wrong, cure.right];
    const lines = await bench.onNode(
      'as-n1',
      `${ACTIONS}
      (Get-Crashes) -gt 4
      ${actions.map((action) => `${action}\nStep-Time 4\n(Get-NewCrashes) -gt 0`).join('\n')}
      Get-NewCrashes 600
      "$((Get-ClusterGroup -Name (Get-GroupName Orchestrator)).State)"`,
    );
    // Online: silence alone is no cure.
    expect(lines).toEqual(['True', ...cure.wrong.map(() => 'True'), 'False', '0', 'Online']);
    expect(bench.cluster.ledger().map((entry) => entry.kind)).not.toContain('ece-query');
  });

  test('two-callers: with the faster one gone the interval only grows', async () => {
    bench = openLabBench('two-callers');
    const [both, one] = await bench.onNode(
      'as-n1',
      `${ACTIONS}
      function Get-Interval {
          Step-Time 60
          $last = @(Get-WinEvent -FilterHashtable @{ LogName = 'Application'; ID = 1025; ProviderName = '.NET Runtime' } -MaxEvents 5)
          ($last[0].TimeCreated - $last[4].TimeCreated).TotalSeconds / 4
      }
      Get-Interval
      ${REMOVE_FORGOTTEN}
      Get-Interval`,
    );
    expect(Number(both)).toBeLessThan(6);
    expect(one).toBe('11');
  });

  test('missing-root: moving the group seems to cure, the way back brings the crashes back, the root ends them', async () => {
    bench = openLabBench('missing-root');
    const lines = await bench.onNode(
      'as-n1',
      `${ACTIONS}
      Restart-Agent as-n2 LcmController; Restart-Agent as-n3 LcmController
      Step-Time 4
      (Get-NewCrashes) -gt 0
      Move-Group Orchestrator as-n2
      Get-NewCrashes 40
      "$((Get-ClusterOwnerNode -Group (Get-GroupName Orchestrator)).OwnerNodes) $((Get-ClusterGroup -Name (Get-GroupName Orchestrator)).AutoFailbackType)"
      (Get-NewCrashes 90) -gt 0
      (Get-ClusterGroup -Name (Get-GroupName Orchestrator)).OwnerNode.Name
      foreach ($node in 'as-n1', 'as-n2') { On $node { @(Get-ChildItem -Path Cert:\\LocalMachine\\Root).Count } }
      Use-LabCluster -Change { param($lab) $lab.nodes[0].missingRoots.Clear() }
      Step-Time 4
      Get-NewCrashes 300`,
    );
    expect(lines).toEqual(['True', '0', 'as-n1 1', 'True', 'as-n1', '1', '2', '0']);
  });

  test('other-crash: no record has the frame, and nothing of the runbook ends it', async () => {
    bench = openLabBench('other-crash');
    const lines = await bench.onNode(
      'as-n1',
      `${ACTIONS}
      $records = @(Get-WinEvent -FilterHashtable @{ LogName = 'Application'; ProviderName = '.NET Runtime'; ID = 1025 })
      "$($records.Count -gt 20) $(@($records | Where-Object { $_.Message -like '*WinSvcHost.exe*PlanStore*' }).Count -eq $records.Count) $(@($records | Where-Object { $_.Message -like '*MtlsCertificateException*' }).Count)"
      ${[REMOVE_FORGOTTEN, 'Restart-Agent as-n2 LcmController', MOVE_ALL, 'Restart-Node as-n2'].map((action) => `${action}\nStep-Time 4\n(Get-NewCrashes) -gt 0`).join('\n')}`,
    );
    expect(lines).toEqual(['True True 0', 'True', 'True', 'True', 'True']);
  });

  test('a nameless process that comes back after a restart of its node is not cured by it', async () => {
    const scenario = loadScenario('node-restart');
    const callers = scenario.callers.map((one) => ({ ...one, respawn: { seconds: 2, afterBoot: true } }));
    bench = openLabBench({ ...scenario, callers });
    const lines = await bench.onNode(
      'as-n1',
      `${ACTIONS}
      Restart-Node as-n2
      (Get-NewCrashes) -gt 0`,
    );
    expect(lines).toEqual(['True']);
  });
});
