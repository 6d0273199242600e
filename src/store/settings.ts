import type { Kysely, Transaction } from 'kysely';
import type { JsonValue } from '../incident/json';
import { canonicalJson } from '../incident/canonical-json';
import { StoreError } from './store-error';
import { parseJson } from './stored-json';
import type { Tables } from './tables';

/**
 * A setting; null when it was never saved.
 * @throws StoreError `damaged` when what is stored is not JSON any more.
 */
export async function readSetting(db: Kysely<Tables>, name: string): Promise<JsonValue | null> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
  if (row === undefined) return null;
  const value = parseJson(row.value);
  if (value === undefined) {
    throw new StoreError(
      'damaged',
      `The setting '${name}' is not JSON any more. Save it again, or restore a backup.`,
    );
  }
  return value;
}

/** Writes a setting, replacing the one before. */
export async function saveSetting(db: Transaction<Tables>, name: string, value: JsonValue): Promise<void> {
  const text = canonicalJson(value);
  await db
    .insertInto('settings')
    .values({ name, value: text })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: text }))
    .execute();
}
