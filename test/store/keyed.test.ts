import type { Store } from '../../src/ports';
import { onEveryStore } from './support/on-every-store';
import { appendOf, eventOf } from './support/samples';

onEveryStore((stores) => {
  async function indexed(store: Store, stream: string, key: string): Promise<void> {
    await store.append(appendOf(stream, 0, [eventOf({})], { index: [{ kind: 'short-id', key }] }));
  }

  describe('index keys', () => {
    it('lead to every stream that has them, in the order they were added', async () => {
      const store = await stores.open();
      await indexed(store, 'z', 'k7');
      await indexed(store, 'a', 'k7');
      await indexed(store, 'b', 'k8');
      expect(await store.find({ kind: 'short-id', key: 'k7' })).toEqual(['z', 'a']);
      expect(await store.find({ kind: 'request', key: 'k7' })).toEqual([]);
    });

    it('may be named again by the same stream', async () => {
      const store = await stores.open();
      await indexed(store, 'a', 'k7');
      const index = [{ kind: 'short-id', key: 'k7' }];
      expect(await store.append(appendOf('a', 1, [eventOf({})], { index }))).toBe('appended');
      expect(await store.find({ kind: 'short-id', key: 'k7' })).toEqual(['a']);
    });
  });

  describe('keys that were seen', () => {
    it('are new one time, through whichever connection and at whatever time', async () => {
      const place = await stores.newPlace();
      const [a, b] = [await stores.open({ place }), await stores.open({ place })];
      const key = { kind: 'activity', key: 'f:1' };
      const answers = await Promise.all([a.firstSeen(key, 1), b.firstSeen(key, 2), a.firstSeen(key, 3)]);
      expect(answers.filter((isFirst) => isFirst)).toEqual([true]);
      expect(await b.firstSeen(key, 9_000_000)).toBe(false);
      expect(await b.firstSeen({ ...key, kind: 'message' }, 4)).toBe(true);
    });
  });

  describe('card slots', () => {
    const begun = {
      slot: 'incident:1',
      conversationId: 'c',
      activityId: null,
      serviceUrl: 'https://x/',
      revision: 3,
      strays: 1,
      unsettledUntil: null,
    };
    const LEASE = 1_000;
    const take = (store: Store, owner: string, now = 0, slot = 'incident:1') =>
      store.takeCardTurn({ slot, owner, now, leaseMs: LEASE });

    it('hold where a card was posted, and that a post was begun', async () => {
      const store = await stores.open();
      const posted = {
        ...begun,
        activityId: 'm1',
        conversationId: 'c;messageid=m1',
        revision: 4,
        strays: 0,
        unsettledUntil: 1_700_000_000_000,
      };
      expect(await store.readCardSlot('incident:1')).toBeNull();
      expect(await take(store, 'a')).toEqual({ turn: 1, slot: null });
      await take(store, 'a', 0, 'incident:2');
      expect(await store.saveCardSlot(begun, { turn: 1, ends: false })).toBe(true);
      expect(await store.saveCardSlot({ ...begun, slot: 'incident:2' }, { turn: 1, ends: false })).toBe(true);
      expect(await store.readCardSlot('incident:1')).toEqual(begun);
      expect(await store.saveCardSlot(posted, { turn: 1, ends: true })).toBe(true);
      expect(await store.readCardSlot('incident:1')).toEqual(posted);
      expect(await store.readCardSlot('incident:2')).toEqual({ ...begun, slot: 'incident:2' });
      expect(await take(store, 'b')).toEqual({ turn: 2, slot: posted });
    });

    it('are written by one process at a time, until it gives the turn back or its lease ends', async () => {
      const place = await stores.newPlace();
      const [a, b] = [await stores.open({ place }), await stores.open({ place })];
      const turns = await Promise.all([take(a, 'a'), take(b, 'b')]);
      expect(turns.filter((turn) => turn === null)).toHaveLength(1);
      const [winner, loser] = turns[0] === null ? ['b', 'a'] : ['a', 'b'];
      expect(await take(b, loser, LEASE - 1)).toBeNull();
      expect(await take(b, loser, LEASE - 1, 'incident:2')).toMatchObject({ turn: 1 });
      await a.endCardTurn('incident:1', 1);
      expect(await take(b, loser, 1)).toMatchObject({ turn: 2 });
      expect(await take(a, winner, LEASE)).toBeNull();
      expect(await take(a, winner, LEASE + 1)).toMatchObject({ turn: 3 });
    });

    it('are not written by whoever was overtaken: it is told so', async () => {
      const store = await stores.open();
      await take(store, 'a');
      await take(store, 'b', LEASE);
      expect(await store.saveCardSlot(begun, { turn: 1, ends: true })).toBe(false);
      await store.endCardTurn('incident:1', 1);
      expect(await store.readCardSlot('incident:1')).toBeNull();
      expect(await take(store, 'a', LEASE)).toBeNull();
      expect(await store.saveCardSlot({ ...begun, strays: 0 }, { turn: 2, ends: true })).toBe(true);
    });
  });

  describe('settings', () => {
    it.each([
      [{ channel: '19:x@thread.tacv2', list: [1, 'two', null] }],
      ['text'],
      [0],
      [false],
      [null],
      [[]],
    ])('keep %j and what replaces it', async (value) => {
      const store = await stores.open();
      await store.saveSetting('s', 'before');
      await store.saveSetting('s', value);
      expect(await store.readSetting('s')).toEqual(value);
    });

    it('are null when they were never saved', async () => {
      expect(await (await stores.open()).readSetting('channel')).toBeNull();
    });
  });
});
