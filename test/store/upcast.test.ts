import { upcast, UPCASTERS, type Upcasters } from '../../src/store/upcast';
import { onEveryStore } from './support/on-every-store';
import { appendOf, eventOf } from './support/samples';
import { openAt } from './support/open-at';

onEveryStore((stores) => {
  /** Format 2 calls the voter `person`; format 3 knows a role. */
  const steps: Upcasters = new Map([
    ['vote-cast', [({ voter = null }) => ({ person: voter }), (body) => ({ ...body, role: 'approver' })]],
  ]);

  describe('format versions of entries', () => {
    it('lifts an old entry when it is read, and leaves what is stored and hashed as it was', async () => {
      const place = await stores.newPlace();
      const older = await openAt(place);
      await older.append(appendOf('s', 0, [eventOf({ voter: 'kim' })]));
      const [stored] = await older.readStream('s', 0);
      await older.close();

      const newer = await stores.open({ place, upcasters: steps });
      await newer.append(appendOf('s', 1, [eventOf({ person: 'lee', role: 'admin' })]));
      const entries = await newer.readStream('s', 0);
      expect(entries.map((entry) => entry.body)).toEqual([
        { person: 'kim', role: 'approver' },
        { person: 'lee', role: 'admin' },
      ]);
      expect((await newer.readHistory('s', 9)).map((entry) => entry.body)).toEqual(
        entries.map((entry) => entry.body),
      );
      expect(entries[0]?.hash).toBe(stored?.hash);
      expect((await newer.verifyAudit()).firstProblem).toBeNull();
    });

    it.each([
      [1, { voter: 'kim' }, { person: 'kim', role: 'approver' }],
      [2, { person: 'kim' }, { person: 'kim', role: 'approver' }],
      [3, { person: 'kim', role: 'x' }, { person: 'kim', role: 'x' }],
    ])('runs only the steps after format %d', (schema, body, expected) => {
      expect(upcast(steps, 'vote-cast', schema, body)).toEqual(expected);
    });

    it('knows format 1 of every kind without a step, whatever the kind is called', () => {
      expect(upcast(UPCASTERS, 'constructor', 1, { a: 1 })).toEqual({ a: 1 });
    });

    it('refuses a store that holds entries of a format it does not know', async () => {
      const place = await stores.newPlace();
      const newer = await openAt(place, { upcasters: steps });
      await newer.append(appendOf('s', 0, [eventOf({ person: 'kim', role: 'approver' })]));
      await newer.close();
      await expect(openAt(place)).rejects.toThrow(
        /'vote-cast' entries of format 3.*only up to format 1.*Start the newer program/,
      );
    });
  });
});
