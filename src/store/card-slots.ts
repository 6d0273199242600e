import type { Kysely, Transaction } from 'kysely';
import type { CardSlot } from '../ports';
import type { Tables } from './tables';

/** Where the card of a slot was posted; null when it never was. */
export async function readCardSlot(db: Kysely<Tables>, slot: string): Promise<CardSlot | null> {
  const row = await db.selectFrom('card_slots').selectAll().where('slot', '=', slot).executeTakeFirst();
  if (row === undefined) return null;
  return {
    slot: row.slot,
    conversationId: row.conversation_id,
    activityId: row.activity_id,
    serviceUrl: row.service_url,
    revision: row.revision,
  };
}

/** Writes a slot, replacing what it held. */
export async function saveCardSlot(db: Transaction<Tables>, slot: CardSlot): Promise<void> {
  const place = {
    conversation_id: slot.conversationId,
    activity_id: slot.activityId,
    service_url: slot.serviceUrl,
    revision: slot.revision,
  };
  await db
    .insertInto('card_slots')
    .values({ slot: slot.slot, ...place })
    .onConflict((conflict) => conflict.column('slot').doUpdateSet(place))
    .execute();
}
