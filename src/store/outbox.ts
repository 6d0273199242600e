import type { ExpressionBuilder, Kysely, Selectable, Transaction } from 'kysely';
import type { ClaimedEffect, NewEffect } from '../ports';
import { canonicalJson } from '../incident/canonical-json';
import { StoreError } from './store-error';
import { parseJsonObject } from './stored-json';
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

export interface Claim {
  readonly owner: string;
  /** Now by the caller's clock, epoch ms UTC: what is due. */
  readonly now: number;
  readonly leaseMs: number;
  readonly limit: number;
  /** Only work of these kinds, and of these streams. */
  readonly only?: { readonly kinds: readonly string[]; readonly streams: readonly string[] };
}

/**
 * Gives out due effects under a lease, oldest due first, then in the order they were added. `now >= lease end` is ended.
 * Must run under the write lock.
 * @param leaseNow now by the clock that leases go by, epoch ms
 */
export async function claimEffects(
  db: Transaction<Tables>,
  claim: Claim,
  leaseNow: number,
): Promise<readonly ClaimedEffect[]> {
  const candidates = await db
    .selectFrom('effects')
    .selectAll()
    .where('due_at', '<=', claim.now)
    .where((eb) => mayBeGivenOut(eb, leaseNow))
    .where((eb) => eb.not(eb.exists(rivalOf(eb, leaseNow, claim.now))))
    .where((eb) => isWanted(eb, claim.only))
    .orderBy('due_at')
    .orderBy('ordinal')
    .limit(claim.limit)
    .execute();
  const claimed: ClaimedEffect[] = [];
  for (const candidate of candidates) {
    const row = await db
      .updateTable('effects')
      .set({
        state: 'claimed',
        attempts: candidate.attempts + 1,
        owner: claim.owner,
        lease_until: leaseNow + claim.leaseMs,
      })
      .where('id', '=', candidate.id)
      .where('attempts', '=', candidate.attempts)
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) continue;
    await dropSuperseded(db, candidate);
    claimed.push(toClaimed(candidate, candidate.attempts));
  }
  return claimed;
}

function isWanted(eb: ExpressionBuilder<Tables, 'effects'>, only: Claim['only']) {
  if (only === undefined) return eb.lit(true);
  if (only.kinds.length === 0 || only.streams.length === 0) return eb.lit(false);
  return eb.and([eb('kind', 'in', only.kinds), eb('stream', 'in', only.streams)]);
}

/** Waiting, or repeatable with an ended lease. A `once` effect leaves `waiting` one time and never comes back. */
function mayBeGivenOut(eb: ExpressionBuilder<Tables, 'effects'>, now: number) {
  return eb.or([
    eb('state', '=', 'waiting'),
    eb.and([eb('state', '=', 'claimed'), eb('delivery', '=', 'repeatable'), eb('lease_until', '<=', now)]),
  ]);
}

/** Another effect with the same key that is being worked on, or that is newer and due as well. */
function rivalOf(eb: ExpressionBuilder<Tables, 'effects'>, leaseNow: number, now: number) {
  return eb
    .selectFrom('effects as rival')
    .select('rival.id')
    .whereRef('rival.coalesce_key', '=', 'effects.coalesce_key')
    .whereRef('rival.id', '!=', 'effects.id')
    .where((inner) =>
      inner.or([
        inner.and([inner('rival.state', '=', 'claimed'), inner('rival.lease_until', '>', leaseNow)]),
        inner.and([
          inner('rival.ordinal', '>', inner.ref('effects.ordinal')),
          inner('rival.due_at', '<=', now),
        ]),
      ]),
    );
}

/** An older effect of the key whose owner vanished: the newer one, now given out, does its work. */
async function dropSuperseded(db: Transaction<Tables>, effect: Selectable<EffectsTable>): Promise<void> {
  if (effect.coalesce_key === null) return;
  await db
    .deleteFrom('effects')
    .where('coalesce_key', '=', effect.coalesce_key)
    .where('ordinal', '<', effect.ordinal)
    .execute();
}

/** `once` effects whose lease ended without an outcome, oldest first. */
export async function lostEffects(db: Kysely<Tables>, now: number): Promise<readonly ClaimedEffect[]> {
  const rows = await db
    .selectFrom('effects')
    .selectAll()
    .where('delivery', '=', 'once')
    .where('state', '=', 'claimed')
    .where('lease_until', '<=', now)
    .orderBy('ordinal')
    .execute();
  return rows.map((row) => toClaimed(row, row.attempts - 1));
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

function toClaimed(row: Selectable<EffectsTable>, attempts: number): ClaimedEffect {
  const body = parseJsonObject(row.body);
  if (body === null) {
    const text = `The body of the effect ${row.id} ('${row.kind}') is not a JSON object any more. Restore a backup of the store.`;
    throw new StoreError('damaged', text);
  }
  const { id, kind, stream, delivery } = row;
  return { id, kind, body, dueAt: row.due_at, delivery, coalesceKey: row.coalesce_key, stream, attempts };
}
