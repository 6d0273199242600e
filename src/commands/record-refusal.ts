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

/** A person's tries so many times refused on one thing are told to the channel. */
const TRIES_THAT_ALERT = 3;

/** Refusals that happen to anybody: a double click, a card that was too old, a forgotten tick. They alarm nobody. */
const HARMLESS: ReadonlySet<string> = new Set([
  'already-voted',
  'ended',
  'expired',
  'already-running',
  'owner-agreement-missing',
  'reason-missing',
  'nothing-to-withdraw',
]);

const counted = z.number().nullable();
export interface Refusals {
  /**
   * Records a refused try: once per person, request and reason as a log entry, then counted (invariant 7).
   * @param at epoch ms UTC
   * @returns how often this person was refused here, when that is to be told to the channel, once; else null
   */
  record(stream: string, refusal: Refusal, at: number): Promise<number | null>;
}

/** One count after the other, so that tries at the same moment are all counted. */
export function createRefusals(store: Store): Refusals {
  let before: Promise<unknown> = Promise.resolve();
  return {
    record: (stream, refusal, at) => {
      const mine = before.then(() => recordOne(store, stream, refusal, at));
      before = mine.catch(() => undefined);
      return mine;
    },
  };
}

async function recordOne(store: Store, stream: string, refusal: Refusal, at: number): Promise<number | null> {
  const { by, about, reason } = refusal;
  const key = `refused:${personKey(by)}:${about}:${reason}`;
  await count(store, key);
  if (await store.firstSeen({ kind: 'refused', key }, at)) {
    const body = { by: personKey(by), name: by.name, about, reason };
    await store.record(stream, [{ kind: 'Refused', at, body }]);
  }
  if (HARMLESS.has(reason)) return null;
  const onThis = `refused:${personKey(by)}:${about}`;
  const tries = await count(store, onThis);
  const isNews =
    tries >= TRIES_THAT_ALERT && (await store.firstSeen({ kind: 'refused-alert', key: onThis }, at));
  return isNews ? tries : null;
}

async function count(store: Store, key: string): Promise<number> {
  const tries = (counted.parse(await store.readSetting(key)) ?? 0) + 1;
  await store.saveSetting(key, tries);
  return tries;
}
