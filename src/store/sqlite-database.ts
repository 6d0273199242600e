import { closeSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { errorCode } from './error-code';
import { BUSY_TIMEOUT_MS, retryWhileBusy } from './sqlite-dialect';
import { explainSqliteError } from './sqlite-errors';
import { StoreError } from './store-error';

/** Written into the header of the file ("ALIB"), so that another program's database is never taken for a store. */
const APPLICATION_ID = 0x414c_4942;

/**
 * Opens the file of a store for writing, creating it when it is not there (readable by its owner only), with WAL and
 * synchronous FULL: what was acknowledged survives a crash and a power loss.
 * @throws StoreError `folder-missing`, `not-writable`, `not-a-database`, `foreign-database`, `busy`.
 */
export async function openDatabase(file: string): Promise<Database.Database> {
  createIfMissing(file);
  return withDatabase(file, { timeout: BUSY_TIMEOUT_MS }, async (database) => {
    await retryWhileBusy(() => {
      refuseForeign(database, file);
      database.pragma('journal_mode = WAL');
    });
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
  });
}

/**
 * Opens the file of a store for reading; nothing in it is changed.
 * @throws StoreError `not-found`, `not-a-database`, `foreign-database`, `not-writable` (SQLite needs its two side files).
 */
export async function openDatabaseReadOnly(file: string): Promise<Database.Database> {
  try {
    closeSync(openSync(file, 'r'));
  } catch (cause) {
    const text = `There is no readable store at ${file}. Name the file that 'store.file' in the configuration names.`;
    throw new StoreError('not-found', text, { cause });
  }
  const options = { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS };
  return withDatabase(file, options, async (database) => {
    refuseForeign(database, file);
    if (isEmpty(database)) {
      throw new StoreError(
        'not-found',
        `${file} is empty: the bot has never used it as its store. Name another file.`,
      );
    }
  });
}

async function withDatabase(
  file: string,
  options: Database.Options,
  prepare: (database: Database.Database) => Promise<void>,
): Promise<Database.Database> {
  let database: Database.Database | undefined;
  try {
    // Resolved, so that names with a meaning to SQLite (':memory:', 'file:...') are plain file names here.
    database = new Database(resolve(file), options);
    await prepare(database);
    return database;
  } catch (error) {
    database?.close();
    throw explainSqliteError(error, file);
  }
}

/** Says that the file is a store. Inside the transaction that creates the tables. */
export function markAsStore(database: Database.Database): void {
  database.pragma(`application_id = ${APPLICATION_ID}`);
}

function refuseForeign(database: Database.Database, file: string): void {
  if (!isEmpty(database) && database.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    const text = `${file} is a database, but not one of this program; it was not changed. Name another file in the configuration.`;
    throw new StoreError('foreign-database', text);
  }
}

function isEmpty(database: Database.Database): boolean {
  return database.prepare('select 1 from sqlite_master limit 1').get() === undefined;
}

function createIfMissing(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    const code = errorCode(cause);
    if (code === 'ENOENT') {
      const text = `The folder ${dirname(file)} of the store does not exist. Create it, or name another file in the configuration.`;
      throw new StoreError('folder-missing', text, { cause });
    }
    if (code === 'EISDIR') {
      throw new StoreError('not-a-database', `${file} is a folder. Name a file in it as the store.`, {
        cause,
      });
    }
    const text = `The store ${file} cannot be written (${String(code)}). Give the account of this program write permission on the file and its folder.`;
    throw new StoreError('not-writable', text, { cause });
  }
}
