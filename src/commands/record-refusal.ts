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

/** Tries of one person on one thing are counted up to here; whoever goes on writes nothing more into the store. */
const MOST_COUNTED = 100;
/** Entries about one thing on one day: a crowd of strangers fills no store. */
const MOST_ENTRIES = 200;
const DAY_MS = 24 * 3_600_000;

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
  const before = await countOf(store, key);
  if (before >= MOST_COUNTED) return null;
  if (before === 0 && !(await recordFirst(store, stream, refusal, at))) return null;
  await store.saveSetting(key, before + 1);
  if (HARMLESS.has(reason)) return null;
  const onThis = `refused:${personKey(by)}:${about}`;
  const tries = (await countOf(store, onThis)) + 1;
  await store.saveSetting(onThis, tries);
  const isNews =
    tries >= TRIES_THAT_ALERT && (await store.firstSeen({ kind: 'refused-alert', key: onThis }, at));
  return isNews ? tries : null;
}

/** False: there are as many of this day as there may be. The last of them says so. */
async function recordFirst(store: Store, stream: string, refusal: Refusal, at: number): Promise<boolean> {
  const { by, about, reason } = refusal;
  const today = `refused-entries:${about}:${Math.floor(at / DAY_MS)}`;
  const entries = await countOf(store, today);
  if (entries >= MOST_ENTRIES) return false;
  // Another process may have been told of the same try.
  if (!(await store.firstSeen({ kind: 'refused', key: `refused:${personKey(by)}:${about}:${reason}` }, at)))
    return true;
  const isLast = entries + 1 === MOST_ENTRIES;
  const further = isLast ? { further: 'what others try on this is not noted any more today (UTC)' } : {};
  const body = { by: personKey(by), name: by.name, about, reason, ...further };
  await store.record(stream, [{ kind: 'Refused', at, body }]);
  await store.saveSetting(today, entries + 1);
  return true;
}

async function countOf(store: Store, key: string): Promise<number> {
  return counted.parse(await store.readSetting(key)) ?? 0;
}
