import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorCode } from './error-code';
import { openDatabaseReadOnly } from './sqlite-database';
import { explainSqliteError } from './sqlite-errors';
import { StoreError } from './store-error';
import { verifyAuditFile } from './verify-audit-file';

/** Pages copied in one go, 4 KiB each: a writer in between makes SQLite begin anew, so a store is copied in as few as possible. */
const PAGES_AT_ONCE = 1_000_000;

export interface BackupReport {
  readonly entries: number;
  readonly headHash: string;
}

/**
 * Copies the store in a file to another file, also while the bot runs: the copy is the store as it was at one moment. It gets its name only when
 * it is complete, on the disk, and its hash chain holds; a file that is there already is never replaced.
 * @throws StoreError `not-found`, `not-a-database`, `foreign-database`, `newer-schema`, `damaged`, `not-writable`, `disk-full`
 */
export async function backupFile(from: string, to: string): Promise<BackupReport> {
  const target = resolve(to);
  const partial = `${target}.partial`;
  reserve(target, to);
  try {
    await copy(from, partial);
    const { entries, headHash, firstProblem } = await verifyAuditFile(partial);
    if (firstProblem)
      throw new StoreError(
        'damaged',
        `The backup was not kept: entry ${firstProblem.sequence} of the store is bad: ${firstProblem.problem}. Look with verify-audit, and keep your older backups.`,
      );
    flush(partial);
    renameSync(partial, target);
    flush(dirname(target));
    return { entries, headHash };
  } catch (error) {
    rmSync(target, { force: true });
    throw error;
  } finally {
    for (const left of ['', '-wal', '-shm']) rmSync(`${partial}${left}`, { force: true });
  }
}

/** Takes the name, so that of two backups at once one is refused. */
function reserve(target: string, to: string): void {
  try {
    closeSync(openSync(target, 'wx', 0o600));
    closeSync(openSync(`${target}.partial`, 'w', 0o600));
  } catch (cause) {
    const text =
      errorCode(cause) === 'EEXIST'
        ? `There is already a file ${to}; it was not changed. Name another one.`
        : `The backup ${to} cannot be written (${String(errorCode(cause))}). Name a file in a folder that exists and can be written.`;
    throw new StoreError('not-writable', text, { cause });
  }
}

async function copy(from: string, partial: string): Promise<void> {
  const source = await openDatabaseReadOnly(from);
  try {
    await source.backup(partial, { progress: () => PAGES_AT_ONCE });
  } catch (error) {
    throw explainSqliteError(error, partial);
  } finally {
    source.close();
  }
}

/** What is in a file, or the names in a folder, survive a power loss from here on. Windows knows no flush of a folder. */
function flush(place: string): void {
  try {
    const handle = openSync(place, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (!['EPERM', 'EISDIR', 'EACCES'].includes(String(errorCode(error)))) throw error;
  }
}
