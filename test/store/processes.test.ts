import { onEveryStore } from './support/on-every-store';
import { appendOf, effectOf, eventOf } from './support/samples';
import { StoreWorker } from './support/start-worker';
import { openAt, type Place } from './support/open-at';

onEveryStore((stores) => {
  /** Starts processes with the same job and lets them go at once. */
  async function together(job: string, place: Place, names: readonly string[]): Promise<readonly string[][]> {
    const workers = names.map((name) => StoreWorker.start(job, place, name));
    try {
      await Promise.all(workers.map((worker) => worker.hasSaid(1)));
      workers.forEach((worker) => worker.go());
      return await Promise.all(workers.map(async (worker) => (await worker.result()).slice(1)));
    } finally {
      await Promise.all(workers.map((worker) => worker.kill()));
    }
  }

  describe('two that append to one store', () => {
    it('invariant 12: through two connections, one wins a version and the other one has written nothing', async () => {
      const place = await stores.newPlace();
      const [a, b] = [await stores.open({ place }), await stores.open({ place })];
      for (let version = 0; version < 20; version += 1) {
        const results = await Promise.all([
          a.append(appendOf('s', version, [eventOf({ by: 'a' })], { effects: [effectOf(`a-${version}`)] })),
          b.append(appendOf('s', version, [eventOf({ by: 'b' })], { effects: [effectOf(`b-${version}`)] })),
        ]);
        expect([...results].sort()).toEqual(['appended', 'conflict']);
      }
      expect(await a.verifyAudit()).toMatchObject({ entries: 20, firstProblem: null });
      expect(await b.claim({ owner: 'b', now: 0, leaseMs: 1, limit: 100 })).toHaveLength(20);
    });

    it('invariant 12: as two processes, each version is won once, with its effect and key', async () => {
      const place = await stores.newPlace();
      const said = await together('race', place, ['a', 'b']);
      const won = said.map((lines) =>
        lines.filter((line) => line.startsWith('appended ')).map((l) => l.slice(9)),
      );
      const store = await stores.open({ place });
      const events = await store.readStream('s', 0);
      const winners = ['a', 'b'].map((name) =>
        events.filter((event) => event.body['by'] === name).map((event) => String(event.version)),
      );
      expect(events).toHaveLength(40);
      expect(won).toEqual(winners);
      const expected = events.map((event) => `${event.body['by'] === 'a' ? 'a' : 'b'}-${event.version}`);
      const effects = await store.claim({ owner: 'x', now: 0, leaseMs: 1, limit: 100 });
      expect(effects.map((effect) => effect.id)).toEqual(expected);
      const all = ['a', 'b'].flatMap((name) => events.map((event) => `${name}-${event.version}`));
      const found = await Promise.all(all.map((key) => store.find({ kind: 'winner', key })));
      expect(all.filter((_, index) => found[index]?.length === 1).sort()).toEqual([...expected].sort());
      expect(await store.verifyAudit()).toMatchObject({ entries: 40, firstProblem: null });
    });

    it('waits for the write lock without stopping its own event loop', async () => {
      const place = await stores.newPlace();
      const opened = await Promise.all([1, 2, 3].map(() => stores.open({ place })));
      const facts = [{ kind: 'told', body: {}, at: 1 }];
      await Promise.all(
        opened.flatMap((store) => Array.from({ length: 20 }, () => store.record('s', facts))),
      );
      expect(await opened[0]?.verifyAudit()).toMatchObject({ entries: 60, firstProblem: null });
    });
  });

  it('invariant 8: two processes that claim at the same time never get the same once-effect', async () => {
    const place = await stores.newPlace();
    const ids = Array.from({ length: 40 }, (_, n) => `step-${n}`);
    const store = await openAt(place);
    await store.append(
      appendOf('s', 0, [], { effects: ids.map((id) => effectOf(id, { delivery: 'once' })) }),
    );
    await store.close();
    const said = await together('claim', place, ['a', 'b']);
    expect(said.flat().sort()).toEqual(ids.map((id) => `claimed ${id}`).sort());
  });

  it('lets two processes create and migrate the same new store at once', async () => {
    const said = await together('open', await stores.newPlace(), ['a', 'b']);
    expect(said).toEqual([['entries 0'], ['entries 0']]);
  });

  it('invariant 14: kill -9 while appending loses nothing that was acknowledged and leaves nothing half-written', async () => {
    const place = await stores.newPlace();
    let acknowledged = 0;
    for (const round of [1, 2, 3, 4]) {
      const worker = StoreWorker.start('append-until-killed', place, `round-${round}`);
      await worker.hasSaid(10 * round);
      const versions = (await worker.kill()).map(Number);
      expect(versions[0]).toBeGreaterThan(acknowledged);
      acknowledged = versions.at(-1) ?? 0;

      const store = await openAt(place);
      const events = await store.readStream('s', 0);
      const effects = await store.claim({ owner: `o${round}`, now: round * 10, leaseMs: 1, limit: 100_000 });
      const report = await store.verifyAudit();
      await store.close();
      expect(events.length).toBeGreaterThanOrEqual(acknowledged);
      expect(effects).toHaveLength(events.length);
      expect(report).toMatchObject({ entries: events.length, firstProblem: null });
    }
  });
});
