import { readFileSync } from 'node:fs';
import { Pool, types } from 'pg';
import { StoreError } from './store-error';

/** Where the database is. The password comes from the environment, never from a file of ours. */
export interface PostgresConnection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** Schema of the tables; it has to be there. */
  readonly schema: string;
  readonly user: string;
  /** Undefined: the server asks for none, or the driver finds it in the user's `.pgpass`. */
  readonly password?: string;
  /** Null: not encrypted, for loopback only. `caFile`: certificates to trust instead of the system's. */
  readonly tls: { readonly caFile: string | null } | null;
}

/** How a connection is called in messages and logs. */
export function placeOf({ host, port, database }: PostgresConnection): string {
  return `${database} on ${host}:${port}`;
}

const CONNECT_MS = 5_000;
/** How long a writer waits for the one before it, ms. */
const LOCK_WAIT_MS = 10_000;
/** A process that stops in the middle of a transaction loses it, and its lock, after this time, ms; less than LOCK_WAIT_MS. */
const STOPPED_IN_TRANSACTION_MS = 4_000;
const STATEMENT_MS = 20_000;
const ANSWER_MS = 25_000;
const MOST_CONNECTIONS = 8;
const INT8 = 20;

/** A pool of connections that reads every int8 as a number and never ends the process when a connection is lost. */
export function openPool(connection: PostgresConnection): Pool {
  const { host, port, database, schema, user, password, tls } = connection;
  const pool = new Pool({
    host,
    port,
    database,
    user,
    ...(password === undefined ? {} : { password }),
    ssl:
      tls === null
        ? false
        : {
            rejectUnauthorized: true,
            ...(tls.caFile === null ? {} : { ca: readFileSync(tls.caFile, 'utf8') }),
          },
    application_name: 'incident-bot',
    options: `-c search_path=${schema}`,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    lock_timeout: LOCK_WAIT_MS,
    idle_in_transaction_session_timeout: STOPPED_IN_TRANSACTION_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    types: { getTypeParser },
  });
  // Without listeners a lost connection would end the process; whoever uses it next is told by its query.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

/** Numbers of eight bytes come as text, since not all of them fit; ours do. */
const getTypeParser = ((oid: number, format?: 'text'): unknown =>
  oid === INT8 ? safeInteger : types.getTypeParser(oid, format)) as typeof types.getTypeParser;

function safeInteger(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number))
    throw new StoreError(
      'damaged',
      `The database holds the number ${text}, which cannot be one of the store's. Restore a backup.`,
    );
  return number;
}
