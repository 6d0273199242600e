import { canonicalJson } from '../../src/incident/canonical-json';
import { onEveryStore } from './support/on-every-store';
import { appendOf, effectOf, eventOf } from './support/samples';
import { openAt } from './support/open-at';

onEveryStore((stores) => {
  const everything = { owner: 'a', now: 10_000, leaseMs: 1_000, limit: 100 };

  describe('append and read', () => {
    it('gives back events with their versions, facts without, all in one gapless sequence', async () => {
      const store = await stores.open();
      const facts = [{ kind: 'click-refused', body: { reason: 'not an approver' }, at: 7 }];
      await store.append(appendOf('a', 0, [eventOf({ n: 1 }, 5), eventOf({ n: 2 }, 6)], { facts }));
      await store.append(appendOf('b', 0, [eventOf({ n: 3 }, 8)]));

      const history = await store.readHistory('a', 10);
      expect(
        history.map((entry) => [entry.sequence, entry.version, entry.kind, entry.body, entry.at]),
      ).toEqual([
        [1, 1, 'vote-cast', { n: 1 }, 5],
        [2, 2, 'vote-cast', { n: 2 }, 6],
        [3, null, 'click-refused', { reason: 'not an approver' }, 7],
      ]);
      expect(history[1]?.previousHash).toBe(history[0]?.hash);
      expect((await store.readStream('a', 0)).map((entry) => entry.version)).toEqual([1, 2]);
      expect((await store.readStream('a', 1)).map((entry) => entry.body)).toEqual([{ n: 2 }]);
      expect((await store.readStream('b', 0)).map((entry) => entry.sequence)).toEqual([4]);
      expect(await store.readStream('nobody', 0)).toEqual([]);
    });

    it('shows at most so many of the newest entries of a history, newest last', async () => {
      const store = await stores.open();
      await store.append(
        appendOf(
          'a',
          0,
          [1, 2, 3].map((n) => eventOf({ n })),
        ),
      );
      expect((await store.readHistory('a', 2)).map((entry) => entry.body)).toEqual([{ n: 2 }, { n: 3 }]);
    });

    it.each([
      ['quotes, newlines and SQL', { text: `"a'); drop table log; --\r\n\t\u0000` }],
      ['characters of four bytes', { text: '𝄞 \u{1F600} é ü 日本語' }],
      ['nesting, numbers and names', { z: [1, -0.5, 1e21, { y: null, x: true }], constructor: 'c', '': '' }],
      ['a name that means something to JavaScript', JSON.parse('{"__proto__":{"a":1}}') as { a: number }],
    ])('keeps %s', async (_what, body) => {
      const store = await stores.open();
      await store.append(appendOf(`stream ${JSON.stringify(body)}`, 0, [eventOf(body)]));
      const [entry] = await store.readStream(`stream ${JSON.stringify(body)}`, 0);
      expect(canonicalJson(entry?.body ?? null)).toBe(canonicalJson(body));
      expect((await store.verifyAudit()).firstProblem).toBeNull();
    });

    it('writes text that was cut inside a character with a replacement character, as UTF-8 does', async () => {
      const store = await stores.open();
      await store.append(appendOf('a', 0, [eventOf({ text: 'cut \ud83d' })]));
      expect((await store.readStream('a', 0))[0]?.body).toEqual({ text: 'cut \ufffd' });
      expect((await store.verifyAudit()).firstProblem).toBeNull();
    });

    it('is there again after closing and opening', async () => {
      const place = await stores.newPlace();
      const first = await openAt(place);
      await first.append(appendOf('a', 0, [eventOf({ n: 1 })]));
      await first.close();
      const second = await stores.open({ place });
      expect((await second.readStream('a', 0)).map((entry) => entry.body)).toEqual([{ n: 1 }]);
    });

    it.each([
      ['not a number', { n: Number.NaN }, 1],
      ['a time that is not whole milliseconds', { n: 1 }, 1.5],
    ])('refuses %s and writes nothing', async (_what, body, at) => {
      const store = await stores.open();
      const effects = [effectOf('e1')];
      await expect(
        store.append(appendOf('a', 0, [eventOf({}), eventOf(body, at)], { effects })),
      ).rejects.toThrow(/cannot be stored|whole milliseconds/);
      expect((await store.verifyAudit()).entries).toBe(0);
      expect(await store.claim(everything)).toEqual([]);
    });
  });

  describe('all of a command is committed, or nothing', () => {
    const full = { effects: [effectOf('e2')], index: [{ kind: 'request', key: 'r2' }] };
    const facts = [{ kind: 'told', body: {}, at: 1 }];

    it.each([
      ['a version that somebody else has taken', 0],
      ['a version that is not there yet', 2],
    ])(
      'invariant 12: %s is a conflict and writes no event, fact, effect or key',
      async (_what, expectedVersion) => {
        const store = await stores.open();
        await store.append(appendOf('a', 0, [eventOf({ n: 1 })], { effects: [effectOf('e1')] }));
        const before = await store.verifyAudit();
        const [held] = await store.claim(everything);

        const late = appendOf('a', expectedVersion, [eventOf({ n: 2 })], { ...full, facts, completes: 'e1' });
        expect(await store.append(late)).toBe('conflict');
        expect(await store.verifyAudit()).toEqual(before);
        expect(await store.find({ kind: 'request', key: 'r2' })).toEqual([]);
        const again = await store.claim({ ...everything, now: 11_000 });
        expect(again.map((effect) => effect.id)).toEqual([held?.id]);
      },
    );

    it('invariant 12: an effect id that exists already is a conflict and takes the event back', async () => {
      const store = await stores.open();
      await store.append(appendOf('a', 0, [eventOf({ n: 1 })], { effects: [effectOf('e1')] }));
      const again = appendOf('a', 1, [eventOf({ n: 2 })], {
        ...full,
        facts,
        effects: [effectOf('e2'), effectOf('e1')],
      });
      expect(await store.append(again)).toBe('conflict');
      expect((await store.readHistory('a', 10)).map((entry) => entry.body)).toEqual([{ n: 1 }]);
      expect((await store.claim(everything)).map((effect) => effect.id)).toEqual(['e1']);
      expect(await store.find({ kind: 'request', key: 'r2' })).toEqual([]);
    });

    it('invariant 12: event, fact, effect, key and the completed effect arrive together', async () => {
      const store = await stores.open();
      await store.append(
        appendOf('a', 0, [eventOf({ n: 1 })], { effects: [effectOf('e1', { delivery: 'once' })] }),
      );
      await store.claim(everything);
      expect(
        await store.append(appendOf('a', 1, [eventOf({ n: 2 })], { ...full, facts, completes: 'e1' })),
      ).toBe('appended');
      expect(await store.lost(1_000_000)).toEqual([]);
      expect(await store.find({ kind: 'request', key: 'r2' })).toEqual(['a']);
      expect((await store.claim(everything)).map((effect) => effect.id)).toEqual(['e2']);
      expect((await store.readHistory('a', 10)).map((entry) => entry.kind)).toEqual([
        'vote-cast',
        'vote-cast',
        'told',
      ]);
    });

    it('facts never conflict and never move the version', async () => {
      const store = await stores.open();
      await store.append(appendOf('a', 0, [eventOf({ n: 1 })]));
      await Promise.all([store.record('a', facts), store.record('a', facts), store.record('new', facts)]);
      expect(await store.append(appendOf('a', 1, [eventOf({ n: 2 })]))).toBe('appended');
      expect(await store.append(appendOf('new', 0, [eventOf({ n: 1 })]))).toBe('appended');
      expect((await store.verifyAudit()).entries).toBe(6);
    });
  });
});
