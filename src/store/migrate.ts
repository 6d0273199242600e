import type { Database } from 'better-sqlite3';
import { Migrator, sql, type Kysely, type Migration } from 'kysely';
import { markAsStore } from './sqlite-database';
import { beginImmediate } from './sqlite-dialect';
import { explainSqliteError } from './sqlite-errors';
import { StoreError } from './store-error';

/**
 * Brings the tables to the newest schema, in one transaction under the write lock: of two programs that start at once the
 * second finds the work done. Returns the names of the migrations that were run.
 * @throws StoreError `newer-schema` when a newer program has already changed the store.
 */
export async function migrate<T>(
  db: Kysely<T>,
  database: Database,
  migrations: Readonly<Record<string, Migration>>,
): Promise<readonly string[]> {
  return db.connection().execute(async (connection) => {
    await beginImmediate(database);
    try {
      refuseNewerSchema(database, migrations);
      markAsStore(database);
      const migrator = new Migrator({
        db: connection,
        provider: { getMigrations: async () => ({ ...migrations }) },
      });
      const { error, results } = await migrator.migrateToLatest();
      if (error !== undefined) throw explainSqliteError(error, database.name);
      await sql`commit`.execute(connection);
      return (results ?? []).map((result) => result.migrationName);
    } finally {
      if (database.inTransaction) database.exec('rollback');
    }
  });
}

/**
 * Compares the schema of the file with what this program knows.
 * @throws StoreError `newer-schema`.
 */
export function refuseNewerSchema(database: Database, migrations: Readonly<Record<string, Migration>>): void {
  const table = database.prepare(`select 1 from sqlite_master where name = 'kysely_migration'`).get();
  if (table === undefined) return;
  const done = database.prepare<[], string>('select name from kysely_migration order by name').pluck().all();
  refuseUnknownMigrations(database.name, done, migrations);
}

/**
 * Compares the migrations that were run on a store with those that this program knows.
 * @throws StoreError `newer-schema`.
 */
export function refuseUnknownMigrations(
  store: string,
  done: readonly string[],
  migrations: Readonly<Record<string, Migration>>,
): void {
  const unknown = done.filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length === 0) return;
  const known = Object.keys(migrations).sort().at(-1) ?? 'none';
  throw new StoreError(
    'newer-schema',
    `The store ${store} has schema ${String(unknown.at(-1))}, but this program knows only up to ${known}. ` +
      'Start the newer program that changed it, or restore a backup from before the upgrade. Nothing was changed.',
  );
}
