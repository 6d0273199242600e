import { sql, type Kysely, type Migration } from 'kysely';

/*
 * Migration 1. Never change it once it was released: add the next number.
 * The tables are the same on every database; the triggers are in its own language.
 */

/** How a database says what the others say differently. */
export interface FirstTables {
  /** Type of a whole number that may become large. */
  readonly integer: 'integer' | 'bigint';
  /** Creates the triggers that keep the log append-only and without gaps. */
  readonly refuseChangesOfLog: (db: Kysely<unknown>) => Promise<void>;
}

/** Creates all tables, and the triggers that keep the log append-only and without gaps. */
export function firstTables({ integer, refuseChangesOfLog }: FirstTables): Migration {
  return {
    up: async (db: Kysely<unknown>) => {
      await createLog(db, integer);
      await refuseChangesOfLog(db);
      await createEffects(db, integer);
      await createKeyedTables(db, integer);
    },
  };
}

async function createLog(db: Kysely<unknown>, integer: FirstTables['integer']): Promise<void> {
  await db.schema
    .createTable('log')
    .addColumn('sequence', integer, (column) => column.primaryKey())
    .addColumn('stream', 'text', (column) => column.notNull())
    .addColumn('version', integer)
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('schema', integer, (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('previous_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addUniqueConstraint('log_stream_version', ['stream', 'version'])
    .execute();
  await db.schema.createIndex('log_of_stream').on('log').columns(['stream', 'sequence']).execute();
  await db.schema
    .createIndex('log_lifted_kinds')
    .on('log')
    .columns(['kind', 'schema'])
    .where(sql.ref('schema'), '>', sql.lit(1))
    .execute();
}

async function createEffects(db: Kysely<unknown>, integer: FirstTables['integer']): Promise<void> {
  await db.schema
    .createTable('effects')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('ordinal', integer, (column) => column.notNull().unique())
    .addColumn('stream', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('delivery', 'text', (column) => column.notNull())
    .addColumn('coalesce_key', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', integer, (column) => column.notNull())
    .addColumn('owner', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('last_error', 'text')
    .addCheckConstraint('effects_delivery', sql`delivery in ('repeatable', 'once')`)
    .addCheckConstraint('effects_state', sql`state in ('waiting', 'claimed', 'done')`)
    .addCheckConstraint(
      'effects_once',
      sql`delivery = 'repeatable' or (attempts <= 1 and coalesce_key is null)`,
    )
    .execute();
  await db.schema.createIndex('effects_due').on('effects').columns(['state', 'due_at', 'ordinal']).execute();
  await db.schema.createIndex('effects_of_key').on('effects').columns(['coalesce_key']).execute();
}

async function createKeyedTables(db: Kysely<unknown>, integer: FirstTables['integer']): Promise<void> {
  await db.schema
    .createTable('card_slots')
    .addColumn('slot', 'text', (column) => column.primaryKey().notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('activity_id', 'text')
    .addColumn('service_url', 'text', (column) => column.notNull())
    .addColumn('revision', integer, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('index_keys')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('stream', 'text', (column) => column.notNull())
    .addColumn('added_at_sequence', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('index_keys_all', ['kind', 'key', 'stream'])
    .execute();
  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('seen')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('seen_key', ['kind', 'key'])
    .execute();
}
