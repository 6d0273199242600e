import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { newStoreFile } from './support/folders';
import { closeStores, openTestStore } from './support/open-stores';
import { appendOf, effectOf, eventOf } from './support/samples';

afterEach(closeStores);

describe('a store that another program has locked', () => {
  it('is waited for, and then the append goes on', async () => {
    const { store, other } = await lockedStore();
    const appending = store.append(appendOf('s', 0, [eventOf({ n: 1 })]));
    // The event loop turns while the store waits.
    for (let turn = 0; turn < 20; turn += 1) await pause(1);
    other.exec('commit');
    other.close();
    expect(await appending).toBe('appended');
  });

  it('refuses in the end, says so, and has written nothing', async () => {
    const { store, other } = await lockedStore();
    await expect(store.append(appendOf('s', 0, [eventOf({ n: 1 })]))).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringMatching(/Nothing was written: another process held/) as string,
    });
    expect(await store.readStream('s', 0)).toEqual([]);
    other.exec('rollback');
    other.close();
    expect(await store.append(appendOf('s', 0, [eventOf({ n: 1 })]))).toBe('appended');
  });

  async function lockedStore() {
    const file = newStoreFile();
    const store = await openTestStore({ file });
    const other = new Database(file);
    other.exec('begin immediate');
    return { store, other };
  }
});

describe('the one process of a store', () => {
  it('keeps every other one out, says what to do, and lets the next one in when it ends', async () => {
    const file = newStoreFile();
    const first = await openTestStore({ file, isOnlyProcess: true });
    await expect(openTestStore({ file, isOnlyProcess: true })).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringMatching(/serves one process: stop the other one, or use PostgreSQL/) as string,
    });
    expect(await first.append(appendOf('s', 0, [eventOf({ n: 1 })]))).toBe('appended');
    await first.close();
    const second = await openTestStore({ file, isOnlyProcess: true });
    expect(await second.readStream('s', 0)).toHaveLength(1);
  });

  it('invariant 14: takes over at once what a dead one held, but what runs once is only lost', async () => {
    const store = await openTestStore({ isOnlyProcess: true });
    const effects = [effectOf('card'), effectOf('step', { delivery: 'once' }), effectOf('mine')];
    await store.append(appendOf('s', 0, [], { effects }));
    const lease = { now: 0, leaseMs: 1_000 };
    await store.claim({ ...lease, owner: 'dead', limit: 2 });
    await store.claim({ ...lease, owner: 'alive', limit: 9 });
    await store.lead({ ...lease, owner: 'dead', name: 'watch' });

    await store.takeOver('alive');
    const again = await store.claim({ ...lease, now: 1, owner: 'alive', limit: 9 });
    expect(again.map((effect) => effect.id)).toEqual(['card']);
    expect((await store.lost(1)).map((effect) => effect.id)).toEqual(['step']);
    expect(await store.lead({ ...lease, owner: 'alive', name: 'watch' })).toBe(true);
  });

  it('takes nothing over where others may live', async () => {
    const store = await openTestStore();
    await store.append(appendOf('s', 0, [], { effects: [effectOf('card')] }));
    await store.claim({ owner: 'other', now: 0, leaseMs: 1_000, limit: 1 });
    await store.takeOver('me');
    expect(await store.claim({ owner: 'me', now: 999, leaseMs: 1_000, limit: 1 })).toEqual([]);
  });
});
