import type { Logger } from '../logger';
import type { Clock, Store } from '../ports';
import type { Leadership } from './leadership';
import type { EffectRunner } from './run-effects';

export interface LeaseKeeper {
  start(): void;
  stop(): Promise<void>;
}

export interface LeaseKeeperParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly owner: string;
  readonly runner: Pick<EffectRunner, 'inHand' | 'disown'>;
  readonly leadership: Pick<Leadership, 'renew'>;
  /** Ends steps whose owner is gone; gives how many there were. */
  readonly loseSteps: () => Promise<number>;
  /** Elapsed time that no clock setting moves, ms. */
  readonly elapsed: () => number;
  readonly leaseMs: number;
  /** How often leases are kept, ms; well below `leaseMs`. */
  readonly keepMs: number;
  readonly logger: Logger;
}

/**
 * Keeps the leases of work under way, and lets steps of owners that are gone end as unknown.
 * After a pause of this process or of the database nobody is declared gone before everybody had the time of a lease to come back.
 */
export function createLeaseKeeper(parts: LeaseKeeperParts): LeaseKeeper {
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  let isRunning = false;
  let lastGoodAt: number | null = null;
  let goodSince = 0;

  const keep = async (): Promise<void> => {
    await keepOwn(parts);
    const now = parts.elapsed();
    if (lastGoodAt === null || now - lastGoodAt > parts.leaseMs) goodSince = now;
    lastGoodAt = now;
    if (now - goodSince < parts.leaseMs) return;
    const lost = await parts.loseSteps();
    if (lost > 0) parts.logger.warn({ lost }, 'the owner of a step is gone; its outcome is unknown');
  };

  const loop = (): void => {
    turn = keep()
      .catch((error: unknown) => {
        lastGoodAt = null;
        parts.logger.error({ error }, 'could not keep leases');
      })
      .finally(() => {
        if (isRunning) timer = setTimeout(loop, parts.keepMs);
      });
  };

  return {
    start: () => {
      isRunning = true;
      loop();
    },
    stop: async () => {
      isRunning = false;
      clearTimeout(timer);
      await turn;
    },
  };
}

async function keepOwn({
  store,
  clock,
  owner,
  runner,
  leadership,
  leaseMs,
  logger,
}: LeaseKeeperParts): Promise<void> {
  const ids = runner.inHand();
  const held = new Set(await store.extend({ owner, now: clock.now(), leaseMs, ids }));
  const lost = ids.filter((id) => !held.has(id));
  // Work that ended meanwhile is missing too; only what is still in hand is lost.
  const disowned = runner.disown(lost);
  if (disowned > 0) logger.warn({ disowned }, 'the lease of work under way ended; it belongs to others now');
  await leadership.renew();
}
