import { createRefusals } from '../../src/commands/record-refusal';
import type { JsonValue } from '../../src/incident/json';
import type { Person } from '../../src/incident/person';
import type { LogEntry, Roster, Standing, Store } from '../../src/ports';
import { closeStores, openTestStore } from '../store/support/open-stores';
import { ADA, ANTON, ask, BEN, check, crashing, OLGA, policy, T0 } from '../incident/support/builders';
import { benchOn, says, settingsFor } from './support/bench';

const MEMBERS = [
  { person: ADA, roles: ['approver'] },
  { person: BEN, roles: ['approver'] },
  { person: OLGA, roles: ['operator', 'approver'] },
  { person: ANTON, roles: ['admin'] },
] as const;

afterEach(closeStores);

async function noticesOf(store: Store): Promise<readonly string[]> {
  const claimed = await store.claim({ owner: 'test', now: T0 + 60_000, leaseMs: 1, limit: 100 });
  return claimed
    .filter(({ kind, body }) => kind === 'notice' && body['notice'] === 'refusals')
    .map(({ body }) => String(body['detail'] as string));
}

async function askedByOlga() {
  const store = await openTestStore();
  const bench = benchOn(store, settingsFor(MEMBERS));
  const voters = policy({ approvers: [ADA, BEN, OLGA] });
  await bench.handler.handle('cluster-1', check(crashing(T0)));
  await bench.handler.handle('cluster-1', ask(T0, '4', OLGA, { policy: voters }));
  return { store, ...bench };
}

describe('refused tries', () => {
  it('three refused tries by one person are told to the channel, once', async () => {
    const { store, receive } = await askedByOlga();
    await receive(says(OLGA, 'approve R7K2'));
    await receive(says(OLGA, 'approve R7K2'));
    expect(await noticesOf(store)).toEqual([]);
    await Promise.all([receive(says(OLGA, 'approve R7K2')), receive(says(OLGA, 'approve R7K2'))]);
    const told = await noticesOf(store);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('Olga was refused 3 times on request R7K2');
  });

  it('a double click alarms nobody', async () => {
    const { store, receive } = await askedByOlga();
    for (let click = 0; click < 6; click += 1) await receive(says(ADA, 'approve R7K2'));
    expect(await noticesOf(store)).toEqual([]);
  });
});

describe('a flood of refused tries', () => {
  const entriesOf = async (store: Store): Promise<readonly LogEntry[]> =>
    (await store.readHistory('cluster/cluster-1', 1_000)).filter(({ kind }) => kind === 'Refused');
  const stranger = (number: number): Person => ({
    tenantId: '99999999-aaaa-4bbb-8ccc-000000000009',
    objectId: `00000000-aaaa-4bbb-8ccc-${String(number).padStart(12, '0')}`,
    name: `Stranger ${number}`,
  });
  const tryBy = (by: Person) => ({ by, about: 'request-1', reason: 'door-other-tenant' });

  it('by one person is one entry, and soon writes nothing more', async () => {
    const store = await openTestStore();
    let writes = 0;
    const counting: Store = Object.assign(Object.create(store) as Store, {
      saveSetting: (name: string, value: JsonValue) => ((writes += 1), store.saveSetting(name, value)),
    });
    const refusals = createRefusals(counting);
    for (let tried = 0; tried < 150; tried += 1)
      await refusals.record('cluster/cluster-1', tryBy(stranger(1)), T0);
    expect(await entriesOf(store)).toHaveLength(1);
    const before = writes;
    await refusals.record('cluster/cluster-1', tryBy(stranger(1)), T0);
    expect(writes).toBe(before);
  });

  it('by a crowd is 200 entries a day on one request, the last of which says so', async () => {
    const store = await openTestStore();
    const refusals = createRefusals(store);
    for (let number = 0; number < 210; number += 1)
      await refusals.record('cluster/cluster-1', tryBy(stranger(number)), T0);
    const entries = await entriesOf(store);
    expect(entries).toHaveLength(200);
    expect(entries.filter(({ body }) => 'further' in body)).toEqual(entries.slice(-1));
    await refusals.record('cluster/cluster-1', tryBy(stranger(209)), T0 + 24 * 3_600_000);
    expect(await entriesOf(store)).toHaveLength(201);
  });
});

describe('a try that was refused at the door', () => {
  it('is noted on the request it names, by its id however it was named, and alarms as any other', async () => {
    const { store, noteRefused } = await askedByOlga();
    const tried = (request: string, activityId: string) =>
      noteRefused({ activityId, by: ADA, request, reason: 'malformed' });
    await tried('R7K2', 'a1');
    await tried('r7k2', 'a2');
    expect(await noticesOf(store)).toEqual([]);
    await tried('R7K2', 'a3');
    expect(await noticesOf(store)).toHaveLength(1);
    const noted = (await store.readHistory('cluster/cluster-1', 100)).filter(
      ({ kind }) => kind === 'Refused',
    );
    expect(noted.map(({ body }) => [body['about'], body['reason']])).toEqual([
      ['request-1', 'door-malformed'],
    ]);
  });

  it('writes nothing when it names no request of ours, and never throws', async () => {
    const { store, noteRefused } = await askedByOlga();
    const before = await store.head();
    await noteRefused({ activityId: 'a1', by: ADA, request: 'made-up', reason: 'guest' });
    expect(await store.head()).toEqual(before);
    await store.close();
    await expect(
      noteRefused({ activityId: 'a2', by: ADA, request: 'R7K2', reason: 'guest' }),
    ).resolves.toBeUndefined();
  });
});

describe('the roster at the front door', () => {
  it.each<[Standing, string]>([
    ['guest', 'Guests cannot use this bot'],
    ['stranger', 'not a member of this conversation'],
    ['unreadable', 'Please try again in a moment'],
  ])('%s: no vote, whatever the configuration says', async (standing, words) => {
    const roster: Roster = { standingOf: () => Promise.resolve(standing) };
    const store = await openTestStore();
    const bench = benchOn(store, settingsFor(MEMBERS), null, roster);
    await bench.handler.handle('cluster-1', check(crashing(T0)));
    await bench.handler.handle('cluster-1', ask(T0, '1', null));
    expect(JSON.stringify(await bench.receive(says(ADA, 'approve R7K2')))).toContain(words);
    expect((await bench.handler.load('cluster-1')).incident?.request?.votes).toEqual([]);
    const status = await bench.receive(says(ADA, 'status'));
    expect(status.kind).toBe(standing === 'unreadable' ? 'card' : 'text');
  });
});

describe('freeze', () => {
  const twoClusters = () => {
    const settings = settingsFor(MEMBERS);
    const [first] = settings.clusters;
    return { ...settings, clusters: first ? [first, { ...first, name: 'cluster-2' }] : [] };
  };

  it('freeze without a cluster freezes all of them', async () => {
    const bench = benchOn(await openTestStore(), twoClusters());
    const reply = await bench.receive(says(ANTON, 'freeze storage maintenance'));
    expect(JSON.stringify(reply)).toContain('freeze on cluster-1, cluster-2');
    for (const name of ['cluster-1', 'cluster-2'])
      expect((await bench.handler.load(name)).freeze?.reason).toBe('storage maintenance');
    await bench.receive(says(ANTON, 'unfreeze cluster-2'));
    expect((await bench.handler.load('cluster-1')).freeze).not.toBeNull();
    expect((await bench.handler.load('cluster-2')).freeze).toBeNull();
  });

  it('freeze with a cluster freezes that one, and without a reason none', async () => {
    const bench = benchOn(await openTestStore(), twoClusters());
    await bench.receive(says(ANTON, 'freeze cluster-2 because'));
    expect((await bench.handler.load('cluster-1')).freeze).toBeNull();
    expect((await bench.handler.load('cluster-2')).freeze?.reason).toBe('because');
    expect(JSON.stringify(await bench.receive(says(ANTON, 'freeze')))).toContain('reason');
    expect((await bench.handler.load('cluster-1')).freeze).toBeNull();
  });
});
