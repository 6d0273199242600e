import type { Kysely, Transaction } from 'kysely';
import type { IndexKey } from '../ports';
import type { Tables } from './tables';

/** Remembers under which keys a stream is found; a key that already leads to it stays as it is. */
export async function addIndexKeys(
  db: Transaction<Tables>,
  stream: string,
  keys: readonly IndexKey[],
  addedAtSequence: number,
): Promise<void> {
  for (const { kind, key } of keys) {
    await db
      .insertInto('index_keys')
      .values({ kind, key, stream, added_at_sequence: addedAtSequence })
      .onConflict((conflict) => conflict.columns(['kind', 'key', 'stream']).doNothing())
      .execute();
  }
}

/** Streams under a key, in the order in which they were added. */
export async function findStreams(db: Kysely<Tables>, key: IndexKey): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('index_keys')
    .select('stream')
    .where('kind', '=', key.kind)
    .where('key', '=', key.key)
    .orderBy('added_at_sequence')
    .orderBy('stream')
    .execute();
  return rows.map((row) => row.stream);
}

/** True when the key was not there yet; it is from now on. */
export async function addSeen(db: Transaction<Tables>, key: IndexKey, at: number): Promise<boolean> {
  const added = await db
    .insertInto('seen')
    .values({ kind: key.kind, key: key.key, at })
    .onConflict((conflict) => conflict.columns(['kind', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  return added !== undefined;
}
