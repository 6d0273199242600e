import type { Kysely, Selectable, Transaction } from 'kysely';
import type { CardSlot, CardTurn } from '../ports';
import type { LeaseWish } from './leases';
import type { CardSlotsTable, Tables } from './tables';

/** Where the card of a slot was posted; null when it never was. */
export async function readCardSlot(db: Kysely<Tables>, slot: string): Promise<CardSlot | null> {
  const row = await db.selectFrom('card_slots').selectAll().where('slot', '=', slot).executeTakeFirst();
  return row === undefined ? null : toSlot(row);
}

/**
 * Takes the turn to write a card: nobody has it, its lease ended, or the owner has it already (and lost track of it). Null while somebody
 * else has it. Must run under the write lock.
 */
export async function takeCardTurn(
  db: Transaction<Tables>,
  wish: LeaseWish & { readonly slot: string },
): Promise<CardTurn | null> {
  const { slot, owner, now, leaseMs } = wish;
  const before = await db.selectFrom('card_turns').selectAll().where('slot', '=', slot).executeTakeFirst();
  if (before !== undefined && before.owner !== owner && before.lease_until > now) return null;
  const row = { turn: (before?.turn ?? 0) + 1, owner, lease_until: now + leaseMs };
  await db
    .insertInto('card_turns')
    .values({ slot, ...row })
    .onConflict((conflict) => conflict.column('slot').doUpdateSet(row))
    .execute();
  return { turn: row.turn, slot: await readCardSlot(db, slot) };
}

/** Writes a slot, replacing what it held; false when the turn was overtaken. Must run under the write lock. */
export async function saveCardSlot(
  db: Transaction<Tables>,
  slot: CardSlot,
  { turn, ends }: { readonly turn: number; readonly ends: boolean },
): Promise<boolean> {
  const held = await db
    .selectFrom('card_turns')
    .select('turn')
    .where('slot', '=', slot.slot)
    .where('turn', '=', turn)
    .executeTakeFirst();
  if (held === undefined) return false;
  const row = {
    conversation_id: slot.conversationId,
    activity_id: slot.activityId,
    service_url: slot.serviceUrl,
    revision: slot.revision,
    strays: slot.strays,
    unsettled_until: slot.unsettledUntil,
  };
  await db
    .insertInto('card_slots')
    .values({ slot: slot.slot, ...row })
    .onConflict((conflict) => conflict.column('slot').doUpdateSet(row))
    .execute();
  if (ends) await endCardTurn(db, slot.slot, turn);
  return true;
}

/** Gives a turn back, so that the next writer need not wait for the end of its lease. */
export async function endCardTurn(db: Transaction<Tables>, slot: string, turn: number): Promise<void> {
  await db
    .updateTable('card_turns')
    .set({ lease_until: 0 })
    .where('slot', '=', slot)
    .where('turn', '=', turn)
    .execute();
}

function toSlot(row: Selectable<CardSlotsTable>): CardSlot {
  return {
    slot: row.slot,
    conversationId: row.conversation_id,
    activityId: row.activity_id,
    serviceUrl: row.service_url,
    revision: row.revision,
    strays: row.strays,
    unsettledUntil: row.unsettled_until,
  };
}
