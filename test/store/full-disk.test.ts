import { migrate } from '../../src/store/migrate';
import { SQLITE_MIGRATIONS } from '../../src/store/migrations/all';
import { sqliteBackend } from '../../src/store/sqlite-backend';
import { openDatabase } from '../../src/store/sqlite-database';
import { SqlStore } from '../../src/store/sql-store';
import { UPCASTERS } from '../../src/store/upcast';
import { newStoreFile, removeFolders } from './support/folders';
import { appendOf, effectOf, eventOf } from './support/samples';

afterEach(removeFolders);

/** A store whose database may not grow beyond what it has now, as on a full disk; `grow` frees space. */
async function fullStore() {
  const file = newStoreFile();
  const database = await openDatabase(file);
  const backend = sqliteBackend(database, { file, processLock: null });
  await migrate(backend.db, database, SQLITE_MIGRATIONS);
  const store = new SqlStore(backend, UPCASTERS);
  await store.append(
    appendOf('s', 0, [eventOf({ n: 1 })], { effects: [effectOf('e1', { delivery: 'once' })] }),
  );
  await store.claim({ owner: 'a', now: 0, leaseMs: 1, limit: 1 });
  database.pragma(`max_page_count = ${String(database.pragma('page_count', { simple: true }))}`);
  return { store, database, grow: () => database.pragma('max_page_count = 1000000') };
}

describe('when the disk is full', () => {
  const large = { text: 'x'.repeat(20_000) };

  it('invariant 12: an append is refused with a clear error and nothing of it is there', async () => {
    const { store, grow } = await fullStore();
    const events = [eventOf({ n: 2 }), eventOf(large)];
    const effects = [effectOf('e2')];
    const append = appendOf('s', 1, events, { effects, index: [{ kind: 'k', key: 'k' }], completes: 'e1' });
    await expect(store.append(append)).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(/Nothing was written.*Free space/) as string,
    });
    expect((await store.readHistory('s', 9)).map((entry) => entry.body)).toEqual([{ n: 1 }]);
    expect(await store.find({ kind: 'k', key: 'k' })).toEqual([]);
    expect((await store.lost(10)).map((effect) => effect.id)).toEqual(['e1']);

    grow();
    expect(await store.append(append)).toBe('appended');
    expect(await store.verifyAudit()).toMatchObject({ entries: 3, firstProblem: null });
    await store.close();
  });

  it('invariant 12: an effect that does not fit takes its event back', async () => {
    const { store } = await fullStore();
    const append = appendOf('s', 1, [eventOf({ n: 2 })], { effects: [effectOf('e2', { body: large })] });
    await expect(store.append(append)).rejects.toMatchObject({ code: 'disk-full' });
    expect(await store.verifyAudit()).toMatchObject({ entries: 1, firstProblem: null });
    await store.close();
  });
});

it('invariant 12: a store that turned read-only refuses with a clear error and writes nothing', async () => {
  const { store, database } = await fullStore();
  database.pragma('query_only = ON');
  await expect(store.append(appendOf('s', 1, [eventOf({ n: 2 })]))).rejects.toMatchObject({
    code: 'not-writable',
  });
  await expect(store.firstSeen({ kind: 'k', key: 'k' }, 1)).rejects.toMatchObject({ code: 'not-writable' });
  database.pragma('query_only = OFF');
  expect(await store.append(appendOf('s', 1, [eventOf({ n: 2 })]))).toBe('appended');
  await store.close();
});

it('refuses to work after it was closed', async () => {
  const { store } = await fullStore();
  await store.close();
  await expect(store.append(appendOf('s', 1, []))).rejects.toThrow(/destroyed/);
});
