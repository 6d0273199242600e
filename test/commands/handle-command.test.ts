import { createCommandHandler, streamOf } from '../../src/commands/handle-command';
import type { CommandHandler } from '../../src/commands/handle-command';
import type { IncidentCommand } from '../../src/incident/commands';
import type { Append, Store } from '../../src/ports';
import {
  ADA,
  BEN,
  beginRun,
  check,
  CLEO,
  crashing,
  MINUTE,
  SECOND,
  T0,
  vote,
} from '../incident/support/builders';
import { asked, askedForTwo, GRANTED_AT, opened, rechecked, RECHECKED_AT } from '../incident/support/stories';
import { newStoreFile } from '../store/support/folders';
import { closeStores, openTestStore } from '../store/support/open-stores';
import { countedIds, handClock } from './support/bench';

const CLUSTER = 'cluster-1';
const AT = T0 + MINUTE;

afterEach(closeStores);

interface Handled {
  readonly handler: CommandHandler;
  /** How often work was left in the outbox. */
  readonly woken: () => number;
}

function handlerOn(store: Store, prefix = 'id'): Handled {
  let woken = 0;
  const handler = createCommandHandler({
    store,
    clock: handClock(),
    newId: countedIds(prefix),
    onEffects: () => (woken += 1),
  });
  return { handler, woken: () => woken };
}

async function handleAll(handler: CommandHandler, commands: readonly IncidentCommand[]): Promise<void> {
  for (const command of commands) await handler.handle(CLUSTER, command);
}

/** A store that does something else with an append. */
function withAppend(store: Store, append: Store['append']): Store {
  return Object.assign(Object.create(store) as Store, { append });
}

const kindsIn = async (store: Store): Promise<string[]> =>
  (await store.readStream(streamOf(CLUSTER), 0)).map(({ kind }) => kind);
const claimAll = (store: Store): ReturnType<Store['claim']> =>
  store.claim({ owner: 'test', now: T0 + 10 * MINUTE, leaseMs: MINUTE, limit: 100 });

describe('invariant 12: state, log and messages in one transaction', () => {
  it('a command leaves its events, its effects and its keys', async () => {
    const store = await openTestStore();
    const { handler, woken } = handlerOn(store);
    const handled = await handler.handle(CLUSTER, check(crashing(T0)));
    expect(handled).toMatchObject({ kind: 'done', state: { version: 3, incident: { offered: '1' } } });
    expect(await kindsIn(store)).toEqual(['CheckFinished', 'IncidentOpened', 'OfferMade']);
    expect((await claimAll(store)).map(({ kind }) => kind).sort()).toEqual([
      'incident-card',
      'notice',
      'prepare',
    ]);
    expect(await store.find({ kind: 'incident', key: `incident-${T0}` })).toEqual([streamOf(CLUSTER)]);
    expect(woken()).toBe(1);
  });

  it('a refused command and one that says nothing new leave nothing', async () => {
    const store = await openTestStore();
    const { handler, woken } = handlerOn(store);
    expect(await handler.handle(CLUSTER, vote(AT, ADA))).toMatchObject({
      kind: 'rejected',
      rejection: { rejected: 'no-such-request' },
    });
    expect(await handler.handle(CLUSTER, { kind: 'Tick', at: AT })).toMatchObject({
      kind: 'done',
      events: [],
    });
    expect([await kindsIn(store), woken()]).toEqual([[], 0]);
  });

  it('the store fails: nothing happened, and the same command works when it is back', async () => {
    const store = await openTestStore();
    const full = withAppend(store, () => Promise.reject(new Error('the disk is full')));
    const { handler, woken } = handlerOn(full);
    await expect(handler.handle(CLUSTER, check(crashing(T0)))).rejects.toThrow('the disk is full');
    expect((await handler.load(CLUSTER)).version).toBe(0);
    expect([await kindsIn(store), await claimAll(store), woken()]).toEqual([[], [], 0]);
    await expect(handler.handle(CLUSTER, check(crashing(T0)))).rejects.toThrow('the disk is full');
    expect(await handlerOn(store).handler.handle(CLUSTER, check(crashing(T0)))).toMatchObject({
      kind: 'done',
    });
  });

  it('a vote that the store refuses is not a vote', async () => {
    const store = await openTestStore();
    await handleAll(handlerOn(store).handler, asked());
    const failing = withAppend(store, () => Promise.reject(new Error('the store is locked')));
    const { handler } = handlerOn(failing);
    await expect(handler.handle(CLUSTER, vote(AT, ADA))).rejects.toThrow('the store is locked');
    expect((await handler.load(CLUSTER)).incident?.request).toMatchObject({ status: 'pending', votes: [] });
  });

  it('the effect whose outcome a command is, is over with the same transaction', async () => {
    const store = await openTestStore();
    const { handler } = handlerOn(store);
    await handleAll(handler, asked());
    const wake = (
      await store.claim({ owner: 'test', now: T0 + 61 * MINUTE, leaseMs: MINUTE, limit: 100 })
    ).find(({ kind }) => kind === 'wake');
    await handler.handle(CLUSTER, { kind: 'Tick', at: T0 + 61 * MINUTE }, wake?.id);
    const again = await store.claim({ owner: 'other', now: T0 + 600 * MINUTE, leaseMs: MINUTE, limit: 100 });
    expect(again.map(({ id }) => id)).not.toContain(wake?.id);
    expect(again.length).toBeGreaterThan(0);
  });
});

describe('invariant 14: everything is read again from the store', () => {
  it('another program on the same file goes on where the first one stopped', async () => {
    const file = newStoreFile();
    const first = await openTestStore({ file });
    await handleAll(handlerOn(first).handler, [...askedForTwo, vote(AT, ADA)]);
    await first.close();
    const { handler } = handlerOn(await openTestStore({ file }));
    expect(await handler.handle(CLUSTER, vote(AT, ADA))).toMatchObject({
      rejection: { rejected: 'already-voted' },
    });
    const granted = await handler.handle(CLUSTER, vote(AT, BEN));
    expect(granted.state.incident?.request?.status).toBe('granted');
  });

  it('a handler sees what another one wrote meanwhile', async () => {
    const store = await openTestStore();
    const [one, two] = [handlerOn(store, 'one').handler, handlerOn(store, 'two').handler];
    await handleAll(one, opened);
    expect((await two.load(CLUSTER)).version).toBe(3);
    await handleAll(one, asked().slice(opened.length));
    expect((await two.load(CLUSTER)).incident?.request?.shortId).toBe('R7K2');
    expect((await two.load('cluster-2')).version).toBe(0);
  });
});

describe('invariant 15: at the same time', () => {
  it('two people vote on two handlers at once: both count, one grant', async () => {
    const file = newStoreFile();
    const stores = [await openTestStore({ file }), await openTestStore({ file })] as const;
    const [one, two] = [handlerOn(stores[0], 'one').handler, handlerOn(stores[1], 'two').handler];
    await handleAll(one, askedForTwo);
    await two.load(CLUSTER);
    const handled = await Promise.all([
      one.handle(CLUSTER, vote(AT, ADA)),
      two.handle(CLUSTER, vote(AT, BEN)),
    ]);
    expect(handled.map(({ kind }) => kind)).toEqual(['done', 'done']);
    const kinds = await kindsIn(stores[0]);
    expect(kinds.filter((kind) => kind === 'VoteCast')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'RequestGranted')).toHaveLength(1);
    expect((await claimAll(stores[0])).filter(({ kind }) => kind === 'begin-run')).toHaveLength(1);
  });

  it('fifty clicks of one person at once on two handlers: one vote', async () => {
    const store = await openTestStore();
    const handlers = [handlerOn(store, 'one').handler, handlerOn(store, 'two').handler] as const;
    await handleAll(handlers[0], askedForTwo);
    const clicks = Array.from({ length: 50 }, (_, index) =>
      handlers[index % 2 === 0 ? 0 : 1].handle(CLUSTER, vote(AT, ADA)),
    );
    const handled = await Promise.all(clicks);
    expect(handled.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(
      handled.filter((one) => one.kind === 'rejected' && one.rejection.rejected === 'already-voted'),
    ).toHaveLength(49);
    expect((await kindsIn(store)).filter((kind) => kind === 'VoteCast')).toHaveLength(1);
  });

  it('approve and deny at once: never a run after the deny', async () => {
    const store = await openTestStore();
    const [one, two] = [handlerOn(store, 'one').handler, handlerOn(store, 'two').handler];
    await handleAll(one, asked());
    await Promise.all([
      one.handle(CLUSTER, vote(AT, ADA)),
      two.handle(CLUSTER, vote(AT, BEN, { decision: 'deny' })),
    ]);
    await one.handle(CLUSTER, check(crashing(RECHECKED_AT)));
    const begun = await one.handle(CLUSTER, beginRun(RECHECKED_AT + SECOND));
    expect(begun).toMatchObject({ kind: 'rejected', rejection: { rejected: 'not-granted' } });
    expect((await one.load(CLUSTER)).incident?.request?.end?.as).toBe('denied');
  });

  it('two handlers begin the same granted run at once: one run, one first step', async () => {
    const store = await openTestStore();
    const [one, two] = [handlerOn(store, 'one').handler, handlerOn(store, 'two').handler];
    await handleAll(one, rechecked());
    const at = RECHECKED_AT + SECOND;
    const handled = await Promise.all([
      one.handle(CLUSTER, beginRun(at)),
      two.handle(CLUSTER, beginRun(at, { runId: 'run-2' })),
    ]);
    expect(handled.map(({ kind }) => kind).sort()).toEqual(['done', 'rejected']);
    expect((await claimAll(store)).filter(({ kind }) => kind === 'step')).toHaveLength(1);
  });
});

describe('a conflict with another writer', () => {
  it('is decided again on what the other one wrote', async () => {
    const store = await openTestStore();
    await handleAll(handlerOn(store).handler, askedForTwo);
    const other = handlerOn(store, 'other').handler;
    let isFirst = true;
    const contended = withAppend(store, async (append: Append) => {
      if (isFirst) {
        isFirst = false;
        await other.handle(CLUSTER, vote(AT, BEN));
      }
      return store.append(append);
    });
    const handled = await handlerOn(contended).handler.handle(CLUSTER, vote(AT, ADA));
    expect(handled).toMatchObject({
      kind: 'done',
      events: [{ kind: 'VoteCast' }, { kind: 'RequestGranted' }],
    });
  });

  it('that never ends is given up after a time, and nothing was written', async () => {
    const store = await openTestStore();
    const clock = handClock();
    let tries = 0;
    const contended = withAppend(store, async () => {
      tries += 1;
      clock.set(T0 + tries * 1000);
      return 'conflict';
    });
    const handler = createCommandHandler({
      store: contended,
      clock,
      newId: countedIds(),
      onEffects: () => undefined,
    });
    await expect(handler.handle(CLUSTER, check(crashing(T0)))).rejects.toThrow(
      'nothing was done. Try again.',
    );
    expect([tries, await kindsIn(store)]).toEqual([5, []]);
  });

  it('one command that fails does not block the next one', async () => {
    const store = await openTestStore();
    let isFirst = true;
    const flaky = withAppend(store, (append: Append) => {
      const fails = isFirst;
      isFirst = false;
      return fails ? Promise.reject(new Error('the store is locked')) : store.append(append);
    });
    const { handler } = handlerOn(flaky);
    const [first, second] = await Promise.allSettled([
      handler.handle(CLUSTER, check(crashing(T0))),
      handler.handle(CLUSTER, check(crashing(T0))),
    ]);
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
    expect((await handler.load(CLUSTER)).version).toBe(3);
  });

  it('a log with an event of a newer program is not read over', async () => {
    const store = await openTestStore();
    await store.append({
      stream: streamOf(CLUSTER),
      expectedVersion: 0,
      events: [{ kind: 'NodeHealed', at: T0, body: {} }],
      facts: [],
      effects: [],
      index: [],
    });
    await expect(handlerOn(store).handler.handle(CLUSTER, vote(GRANTED_AT, CLEO))).rejects.toThrow(
      'NodeHealed',
    );
  });
});
