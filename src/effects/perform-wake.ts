import type { CommandHandler } from '../commands/handle-command';
import type { Clock } from '../ports';
import type { Performers } from './run-effects';

/** Lets the core see that time has passed. Needs nothing but the store, so any process does it. */
export function createWakePerformer(parts: {
  handler: CommandHandler;
  clock: Clock;
}): Pick<Performers, 'wake'> {
  return {
    wake: async (work) => {
      await parts.handler.handle(work.cluster, { kind: 'Tick', at: parts.clock.now() }, work.id);
      return { kind: 'settled' };
    },
  };
}
