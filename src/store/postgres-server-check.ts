import { sql, type Kysely } from 'kysely';
import { StoreError } from './store-error';
import type { Tables } from './tables';

/** What a server told about how safely it keeps what was committed. */
export interface ServerFacts {
  /** As the server words it, e.g. `18.4`. */
  readonly version: string;
  readonly synchronousCommit: string;
  readonly standbys: number;
  readonly synchronousStandbys: string;
  /** The server's clock minus ours, ms. */
  readonly clockSkewMs: number;
}

const OLDEST_VERSION = 15;
const SKEW_LIMIT_MS = 5_000;

interface Row {
  readonly version: number;
  readonly words: string;
  readonly commit: string;
  readonly fsync: string;
  readonly standby: boolean;
  readonly standbys: number;
  readonly names: string;
  readonly now: number;
}

/**
 * Asks the server how it keeps what was committed. A run that was marked as begun must never be forgotten, or it could begin twice.
 * @param now our clock, epoch ms
 * @throws StoreError `unsafe-server` for a standby, an old version, or one that acknowledges before the disk has it
 */
export async function checkServer(db: Kysely<Tables>, place: string, now: number): Promise<ServerFacts> {
  const row = await readServer(db);
  const refuse = (text: string): never => {
    throw new StoreError('unsafe-server', `The server of ${place} ${text}`);
  };
  if (row.version < OLDEST_VERSION * 10_000)
    refuse(`is PostgreSQL ${row.words}. Use ${OLDEST_VERSION} or newer.`);
  if (row.standby) refuse('is a standby, which cannot be written. Name the primary server.');
  if (row.commit === 'off')
    refuse(
      'acknowledges commits before they are on the disk (synchronous_commit = off): after a power cut a step could run twice. Set it to on for this database and start again.',
    );
  if (row.fsync === 'off')
    refuse(
      'never waits for its disk (fsync = off): after a power cut a step could run twice. Set it to on and start again.',
    );
  return {
    version: row.words,
    synchronousCommit: row.commit,
    standbys: row.standbys,
    synchronousStandbys: row.names,
    clockSkewMs: row.now - now,
  };
}

async function readServer(db: Kysely<Tables>): Promise<Row> {
  const { rows } = await sql<Row>`select
    current_setting('server_version_num')::int as version,
    split_part(current_setting('server_version'), ' ', 1) as words,
    current_setting('synchronous_commit') as commit,
    current_setting('fsync') as fsync,
    pg_is_in_recovery() as standby,
    (select count(*) from pg_stat_replication) as standbys,
    current_setting('synchronous_standby_names') as names,
    floor(extract(epoch from clock_timestamp()) * 1000)::int8 as now`.execute(db);
  const [row] = rows;
  if (!row) throw new StoreError('failed', 'The database did not tell its settings. Look at the server.');
  return row;
}

/** What a person should know about the server, one line each; nothing when all is well. */
export function serverWarnings(facts: ServerFacts): readonly string[] {
  const { standbys, synchronousStandbys, synchronousCommit, clockSkewMs } = facts;
  const waitsForStandby = synchronousStandbys !== '' && synchronousCommit !== 'local';
  return [
    ...(standbys > 0 && !waitsForStandby
      ? [
          'It has a standby that it does not wait for: a fail-over may forget that a step began, so that it could run twice. Set synchronous_standby_names, or never fail over by itself.',
        ]
      : []),
    ...(Math.abs(clockSkewMs) > SKEW_LIMIT_MS
      ? [
          `Its clock is ${Math.round(clockSkewMs / 1000)} s off this machine's. Leases go by its clock, everything that people see by ours: set both right.`,
        ]
      : []),
  ];
}

/** One line for the log at start. */
export function describeServer(place: string, facts: ServerFacts): string {
  const { version, synchronousCommit, standbys, synchronousStandbys } = facts;
  const replication =
    standbys === 0 ? 'no standby' : `${standbys} standby, synchronous: ${synchronousStandbys || 'none'}`;
  return `Store: PostgreSQL ${version}, ${place}, synchronous_commit ${synchronousCommit}, ${replication}.`;
}
