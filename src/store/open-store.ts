import { Kysely } from 'kysely';
import type { Store } from '../ports';
import { refuseNewerEntries } from './log';
import { migrate, MIGRATIONS } from './migrate';
import { openDatabase } from './sqlite-database';
import { sqliteDialect } from './sqlite-dialect';
import { explainSqliteError } from './sqlite-errors';
import { SqlStore } from './sql-store';
import type { Tables } from './tables';
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
}

/**
 * Opens the store, creating it or bringing its tables to the newest schema. Several programs may open the same file.
 * @throws StoreError `folder-missing`, `not-writable`, `not-a-database`, `foreign-database`, `newer-schema`, `damaged`,
 * `disk-full`, `busy`: each says what to do.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { file, upcasters = UPCASTERS, logger } = options;
  const database = await openDatabase(file);
  const db = new Kysely<Tables>({ dialect: sqliteDialect(database) });
  try {
    const migrations = await migrate(db, database, MIGRATIONS);
    if (migrations.length > 0) logger?.info({ file, migrations }, 'store brought to the newest schema');
    await refuseNewerEntries(db, upcasters);
    return new SqlStore(db, upcasters, file);
  } catch (error) {
    await db.destroy();
    database.close();
    throw explainSqliteError(error, file);
  }
}
