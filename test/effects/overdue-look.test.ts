import { createAccessSource } from '../../src/commands/access-source';
import { createSituation } from '../../src/commands/situation';
import { createOverdueLook } from '../../src/effects/overdue-look';
import { handClock, settingsFor } from '../commands/support/bench';
import { check, crashing, HOUR, T0 } from '../incident/support/builders';
import { closeStores, openTestStore } from '../store/support/open-stores';
import { CLUSTER, handlerOn } from './support/a-run';

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

afterEach(closeStores);

describe('the card of an open incident while the watch may be overdue', () => {
  async function begun() {
    const store = await openTestStore();
    const clock = handClock();
    const handler = handlerOn(store, clock);
    const settings = settingsFor([]);
    const access = createAccessSource({ access: settings.access, groups: null, clock, logger });
    const situation = createSituation({ settings, store, clock, handler, access });
    await handler.handle(CLUSTER, check(crashing(T0)));
    await situation.markChecked(CLUSTER, T0);
    const drawn = async (): Promise<number> => {
      const claimed = await store.claim({ owner: 'reader', now: clock.now() + HOUR, leaseMs: 0, limit: 100 });
      const cards = claimed.filter(({ kind }) => kind === 'incident-card');
      for (const { id } of claimed) await store.complete(id, 'reader');
      return cards.length;
    };
    await drawn();
    return {
      clock,
      situation,
      drawn,
      startLook: () => createOverdueLook(CLUSTER, { situation, handler, clock, store }),
    };
  }

  it('is drawn anew once when it becomes overdue, and once when it is on time again', async () => {
    const { clock, situation, drawn, startLook } = await begun();
    const look = startLook();
    await look();
    expect(await drawn()).toBe(0);
    clock.set(T0 + HOUR);
    await look();
    expect(await drawn()).toBe(1);
    await look();
    expect(await drawn()).toBe(0);
    await situation.markChecked(CLUSTER, T0 + HOUR);
    await look();
    expect(await drawn()).toBe(1);
  });

  it('given a restart in between, does not stay "overdue" once it is watched again', async () => {
    const { clock, situation, drawn, startLook } = await begun();
    clock.set(T0 + HOUR);
    await startLook()();
    expect(await drawn()).toBe(1);
    const afterRestart = startLook();
    await afterRestart();
    expect(await drawn()).toBe(0);
    await situation.markChecked(CLUSTER, T0 + HOUR);
    await afterRestart();
    expect(await drawn()).toBe(1);
  });

  it('given the watch came back before the first look after a restart, is drawn anew', async () => {
    const { clock, situation, drawn, startLook } = await begun();
    clock.set(T0 + HOUR);
    await startLook()();
    expect(await drawn()).toBe(1);
    await situation.markChecked(CLUSTER, T0 + HOUR);
    await startLook()();
    expect(await drawn()).toBe(1);
  });
});
