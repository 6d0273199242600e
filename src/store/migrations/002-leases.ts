import { sql, type Kysely, type Migration } from 'kysely';

/*
 * Migration 2. Never change it once it was released: add the next number.
 */

/** Creates what several processes agree on: who leads what, and numbers that only grow. */
export function leases(): Migration {
  return {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('leaders')
        .addColumn('name', 'text', (column) => column.primaryKey().notNull())
        .addColumn('owner', 'text', (column) => column.notNull())
        .addColumn('lease_until', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('counters')
        .addColumn('name', 'text', (column) => column.primaryKey().notNull())
        .addColumn('value', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('effects_held')
        .on('effects')
        .column('lease_until')
        .where(sql.ref('state'), '=', sql.lit('claimed'))
        .execute();
    },
  };
}
