import path from 'node:path';
import { ConfigError } from './config';
import type { Config } from './config-schema';
import type { Logger } from './logger';
import type { Store } from './ports';
import { openPostgresStore } from './store/open-postgres-store';
import { openStore } from './store/open-store';
import type { PostgresConnection } from './store/postgres-connection';

export interface StorePlace {
  /** File of a SQLite store, when no database is configured. */
  readonly file: string;
  /** Password of the database; undefined: none is needed, or `.pgpass` has it. */
  readonly databasePassword: string | undefined;
}

/**
 * Opens the store that the configuration names: a database, or else a file that is this process's alone.
 * @param say takes one line about the server, and one for each warning
 */
export async function openConfiguredStore(
  config: Config,
  { file, databasePassword }: StorePlace,
  say: (line: string) => void,
  logger: Logger,
): Promise<Store> {
  const connection = postgresOf(config, databasePassword);
  if (!connection) return openStore({ file, logger, isOnlyProcess: true });
  const opened = await openPostgresStore({ connection, now: Date.now(), logger });
  say(opened.description);
  for (const warning of opened.warnings) say(`Warning: ${warning}`);
  return opened.store;
}

/** The database that the configuration names; null: it names none. */
export function postgresOf(
  { store: { postgres } }: Config,
  password: string | undefined,
): PostgresConnection | null {
  if (!postgres) return null;
  const { tls, caFile, ...place } = postgres;
  return {
    ...place,
    ...(password === undefined ? {} : { password }),
    tls: tls === 'off' ? null : { caFile: caFile === undefined ? null : path.resolve(caFile) },
  };
}

/** The password of the database. Comes from the environment only. @throws ConfigError when it is set but empty */
export function readDatabasePassword(environment: NodeJS.ProcessEnv): string | undefined {
  const password = environment['BOT_DATABASE_PASSWORD'];
  if (password === '')
    throw new ConfigError(
      'BOT_DATABASE_PASSWORD is set but empty. Set the password of the database, or remove it.',
    );
  return password;
}
