import { refusalWords } from '../../src/commands/refusal-words';
import type { Reply } from '../../src/commands/incoming';
import type { Store } from '../../src/ports';
import {
  ADA,
  ANTON,
  ask,
  BEN,
  CLEO,
  digestOf,
  FACTS,
  MINUTE,
  OLGA,
  SECOND,
  T0,
  tick,
} from '../incident/support/builders';
import { asked } from '../incident/support/stories';
import { closeStores, openTestStore } from '../store/support/open-stores';
import type { Bench } from './support/bench';
import { benchOn, clicks, says, settingsFor } from './support/bench';

const CLUSTER = 'cluster-1';
const DATA = { request: 'request-1', digest: digestOf(FACTS).slice(0, 12) };
const SETTINGS = settingsFor([
  { person: ADA, roles: ['approver'] },
  { person: BEN, roles: ['approver'] },
  { person: CLEO, roles: ['approver', 'operator'] },
  { person: OLGA, roles: ['operator', 'approver'] },
  { person: ANTON, roles: ['admin'] },
]);

let store: Store;
let bench: Bench;

beforeEach(async () => {
  store = await openTestStore();
  bench = benchOn(store, SETTINGS);
  for (const command of asked()) await bench.handler.handle(CLUSTER, command);
  bench.clock.set(T0 + MINUTE);
});
afterEach(closeStores);

const requestNow = async (): Promise<unknown> => (await bench.handler.load(CLUSTER)).incident?.request;
const textOf = (reply: Reply): string => (reply.kind === 'text' ? reply.text : JSON.stringify(reply));
const refusals = async (): Promise<unknown[]> =>
  (await store.readHistory(`cluster/${CLUSTER}`, 200))
    .filter(({ kind }) => kind === 'Refused')
    .map(({ body }) => body);

describe('invariant 4: by button or by word', () => {
  it('a click votes, and the answer is the card of what was stored', async () => {
    const reply = await bench.receive(clicks(ADA, 'approve', DATA));
    expect(reply.kind).toBe('card');
    expect(await requestNow()).toMatchObject({
      status: 'granted',
      votes: [{ by: ADA, decision: 'approve' }],
    });
  });

  it('a word votes by the short id, in any case', async () => {
    await bench.receive(says(ADA, 'deny r7k2 not today', 'personal'));
    expect(await requestNow()).toMatchObject({ end: { as: 'denied', why: 'Ada denied it: not today' } });
  });

  it('who votes is who was authenticated, whatever the data says', async () => {
    await bench.receive(
      clicks(ADA, 'approve', { ...DATA, by: { objectId: BEN.objectId }, objectId: BEN.objectId }),
    );
    expect(await requestNow()).toMatchObject({ votes: [{ by: ADA }] });
  });

  it('a refresh that the client sends by itself never votes', async () => {
    await bench.receive(clicks(ADA, 'approve', DATA, { trigger: 'automatic' }));
    expect(await requestNow()).toMatchObject({ status: 'pending', votes: [] });
  });

  it('an unknown id and an id of nobody are told apart from nothing', async () => {
    expect(textOf(await bench.receive(says(ADA, 'approve ZZZZ')))).toBe(refusalWords('no-such-request'));
    expect(textOf(await bench.receive(clicks(ADA, 'approve', { ...DATA, request: 'constructor' })))).toBe(
      refusalWords('no-such-request'),
    );
    expect(await requestNow()).toMatchObject({ votes: [] });
  });
});

describe('invariant 7: a refused click', () => {
  it('gets a private, specific answer', async () => {
    const needsTwo = benchOn(store, SETTINGS);
    await needsTwo.handler.handle(CLUSTER, tick(T0 + 120 * MINUTE));
    needsTwo.clock.set(T0 + 121 * MINUTE);
    await needsTwo.handler.handle(
      CLUSTER,
      ask(T0 + 121 * MINUTE, '4', OLGA, { requestId: 'request-2', shortId: 'R8' }),
    );
    const own = { ...DATA, request: 'request-2' };
    expect(textOf(await needsTwo.receive(clicks(OLGA, 'approve', own)))).toBe(refusalWords('requester'));
    await needsTwo.receive(clicks(ADA, 'approve', own));
    expect(textOf(await needsTwo.receive(clicks(ADA, 'approve', own)))).toBe(
      refusalWords('already-voted', '1 of 2 approvals so far'),
    );
  });

  it('is recorded once per person, request and reason, even when it comes many times at once', async () => {
    await bench.receive(clicks(ADA, 'approve', DATA));
    await Promise.all(Array.from({ length: 10 }, () => bench.receive(clicks(ADA, 'approve', DATA))));
    expect(await refusals()).toEqual([
      { by: `${ADA.tenantId}/${ADA.objectId}`, name: 'Ada', about: 'request-1', reason: 'already-voted' },
    ]);
    await bench.receive(says(BEN, 'withdraw R7K2'));
    expect(await refusals()).toHaveLength(2);
  });

  it('changes no state: votes of others never fail by it', async () => {
    const before = (await bench.handler.load(CLUSTER)).version;
    await bench.receive(says(BEN, 'withdraw R7K2'));
    expect((await bench.handler.load(CLUSTER)).version).toBe(before);
  });

  it('the words carry the detail', () => {
    expect(refusalWords('already-asked', 'R7K2')).toBe(
      'There is a request already; decide on that one first. (R7K2)',
    );
    expect(refusalWords('expired')).toBe(refusalWords('expired', ''));
  });
});

describe('invariant 13: a click on an old card gets the present truth', () => {
  it.each([
    ['ended', 'deny', DATA],
    ['ended', 'approve', { ...DATA, digest: 'ffffffffffff' }],
  ])('a request that is %s: %s shows the card', async (_what, verb, data) => {
    await bench.receive(clicks(BEN, 'deny', DATA));
    const reply = await bench.receive(clicks(ADA, verb, data));
    expect(reply.kind).toBe('card');
    expect(await requestNow()).toMatchObject({ end: { as: 'denied' } });
  });

  it('another version of the request', async () => {
    const reply = await bench.receive(clicks(ADA, 'approve', { ...DATA, digest: 'ffffffffffff' }));
    expect(reply.kind).toBe('card');
    expect(await requestNow()).toMatchObject({ votes: [] });
  });

  it('a request that was followed by another one', async () => {
    await bench.receive(clicks(BEN, 'deny', DATA));
    await bench.handler.handle(
      CLUSTER,
      ask(T0 + 2 * MINUTE, '1', OLGA, { requestId: 'request-2', shortId: 'R8' }),
    );
    const reply = await bench.receive(clicks(ADA, 'approve', DATA));
    expect(reply.kind).toBe('card');
    expect(await requestNow()).toMatchObject({ id: 'request-2', votes: [] });
  });

  it('past its expiry it is refused by our clock, whether time was noticed or not', async () => {
    bench.clock.set(T0 + SECOND + 60 * MINUTE);
    expect((await bench.receive(clicks(ADA, 'approve', DATA))).kind).toBe('card');
    expect(textOf(await bench.receive(says(ADA, 'approve R7K2')))).toBe(refusalWords('expired'));
    expect(await requestNow()).toMatchObject({ votes: [] });
  });

  it('an old client cannot be shown a card of its own: its click still counts', async () => {
    expect(await bench.receive(clicks(ADA, 'approve', DATA, { via: 'submit' }))).toEqual({ kind: 'none' });
    expect(await requestNow()).toMatchObject({ status: 'granted' });
  });
});

describe('asking, stopping, freezing', () => {
  it('only an open incident is asked for, and only where the bot may run', async () => {
    await bench.receive(says(OLGA, 'ask 1'));
    expect(bench.prepared).toEqual(['1']);
    const observing = benchOn(store, { ...SETTINGS, runMode: 'observe' });
    expect(textOf(await observing.receive(says(OLGA, 'ask 1')))).toContain('only observe');
    const fresh = benchOn(await openTestStore(), SETTINGS);
    expect(textOf(await fresh.receive(says(OLGA, 'ask 1')))).toBe(refusalWords('no-incident'));
    expect([observing.prepared, fresh.prepared]).toEqual([[], []]);
  });

  it('a freeze needs a reason, and holds', async () => {
    expect(textOf(await bench.receive(says(ANTON, 'freeze')))).toBe(refusalWords('reason-missing'));
    await bench.receive(says(ANTON, 'freeze cluster-1 change window'));
    expect((await bench.handler.load(CLUSTER)).freeze).toMatchObject({ by: ANTON, reason: 'change window' });
    await bench.receive(says(ANTON, 'unfreeze'));
    expect((await bench.handler.load(CLUSTER)).freeze).toBeNull();
  });

  it('a withdrawal takes the own vote, else the own request', async () => {
    await bench.receive(says(ADA, 'approve R7K2'));
    await bench.receive(says(ADA, 'withdraw R7K2'));
    expect(await requestNow()).toMatchObject({ status: 'pending', votes: [{ withdrawn: true }] });
    expect(textOf(await bench.receive(says(OLGA, 'withdraw R7K2')))).toBe(refusalWords('not-yours'));
  });

  it('the store fails: it says so, and nothing happened', async () => {
    const broken = Object.assign(Object.create(store) as Store, {
      append: () => Promise.reject(new Error('full')),
    });
    const failing = benchOn(broken, SETTINGS);
    failing.clock.set(T0 + MINUTE);
    expect(textOf(await failing.receive(says(ADA, 'approve R7K2')))).toContain('nothing happened');
    expect(await requestNow()).toMatchObject({ votes: [] });
  });
});
