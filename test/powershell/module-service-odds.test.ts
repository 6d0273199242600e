import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { hostModulePath } from '../../src/powershell/operations/operation-list';
import { temporaryFolder, testPowerShell } from '../support/powershell';
import { freshTicket } from './module-bench';

const GENEROUS_MS = 60_000;
const folder = temporaryFolder('service-odds');
const functionFile = path.join(path.dirname(hostModulePath), 'Node', 'Restart-IncidentService.ps1');
const privateFolder = path.join(path.dirname(functionFile), 'Private');

jest.setTimeout(2 * GENEROUS_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What goes wrong on a node in ways the simulated cluster does not: each a body of Stop-Service and of Start-Service for the service itself. */
const odds = {
  'stop-refused': {
    stop: "$script:dependent = 'Stopped'; throw 'a dependent did not stop in time'",
    start: '',
  },
  'taken-over': { stop: '$script:id = 200; $script:startedAt = [DateTime]::Now', start: '' },
  'dies-again': {
    stop: "$script:state = 'Stopped'; $script:id = 0; $script:dependent = 'Stopped'",
    start:
      "$script:state = 'Running'; $script:id = 200; $script:startedAt = [DateTime]::Now; $script:dies = $true",
  },
  'stays-away': {
    stop: "$script:state = 'Stopped'; $script:id = 0",
    start: "throw 'logon failure'",
  },
  'dependent-stays-away': {
    stop: "$script:state = 'Stopped'; $script:id = 0; $script:dependent = 'Stopped'; $script:dependentFails = $true",
    start: "$script:state = 'Running'; $script:id = 200; $script:startedAt = [DateTime]::Now",
  },
};

/** Runs the node function on a made-up service; gives outcome, reason, changed, the dependent's state, and what was started. */
async function restart(odd: keyof typeof odds): Promise<string> {
  const file = path.join(folder, `${odd}.ps1`);
  const { key, fence, notAfterUtc } = freshTicket();
  writeFileSync(
    file,
    `
. '${functionFile}'
foreach ($private in [IO.Directory]::GetFiles('${privateFolder}', '*.ps1')) { . $private }
$script:state = 'Running'; $script:id = 100; $script:startedAt = [DateTime]::Now.AddDays(-1); $script:dependent = 'Running'; $script:dies = $false
$script:dependentFails = $false; $script:looks = 0; $script:starts = @()
function Get-CimInstance {
    param($ClassName, $Filter, $OperationTimeoutSec)
    if ($ClassName -eq 'Win32_Process') { return [pscustomobject]@{ CreationDate = $script:startedAt } }
    if ($script:dies) { $script:looks++; if ($script:looks -gt 1) { $script:id = 300 } }
    [pscustomobject]@{ State = $script:state; ProcessId = [uint32] $script:id; StartMode = 'Auto'; StartName = 'LocalSystem' }
}
function Get-Service { param($Name, [switch] $DependentServices) [pscustomobject]@{ Name = 'Watcher'; Status = $script:dependent } }
function Stop-Service { param($Name, [switch] $Force, [switch] $NoWait) ${odds[odd].stop} }
function Start-Service {
    param($Name)
    $script:starts += $Name
    if ($Name -eq 'Watcher') { if ($script:dependentFails) { throw 'no' }; $script:dependent = 'Running'; return }
    ${odds[odd].start}
}
$answer = Restart-IncidentService -Name 'LcmController' -WaitSeconds 5 -SteadySeconds 1 -StepKey '${key}' -Fence ${fence} -NotAfterUtc '${notAfterUtc}'
[Console]::Out.WriteLine("$($answer.outcome) $($answer.reason) $($answer.changed) $($answer.dependents[0].state) [$($script:starts)]")
`,
  );
  const { executable, environment } = testPowerShell();
  const { stdout } = await promisify(execFile)(
    executable,
    ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', file],
    { env: { ...environment, ProgramData: folder }, timeout: GENEROUS_MS },
  );
  return stdout.trim();
}

test.each<[keyof typeof odds, string]>([
  ['stop-refused', 'failed not-stopped True Running [Watcher]'],
  ['taken-over', 'succeeded restarted True Running []'],
  ['dies-again', 'failed not-steady True Running [LcmController Watcher]'],
  ['stays-away', 'failed not-started True Unknown [LcmController]'],
  ['dependent-stays-away', 'failed dependent-not-started True Stopped [LcmController Watcher]'],
])('given a service that %s, then the node says: %s', async (odd, told) => {
  expect(await restart(odd)).toBe(told);
});
