import { createAccessSource } from '../../src/commands/access-source';
import { createSituation } from '../../src/commands/situation';
import { createLeadership } from '../../src/effects/leadership';
import { createVotersLook } from '../../src/effects/voters-look';
import type { GroupMembers, Store } from '../../src/ports';
import { handClock, settingsFor } from '../commands/support/bench';
import { ADA, ask, BEN, check, crashing, policy, SECOND, T0 } from '../incident/support/builders';
import { closeStores, openTestStore } from '../store/support/open-stores';
import { CLUSTER, handlerOn } from './support/a-run';

const ON_CALL = { id: '1f0f4b2e-6f0d-4f0e-9c1d-5a1f7f4f2b11', name: 'On call', roles: ['approver'] } as const;
const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const MINUTE = 60_000;

afterEach(closeStores);

/** A request that the members of a group decide on, and a process that looks. */
async function asked() {
  const store = await openTestStore();
  const clock = handClock(T0 + 2 * SECOND);
  const handler = handlerOn(store, clock);
  const inGroup = { ...ADA, group: ON_CALL.id };
  await handler.handle(CLUSTER, check(crashing(T0)));
  await handler.handle(CLUSTER, ask(T0 + SECOND, '1', null, { policy: policy({ approvers: [inGroup] }) }));
  const directory = { members: [ADA], isUp: true };
  const groups: GroupMembers = {
    membersOf: async () => {
      if (!directory.isUp) throw new Error('no answer');
      return directory.members;
    },
  };
  const settings = settingsFor([]);
  const access = createAccessSource({
    access: { ...settings.access, groups: [ON_CALL] },
    groups,
    clock,
    logger,
  });
  const situation = createSituation({ settings, store, clock, handler, access });
  const lookOf = (owner: string): (() => Promise<void>) => {
    const leadership = createLeadership({ store, clock, owner, leaseMs: 10 * MINUTE });
    return createVotersLook(CLUSTER, { situation, handler, leadership, clock });
  };
  return { store, clock, handler, directory, look: lookOf('one'), lookOf };
}

async function told(store: Store): Promise<readonly unknown[]> {
  const claimed = await store.claim({ owner: 'reader', now: T0 + 90 * MINUTE, leaseMs: 1, limit: 100 });
  return claimed.flatMap(({ kind, body }) =>
    kind === 'notice' && body['notice'] === 'voters' ? [body['detail']] : [],
  );
}

describe('while a request is open and its group changes', () => {
  it('given the group became empty, it is said once that it cannot be approved; given a member again, that it can', async () => {
    const { store, clock, handler, directory, look } = await asked();
    await look();
    expect((await handler.load(CLUSTER)).incident?.request).not.toHaveProperty('lacking');
    directory.members = [];
    for (let turn = 0; turn < 3; turn += 1) {
      clock.set(clock.now() + 2 * MINUTE);
      await look();
    }
    expect((await handler.load(CLUSTER)).incident?.request?.lacking).toContain('nobody else may vote');
    // In a group one may come and go: whoever is in it may vote.
    directory.members = [BEN];
    clock.set(clock.now() + 2 * MINUTE);
    await look();
    expect((await handler.load(CLUSTER)).incident?.request).not.toHaveProperty('lacking');
    expect(await told(store)).toEqual(['0 of 1 approvals are there, and nobody else may vote on it now', '']);
  });

  it('given a directory that does not answer, nothing is said: nobody knows', async () => {
    const { store, clock, directory, look } = await asked();
    directory.isUp = false;
    clock.set(clock.now() + 2 * MINUTE);
    await look();
    expect(await told(store)).toEqual([]);
  });

  it('given two processes, one of them looks', async () => {
    const { store, clock, directory, look, lookOf } = await asked();
    await look();
    directory.members = [];
    clock.set(clock.now() + 2 * MINUTE);
    await lookOf('another')();
    expect(await told(store)).toEqual([]);
    await look();
    expect(await told(store)).toHaveLength(1);
  });
});
