import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { JsonObject } from '../../src/incident/json';
import { hostModulePath } from '../../src/powershell/operations/operation-list';
import { temporaryFolder, testPowerShell } from '../support/powershell';
import { fixtureFolder, makeUpNodes, operationsShell } from './module-bench';

const GENEROUS_MS = 60_000;
const ORCHESTRATOR = 'Azure Stack HCI Orchestrator Service Cluster Group';
const nodes = makeUpNodes();
const shell = operationsShell({
  modules: [path.join(fixtureFolder, 'SessionProbe.psm1')],
  operations: ['Test-LockedSession'],
});
const folder = temporaryFolder('service-locked');
const canary = path.join(folder, 'canary');
const write = `[IO.File]::WriteAllText('${canary}', 'x')`;

jest.setTimeout(3 * GENEROUS_MS);
afterAll(async () => {
  await shell.close();
  nodes.remove();
  rmSync(folder, { recursive: true, force: true });
});

const answers = z.object({ calls: z.array(z.string()) });

async function call(role: string, calls: JsonObject[]): Promise<string[]> {
  const outcome = await shell.run({
    operation: 'Test-LockedSession',
    parameters: { Connection: nodes.connection({}), Node: 'n1', Role: role, Calls: calls },
    deadlineMs: GENEROUS_MS,
  });
  if (outcome.kind !== 'reported' || !outcome.ok) throw new Error(JSON.stringify(outcome));
  return answers.parse(outcome.value).calls;
}

/** Texts that would do something if anything evaluated them, or that look like a name and are another. */
const hostile = (name: string): string[] => [
  `'; ${write}; '`,
  `$(${write})`,
  `${name}' or Name like '%`,
  `${name}\n`,
  `${name}\u200b`,
  `${name.slice(0, 3)}\u00ad${name.slice(3)}`,
  `${name}*`,
  '*',
  '',
];

test('hostile names are refused by the changing functions themselves, and never evaluated', async () => {
  const calls = [
    ...hostile('ECEAgent').flatMap((Name) =>
      ['Restart-IncidentService', 'Start-IncidentService'].map((name) => ({ name, parameters: { Name } })),
    ),
    ...hostile(ORCHESTRATOR).flatMap((Name) => [
      { name: 'Restart-IncidentGroup', parameters: { Name } },
      { name: 'Move-IncidentGroup', parameters: { Name, Node: 'n2' } },
    ]),
    ...hostile('n2').map((Node) => ({
      name: 'Move-IncidentGroup',
      parameters: { Name: ORCHESTRATOR, Node },
    })),
    { name: 'Restart-IncidentService', parameters: { Name: 'ECEAgent', RequestId: `a'; ${write}` } },
    { name: 'Restart-IncidentService', parameters: { Name: 'Azure Stack HCI Orchestrator Service' } },
    { name: 'Start-IncidentService', parameters: { Name: 'Azure Stack HCI Orchestrator Service' } },
    { name: 'Move-IncidentGroup', parameters: { Name: 'Cluster Group', Node: 'n2' } },
  ];
  const given = await call('Change', calls);
  expect(given).toHaveLength(calls.length);
  expect(given.filter((id) => !id.startsWith('ParameterArgumentValidationError'))).toEqual([]);
  expect(existsSync(canary)).toBe(false);
});

test('hostile names are refused by the reading function, which offers no change', async () => {
  const given = await call(
    'Read',
    hostile('ECEAgent').map((Name) => ({ name: 'Get-IncidentServiceState', parameters: { Name: [Name] } })),
  );
  expect(given.filter((id) => !id.startsWith('ParameterArgumentValidationError'))).toEqual([]);
  const changes = [
    'Restart-IncidentService',
    'Start-IncidentService',
    'Move-IncidentGroup',
    'Restart-IncidentGroup',
  ];
  const refused = await call(
    'Read',
    changes.map((name) => ({ name, parameters: {} })),
  );
  expect(new Set(refused)).toEqual(new Set(['CommandNotFoundException']));
  expect(existsSync(canary)).toBe(false);
});

test.each<[string, JsonObject]>([
  ['Restart-NodeService', { node: 'n1', service: 'Spooler' }],
  ['Start-NodeService', { node: 'n1', service: 'Azure Stack HCI Orchestrator Service' }],
  ['Get-ServiceInventory', { nodes: ['n1'], names: [`a' or 'b'='b`] }],
  ['Move-ClusterServiceGroup', { node: 'n1', name: ORCHESTRATOR, target: '$(1)', proofNodes: ['n1'] }],
  ['Move-ClusterServiceGroup', { node: 'n1', name: 'Cluster Group', target: 'n2', proofNodes: ['n1'] }],
  ['Restart-ClusterServiceGroup', { node: 'n1', name: `${ORCHESTRATOR}*`, proofNodes: ['n1'] }],
])('%s refuses %j before any session', async (operation, parameters) => {
  const outcome = await shell.run({
    operation,
    parameters: { ...parameters, connection: nodes.connection({}) },
    deadlineMs: GENEROUS_MS,
  });
  expect(outcome).toMatchObject({
    kind: 'reported',
    ok: false,
    error: { id: expect.stringMatching(/^ParameterArgumentValidationError/) as unknown },
  });
});

test('given a restart of a group that is cut off while it stops, then the start is asked for all the same', async () => {
  const script = path.join(folder, 'cut-off.ps1');
  const mark = (name: string) => path.join(folder, name);
  const functionFile = path.join(path.dirname(hostModulePath), 'Node', 'Restart-IncidentGroup.ps1');
  writeFileSync(
    script,
    `
$runspace = [runspacefactory]::CreateRunspace([Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
$runspace.Open()
$shell = [powershell]::Create()
$shell.Runspace = $runspace
$null = $shell.AddScript({
    param($file, $stopMark, $startMark)
    . $file
    foreach ($private in [IO.Directory]::GetFiles([IO.Path]::Combine([IO.Path]::GetDirectoryName($file), 'Private'), '*.ps1')) { . $private }
    function Get-ClusterGroup { [pscustomobject]@{ Name = '${ORCHESTRATOR}'; State = 'Online'; OwnerNode = [pscustomobject]@{ Name = 'n1' } } }
    function Get-ClusterResource { param([Parameter(ValueFromPipeline)] $InputObject) process { } }
    function Get-ClusterParameter { param($Name, [Parameter(ValueFromPipeline)] $InputObject) process { } }
    function Stop-ClusterGroup { param($Name, $Wait) [IO.File]::WriteAllText($stopMark, $Name); while ($true) { [Threading.Thread]::Sleep(20) } }
    function Start-ClusterGroup { param($Name, $Wait) [IO.File]::WriteAllText($startMark, $Name) }
    Restart-IncidentGroup -Name '${ORCHESTRATOR}' -StepKey step-1 -Fence 1 -NotAfterUtc ([DateTime]::UtcNow.AddMinutes(5).ToString('yyyy-MM-ddTHH:mm:ssZ'))
}).AddArgument('${functionFile}').AddArgument('${mark('stopped')}').AddArgument('${mark('started')}')
$null = $shell.BeginInvoke()
$until = [DateTime]::UtcNow.AddSeconds(60)
while (-not [IO.File]::Exists('${mark('stopped')}') -and [DateTime]::UtcNow -lt $until) { [Threading.Thread]::Sleep(20) }
$shell.Stop()
[Console]::Out.WriteLine("$($shell.InvocationStateInfo.State)")
`,
  );
  const { executable, environment } = testPowerShell();
  const { stdout } = await promisify(execFile)(
    executable,
    ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script],
    { env: { ...environment, ProgramData: folder }, timeout: 2 * GENEROUS_MS },
  );
  expect(stdout.trim()).toBe('Stopped');
  expect(readFileSync(mark('stopped'), 'utf8')).toBe(ORCHESTRATOR);
  expect(readFileSync(mark('started'), 'utf8')).toBe(ORCHESTRATOR);
});
