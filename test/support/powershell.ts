import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { shellEnvironment } from '../../src/powershell/shell-environment';
import { NODE_PROCESSES_VARIABLE } from './node-processes';

/** The PowerShell all tests use: the one named by POWERSHELL, else pwsh on the PATH, else the embedded engine. */
export interface TestPowerShell {
  /** Absolute path of pwsh. */
  readonly executable: string;
  readonly isEmbedded: boolean;
  /** Whole environment for its processes. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Set by the global setup for all test files. */
export const TEST_POWERSHELL_VARIABLE = 'TEST_POWERSHELL_LOCATION';

/** The location the global setup found. @throws Error the tests were started without it. */
export function testPowerShell(): TestPowerShell {
  const text = process.env[TEST_POWERSHELL_VARIABLE];
  if (text === undefined) {
    throw new Error('Run the tests by jest.config.cjs: its globalSetup finds the PowerShell.');
  }
  const { executable, isEmbedded, environment } = JSON.parse(text) as TestPowerShell;
  const keeper = process.env[NODE_PROCESSES_VARIABLE];
  const extra = keeper === undefined ? environment : { ...environment, [NODE_PROCESSES_VARIABLE]: keeper };
  return { executable, isEmbedded, environment: shellEnvironment(process.env, extra) };
}

/** A new folder below the system's temporary one; the caller removes it. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(path.join(os.tmpdir(), `${name}-`));
}

/** Removes a folder, also while a process that is just being ended still writes into it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
}

/** Waits until the condition holds. @throws Error it did not within the limit, in ms. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = 30_000,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) {
      throw new Error(`Not within ${limitMs} ms: ${what}`);
    }
    await pause(20);
  }
}

/** True while the process runs; one that has ended but was not collected by its parent does not run. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
