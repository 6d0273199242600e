import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { temporaryFolder, testPowerShell } from '../support/powershell';

const scriptsFolder = path.resolve(__dirname, '../../powershell');
const contractFolder = path.join(scriptsFolder, 'contract');
const folder = temporaryFolder('command-list');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The engine's small commands that every node has, in 5.1 as well; they reach nothing outside their process. Import-Module is for the ECE client. */
const NODE_LANGUAGE = [
  'ForEach-Object',
  'Where-Object',
  'New-Object',
  'Start-Sleep',
  'Get-Command',
  'Import-Module',
];
/** What the bot host's scripts get from elsewhere: a connection's session factory and the protocol's runner. */
const HOST_GIVEN = ['New-NodeSession', 'Write-OperationProgress'];

const contract = z.object({
  commands: z.record(z.string(), z.object({ refused: z.literal(true).optional() })),
});

interface Call {
  readonly file: string;
  readonly name: string;
}

const scriptsIn = (side: string): string[] =>
  readdirSync(path.join(scriptsFolder, 'AzureLocalIncident', side), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ps1'))
    .map((name) => path.join(scriptsFolder, 'AzureLocalIncident', side, name));

const ownFunctions = (side: string): string[] => scriptsIn(side).map((file) => path.basename(file, '.ps1'));

/** Calls of these files by name, and the cmdlets of the engine itself. */
function callsIn(files: readonly string[]): { calls: Call[]; engine: string[] } {
  const list = path.join(folder, 'files.txt');
  writeFileSync(list, files.join('\n'));
  const { executable, environment } = testPowerShell();
  const script = path.join(__dirname, 'lint', 'Get-CalledCommand.ps1');
  const output = execFileSync(
    executable,
    ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script, list],
    { encoding: 'utf8', env: environment },
  );
  const rows = output
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
    .map(([file = '', , name = '']) => ({ file, name: name.replace(/^.*\\/, '') }));
  return {
    calls: rows
      .filter(({ file }) => file !== '*')
      .map(({ file, name }) => ({ file: path.basename(file), name })),
    engine: rows.filter(({ file }) => file === '*').map(({ name }) => name),
  };
}

const offList = (calls: readonly Call[], allowed: readonly string[]): Call[] =>
  calls.filter(({ name }) => !allowed.includes(name));

/** What the contract describes, without what it only names to refuse it. */
function contractCommands(): string[] {
  return readdirSync(contractFolder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => contract.parse(JSON.parse(readFileSync(path.join(contractFolder, file), 'utf8'))))
    .flatMap(({ commands }) => Object.keys(commands).filter((name) => commands[name]?.refused !== true));
}

test("a node-side function calls its own module's functions, the contract's commands and the language's, and nothing else", () => {
  const { calls } = callsIn(scriptsIn('Node'));
  expect(calls.length).toBeGreaterThan(50);
  expect(offList(calls, [...contractCommands(), ...NODE_LANGUAGE, ...ownFunctions('Node')])).toEqual([]);
});

test("a script of the bot host calls its own module's functions and the engine's cmdlets, and nothing else", () => {
  const { calls, engine } = callsIn(scriptsIn('Host'));
  expect(engine).toContain('Invoke-Command');
  expect(calls.length).toBeGreaterThan(50);
  expect(offList(calls, [...engine, ...HOST_GIVEN, ...ownFunctions('Host')])).toEqual([]);
});

test('a command that is on no list is found', () => {
  const file = path.join(folder, 'sample.ps1');
  writeFileSync(
    file,
    'Get-ClusterGroup | ForEach-Object { Microsoft.PowerShell.Management\\Remove-Item $_ }',
  );
  const { calls } = callsIn([file]);
  expect(offList(calls, [...contractCommands(), ...NODE_LANGUAGE])).toEqual([
    { file: 'sample.ps1', name: 'Remove-Item' },
  ]);
});
