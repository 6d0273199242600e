import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadScenario } from '../../../src/lab/cluster/scenario';
import { LIMIT_MS, openLabBench, type LabBench } from './lab-bench';

jest.setTimeout(LIMIT_MS);

/**
 * The guide is not ours to commit, so it is read from beside the repository. Its scripts run as they stand, on the lab: where reality
 * would fail them, the lab has to fail them in the same way, or the lab is not to be believed.
 */
const guideFolder = path.resolve(__dirname, '../../../../shared/seed');

function readGuide(): string | undefined {
  if (!existsSync(guideFolder)) return undefined;
  return readdirSync(guideFolder)
    .filter((file) => file.endsWith('.txt'))
    .map((file) => readFileSync(path.join(guideFolder, file), 'utf8'))
    .join('\n');
}

/** The code block that defines a function. */
function scriptOf(guide: string, name: string): string {
  const blocks = [...guide.replaceAll('\r\n', '\n').matchAll(/```powershell\n(.*?)```/gis)].map(
    (match) => match[1] ?? '',
  );
  const found = blocks.find((block) => block.includes(`Function ${name} `));
  if (found === undefined) throw new Error(`The guide has no script with ${name}.`);
  return found;
}

/** Invoke-Command's ComputerName means a session on the lab, because there is no WinRM on this machine. */
const LAB_INVOKE_COMMAND = `
. '${path.resolve(__dirname, '../../../powershell/lab/session-factory.ps1')}'
$ErrorActionPreference = 'Continue'
function Invoke-Command {
    [CmdletBinding()] param([string[]]$ComputerName, [scriptblock]$ScriptBlock)
    foreach ($name in $ComputerName) {
        $session = Open-LabNodeSession -ComputerName $name -ClusterFolder $env:LAB_CLUSTER_FOLDER
        try { Microsoft.PowerShell.Core\\Invoke-Command -Session $session -ScriptBlock $ScriptBlock }
        finally { Remove-PSSession $session }
    }
}
function Get-Owners { @(Get-ClusterGroup *Service* | ForEach-Object { $_.OwnerNode.Name }) -join ' ' }
function Show-Run([scriptblock]$script) {
    $global:Error.Clear()
    $output = @(& $script 6>$null 2>$null | Where-Object { $_ })
    # What a full PowerShell's Format-List gives is shown by Out-String alone; the lab's own gives lines.
    if ($output | Where-Object { $_.GetType().Name -eq 'FormatStartData' }) { $output = @($output | Out-String) }
    'output: ' + (($output -join ' / ') -replace '\\s+', ' ')
    'errors: ' + (@($global:Error | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] } | Sort-Object -Unique) -join ' ')
}
`;

const guide = readGuide();
if (guide === undefined) {
  console.warn(
    `THE GUIDE IS ABSENT: ${guideFolder} does not exist, so nothing shows that the lab fails it as reality does.`,
  );
}

describe("the guide's own scripts on the lab", () => {
  let bench: LabBench | undefined;
  afterEach(() => {
    bench?.close();
    bench = undefined;
  });

  test('given the detector as it stands and a crash loop, then it errs on the null start time and reports no crash', async () => {
    if (guide === undefined) return;
    bench = openLabBench('monitoring-session');
    const lines = await bench.onNode(
      'as-n1',
      `${LAB_INVOKE_COMMAND}\n${scriptOf(guide, 'Get-OrchestrationLastCrash')}\nShow-Run { Get-OrchestrationLastCrash }`,
    );
    expect(lines).toEqual(['output: ', 'errors: NullNotAllowedInHashtable']);
  });

  test('given the detector with its start time repaired, then it shows no stack, and nothing at all once the group moved', async () => {
    if (guide === undefined) return;
    bench = openLabBench('past-crashes');
    const repaired = scriptOf(guide, 'Get-OrchestrationLastCrash').replace(
      'StartTime = $($startTime)',
      'StartTime = $($using:startTime)',
    );
    const [found, , afterMove, errors] = await bench.onNode(
      'as-n1',
      `${LAB_INVOKE_COMMAND}\n${repaired}
      Show-Run { Get-OrchestrationLastCrash }
      $null = Move-ClusterGroup -Name 'Azure Stack HCI Orchestrator Service Cluster Group' -Node as-n2
      Show-Run { Get-OrchestrationLastCrash }`,
    );
    expect(found).toContain('Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.exe');
    expect(found).not.toContain('MtlsCertificateException');
    expect([afterMove, errors]).toEqual(['output: ', 'errors: ']);
  });

  test('given the move and the owner first in the node list, then nothing moves', async () => {
    if (guide === undefined) return;
    bench = openLabBench('healthy');
    const lines = await bench.onNode(
      'as-n1',
      `${LAB_INVOKE_COMMAND}\n${scriptOf(guide, 'Restart-AzureLocalServices')}
      Get-Owners
      $null = Restart-AzureLocalServices 6>$null
      Get-Owners`,
    );
    expect(lines).toEqual(['as-n1 as-n1 as-n1 as-n1', 'as-n1 as-n1 as-n1 as-n1']);
    const moves = bench.cluster.ledger().filter((entry) => entry.command === 'Move-ClusterGroup');
    expect(moves.map((entry) => [entry.detail['from'], entry.detail['to']])).toEqual(
      Array.from({ length: 4 }, () => ['as-n1', 'as-n1']),
    );
  });

  test('given a single node, then the move moves nothing, and with its comparison repaired it errs on the missing target', async () => {
    if (guide === undefined) return;
    bench = openLabBench({ ...loadScenario('healthy'), nodes: 1, callers: [] });
    const script = scriptOf(guide, 'Restart-AzureLocalServices');
    const asItStands = `${LAB_INVOKE_COMMAND}\n${script}\nShow-Run { Restart-AzureLocalServices }\nGet-Owners`;
    const repaired = asItStands.replace('$group.OwnerNode\n', '$group.OwnerNode.Name\n');
    expect(repaired).not.toBe(asItStands);
    expect((await bench.onNode('as-n1', asItStands)).at(-1)).toBe('as-n1 as-n1 as-n1 as-n1');
    const [, errors] = await bench.onNode('as-n1', repaired);
    expect(errors).toContain('NullArray');
  });

  test('given the LCM restart, then a stopped one and a dependent are left behind, a dead node is one error line, and nothing comes back', async () => {
    if (guide === undefined) return;
    bench = openLabBench('unreachable-node');
    const lines = await bench.onNode(
      'as-n1',
      `${LAB_INVOKE_COMMAND}\n${scriptOf(guide, 'Restart-LCM')}
      $second = Open-LabNodeSession -ComputerName as-n2 -ClusterFolder $env:LAB_CLUSTER_FOLDER
      Microsoft.PowerShell.Core\\Invoke-Command -Session $second -ScriptBlock { Stop-Service LcmController -Force }
      $before = (Get-CimInstance Win32_Service -Filter "Name='LcmController'").ProcessId
      Show-Run { Restart-LCM }
      $after = Get-CimInstance Win32_Service -Filter "Name='LcmController'"
      'first: ' + $after.State + ' ' + ($after.ProcessId -ne $before) + ', dependent ' + (Get-Service LcmWatcher).Status
      'second: ' + (Microsoft.PowerShell.Core\\Invoke-Command -Session $second -ScriptBlock { "$((Get-Service LcmController).Status)" })
      Remove-PSSession $second`,
    );
    const [output, errors, ...left] = lines;
    expect(output).toBe('output: ');
    expect(errors).toContain('NetworkPathNotFound');
    expect(left).toEqual(['first: Running True, dependent Stopped', 'second: Stopped']);
  });

  test('given a locked account, then the agent that was stopped stays stopped, and the script ends as if all was well', async () => {
    if (guide === undefined) return;
    bench = openLabBench('locked-account');
    const [output, errors, state] = await bench.onNode(
      'as-n1',
      `${LAB_INVOKE_COMMAND}\n${scriptOf(guide, 'Restart-AzureLocalServices')}
      Show-Run { Restart-AzureLocalServices }
      $third = Open-LabNodeSession -ComputerName as-n3 -ClusterFolder $env:LAB_CLUSTER_FOLDER
      'agent: ' + (Microsoft.PowerShell.Core\\Invoke-Command -Session $third -ScriptBlock { "$((Get-Service ECEAgent).Status)" })
      Remove-PSSession $third`,
    );
    expect(output).not.toContain('ECEAgent');
    expect(errors).toContain('CouldNotStartService');
    expect(state).toBe('agent: Stopped');
    const agents = bench.cluster.ledger().filter((entry) => entry.target === 'ECEAgent');
    expect(agents.map((entry) => `${entry.command} ${entry.node}`)).toEqual(
      ['as-n1', 'as-n2', 'as-n3'].flatMap((node) => [`Stop-Service ${node}`, `Start-Service ${node}`]),
    );
  });
});
