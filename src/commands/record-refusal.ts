import { z } from 'zod';
import type { Person } from '../incident/person';
import { personKey } from '../incident/person';
import type { Store } from '../ports';

export interface Refusal {
  readonly by: Person;
  /** Id of the request, or the command. */
  readonly about: string;
  readonly reason: string;
}

/** Records a refused try: once per person, request and reason as a log entry, then counted (invariant 7). */
export async function recordRefusal(
  store: Store,
  stream: string,
  refusal: Refusal,
  at: number,
): Promise<void> {
  const key = `refused:${personKey(refusal.by)}:${refusal.about}:${refusal.reason}`;
  const counted = z.number().nullable();
  await store.saveSetting(key, (counted.parse(await store.readSetting(key)) ?? 0) + 1);
  if (!(await store.firstSeen({ kind: 'refused', key }, at))) return;
  await store.record(stream, [
    {
      kind: 'Refused',
      at,
      body: {
        by: personKey(refusal.by),
        name: refusal.by.name,
        about: refusal.about,
        reason: refusal.reason,
      },
    },
  ]);
}
