import { setTimeout as pause } from 'node:timers/promises';
import {
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
} from 'kysely';
import type { Database } from 'better-sqlite3';
import { isBusy } from './sqlite-errors';

/** How long a statement or a transaction waits for another process's write lock, in ms. */
export const BUSY_TIMEOUT_MS = 5_000;
const BUSY_RETRY_MS = 5;

/**
 * Kysely's SQLite dialect, except that a transaction takes the write lock when it begins. Otherwise two processes that
 * both read first and write then would end in a lock error instead of one waiting for the other.
 */
export function sqliteDialect(database: Database): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new ImmediateDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class ImmediateDriver extends SqliteDriver {
  constructor(private readonly database: Database) {
    super({ database });
  }

  override async beginTransaction(): Promise<void> {
    await beginImmediate(this.database);
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // On a full disk and the like SQLite has rolled back by itself; asking again would hide the real error.
    if (this.database.inTransaction) await super.rollbackTransaction(connection);
  }
}

/** Begins a transaction with the write lock; waits for it without blocking the event loop, at most BUSY_TIMEOUT_MS. */
export async function beginImmediate(database: Database): Promise<void> {
  await retryWhileBusy(() => {
    database.pragma('busy_timeout = 0');
    try {
      database.exec('begin immediate');
    } finally {
      database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
  });
}

/** Repeats an operation as long as another connection holds the lock it needs, at most BUSY_TIMEOUT_MS. */
export async function retryWhileBusy<T>(operation: () => T): Promise<T> {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      return operation();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
      await pause(BUSY_RETRY_MS);
    }
  }
}
