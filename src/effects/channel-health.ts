import { readUndelivered, saveUndelivered } from '../commands/undelivered';
import type { Logger } from '../logger';
import type { Clock, Store } from '../ports';
import type { Performed } from './run-effects';

/** Attempts in a row before a channel counts as not reached: less is a hiccup. */
const ATTEMPTS_TO_SAY_SO = 4;

/** Says in `status` and in the log when an incident channel gets nothing, and when it does again. */
export interface ChannelHealth {
  /** @param cannotPass nothing will change until a person does something */
  note(cluster: string, performed: Performed, attempts: number, cannotPass: boolean): Promise<void>;
}

export function createChannelHealth(parts: {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
}): ChannelHealth {
  const { store, clock, logger } = parts;
  return {
    note: async (cluster, performed, attempts, cannotPass) => {
      if (performed.kind === 'again' && !cannotPass && attempts + 1 < ATTEMPTS_TO_SAY_SO) return;
      const before = await readUndelivered(store, cluster);
      if (performed.kind === 'again') {
        if (before?.why === performed.why) return;
        const { why } = performed;
        await saveUndelivered(store, cluster, { since: before?.since ?? clock.now(), why });
        logger.error({ cluster, why }, 'the incident channel does not get its card; "status" says so');
        return;
      }
      if (before === null) return;
      await saveUndelivered(store, cluster, null);
      logger.info({ cluster, since: before.since }, 'the incident channel gets its card again');
    },
  };
}
