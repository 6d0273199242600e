import type { Store } from '../../../src/ports';

/** Moments at which a process is stopped on purpose. Those around the remote call are seen by the cluster, the others around the store. */
export const POINTS = [
  'before the vote is stored',
  'after the vote is stored',
  'before the run is stored',
  'after the claim of a step',
  'after the intent, before the remote call',
  'during the remote call',
  'after the act, before its answer',
  'before the result is stored',
  'after the result is stored',
  'before the outbox is sent',
  'a post is noted, but not sent',
  'sent, but not noted',
  'noted, but not ended',
] as const;

export type Point = (typeof POINTS)[number];

/** The same store, that tells when a process is at one of the points and waits there until it may go on. */
export function withPoints(store: Store, at: (point: Point) => Promise<void>): Store {
  const cards = new Set<string>();
  const own: Partial<Store> = {
    append: async (append) => {
      const kinds = append.events.map(({ kind }) => kind);
      const has = (kind: string): boolean => kinds.includes(kind);
      if (has('VoteCast')) await at('before the vote is stored');
      if (has('RunStarted')) await at('before the run is stored');
      if (has('StepEnded')) await at('before the result is stored');
      const appended = await store.append(append);
      if (has('VoteCast')) await at('after the vote is stored');
      if (has('StepStarted')) await at('after the intent, before the remote call');
      if (has('StepEnded')) await at('after the result is stored');
      return appended;
    },
    claim: async (claim) => {
      const claimed = await store.claim(claim);
      for (const { id, kind } of claimed) if (kind === 'incident-card') cards.add(id);
      if (claimed.some(({ kind }) => kind === 'step')) await at('after the claim of a step');
      if (claimed.some(({ kind }) => kind === 'incident-card')) await at('before the outbox is sent');
      return claimed;
    },
    saveCardSlot: async (slot, turn) => {
      if (slot.activityId === null && !turn.ends) {
        const isOurs = await store.saveCardSlot(slot, turn);
        await at('a post is noted, but not sent');
        return isOurs;
      }
      if (slot.activityId !== null) await at('sent, but not noted');
      return store.saveCardSlot(slot, turn);
    },
    complete: async (effectId, owner) => {
      if (cards.delete(effectId)) await at('noted, but not ended');
      await store.complete(effectId, owner);
    },
  };
  return overriding(store, own);
}

/** The same store, but for some of its methods. */
export function overriding(store: Store, own: Partial<Store>): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(name in own ? own : target, name);
      return typeof value === 'function' ? (value as (...all: unknown[]) => unknown).bind(target) : value;
    },
  });
}
