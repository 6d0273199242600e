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
  const count =
    z
      .number()
      .nullable()
      .parse(await store.readSetting(key)) ?? 0;
  await store.saveSetting(key, count + 1);
  if (count > 0) return;
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
