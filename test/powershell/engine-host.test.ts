import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder, testPowerShell } from '../support/powershell';

const folder = temporaryFolder('host');
const { executable, environment, isEmbedded } = testPowerShell();

jest.setTimeout(60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function runHost(args: readonly string[], input = ''): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, { env: environment, cwd: folder });
    const texts = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
    child.once('error', reject).once('close', (code) => resolve({ code, ...texts }));
    child.stdin.end(input);
  });
}

const QUIET = ['-NoLogo', '-NoProfile', '-NonInteractive'];
const readLines = (input: string) => runHost([...QUIET, '-NoExit', '-Command', '-'], input);
const runScript = (name: string, text: string, ...args: string[]) => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return runHost([...QUIET, '-File', file, ...args]);
};

describe('lines on stdin, as node-powershell sends them', () => {
  test('each runs in the same session, and an unfinished block goes on to a blank line', async () => {
    const { stdout } = await readLines('$n = 20\n$n + 1\nif ($n) {\n  "in the block"\n}\n\n"after"\n');
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['21', 'in the block', 'after']));
  });

  test('an error goes to stderr in plain text, and the next line still runs', async () => {
    const { stdout, stderr } = await readLines('throw "no good"\n[Console]::Out.WriteLine("next")\n');
    expect(stdout).toContain('next');
    expect(stderr).toContain('no good');
    expect(stdout + stderr).not.toContain('\u001b');
  });

  test('the text of all other streams goes to stdout', async () => {
    const { stdout, stderr } = await readLines(
      'Write-Warning one; Write-Host two; Write-Verbose three -Verbose\n',
    );
    expect(stdout).toMatch(/WARNING: one[\s\S]*two[\s\S]*VERBOSE: three/);
    expect(stderr).toBe('');
  });

  test('exit ends it with its code, and the end of input ends it too', async () => {
    expect(await readLines('exit 5\n"never"\n')).toMatchObject({ code: 5 });
    expect(await readLines('')).toMatchObject({ code: 0 });
  });

  test('other letters than ASCII come through both ways', async () => {
    expect((await readLines("'ä漢🙂'\n")).stdout).toContain('ä漢🙂');
  });
});

describe('a script file', () => {
  const script = `param([string] $Name, [switch] $Flag, [int] $Count = 1, [Parameter(ValueFromRemainingArguments)] $Rest)
[Console]::Out.WriteLine("$Name|$Flag|$Count|$($Rest -join ',')|$([IO.Path]::GetFileName($PSCommandPath))")`;

  test('gets its arguments by name and by place', async () => {
    const { stdout } = await runScript(
      'arguments.ps1',
      script,
      '-Name',
      'a "b" $c',
      '-Flag',
      '-Count',
      '3',
      'x',
      'y z',
    );
    expect(stdout.trim()).toBe('a "b" $c|True|3|x,y z|arguments.ps1');
  });

  test.each([
    ['exit 7', 7],
    ['throw "no"', 1],
    ['1', 0],
  ])('%s gives the exit code %i', async (text, code) => {
    expect(await runScript('code.ps1', text)).toMatchObject({ code });
  });
});

describe('the commands that are the same on both engines', () => {
  test('preferences of the caller count, and an error names the function that wrote it', async () => {
    const { stdout } = await runScript(
      'streams.ps1',
      `function Test-It { [CmdletBinding()] param() Write-Verbose 'told'; Write-Error 'bad' -ErrorId Some.Id -Category InvalidData }
Test-It -Verbose -ErrorAction SilentlyContinue -ErrorVariable found 4>&1 | ForEach-Object { [Console]::Out.WriteLine($_.Message) }
[Console]::Out.WriteLine("$($found[0].FullyQualifiedErrorId) $($found[0].CategoryInfo.Category)")
try { Test-It -ErrorAction Stop } catch { [Console]::Out.WriteLine("caught $($_.Exception.Message)") }
Write-Output 1 2 | ForEach-Object { [Console]::Out.WriteLine("item $_") }
Start-Sleep -Milliseconds 1
Write-Information 'aside' -InformationVariable told 6>$null
[Console]::Out.WriteLine($told[0].MessageData)`,
    );
    expect(stdout.trim().split(/\r?\n/)).toEqual([
      'told',
      'Some.Id,Test-It InvalidData',
      'caught bad',
      'item 1',
      'item 2',
      'aside',
    ]);
  });
});

test('it says which version it is', async () => {
  const { stdout } = await runHost(['-Version']);
  expect(stdout).toMatch(/^PowerShell 7\.\d+\.\d+/);
  expect(stdout.includes('(embedded engine)')).toBe(isEmbedded);
});

if (isEmbedded) {
  describe('only on the embedded engine', () => {
    test('its self-test passes', async () => {
      expect(await runHost(['--self-test'])).toEqual({
        code: 0,
        stdout: [
          'ok: remoting entry point',
          'ok: error of the calling function',
          'ok: running a line',
          'ok: out-of-process session',
          '',
        ].join('\n'),
        stderr: '',
      });
    });

    test('an argument it does not know is refused with what it takes', async () => {
      const { code, stderr } = await runHost(['-EncodedCommand', 'x']);
      expect(code).toBe(64);
      expect(stderr).toContain("does not know the argument '-EncodedCommand'");
    });
  });
}
