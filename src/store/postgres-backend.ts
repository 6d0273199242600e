import { setTimeout as pause } from 'node:timers/promises';
import { Kysely, sql, type Transaction } from 'kysely';
import type { Backend } from './backend';
import { openPool, placeOf, type PostgresConnection } from './postgres-connection';
import { postgresDialect } from './postgres-dialect';
import {
  explainPostgresError,
  isConnectionLoss,
  isPostgresDamage,
  isPostgresUniqueViolation,
} from './postgres-errors';
import { StoreError } from './store-error';
import type { Tables } from './tables';

/** How long is asked, after a lost connection, what became of a commit, ms. */
const SETTLE_MS = 10_000;
const SETTLE_PAUSE_MS = 200;

/** A store in a PostgreSQL database that several processes share: writers follow one another by the lock on one row. */
export function postgresBackend(
  connection: PostgresConnection,
  leaseTime: Backend['leaseTime'] = databaseTime,
): Backend {
  const pool = openPool(connection);
  const db = new Kysely<Tables>({ dialect: postgresDialect(pool) });
  const place = placeOf(connection);
  return {
    db,
    isAlone: false,
    write: (work) => writeLocked(db, place, work),
    leaseTime,
    explain: (error) => explainPostgresError(error, place),
    isUniqueViolation: isPostgresUniqueViolation,
    isDamage: isPostgresDamage,
    close: () => db.destroy(),
  };
}

/** The database's clock, epoch ms: the same for every process, whatever their own clocks say. */
async function databaseTime(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{
    now: number;
  }>`select floor(extract(epoch from clock_timestamp()) * 1000)::int8 as now`.execute(db);
  const [row] = rows;
  if (!row) throw new StoreError('failed', 'The database did not tell its time. Look at the server.');
  return row.now;
}

async function writeLocked<T>(
  db: Kysely<Tables>,
  place: string,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  const reached: { id?: string; committing?: { readonly value: T } } = {};
  try {
    return await db.transaction().execute(async (transaction) => {
      reached.id = await lockForWriting(transaction);
      reached.committing = { value: await work(transaction) };
      return reached.committing.value;
    });
  } catch (error) {
    if (reached.id === undefined || reached.committing === undefined || !isConnectionLoss(error)) throw error;
    return settleCommit(db, place, reached.id, reached.committing.value, error);
  }
}

/** Takes the write lock until the end of the transaction; gives the transaction's id, by which its end can be asked for. */
async function lockForWriting(transaction: Transaction<Tables>): Promise<string> {
  const { rows } = await sql<{
    id: string;
  }>`select pg_current_xact_id()::text as id from write_lock for update`.execute(transaction);
  const [row] = rows;
  if (!row)
    throw new StoreError(
      'damaged',
      'The row that writers lock is missing from the table write_lock. Restore a backup.',
    );
  return row.id;
}

/** The connection was lost while the commit was under way: the server knows what became of it. */
async function settleCommit<T>(
  db: Kysely<Tables>,
  place: string,
  id: string,
  value: T,
  lost: unknown,
): Promise<T> {
  const deadline = performance.now() + SETTLE_MS;
  while (performance.now() < deadline) {
    const status = await statusOf(db, id);
    if (status === 'committed') return value;
    if (status === 'aborted') throw lost;
    await pause(SETTLE_PAUSE_MS);
  }
  const text = `The connection to ${place} was lost in the moment of writing: it is not known whether it was written. Look at the status, then repeat it if need be; a repeat has no second effect.`;
  throw new StoreError('in-doubt', text, { cause: lost });
}

async function statusOf(db: Kysely<Tables>, id: string): Promise<string | null> {
  try {
    const { rows } = await sql<{
      status: string | null;
    }>`select pg_xact_status(${id}::xid8) as status`.execute(db);
    return rows[0]?.status ?? null;
  } catch (error) {
    if (!isConnectionLoss(error)) throw error;
    return null;
  }
}
