import type { NewEffect, Store } from '../../src/ports';
import { openStore } from '../../src/store/open-store';
import { newStoreFile } from './support/folders';
import { closeStores, openTestStore } from './support/open-stores';
import { appendOf, effectOf } from './support/samples';

afterEach(closeStores);

const LEASE = 1_000;

async function add(store: Store, ...effects: NewEffect[]): Promise<void> {
  expect(await store.append(appendOf('s', 0, [], { effects }))).toBe('appended');
}

async function claimIds(store: Store, now: number, owner = 'a', limit = 100): Promise<readonly string[]> {
  return (await store.claim({ owner, now, leaseMs: LEASE, limit })).map((effect) => effect.id);
}

describe('claiming', () => {
  it('gives out what is due, in order of due time and then of insertion, with its stream and attempts', async () => {
    const store = await openTestStore();
    const [late, first, second, early] = [
      effectOf('late', { dueAt: 101 }),
      effectOf('first', { dueAt: 50 }),
      effectOf('second', { dueAt: 50 }),
      effectOf('early', { dueAt: 10 }),
    ];
    await add(store, late, first, second, early);
    const claimed = await store.claim({ owner: 'a', now: 100, leaseMs: LEASE, limit: 2 });
    expect(claimed).toEqual([
      { ...early, stream: 's', attempts: 0 },
      { ...first, stream: 's', attempts: 0 },
    ]);
    expect(await claimIds(store, 100)).toEqual(['second']);
    expect(await claimIds(store, 100)).toEqual([]);
    expect(await claimIds(store, 101)).toEqual(['late']);
  });

  it('gives a repeatable effect out again when its lease has ended, and counts', async () => {
    const store = await openTestStore();
    await add(store, effectOf('e'));
    expect(await claimIds(store, 0, 'a')).toEqual(['e']);
    expect(await claimIds(store, LEASE - 1, 'b')).toEqual([]);
    expect(await store.claim({ owner: 'b', now: LEASE, leaseMs: LEASE, limit: 1 })).toMatchObject([
      { id: 'e', attempts: 1 },
    ]);
  });

  it('invariant 14: gives out again at once what a dead owner held, but never what runs once', async () => {
    const store = await openTestStore();
    await add(store, effectOf('card'), effectOf('step', { delivery: 'once' }), effectOf('mine'));
    await claimIds(store, 0, 'dead', 2);
    await claimIds(store, 0, 'alive');
    await store.releaseOthers('alive');
    expect(await claimIds(store, 1, 'alive')).toEqual(['card']);
  });

  it('does not let an owner end what another owner holds by now', async () => {
    const store = await openTestStore();
    await add(store, effectOf('e'));
    await claimIds(store, 0, 'a');
    await claimIds(store, LEASE, 'b');
    await store.complete('e', 'a');
    await store.postpone('e', 'a', 0, 'late');
    expect(await claimIds(store, LEASE)).toEqual([]);
    expect(await claimIds(store, 2 * LEASE)).toEqual(['e']);
  });

  it('never gives out again what was completed, and completing twice is harmless', async () => {
    const store = await openTestStore();
    await add(store, effectOf('e'), effectOf('f', { delivery: 'once' }));
    await claimIds(store, 0, 'a');
    await store.complete('e', 'a');
    await store.complete('f', 'a');
    await store.complete('f', 'a');
    await store.complete('unknown', 'a');
    expect(await claimIds(store, 1_000_000)).toEqual([]);
    expect(await store.lost(1_000_000)).toEqual([]);
  });

  it('puts a postponed effect back until it is due again', async () => {
    const store = await openTestStore();
    await add(store, effectOf('e'));
    await claimIds(store, 0);
    await store.postpone('e', 'a', 500, 'status 429');
    expect(await claimIds(store, 499)).toEqual([]);
    expect(await store.claim({ owner: 'b', now: 500, leaseMs: LEASE, limit: 1 })).toMatchObject([
      { id: 'e', attempts: 1 },
    ]);
  });
});

describe('effects that run once', () => {
  const once = effectOf('step', { delivery: 'once', kind: 'run-step' });

  it('invariant 8: are given out one time, whatever becomes of the lease, the owner or the program', async () => {
    const file = newStoreFile();
    const first = await openStore({ file });
    await add(first, once);
    expect(await claimIds(first, 0, 'a')).toEqual(['step']);
    expect(await claimIds(first, 10 * LEASE, 'a')).toEqual([]);
    await first.close();
    const second = await openTestStore({ file });
    expect(await claimIds(second, 20 * LEASE, 'a')).toEqual([]);
    expect(await claimIds(second, 20 * LEASE, 'b')).toEqual([]);
  });

  it('invariant 8: of two owners that claim at the same time exactly one gets each', async () => {
    const file = newStoreFile();
    const [a, b] = [await openTestStore({ file }), await openTestStore({ file })];
    const ids = Array.from({ length: 20 }, (_, n) => `step-${n}`);
    await add(a, ...ids.map((id) => effectOf(id, { delivery: 'once' })));
    const claims = ids.flatMap(() => [claimIds(a, 0, 'a', 1), claimIds(b, 0, 'b', 1)]);
    const claimed = (await Promise.all(claims)).flat();
    expect([...claimed].sort()).toEqual([...ids].sort());
  });

  it('invariant 8: are lost when the lease ended without an outcome, until somebody records one', async () => {
    const store = await openTestStore();
    await add(store, once);
    expect(await store.lost(1_000_000)).toEqual([]);
    await claimIds(store, 0);
    expect(await store.lost(LEASE - 1)).toEqual([]);
    expect(await store.lost(LEASE)).toEqual([{ ...once, stream: 's', attempts: 0 }]);
    await store.append(appendOf('s', 0, [], { completes: 'step' }));
    expect(await store.lost(LEASE)).toEqual([]);
    expect(await claimIds(store, LEASE)).toEqual([]);
  });

  it('invariant 8: cannot be postponed', async () => {
    const store = await openTestStore();
    await add(store, once);
    await claimIds(store, 0);
    await expect(store.postpone('step', 'a', 5, 'try again')).rejects.toThrow(
      /runs once.*record its outcome/,
    );
    expect(await claimIds(store, LEASE)).toEqual([]);
  });

  it('invariant 8: cannot have a key, because replacing one would lose work', async () => {
    const store = await openTestStore();
    const effects = [{ ...once, coalesceKey: 'k' }];
    await expect(store.append(appendOf('s', 0, [], { effects }))).rejects.toThrow(
      /runs once.*cannot have a key/,
    );
  });

  it('invariant 8: cannot be asked for a second time under the same id', async () => {
    const store = await openTestStore();
    await add(store, once);
    await claimIds(store, 0);
    await store.complete('step', 'a');
    expect(await store.append(appendOf('s', 0, [], { effects: [once] }))).toBe('conflict');
    expect(await claimIds(store, 1_000_000)).toEqual([]);
  });
});

describe('effects with a key', () => {
  const draw = (id: string, rest: Partial<NewEffect> = {}) =>
    effectOf(id, { coalesceKey: 'card:1', ...rest });

  it('replace the one that waits, so that a card is drawn once and from the newest state', async () => {
    const store = await openTestStore();
    await add(
      store,
      draw('old'),
      effectOf('other', { coalesceKey: 'card:2' }),
      draw('newer'),
      draw('newest'),
    );
    expect(await claimIds(store, 0)).toEqual(['other', 'newest']);
  });

  it('wait while one is worked on: one writer per card', async () => {
    const store = await openTestStore();
    await add(store, draw('first'));
    await claimIds(store, 0);
    await add(store, draw('second'), draw('third'));
    expect(await claimIds(store, LEASE - 1, 'b')).toEqual([]);
    await store.complete('first', 'a');
    expect(await claimIds(store, LEASE - 1, 'b')).toEqual(['third']);
  });

  it('take the place of one whose owner vanished', async () => {
    const store = await openTestStore();
    await add(store, draw('first'));
    await claimIds(store, 0, 'a');
    await add(store, draw('second'));
    expect(await claimIds(store, LEASE, 'b')).toEqual(['second']);
    await store.complete('second', 'b');
    expect(await claimIds(store, 1_000_000, 'b')).toEqual([]);
  });

  it('are not ended by the vanished owner that comes back late', async () => {
    const store = await openTestStore();
    await add(store, draw('first'));
    await claimIds(store, 0, 'a');
    await add(store, draw('second'));
    await claimIds(store, LEASE, 'b');
    await store.complete('first', 'a');
    expect(await claimIds(store, LEASE, 'c')).toEqual([]);
    expect(await claimIds(store, 2 * LEASE, 'c')).toEqual(['second']);
  });

  it('keep to the back-off of the one they replace, and to its count', async () => {
    const store = await openTestStore();
    await add(store, draw('first'));
    await claimIds(store, 0);
    await store.postpone('first', 'a', 700, 'status 429');
    await add(store, draw('second'));
    expect(await claimIds(store, 699)).toEqual([]);
    expect(await store.claim({ owner: 'a', now: 700, leaseMs: LEASE, limit: 9 })).toMatchObject([
      { id: 'second', attempts: 1 },
    ]);
  });

  it('take over the back-off when the one worked on is postponed', async () => {
    const store = await openTestStore();
    await add(store, draw('first'));
    await claimIds(store, 0);
    await add(store, draw('second'));
    await store.postpone('first', 'a', 700, 'status 429');
    expect(await claimIds(store, 699)).toEqual([]);
    expect(await store.claim({ owner: 'a', now: 700, leaseMs: LEASE, limit: 9 })).toMatchObject([
      { id: 'second', attempts: 1 },
    ]);
  });
});
