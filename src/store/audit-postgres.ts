import type { AuditHead, AuditReport } from '../ports';
import { verifyLog } from './audit';
import type { Backend } from './backend';
import { exportLog } from './exported-log';
import { refuseUnknownSchema } from './migrate-postgres';
import { postgresBackend } from './postgres-backend';
import type { PostgresConnection } from './postgres-connection';
import { placeOf } from './postgres-connection';

/**
 * Verifies the log in a database without changing it, also while processes work on it.
 * @param published a head that was noted elsewhere earlier; shows that the newest entries were cut off or all replaced
 * @throws StoreError `unreachable`, `refused`, `not-found`, `foreign-database`, `newer-schema`
 */
export async function verifyAuditPostgres(
  connection: PostgresConnection,
  published?: AuditHead,
): Promise<AuditReport> {
  return reading(connection, (backend) => verifyLog(backend, published));
}

/**
 * Exports the log of a database, also while processes work on it.
 * @param write takes one line after the other
 * @throws StoreError as `verifyAuditPostgres`
 */
export async function exportAuditPostgres(
  connection: PostgresConnection,
  write: (line: string) => unknown,
): Promise<void> {
  await reading(connection, async ({ db }) => {
    for await (const line of exportLog(db)) write(line);
  });
}

async function reading<T>(
  connection: PostgresConnection,
  work: (backend: Backend) => Promise<T>,
): Promise<T> {
  const backend = postgresBackend(connection);
  try {
    await refuseUnknownSchema(backend.db, placeOf(connection));
    return await work(backend);
  } catch (error) {
    throw backend.explain(error);
  } finally {
    await backend.close();
  }
}
