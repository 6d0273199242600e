import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadScenario } from '../../../src/lab/cluster/scenario';
import { testPowerShell, until } from '../../support/powershell';
import { labFolder, LIMIT_MS, openLabBench, type LabBench } from './lab-bench';

jest.setTimeout(LIMIT_MS);

/** A node module like the product's: two functions an endpoint shows, one it does not. */
const NODE_MODULE = `
function Get-Probe {
    [CmdletBinding()] param([ValidatePattern('^[a-z]+$')][string]$Word = 'none', [string]$RunId)
    [pscustomobject]@{ node = $env:COMPUTERNAME; word = $Word; inside = "$($ExecutionContext.SessionState.LanguageMode)"; group = @(Get-ClusterGroup | ForEach-Object { "$($_.State)" })[0] }
}
function Get-Shell { Get-WSManInstance -ResourceURI shell -Enumerate }
function Remove-Shell { param([string]$Id, [string]$RequestId, [string]$RunId) Remove-WSManInstance -ResourceURI shell -SelectorSet @{ ShellId = $Id } }
function Restart-Own { Restart-Computer -Force; 'accepted' }
function Wait-Own { Restart-Computer; [Threading.Thread]::Sleep(60000); 'late' }
function Get-Hidden { 'hidden' }
Export-ModuleMember -Function *
`;

const OPEN = `
function Open([string]$node, [string]$endpoint = 'read') {
    New-NodeSession -ComputerName $node -Endpoint $endpoint -NodeModulePath $modulePath -Settings $settings -TimeoutMs 60000 -VisibleFunction 'Get-Probe', 'Get-Shell', 'Remove-Shell', 'Restart-Own', 'Wait-Own'
}
function Get-ErrorId([scriptblock]$script) { try { $null = & $script; 'no error' } catch { $_.FullyQualifiedErrorId } }
function Wait-Until([scriptblock]$holds) { for ($i = 0; $i -lt 1500 -and -not (& $holds); $i++) { [Threading.Thread]::Sleep(20) } }
`;

describe('sessions on the simulated cluster', () => {
  let bench: LabBench;
  afterEach(() => bench.close());

  const onHost = (script: string): Promise<string[]> => {
    const modulePath = path.join(bench.cluster.folder, 'NodeModule.psm1');
    writeFileSync(modulePath, NODE_MODULE);
    return bench.onHost(`$modulePath = '${modulePath}'\n${OPEN}\n${script}`);
  };

  test('given a session, then it runs the visible functions by name and refuses everything else', async () => {
    bench = openLabBench('healthy');
    const lines = await onHost(`
      $session = Open 'as-n2'
      $session.Name
      $word = 'word'
      Invoke-Command -Session $session { Get-Probe -Word $using:word } | ForEach-Object { "$($_.node) $($_.word) $($_.inside) $($_.group)" }
      Get-ErrorId { Invoke-Command -Session $session { 1 + 1 } -ErrorAction Stop }
      Get-ErrorId { Invoke-Command -Session $session { $x = 1 } -ErrorAction Stop }
      Get-ErrorId { Invoke-Command -Session $session { Get-Hidden } -ErrorAction Stop }
      Get-ErrorId { Invoke-Command -Session $session { Get-ClusterNode } -ErrorAction Stop }
      Get-ErrorId { Invoke-Command -Session $session { Microsoft.PowerShell.Management\\Restart-Computer } -ErrorAction Stop }
      Get-ErrorId { Invoke-Command -Session $session { Use-LabCluster {} } -ErrorAction Stop }
      Get-ErrorId { Invoke-Command -Session $session { Get-Probe -Word '1; Restart-Computer' } -ErrorAction Stop }
      Remove-PSSession $session`);
    expect(lines).toEqual([
      'as-n2',
      'as-n2 word FullLanguage Online',
      'ScriptsNotAllowed',
      'ScriptsNotAllowed',
      'CommandNotFoundException',
      'CommandNotFoundException',
      'CommandNotFoundException',
      'ScriptsNotAllowed',
      'ParameterArgumentValidationError,Get-Probe',
    ]);
    expect(bench.cluster.ledger().map((entry) => entry.kind)).toEqual(['session']);
  });

  test('given open sessions, then they are listed as shells of their endpoint, and gone once closed', async () => {
    bench = openLabBench('healthy');
    const lines = await onHost(`
      function Get-Own { @(Invoke-Command -Session $watcher { Get-Shell } | Where-Object { $_.Owner -like '*incident*' } | ForEach-Object { ([uri]$_.ResourceUri).Segments[-1] }) -join ' ' }
      $watcher = Open 'as-n1'
      $other = Open 'as-n1.contoso.lab' 'change'
      Get-Own
      Remove-PSSession $other
      Wait-Until { (Get-Own) -notlike '*change*' }
      Get-Own`);
    expect(lines).toEqual(['AzureLocalIncident.read AzureLocalIncident.change', 'AzureLocalIncident.read']);
  });

  test('given a node that cannot be reached, one that denies and one nobody knows, then each has its own error', async () => {
    bench = openLabBench({ ...loadScenario('unreachable-node'), unreachable: [3], denied: [2] });
    const lines = await onHost(
      `foreach ($node in 'as-n3', 'as-n2', 'elsewhere') { Get-ErrorId { Open $node } }
      Remove-PSSession (Open 'as-n1')`,
    );
    expect(lines.map((line) => line.split(',').slice(0, 2).join(','))).toEqual([
      'NetworkPathNotFound,PSSessionStateBroken',
      'AccessDenied,PSSessionStateBroken',
      'NetworkPathNotFound,PSSessionStateBroken',
    ]);
    bench.cluster.inject({ kind: 'node-unreachable', node: 'as-n1' });
    expect(await onHost(`Get-ErrorId { Open 'as-n1' }`)).toEqual([
      expect.stringMatching(/^NetworkPathNotFound,/),
    ]);
  });

  test('given a restart, then the answer comes first, all sessions of the node break, and it is away for a while', async () => {
    const healthy = loadScenario('healthy');
    // Away for longer than a busy machine takes to try.
    bench = openLabBench({ ...healthy, timing: { ...healthy.timing, reboot: 20 } });
    const lines = await onHost(`
      $own = Open 'as-n3' 'restart'
      $other = Open 'as-n1'
      Invoke-Command -Session $own { Restart-Own }
      Wait-Until { $own.State -ne 'Opened' }
      "$($own.State)"
      Get-ErrorId { Open 'as-n3' }
      Wait-Until { try { $script:again = Open 'as-n3'; $true } catch { $false } }
      Invoke-Command -Session $again { Get-Probe } | ForEach-Object { $_.node }
      "$($other.State)"
      Get-ErrorId { Invoke-Command -Session (Open 'as-n2') { Wait-Own } -ErrorAction Stop }`);
    expect(lines).toEqual([
      'accepted',
      'Broken',
      expect.stringMatching(/^NetworkPathNotFound,/),
      'as-n3',
      'Opened',
      'JobFailure',
    ]);
    const restarts = bench.cluster.ledger().filter((entry) => entry.command === 'Restart-Computer');
    expect(restarts.map((entry) => entry.node)).toEqual(['as-n3', 'as-n2']);
  });

  test('given a change, then the ledger has it with the ids the product passed', async () => {
    bench = openLabBench('monitoring-session');
    await onHost(`
      $session = Open 'as-n2' 'change'
      $id = (Invoke-Command -Session $session { Get-Shell } | Where-Object { $_.Owner -eq 'CONTOSO\\mbauer' }).ShellId
      Invoke-Command -Session $session { Remove-Shell -Id $using:id -RequestId 'request-7' -RunId 'run-3' }`);
    expect(bench.cluster.ledger()).toEqual([
      expect.objectContaining({ kind: 'session', node: 'as-n2' }),
      expect.objectContaining({
        kind: 'change',
        node: 'as-n2',
        command: 'Remove-WSManInstance',
        reference: { RequestId: 'request-7', RunId: 'run-3' },
        detail: expect.objectContaining({ owner: 'CONTOSO\\mbauer' }) as object,
      }),
    ]);
  });

  test('given a bot host that is killed, then its sessions end', async () => {
    bench = openLabBench('healthy');
    const { executable, environment } = testPowerShell();
    const script = path.join(bench.cluster.folder, 'host.ps1');
    writeFileSync(
      script,
      `. '${labFolder}/session-factory.ps1'
      $null = Open-LabNodeSession -ComputerName as-n1 -ClusterFolder '${bench.cluster.folder}'
      [Console]::Out.WriteLine('open')
      [Threading.Thread]::Sleep(120000)`,
    );
    const host = spawn(executable, ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script], {
      env: environment,
    });
    await new Promise((resolve) => host.stdout.once('data', resolve));
    const files = readdirSync(path.join(bench.cluster.folder, 'sessions', 'as-n1'));
    host.kill('SIGKILL');
    expect(files).toHaveLength(1);
    const own = `@(Get-WSManInstance -ResourceURI shell -Enumerate | Where-Object { $_.Owner -eq 'CONTOSO\\operator' }).Count`;
    await until('the shell is gone', async () => (await bench.onNode('as-n1', own))[0] === '0');
  });
});
