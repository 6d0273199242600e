import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder, testPowerShell } from '../support/powershell';

const folder = temporaryFolder('contract');
const script = path.resolve('powershell', 'contract', 'Compare-Contract.ps1');

const MODULE = `
enum MadeUpState { Up = 0; Down = 1; Gone = 7 }
function Get-Made { [CmdletBinding()] param([string] $Name, [int[]] $Id, [switch] $Force) }
`;

beforeAll(() => {
  const home = path.join(folder, 'modules', 'MadeUp');
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'MadeUp.psm1'), MODULE);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The differences between a contract of the made-up module and the module, without their tabs. */
function compare(contract: object, module = 'MadeUp'): { lines: readonly string[]; code: number | null } {
  writeFileSync(path.join(folder, `${module}.json`), JSON.stringify(contract));
  const { executable, environment } = testPowerShell();
  const modules = path.join(folder, 'modules');
  const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script];
  const env = {
    ...environment,
    PSModulePath: [modules, environment['PSModulePath'] ?? ''].join(path.delimiter),
  };
  const ended = spawnSync(executable, [...args, '-ContractFolder', folder, '-Module', module], {
    encoding: 'utf8',
    env,
  });
  const lines = ended.stdout.split(/\r?\n/u).filter((line) => line !== '');
  return { lines: lines.map((line) => line.replaceAll('\t', ' | ')), code: ended.status };
}

const contract = (parameters: object, values: object = { Up: 0, Down: 1 }, more: object = {}) => ({
  commands: { 'Get-Made': { parameters }, ...more },
  enums: { MadeUpState: { values } },
});

describe('Compare-Contract.ps1', () => {
  it('finds nothing where the module has all that the contract says', () => {
    const same = contract({ Name: 'String', Id: 'Int32[]', Force: 'SwitchParameter' });
    expect(compare({ ...same, kind: 'functions' })).toEqual({ lines: ['0 differences'], code: 0 });
  });

  it('finds a missing command, parameter and module, another type, another value; not what is refused or takes anything', () => {
    const wrong = contract(
      { Name: 'Int32', Id: 'PSObject', Nothing: 'String' },
      { Up: 0, Down: 2 },
      { 'Get-Other': { parameters: {} }, 'Set-Made': { refused: true } },
    );
    const { lines, code } = compare({ ...wrong, kind: 'cmdlets' });
    expect([...lines].sort()).toEqual([
      '5 differences',
      'absent | MadeUp | Get-Other | the module has no such command',
      'enum | MadeUp | MadeUpState | other values than the contract says: Down',
      'kind | MadeUp | Get-Made | is a function, the contract says cmdlets',
      'parameter | MadeUp | Get-Made | has no parameter Nothing',
      'type | MadeUp | Get-Made | Name is String, the contract says Int32',
    ]);
    expect(code).toBe(1);
    expect(compare({ commands: {}, enums: {} }, 'NotHere').lines[0]).toContain('absent | NotHere');
  }, 60_000);
});
