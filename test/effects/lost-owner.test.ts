import path from 'node:path';
import { loseSteps } from '../../src/effects/lose-steps';
import type { Store } from '../../src/ports';
import { onEveryStore } from '../store/support/on-every-store';
import { StoreWorker } from '../store/support/start-worker';
import { until } from '../support/powershell';
import { beginRunOn, CLUSTER, handlerOn } from './support/a-run';

const clock = { now: () => Date.now() };
const WORKER = path.join(__dirname, 'support', 'step-worker.ts');

onEveryStore((stores) => {
  describe('a runner that begins a step', () => {
    let worker: StoreWorker | undefined;
    afterEach(() => worker?.kill());

    async function begun() {
      const place = await stores.newPlace();
      const store = await stores.open({ place, isDatabaseTime: true });
      await beginRunOn(store, clock);
      worker = StoreWorker.start('step', place, 'worker', WORKER);
      await worker.hasSaid(1);
      return { store, handler: handlerOn(store, clock), worker };
    }

    async function loses(store: Store): Promise<void> {
      const handler = handlerOn(store, clock);
      await until(
        'the lease ended',
        async () => (await loseSteps({ store, handler, clock }, Date.now())) === 1,
      );
    }

    it('and lives reports what came of it', async () => {
      const { handler, worker: living } = await begun();
      living.go();
      expect(await living.result()).toEqual(['begun', 'stored']);
      expect((await handler.load(CLUSTER)).incident?.run).toMatchObject({ result: 'succeeded' });
    });

    it('invariant 8: and is killed leaves it unknown; nobody gets it again', async () => {
      const { store, handler, worker: killed } = await begun();
      await killed.kill();
      await loses(store);
      expect((await handler.load(CLUSTER)).incident?.run).toMatchObject({ result: 'unknown', settled: null });
      const claim = { owner: 'another', now: Date.now() + 1_000_000, leaseMs: 1, limit: 100 };
      const given = await store.claim(claim);
      expect(given.filter(({ kind }) => kind === 'step')).toEqual([]);
      expect(await store.verifyAudit()).toMatchObject({ firstProblem: null });
    });

    it('invariant 8: and is paused past its lease comes too late: its report is refused, the step stays unknown', async () => {
      const { store, handler, worker: paused } = await begun();
      paused.pause();
      await loses(store);
      paused.resume();
      paused.go();
      expect(await paused.result()).toEqual(['begun', 'refused: no-such-run']);
      expect((await handler.load(CLUSTER)).incident?.run).toMatchObject({ result: 'unknown', settled: null });
    });
  });
});
