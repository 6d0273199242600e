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
    it('hold where a card was posted, and that a post was begun', async () => {
      const store = await stores.open();
      const begun = {
        slot: 'incident:1',
        conversationId: 'c',
        activityId: null,
        serviceUrl: 'https://x/',
        revision: 3,
      };
      expect(await store.readCardSlot('incident:1')).toBeNull();
      await store.saveCardSlot(begun);
      await store.saveCardSlot({ ...begun, slot: 'incident:2' });
      expect(await store.readCardSlot('incident:1')).toEqual(begun);
      const posted = { ...begun, activityId: 'm1', conversationId: 'c;messageid=m1', revision: 4 };
      await store.saveCardSlot(posted);
      expect(await store.readCardSlot('incident:1')).toEqual(posted);
      expect(await store.readCardSlot('incident:2')).toEqual({ ...begun, slot: 'incident:2' });
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
