import { Kysely } from 'kysely';
import { exportLog } from './exported-log';
import { refuseNewerSchema } from './migrate';
import { SQLITE_MIGRATIONS } from './migrations/all';
import { openDatabaseReadOnly } from './sqlite-database';
import { sqliteDialect } from './sqlite-dialect';
import { explainSqliteError } from './sqlite-errors';
import type { Tables } from './tables';

/**
 * Exports the log of a store file, also while the bot runs.
 * @param write takes one line after the other
 * @throws StoreError `not-found`, `not-a-database`, `foreign-database`, `newer-schema`, `damaged`
 */
export async function exportAuditFile(file: string, write: (line: string) => unknown): Promise<void> {
  const database = await openDatabaseReadOnly(file);
  const db = new Kysely<Tables>({ dialect: sqliteDialect(database) });
  try {
    refuseNewerSchema(database, SQLITE_MIGRATIONS);
    for await (const line of exportLog(db)) write(line);
  } catch (error) {
    throw explainSqliteError(error, file);
  } finally {
    await db.destroy();
    database.close();
  }
}
