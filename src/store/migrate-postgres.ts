import { Migrator, sql, type Kysely, type Migration } from 'kysely';
import { refuseUnknownMigrations } from './migrate';
import { POSTGRES_MIGRATIONS } from './migrations/all';
import { StoreError } from './store-error';
import type { Tables } from './tables';

/** Any number that no other program is likely to lock ("ALIB"). */
const MIGRATION_LOCK = 0x414c_4942;

/**
 * Brings the tables to the newest schema; of two programs that start at once the second waits and finds the work done. Returns the names
 * of the migrations that were run.
 * @throws StoreError `newer-schema`, `foreign-database`
 */
export async function migratePostgres(
  db: Kysely<Tables>,
  place: string,
  migrations: Readonly<Record<string, Migration>> = POSTGRES_MIGRATIONS,
): Promise<readonly string[]> {
  return db.connection().execute(async (connection) => {
    const schema = await currentSchema(connection, place);
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(connection);
    try {
      refuseUnknownMigrations(place, await namesDone(connection, place), migrations);
      const migrator = new Migrator({
        db: connection,
        // Kysely would take the tables of another schema for these.
        migrationTableSchema: schema,
        provider: { getMigrations: async () => ({ ...migrations }) },
      });
      const { error, results } = await migrator.migrateToLatest();
      if (error !== undefined)
        throw error instanceof Error ? error : new Error('A migration failed', { cause: error });
      return (results ?? []).map((result) => result.migrationName);
    } finally {
      await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`.execute(connection).catch(() => undefined);
    }
  });
}

/**
 * For those who only read.
 * @throws StoreError `refused`, `not-found`, `foreign-database`, `newer-schema`
 */
export async function refuseUnknownSchema(db: Kysely<Tables>, place: string): Promise<void> {
  await currentSchema(db, place);
  const done = await namesDone(db, place);
  if (done.length === 0) {
    const text = `The database ${place} is empty: the bot has never used it as its store. Look at store.postgres in the configuration.`;
    throw new StoreError('not-found', text);
  }
  refuseUnknownMigrations(place, done, POSTGRES_MIGRATIONS);
}

/** @throws StoreError `refused` when the connection's schema does not exist */
async function currentSchema(db: Kysely<Tables>, place: string): Promise<string> {
  const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(db);
  if (rows[0]?.name) return rows[0].name;
  const text = `The schema that store.postgres names does not exist in the database ${place}. Create it for the bot's role, or name another one.`;
  throw new StoreError('refused', text);
}

/** Migrations that were run on this database. */
async function namesDone(db: Kysely<Tables>, place: string): Promise<readonly string[]> {
  const tables = await sql<{
    name: string;
  }>`select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(
    db,
  );
  const names = tables.rows.map(({ name }) => name);
  if (names.length > 0 && !names.includes('write_lock')) {
    const text = `The database ${place} holds tables of another program; it was not changed. Name an empty database or schema under store.postgres.`;
    throw new StoreError('foreign-database', text);
  }
  if (!names.includes('kysely_migration')) return [];
  const done = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return done.rows.map(({ name }) => name);
}
