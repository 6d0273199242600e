import type { Database } from 'better-sqlite3';
import { Kysely } from 'kysely';
import type { AuditReport } from '../ports';
import { verifyLog } from './audit';
import type { LogHead } from './log';
import { refuseNewerSchema } from './migrate';
import { SQLITE_MIGRATIONS } from './migrations/all';
import { openDatabaseReadOnly } from './sqlite-database';
import { sqliteDialect } from './sqlite-dialect';
import { explainSqliteError, isDamage } from './sqlite-errors';
import type { Tables } from './tables';

/**
 * Verifies the log in a store file without changing it, also while the bot runs: first the hash chain, then the structure
 * of the file (an index that lost a row would hide an entry from the bot). A problem outside the log has sequence 0.
 * @param published a head that was noted elsewhere earlier; shows that the newest entries were cut off or all replaced.
 * @throws StoreError `not-found`, `not-a-database`, `foreign-database`, `newer-schema`, `damaged`.
 */
export async function verifyAuditFile(file: string, published?: LogHead): Promise<AuditReport> {
  const database = await openDatabaseReadOnly(file);
  const db = new Kysely<Tables>({ dialect: sqliteDialect(database) });
  try {
    refuseNewerSchema(database, SQLITE_MIGRATIONS);
    const report = await verifyLog({ db, isDamage }, published);
    return report.firstProblem === null ? { ...report, firstProblem: structureProblem(database) } : report;
  } catch (error) {
    throw explainSqliteError(error, file);
  } finally {
    await db.destroy();
    database.close();
  }
}

function structureProblem(database: Database): AuditReport['firstProblem'] {
  const found = readStructure(database);
  if (found === 'ok') return null;
  return { sequence: 0, problem: `every entry holds, but the database file is damaged: ${found}` };
}

function readStructure(database: Database): string {
  try {
    return String(database.pragma('integrity_check(1)', { simple: true }));
  } catch (error) {
    if (!isDamage(error)) throw error;
    return String(error);
  }
}
