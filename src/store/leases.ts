import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables';

/** A lease that is wanted, or wanted longer. */
export interface LeaseWish {
  readonly owner: string;
  /** Now, by the clock that leases go by, epoch ms. */
  readonly now: number;
  readonly leaseMs: number;
}

/**
 * Makes the leases of claimed effects longer; gives the ids that the owner still holds. One that ended, but that nobody took meanwhile, is
 * held again: whether somebody did is decided by the row. Must run under the write lock.
 */
export async function extendLeases(
  db: Transaction<Tables>,
  wish: LeaseWish & { readonly ids: readonly string[] },
): Promise<readonly string[]> {
  if (wish.ids.length === 0) return [];
  const rows = await db
    .updateTable('effects')
    .set({ lease_until: wish.now + wish.leaseMs })
    .where('id', 'in', wish.ids)
    .where('owner', '=', wish.owner)
    .where('state', '=', 'claimed')
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** True when the owner leads `name` from now on: it did already, nobody did, or the leader's lease ended. Must run under the write lock. */
export async function takeLead(
  db: Transaction<Tables>,
  wish: LeaseWish & { readonly name: string },
): Promise<boolean> {
  const { name, owner, now } = wish;
  const row = { owner, lease_until: now + wish.leaseMs };
  const taken = await db
    .insertInto('leaders')
    .values({ name, ...row })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet(row)
        .where((eb) => eb.or([eb('leaders.owner', '=', owner), eb('leaders.lease_until', '<=', now)])),
    )
    .returning('name')
    .executeTakeFirst();
  return taken !== undefined;
}

/** Leaves everything that the owner leads, so that another one need not wait for the end of the lease. */
export async function resignLeads(db: Transaction<Tables>, owner: string): Promise<void> {
  await db.deleteFrom('leaders').where('owner', '=', owner).execute();
}

/** Ends the leases of all other owners: right only where this is the one process, because then they are dead. */
export async function endLeasesOfOthers(db: Transaction<Tables>, owner: string): Promise<void> {
  await db
    .updateTable('effects')
    .set({ lease_until: 0 })
    .where('state', '=', 'claimed')
    .where('owner', '!=', owner)
    .execute();
  await db.deleteFrom('leaders').where('owner', '!=', owner).execute();
  await db.updateTable('card_turns').set({ lease_until: 0 }).where('owner', '!=', owner).execute();
}

const FENCE = 'fence';

/**
 * The next fencing number: larger than every one before, of whichever process, and than the time, so that numbers from before a restored
 * backup stay smaller too. Must run under the write lock.
 */
export async function nextFence(db: Transaction<Tables>, now: number): Promise<number> {
  const last = await readCounter(db, FENCE);
  const value = Math.max((last ?? 0) + 1, now);
  await db
    .insertInto('counters')
    .values({ name: FENCE, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
  return value;
}

async function readCounter(db: Kysely<Tables>, name: string): Promise<number | undefined> {
  const row = await db.selectFrom('counters').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value;
}
