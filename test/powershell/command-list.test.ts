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
  kind: z.enum(['cmdlets', 'functions']).optional(),
  commands: z.record(z.string(), z.object({ refused: z.literal(true).optional() })),
});

interface Call {
  readonly file: string;
  readonly name: string;
}

/** With the names of the parameters that are given. */
interface FullCall extends Call {
  readonly parameters: readonly string[];
}

const scriptsIn = (side: string): string[] =>
  readdirSync(path.join(scriptsFolder, 'AzureLocalIncident', side), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ps1'))
    .map((name) => path.join(scriptsFolder, 'AzureLocalIncident', side, name));

const ownFunctions = (side: string): string[] => scriptsIn(side).map((file) => path.basename(file, '.ps1'));

/** Calls of these files by name, and the cmdlets of the engine itself. */
function callsIn(files: readonly string[]): { calls: FullCall[]; engine: string[] } {
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
    .map(([file = '', , name = '', parameters = '']) => ({
      file,
      name: name.replace(/^.*\\/, ''),
      parameters: parameters.split(' '),
    }));
  return {
    calls: rows
      .filter(({ file }) => file !== '*')
      .map((call) => ({ ...call, file: path.basename(call.file) })),
    engine: rows.filter(({ file }) => file === '*').map(({ name }) => name),
  };
}

const offList = (calls: readonly Call[], allowed: readonly string[]): Call[] =>
  calls.filter(({ name }) => !allowed.includes(name)).map(({ file, name }) => ({ file, name }));

/** What the contract describes, without what it only names to refuse it. */
function contractCommands(kinds: readonly unknown[] = ['cmdlets', 'functions', undefined]): string[] {
  return readdirSync(contractFolder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => contract.parse(JSON.parse(readFileSync(path.join(contractFolder, file), 'utf8'))))
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ commands }) => Object.keys(commands).filter((name) => commands[name]?.refused !== true));
}

/** Calls of a module's functions that leave to a preference they cannot see what becomes of an error. */
const unanswered = (calls: readonly FullCall[]): Call[] =>
  calls
    .filter(({ name }) => contractCommands(['functions']).includes(name))
    .filter(({ parameters }) => !parameters.includes('ErrorAction'))
    .map(({ file, name }) => ({ file, name }));

test("a node-side function calls its own module's functions, the contract's commands and the language's, and nothing else", () => {
  const { calls } = callsIn(scriptsIn('Node'));
  expect(calls.length).toBeGreaterThan(50);
  expect(offList(calls, [...contractCommands(), ...NODE_LANGUAGE, ...ownFunctions('Node')])).toEqual([]);
});

test('a function of a module is told what to do on an error, because it does not see what its caller prefers', () => {
  const capture = path.join(scriptsFolder, 'capture', 'Save-ClusterCapture.ps1');
  expect(unanswered(callsIn([...scriptsIn('Node'), capture]).calls)).toEqual([]);
  const file = path.join(folder, 'untold.ps1');
  writeFileSync(file, 'Get-StorageJob; Get-VirtualDisk -ErrorAction Stop; Get-ClusterNode');
  expect(unanswered(callsIn([file]).calls)).toEqual([{ file: 'untold.ps1', name: 'Get-StorageJob' }]);
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
