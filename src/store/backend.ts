import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables';

/** What differs between the databases a store may live in. All queries are the same. */
export interface Backend {
  readonly db: Kysely<Tables>;
  /** No other process can work on this store: whoever held a lease before is dead. */
  readonly isAlone: boolean;
  /**
   * One transaction under the store's one write lock, so that writers follow one another. Committed and on the disk when it resolves.
   * @throws StoreError `in-doubt` when the connection was lost in the moment of the commit and nobody can be asked what became of it
   */
  write<T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T>;
  /** The time by which leases go, epoch ms: the database's own where several processes share it, else the one that is given. */
  leaseTime(db: Kysely<Tables>, given: number): Promise<number>;
  /** An error in the store's words, with what to do next; anything that is not the database's own stays as it is. */
  explain(error: unknown): unknown;
  isUniqueViolation(error: unknown): boolean;
  /** The stored data itself is broken. */
  isDamage(error: unknown): boolean;
  close(): Promise<void>;
}

/** Leases by the caller's clock: right where one process, or one test, has the only clock there is. */
export async function givenTime(_db: Kysely<Tables>, given: number): Promise<number> {
  return given;
}
