import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../../src/incident/json';
import { KeptShells } from '../../src/powershell/kept-shells';
import type { PowerShell, PowerShellOutcome, PowerShellRequest } from '../../src/ports';
import { isRunning, temporaryFolder, testPowerShell, until } from '../support/powershell';
import { engineTestShell } from './engine-test-module';

const GENEROUS_MS = 60_000;
jest.setTimeout(3 * GENEROUS_MS);

const folder = temporaryFolder('kept-shells');
const farewellFile = path.join(folder, 'farewells');
const open: PowerShell[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((shell) => shell.close()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function begin(): PowerShell {
  const { environment } = testPowerShell();
  const shell = engineTestShell({ environment: { ...environment, FAREWELL_FILE: farewellFile } });
  open.push(shell);
  return shell;
}

const ask = (
  shell: PowerShell,
  operation: string,
  changed: Partial<PowerShellRequest> = {},
): Promise<PowerShellOutcome> =>
  shell.run({ operation, parameters: {}, deadlineMs: GENEROUS_MS, keepFor: 'hci-01', ...changed });

async function processOf(shell: PowerShell, changed: Partial<PowerShellRequest> = {}): Promise<number> {
  return valueOf(await ask(shell, 'Get-ProcessId', changed));
}

function valueOf(outcome: PowerShellOutcome | null): number {
  if (outcome?.kind !== 'reported' || !outcome.ok) throw new Error(JSON.stringify(outcome));
  return Number(outcome.value);
}

function reasonOf(outcome: PowerShellOutcome, kind: 'unknown' | 'not-started'): string {
  if (outcome.kind !== kind) throw new Error(JSON.stringify(outcome));
  return outcome.reason;
}

/** Starts what never ends in the kept process; resolves when it runs. */
async function startEndless(shell: PowerShell, changed: Partial<PowerShellRequest> = {}) {
  let tell: (pids: JsonObject) => void = () => undefined;
  const told = new Promise<JsonObject>((resolve) => (tell = resolve));
  const outcome = ask(shell, 'Wait-Forever', {
    parameters: { Program: process.execPath },
    onProgress: (progress) => tell(progress as JsonObject),
    ...changed,
  });
  return { pid: Number((await told)['self']), outcome };
}

describe('a process that is kept for reading', () => {
  test('serves the next look at the same cluster, and no other cluster', async () => {
    const shell = begin();
    const first = await processOf(shell);
    expect(await processOf(shell)).toBe(first);
    expect(await processOf(shell, { keepFor: 'hci-02' })).not.toBe(first);
    expect(await processOf(shell)).toBe(first);
  });

  test('is not used by an operation that asks for none, nor while it is busy', async () => {
    const shell = begin();
    const kept = await processOf(shell);
    const fresh = await shell.run({ operation: 'Get-ProcessId', parameters: {}, deadlineMs: GENEROUS_MS });
    expect(fresh).toMatchObject({ kind: 'reported', ok: true });
    expect(fresh).not.toMatchObject({ value: kept });
    const both = await Promise.all([processOf(shell), processOf(shell)]);
    expect(both.filter((pid) => pid === kept)).toHaveLength(1);
  });

  test('refuses whatever is not on the list of what only reads', async () => {
    const outcome = await ask(begin(), 'Get-Echo');
    expect(reasonOf(outcome, 'not-started')).toContain('process of its own');
  });

  test('that dies under an operation leaves it unknown, and the next one gets another process', async () => {
    const shell = begin();
    const first = await processOf(shell);
    expect(await ask(shell, 'Stop-Silently', { parameters: { Code: 3 } })).toMatchObject({ kind: 'unknown' });
    expect(isRunning(first)).toBe(false);
    expect(await processOf(shell)).not.toBe(first);
  });

  test('is ended when the operation does not end in time, or is cancelled', async () => {
    const shell = begin();
    const cancel = new AbortController();
    const started = await startEndless(shell, { signal: cancel.signal });
    cancel.abort();
    expect(reasonOf(await started.outcome, 'unknown')).toContain('cancelled');
    expect(isRunning(started.pid)).toBe(false);
    const late = await ask(shell, 'Wait-Forever', {
      parameters: { Program: process.execPath },
      deadlineMs: 1,
    });
    expect(reasonOf(late, 'unknown')).toContain('within 1 ms');
  });

  test('closes its sessions before it ends with the bot', async () => {
    const shell = begin();
    const pid = await processOf(shell);
    await shell.close();
    expect(isRunning(pid)).toBe(false);
    expect(readFileSync(farewellFile, 'utf8').trim().split('\n')).toContain(String(pid));
    expect(await ask(shell, 'Get-ProcessId')).toMatchObject({ kind: 'not-started' });
  });

  test('makes room for another cluster when it was not used for longest', async () => {
    const { executable, environment } = testPowerShell();
    const shells = new KeptShells({
      executable,
      environment,
      modulePaths: [path.join(__dirname, 'modules', 'EngineTest.psm1')],
      newNonce: () => '0123456789abcdef0123456789abcdef',
      most: 1,
    });
    const request: PowerShellRequest = {
      operation: 'Get-ProcessId',
      parameters: {},
      deadlineMs: GENEROUS_MS,
    };
    try {
      const first = shells.run(request, 'hci-01');
      expect(shells.run(request, 'hci-02')).toBeNull();
      const pid = valueOf(await first);
      expect(await shells.run(request, 'hci-02')).toMatchObject({ kind: 'reported', ok: true });
      await until('the first process ended', () => !isRunning(pid));
    } finally {
      await shells.close();
    }
  });
});
