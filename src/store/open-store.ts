import type { Store } from '../ports';
import { refuseNewerEntries } from './log';
import { migrate } from './migrate';
import { SQLITE_MIGRATIONS } from './migrations/all';
import { takeProcessLock } from './process-lock';
import { sqliteBackend } from './sqlite-backend';
import { openDatabase } from './sqlite-database';
import { explainSqliteError } from './sqlite-errors';
import { SqlStore } from './sql-store';
import { UPCASTERS, type Upcasters } from './upcast';

/** The part of a logger that the store needs; pino has it. */
export interface StoreLogger {
  info(fields: object, message: string): void;
}

export interface StoreOptions {
  /** Path of the SQLite file, on a local disk (never a network share). It is created when it is not there. */
  readonly file: string;
  /** Steps that lift entries of older formats; this program's own unless given. */
  readonly upcasters?: Upcasters;
  readonly logger?: StoreLogger;
  /** This is to be the only process on the file, so that it may take over at once what a dead one held; false: others may open it too. */
  readonly isOnlyProcess?: boolean;
}

/**
 * Opens the store in a SQLite file, creating it or bringing its tables to the newest schema.
 * @throws StoreError `folder-missing`, `not-writable`, `not-a-database`, `foreign-database`, `newer-schema`, `damaged`,
 * `disk-full`, `busy`, `in-use`: each says what to do.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { file, upcasters = UPCASTERS, logger, isOnlyProcess = false } = options;
  const database = await openDatabase(file);
  try {
    const processLock = isOnlyProcess ? takeProcessLock(file) : null;
    const backend = sqliteBackend(database, { file, processLock });
    try {
      const migrations = await migrate(backend.db, database, SQLITE_MIGRATIONS);
      if (migrations.length > 0) logger?.info({ file, migrations }, 'store brought to the newest schema');
      await refuseNewerEntries(backend.db, upcasters);
      return new SqlStore(backend, upcasters);
    } catch (error) {
      await backend.close();
      throw error;
    }
  } catch (error) {
    database.close();
    throw explainSqliteError(error, file);
  }
}
