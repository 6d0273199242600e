import type { ExpressionBuilder, Kysely, Selectable, Transaction } from 'kysely';
import type { ClaimedEffect } from '../ports';
import { StoreError } from './store-error';
import { parseJsonObject } from './stored-json';
import type { EffectsTable, Tables } from './tables';

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

function toClaimed(row: Selectable<EffectsTable>, attempts: number): ClaimedEffect {
  const body = parseJsonObject(row.body);
  if (body === null) {
    const text = `The body of the effect ${row.id} ('${row.kind}') is not a JSON object any more. Restore a backup of the store.`;
    throw new StoreError('damaged', text);
  }
  const { id, kind, stream, delivery } = row;
  return { id, kind, body, dueAt: row.due_at, delivery, coalesceKey: row.coalesce_key, stream, attempts };
}
