import type { Migration } from 'kysely';
import { firstTables } from './001-first-tables';
import { leases } from './002-leases';
import { cardTurns } from './003-card-turns';
import * as postgresTriggers from './postgres-log-triggers';
import * as sqliteTriggers from './sqlite-log-triggers';

/** All migrations by name. The number in front is the schema version they lead to. Only ever add the next one. */
export const SQLITE_MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-first-tables': firstTables({
    integer: 'integer',
    refuseChangesOfLog: sqliteTriggers.refuseChangesOfLog,
  }),
  '002-leases': leases(),
  '003-card-turns': cardTurns(),
};

/** The same schema on PostgreSQL, under the same names. */
export const POSTGRES_MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-first-tables': firstTables({
    integer: 'bigint',
    refuseChangesOfLog: postgresTriggers.refuseChangesOfLog,
  }),
  '002-leases': leases(),
  '003-card-turns': cardTurns(),
};
