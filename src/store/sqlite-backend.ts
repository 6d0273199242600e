import type { Database } from 'better-sqlite3';
import { Kysely } from 'kysely';
import { givenTime, type Backend } from './backend';
import { sqliteDialect } from './sqlite-dialect';
import { explainSqliteError, isDamage, isUniqueViolation } from './sqlite-errors';
import type { Tables } from './tables';

export interface SqliteBackendOptions {
  readonly file: string;
  /** Held for as long as the store is open; null: others may open the file too. */
  readonly processLock: { release(): void } | null;
}

/** A store in a SQLite file: a transaction takes the file's write lock when it begins. */
export function sqliteBackend(database: Database, options: SqliteBackendOptions): Backend {
  const { file, processLock } = options;
  const db = new Kysely<Tables>({ dialect: sqliteDialect(database) });
  return {
    db,
    isAlone: processLock !== null,
    write: (work) => db.transaction().execute(work),
    leaseTime: givenTime,
    explain: (error) => explainSqliteError(error, file),
    isUniqueViolation,
    isDamage,
    close: async () => {
      await db.destroy();
      database.close();
      processLock?.release();
    },
  };
}
