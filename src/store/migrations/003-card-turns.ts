import type { Kysely, Migration } from 'kysely';

/*
 * Migration 3. Never change it once it was released: add the next number.
 */

/** Creates what makes a card have one writer at a time, and what is not known about its messages. */
export function cardTurns(): Migration {
  return {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('card_turns')
        .addColumn('slot', 'text', (column) => column.primaryKey().notNull())
        .addColumn('turn', 'bigint', (column) => column.notNull())
        .addColumn('owner', 'text', (column) => column.notNull())
        .addColumn('lease_until', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .alterTable('card_slots')
        .addColumn('strays', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
      await db.schema.alterTable('card_slots').addColumn('unsettled_until', 'bigint').execute();
    },
  };
}
