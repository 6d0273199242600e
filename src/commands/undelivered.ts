import { z } from 'zod';
import type { Store, Undelivered } from '../ports';

const undeliveredSchema = z.object({ since: z.number(), why: z.string() }).nullable();

const keyOf = (cluster: string): string => `undelivered:${cluster}`;

/** Since when, and why, the incident channel of a cluster gets nothing; null: it does, as far as is known. */
export async function readUndelivered(store: Store, cluster: string): Promise<Undelivered | null> {
  return undeliveredSchema.parse(await store.readSetting(keyOf(cluster)));
}

/** Remembers it across restarts and for other processes. @throws Error when the store fails */
export async function saveUndelivered(store: Store, cluster: string, is: Undelivered | null): Promise<void> {
  await store.saveSetting(keyOf(cluster), is === null ? null : { ...is });
}
