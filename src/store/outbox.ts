import type { Selectable, Transaction } from 'kysely';
import type { NewEffect } from '../ports';
import { canonicalJson } from '../incident/canonical-json';
import { StoreError } from './store-error';
import type { EffectsTable, Tables } from './tables';

/**
 * Adds effects to the outbox. A waiting effect with the same key is replaced: due when the sooner of the two was, but not sooner than it was
 * postponed to, as a `Retry-After` holds for the newest state too. Must run under the write lock.
 * @throws StoreError `misuse` for a `once` effect with a key: replacing it would lose work.
 */
export async function addEffects(
  db: Transaction<Tables>,
  stream: string,
  effects: readonly NewEffect[],
): Promise<void> {
  for (const effect of effects) {
    const replaced = await takeWaiting(db, effect);
    await db
      .insertInto('effects')
      .values({
        id: effect.id,
        ordinal: await nextOrdinal(db),
        stream,
        kind: effect.kind,
        body: canonicalJson(effect.body),
        due_at: dueAtOf(effect, replaced),
        delivery: effect.delivery,
        coalesce_key: effect.coalesceKey,
        state: 'waiting',
        attempts: replaced?.attempts ?? 0,
        owner: null,
        lease_until: null,
        last_error: replaced?.last_error ?? null,
      })
      .execute();
  }
}

/** Work that was put off stays put off until then, and nothing that is wanted later makes it wait longer. */
function dueAtOf(effect: NewEffect, replaced: Selectable<EffectsTable> | undefined): number {
  if (replaced === undefined) return effect.dueAt;
  return replaced.attempts > 0 ? replaced.due_at : Math.min(replaced.due_at, effect.dueAt);
}

async function takeWaiting(
  db: Transaction<Tables>,
  effect: NewEffect,
): Promise<Selectable<EffectsTable> | undefined> {
  if (effect.coalesceKey === null) return undefined;
  if (effect.delivery === 'once') {
    throw new StoreError(
      'misuse',
      `The effect '${effect.kind}' runs once and so cannot have a key to be replaced by.`,
    );
  }
  return db
    .deleteFrom('effects')
    .where('coalesce_key', '=', effect.coalesceKey)
    .where('state', '=', 'waiting')
    .returningAll()
    .executeTakeFirst();
}

async function nextOrdinal(db: Transaction<Tables>): Promise<number> {
  const row = await db
    .selectFrom('effects')
    .select((eb) => eb.fn.max('ordinal').as('last'))
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

/** Ends an effect for good, whoever holds it: its outcome is being committed in the same transaction. */
export async function finishEffect(db: Transaction<Tables>, id: string): Promise<void> {
  await db.deleteFrom('effects').where('id', '=', id).where('delivery', '=', 'repeatable').execute();
  await db.updateTable('effects').set({ state: 'done' }).where('id', '=', id).execute();
}

/** Ends an effect that this owner holds; nothing happens when somebody else holds it by now or it has ended. */
export async function completeEffect(db: Transaction<Tables>, id: string, owner: string): Promise<void> {
  const held = await readHeld(db, id, owner);
  if (held !== undefined) await finishEffect(db, id);
}

/**
 * Puts a repeatable effect back. When a newer one with its key is waiting, that one takes over its due time and attempts.
 * Nothing happens when somebody else holds it by now.
 * @throws StoreError `misuse` for a `once` effect.
 */
export async function postponeEffect(
  db: Transaction<Tables>,
  postponed: { readonly id: string; readonly owner: string; readonly dueAt: number; readonly error: string },
): Promise<void> {
  const held = await readHeld(db, postponed.id, postponed.owner);
  if (held === undefined) return;
  if (held.delivery === 'once') {
    throw new StoreError(
      'misuse',
      `The effect '${held.kind}' runs once and so cannot be postponed: record its outcome.`,
    );
  }
  const newer = await readNewer(db, held);
  if (newer !== undefined) await finishEffect(db, held.id);
  await db
    .updateTable('effects')
    .set({
      state: 'waiting',
      owner: null,
      lease_until: null,
      due_at: postponed.dueAt,
      attempts: held.attempts + (newer?.attempts ?? 0),
      last_error: postponed.error,
    })
    .where('id', '=', newer?.id ?? held.id)
    .execute();
}

async function readHeld(
  db: Transaction<Tables>,
  id: string,
  owner: string,
): Promise<Selectable<EffectsTable> | undefined> {
  return db
    .selectFrom('effects')
    .selectAll()
    .where('id', '=', id)
    .where('owner', '=', owner)
    .where('state', '=', 'claimed')
    .executeTakeFirst();
}

async function readNewer(
  db: Transaction<Tables>,
  effect: Selectable<EffectsTable>,
): Promise<Selectable<EffectsTable> | undefined> {
  if (effect.coalesce_key === null) return undefined;
  return db
    .selectFrom('effects')
    .selectAll()
    .where('coalesce_key', '=', effect.coalesce_key)
    .where('ordinal', '>', effect.ordinal)
    .executeTakeFirst();
}
