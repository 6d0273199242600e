import { readFileSync, readdirSync } from 'node:fs';
import treeKill from 'tree-kill';

/**
 * Ends a process and all its descendants at once (SIGKILL, on Windows taskkill /T /F). Call it while the process still
 * runs: the descendants of a process that is gone belong to somebody else. Never throws; a process that is gone already is fine.
 */
export async function killProcessTree(pid: number): Promise<void> {
  if (process.platform === 'linux') {
    killFrozen(freeze(pid));
    return;
  }
  await new Promise<void>((resolve) => treeKill(pid, 'SIGKILL', () => resolve()));
}

/*
 * tree-kill asks the program `ps`, which slim images lack; its absence would be an unhandled error event, the end of the bot.
 * Each process is stopped before its children are listed, so none can be born unseen.
 */
function freeze(pid: number): readonly number[] {
  signal(pid, 'SIGSTOP');
  return [pid, ...childrenOf(pid).flatMap(freeze)];
}

function killFrozen(pids: readonly number[]): void {
  pids.forEach((pid) => signal(pid, 'SIGKILL'));
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number | null {
  try {
    // pid (name) state parent ...: the name may hold anything, also parentheses and blanks.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    return Number(parent);
  } catch {
    return null;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}
