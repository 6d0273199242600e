import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../logger';

/** Repeats something that may be repeated until the store has it. */
export type Persist = <T>(what: string, work: () => Promise<T>) => Promise<T>;

const PAUSE_MS = 1000;

/**
 * For what is known only here, such as the outcome of a step: a store that is away for a while must not make it unknown.
 * @param stopping ends the tries: the last error is thrown
 * @param longestMs how long is tried, ms
 */
export function createPersist(logger: Logger, stopping: AbortSignal, longestMs: number): Persist {
  return async (what, work) => {
    const deadline = performance.now() + longestMs;
    for (let isFirst = true; ; isFirst = false) {
      try {
        return await work();
      } catch (error) {
        if (stopping.aborted || performance.now() >= deadline) throw error;
        if (isFirst) logger.error({ error, what }, 'could not store this; it is tried again');
        await pause(PAUSE_MS, undefined, { signal: stopping }).catch(() => undefined);
      }
    }
  };
}
