import type { NewEffect, Store } from '../../src/ports';
import { onEveryStore } from './support/on-every-store';
import { appendOf, effectOf } from './support/samples';
import { openAt } from './support/open-at';

onEveryStore((stores) => {
  const LEASE = 1_000;

  async function add(store: Store, ...effects: NewEffect[]): Promise<void> {
    expect(await store.append(appendOf('s', 0, [], { effects }))).toBe('appended');
  }

  async function claimIds(store: Store, now: number, owner = 'a', limit = 100): Promise<readonly string[]> {
    return (await store.claim({ owner, now, leaseMs: LEASE, limit })).map((effect) => effect.id);
  }

  describe('claiming', () => {
    it('gives out what is due, in order of due time and then of insertion, with its stream and attempts', async () => {
      const store = await stores.open();
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
      const store = await stores.open();
      await add(store, effectOf('e'));
      expect(await claimIds(store, 0, 'a')).toEqual(['e']);
      expect(await claimIds(store, LEASE - 1, 'b')).toEqual([]);
      expect(await store.claim({ owner: 'b', now: LEASE, leaseMs: LEASE, limit: 1 })).toMatchObject([
        { id: 'e', attempts: 1 },
      ]);
    });

    it('gives a process only the kinds of work and the streams that it serves', async () => {
      const store = await stores.open();
      await add(store, effectOf('card', { kind: 'card' }), effectOf('check', { kind: 'check' }));
      const other = appendOf('t', 0, [], { effects: [effectOf('check-t', { kind: 'check' })] });
      await store.append(other);
      const serving = async (kinds: readonly string[], streams: readonly string[]) => {
        const claim = { owner: 'a', now: 0, leaseMs: LEASE, limit: 9, only: { kinds, streams } };
        return (await store.claim(claim)).map((effect) => effect.id);
      };
      expect(await serving([], ['s'])).toEqual([]);
      expect(await serving(['check'], [])).toEqual([]);
      expect(await serving(['check', 'step'], ['s'])).toEqual(['check']);
      expect(await serving(['check', 'card'], ['t'])).toEqual(['check-t']);
      expect(await serving(['card'], ['s', 't'])).toEqual(['card']);
    });

    it('does not let an owner end what another owner holds by now', async () => {
      const store = await stores.open();
      await add(store, effectOf('e'));
      await claimIds(store, 0, 'a');
      await claimIds(store, LEASE, 'b');
      await store.complete('e', 'a');
      await store.postpone('e', 'a', 0, 'late');
      expect(await claimIds(store, LEASE)).toEqual([]);
      expect(await claimIds(store, 2 * LEASE)).toEqual(['e']);
    });

    it('never gives out again what was completed, and completing twice is harmless', async () => {
      const store = await stores.open();
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
      const store = await stores.open();
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
      const place = await stores.newPlace();
      const first = await openAt(place);
      await add(first, once);
      expect(await claimIds(first, 0, 'a')).toEqual(['step']);
      expect(await claimIds(first, 10 * LEASE, 'a')).toEqual([]);
      await first.close();
      const second = await stores.open({ place });
      expect(await claimIds(second, 20 * LEASE, 'a')).toEqual([]);
      expect(await claimIds(second, 20 * LEASE, 'b')).toEqual([]);
    });

    it('invariant 8: of two owners that claim at the same time exactly one gets each', async () => {
      const place = await stores.newPlace();
      const [a, b] = [await stores.open({ place }), await stores.open({ place })];
      const ids = Array.from({ length: 20 }, (_, n) => `step-${n}`);
      await add(a, ...ids.map((id) => effectOf(id, { delivery: 'once' })));
      const claims = ids.flatMap(() => [claimIds(a, 0, 'a', 1), claimIds(b, 0, 'b', 1)]);
      const claimed = (await Promise.all(claims)).flat();
      expect([...claimed].sort()).toEqual([...ids].sort());
    });

    it('invariant 8: are lost when the lease ended without an outcome, until somebody records one', async () => {
      const store = await stores.open();
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
      const store = await stores.open();
      await add(store, once);
      await claimIds(store, 0);
      await expect(store.postpone('step', 'a', 5, 'try again')).rejects.toThrow(
        /runs once.*record its outcome/,
      );
      expect(await claimIds(store, LEASE)).toEqual([]);
    });

    it('invariant 8: cannot have a key, because replacing one would lose work', async () => {
      const store = await stores.open();
      const effects = [{ ...once, coalesceKey: 'k' }];
      await expect(store.append(appendOf('s', 0, [], { effects }))).rejects.toThrow(
        /runs once.*cannot have a key/,
      );
    });

    it('invariant 8: cannot be asked for a second time under the same id', async () => {
      const store = await stores.open();
      await add(store, once);
      await claimIds(store, 0);
      await store.complete('step', 'a');
      expect(await store.append(appendOf('s', 0, [], { effects: [once] }))).toBe('conflict');
      expect(await claimIds(store, 1_000_000)).toEqual([]);
    });
  });

  describe('leases', () => {
    const lease = { owner: 'a', leaseMs: LEASE };

    it("are made longer for work under way, which then is nobody else's", async () => {
      const store = await stores.open();
      await add(store, effectOf('e'), effectOf('step', { delivery: 'once' }));
      await claimIds(store, 0, 'a');
      expect([...(await store.extend({ ...lease, now: 900, ids: ['e', 'step'] }))].sort()).toEqual([
        'e',
        'step',
      ]);
      expect(await claimIds(store, 900 + LEASE - 1, 'b')).toEqual([]);
      expect(await store.lost(900 + LEASE - 1)).toEqual([]);
      expect(await claimIds(store, 900 + LEASE, 'b')).toEqual(['e']);
      expect((await store.lost(900 + LEASE)).map((effect) => effect.id)).toEqual(['step']);
    });

    it('are not made longer for what somebody else took, what ended, or what never was', async () => {
      const store = await stores.open();
      await add(store, effectOf('taken'), effectOf('done'), effectOf('lost', { delivery: 'once' }));
      await claimIds(store, 0, 'a');
      await store.complete('done', 'a');
      await claimIds(store, LEASE, 'b');
      await store.append(appendOf('s', 0, [], { completes: 'lost' }));
      const ids = ['taken', 'done', 'lost', 'unknown'];
      expect(await store.extend({ ...lease, now: LEASE, ids })).toEqual([]);
      expect(await store.extend({ ...lease, now: LEASE, ids: [] })).toEqual([]);
    });

    it('let one lead at a time, until it resigns or its lease ends', async () => {
      const store = await stores.open();
      const wants = (owner: string, now: number, name = 'watch') =>
        store.lead({ owner, now, leaseMs: LEASE, name });
      const first = await Promise.all([wants('a', 0), wants('b', 0)]);
      expect(first).toEqual([true, false]);
      expect(await wants('b', 0, 'another')).toBe(true);
      expect(await wants('a', 500)).toBe(true);
      expect(await wants('b', 500 + LEASE - 1)).toBe(false);
      expect(await wants('b', 500 + LEASE)).toBe(true);
      expect(await wants('a', 500 + LEASE)).toBe(false);
      await store.resign('b');
      expect(await wants('a', 500 + LEASE)).toBe(true);
      expect(await wants('a', 500 + LEASE, 'another')).toBe(true);
    });

    it('come with fencing numbers that only grow, of whichever process, and whatever the clock does', async () => {
      const place = await stores.newPlace();
      const [a, b] = [await stores.open({ place }), await stores.open({ place })];
      const fences = [await a.nextFence(5_000), await b.nextFence(4_000), await a.nextFence(4_000)];
      fences.push(...(await Promise.all([a.nextFence(10), b.nextFence(10)])).sort((x, y) => x - y));
      fences.push(await b.nextFence(9_000));
      expect(fences).toEqual([5_000, 5_001, 5_002, 5_003, 5_004, 9_000]);
    });
  });

  describe('effects with a key', () => {
    const draw = (id: string, rest: Partial<NewEffect> = {}) =>
      effectOf(id, { coalesceKey: 'card:1', ...rest });

    it('replace the one that waits, so that a card is drawn once and from the newest state', async () => {
      const store = await stores.open();
      await add(
        store,
        draw('old'),
        effectOf('other', { coalesceKey: 'card:2' }),
        draw('newer'),
        draw('newest'),
      );
      expect(await claimIds(store, 0)).toEqual(['other', 'newest']);
    });

    it('do not make wait what was wanted sooner', async () => {
      const store = await stores.open();
      await add(store, draw('now', { dueAt: 5 }), draw('later', { dueAt: 300 }));
      expect(await claimIds(store, 4)).toEqual([]);
      expect(await claimIds(store, 5)).toEqual(['later']);
      await store.complete('later', 'a');
      await add(store, draw('much later', { dueAt: 900 }), draw('soon', { dueAt: 20 }));
      expect(await claimIds(store, 20)).toEqual(['soon']);
    });

    it('do not make wait longer what was put off', async () => {
      const store = await stores.open();
      await add(store, draw('first', { dueAt: 5 }));
      await claimIds(store, 5);
      await store.postpone('first', 'a', 50, 'away');
      await add(store, draw('later', { dueAt: 300 }));
      await add(store, draw('now', { dueAt: 6 }));
      expect(await claimIds(store, 49)).toEqual([]);
      expect(await claimIds(store, 50)).toEqual(['now']);
    });

    it('take over from one that is put off when they are due', async () => {
      const store = await stores.open();
      await add(store, draw('first', { dueAt: 5 }));
      await claimIds(store, 5);
      await add(store, draw('later', { dueAt: 300 }));
      await store.postpone('first', 'a', 50, 'away');
      expect(await claimIds(store, 49)).toEqual([]);
      expect(await claimIds(store, 50)).toEqual(['later']);
    });

    it('leave to an older one what is due when its owner vanished', async () => {
      const store = await stores.open();
      await add(store, draw('first', { dueAt: 0 }));
      await claimIds(store, 0, 'a');
      await add(store, draw('later', { dueAt: 10 * LEASE }));
      expect(await claimIds(store, LEASE, 'b')).toEqual(['first']);
      await store.complete('first', 'b');
      expect(await claimIds(store, 10 * LEASE, 'b')).toEqual(['later']);
    });

    it('wait while one is worked on: one writer per card', async () => {
      const store = await stores.open();
      await add(store, draw('first'));
      await claimIds(store, 0);
      await add(store, draw('second'), draw('third'));
      expect(await claimIds(store, LEASE - 1, 'b')).toEqual([]);
      await store.complete('first', 'a');
      expect(await claimIds(store, LEASE - 1, 'b')).toEqual(['third']);
    });

    it('take the place of one whose owner vanished', async () => {
      const store = await stores.open();
      await add(store, draw('first'));
      await claimIds(store, 0, 'a');
      await add(store, draw('second'));
      expect(await claimIds(store, LEASE, 'b')).toEqual(['second']);
      await store.complete('second', 'b');
      expect(await claimIds(store, 1_000_000, 'b')).toEqual([]);
    });

    it('are not ended by the vanished owner that comes back late', async () => {
      const store = await stores.open();
      await add(store, draw('first'));
      await claimIds(store, 0, 'a');
      await add(store, draw('second'));
      await claimIds(store, LEASE, 'b');
      await store.complete('first', 'a');
      expect(await claimIds(store, LEASE, 'c')).toEqual([]);
      expect(await claimIds(store, 2 * LEASE, 'c')).toEqual(['second']);
    });

    it('keep to the back-off of the one they replace, and to its count', async () => {
      const store = await stores.open();
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
      const store = await stores.open();
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
});
