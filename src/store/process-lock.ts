import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import { isBusy } from './sqlite-errors';
import { StoreError } from './store-error';

/**
 * Makes this the only process that works on a store file. The lock is one of the operating system's, held through SQLite on a file beside
 * the store: it ends with the process, however that ends, so nothing stale is ever left.
 * @throws StoreError `in-use` when another process has it
 */
export function takeProcessLock(file: string): { release(): void } {
  const lock = new Database(resolve(`${file}.lock`), { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) throw cause;
    const text =
      `Another process of the bot works on the store ${file}. A SQLite store serves one process: stop the other one, ` +
      'or use PostgreSQL for several (docs/several-processes.md).';
    throw new StoreError('in-use', text, { cause });
  }
  return { release: () => void lock.close() };
}
