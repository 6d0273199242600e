import {
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
} from 'kysely';
import type { Pool } from 'pg';
import { isConnectionLoss } from './postgres-errors';

/** Kysely's PostgreSQL dialect, except that the loss of a connection is not hidden by the rollback that cannot be sent any more. */
export function postgresDialect(pool: Pool): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new ForgivingDriver({ pool }),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

class ForgivingDriver extends PostgresDriver {
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection);
    } catch (error) {
      // Without a connection the server has rolled back by itself.
      if (!isConnectionLoss(error)) throw error;
    }
  }
}
