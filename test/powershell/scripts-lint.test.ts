import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder, testPowerShell } from '../support/powershell';

const scriptsFolder = path.resolve(__dirname, '..', '..', 'powershell');
const nodeSideFolder = path.join(scriptsFolder, 'AzureLocalIncident', 'Node') + path.sep;
/** An operator runs these on a node, so they have to be what a node understands. */
const captureFolder = path.join(scriptsFolder, 'capture') + path.sep;
const labFolder = path.join(scriptsFolder, 'lab') + path.sep;
const folder = temporaryFolder('lint');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Fault {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly detail: string;
}

/** Runs the rules over files, each as `path`, `node:path` (node-side functions) or `lab:path`. */
function findFaults(entries: readonly string[]): readonly Fault[] {
  const list = path.join(folder, 'files.txt');
  writeFileSync(list, entries.join('\n'));
  const { executable, environment } = testPowerShell();
  const script = path.join(__dirname, 'lint', 'Find-ScriptFault.ps1');
  const output = execFileSync(
    executable,
    ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script, list],
    {
      encoding: 'utf8',
      env: environment,
    },
  );
  return output
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((text) => {
      const [file = '', line = '', rule = '', detail = ''] = text.split('\t');
      return { file, line: Number(line), rule, detail };
    });
}

/** The scripts of the product and the lab; build output below the engine host is not ours. */
function ourScripts(): readonly string[] {
  return readdirSync(scriptsFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ps[md]?1$/.test(name) && !/(^|[\\/])(bin|obj)[\\/]/.test(name))
    .map((name) => path.join(scriptsFolder, name));
}

function sideOf(file: string): string {
  if (file.startsWith(nodeSideFolder) || file.startsWith(captureFolder)) {
    return 'node:';
  }
  return file.startsWith(labFolder) ? 'lab:' : '';
}

test('our PowerShell scripts keep the house rules', () => {
  const files = ourScripts();
  expect(files).toContain(path.join(scriptsFolder, 'Invoke-Operation.ps1'));
  const faults = findFaults(files.map((file) => `${sideOf(file)}${file}`));
  const told = faults.map(({ file, ...fault }) => ({ file: path.relative(scriptsFolder, file), ...fault }));
  expect(told).toEqual([]);
});

describe('each rule finds what it is for', () => {
  const help = '<#\n.SYNOPSIS\nDoes it.\n#>';
  const everywhere: readonly (readonly [rule: string, script: string])[] = [
    ['syntax', 'if ($true) {'],
    ['alias', 'Get-Module | % { $_ }'],
    ['alias', 'Microsoft.PowerShell.Management\\gci'],
    ['verb', `function Do-It { ${help} param() }`],
    ['verb', `function doit { ${help} param() }`],
    ['help', 'function Get-It { param() 1 }'],
    ['evaluation', 'Invoke-Expression $text'],
    ['unused parameter', `function Get-It { ${help} param($Name) 1 }`],
    ['unused parameter', 'function f($x) { 1 }; f $x'],
    ['unused parameter', '{ param($x, [switch] $y) $x }'],
  ];
  const nodeSideOnly: readonly (readonly [rule: string, script: string])[] = [
    ['native program', 'taskkill.exe /F'],
    ['native program', 'ipconfig'],
    ['native program', '& $program'],
    ['native program', '$program = { 1 }; $program = $Name; & $program'],
    ['native program', '& "C:\\x.exe"'],
    ['native program', 'Start-Process x'],
    ['process type', '[Diagnostics.Process]::GetCurrentProcess()'],
    ['process type', "New-Object 'System.Diagnostics.Process'"],
    ['evaluation', '[scriptblock]::Create($text)'],
    ['evaluation', '$ExecutionContext.InvokeCommand.ExpandString($text)'],
    ['newer syntax', '$a ? 1 : 2'],
    ['newer syntax', '$a ?? 2'],
    ['newer syntax', '$a ??= 2'],
    ['newer syntax', '${a}?.Length'],
    ['newer syntax', '${a}?[0]'],
    ['newer syntax', 'Get-It && Get-It'],
    ['newer syntax', 'Get-It || Get-It'],
    ['newer syntax', 'Get-It &'],
    ['newer syntax', `function Get-It { ${help} param() process { 1 } clean { 2 } }`],
    ['newer syntax', '1..3 | ForEach-Object -Parallel { $_ }'],
    ['not ASCII', "'ä'"],
  ];
  const samples = [
    ...everywhere.map(([rule, script]) => ({ rule, script, side: '' })),
    ...nodeSideOnly.map(([rule, script]) => ({ rule, script, side: 'node:' })),
  ].map((sample, index) => ({ ...sample, file: path.join(folder, `sample-${index}.ps1`) }));
  let faults: readonly Fault[] = [];

  beforeAll(() => {
    samples.forEach(({ file, script }) => writeFileSync(file, script));
    faults = findFaults(samples.map(({ file, side }) => `${side}${file}`));
  });

  test.each(samples)('$rule: $script', ({ file, rule }) => {
    expect(faults.filter((fault) => fault.file === file).map((fault) => fault.rule)).toContain(rule);
  });

  test('a clean node-side function has no fault', () => {
    const file = path.join(folder, 'clean.ps1');
    writeFileSync(
      file,
      `function Get-It { ${help} param([string] $Name, $Least) $toText = { param($x) if ($x -gt $Least) { [string] $x } }; Get-Service -Name $Name | ForEach-Object { & $toText $_.Name } }`,
    );
    expect(findFaults([`node:${file}`])).toEqual([]);
  });
});
