import type { Store } from '../ports';
import type { Backend } from './backend';
import { refuseNewerEntries } from './log';
import { migratePostgres } from './migrate-postgres';
import { postgresBackend } from './postgres-backend';
import { placeOf, type PostgresConnection } from './postgres-connection';
import { checkServer, describeServer, serverWarnings } from './postgres-server-check';
import { SqlStore } from './sql-store';
import { UPCASTERS, type Upcasters } from './upcast';

export interface PostgresStoreOptions {
  readonly connection: PostgresConnection;
  /** Our clock, epoch ms: only to see how far the server's is off. */
  readonly now: number;
  /** Steps that lift entries of older formats; this program's own unless given. */
  readonly upcasters?: Upcasters;
  /** The time leases go by; the database's own unless given. */
  readonly leaseTime?: Backend['leaseTime'];
  readonly logger?: {
    info(fields: Readonly<Record<string, unknown>>, message: string): void;
    warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  };
}

/** An open store, with what is to be told about its server. */
export interface OpenPostgresStore {
  readonly store: Store;
  /** One line about the server. */
  readonly description: string;
  readonly warnings: readonly string[];
}

/**
 * Opens the store in a PostgreSQL database, bringing its tables to the newest schema. Any number of processes may do so.
 * @throws StoreError `unreachable`, `refused`, `unsafe-server`, `foreign-database`, `newer-schema`, `not-writable`: each says what to do
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<OpenPostgresStore> {
  const { connection, now, upcasters = UPCASTERS, leaseTime, logger } = options;
  const backend = postgresBackend(connection, leaseTime);
  const place = placeOf(connection);
  try {
    const facts = await checkServer(backend.db, place, now);
    const migrations = await migratePostgres(backend.db, place);
    if (migrations.length > 0) logger?.info({ place, migrations }, 'store brought to the newest schema');
    await refuseNewerEntries(backend.db, upcasters);
    const warnings = serverWarnings(facts);
    for (const warning of warnings)
      logger?.warn({ place, warning }, 'the database server is not set up safely');
    return { store: new SqlStore(backend, upcasters), description: describeServer(place, facts), warnings };
  } catch (error) {
    await backend.close();
    throw backend.explain(error);
  }
}
