import type { Logger } from '../logger';

export interface Watch {
  /** @param afterMs when the first look begins; at once unless told otherwise */
  start(afterMs?: number): void;
  /** Ends the loop; a look that is under way is waited for. */
  stop(): Promise<void>;
}

export interface WatchParts {
  readonly cluster: string;
  /** One look; never concurrently with itself. */
  readonly look: () => Promise<void>;
  /** Time until the next look, ms: shorter while an incident is open. */
  readonly pause: () => Promise<number>;
  readonly logger: Logger;
}

/** Looks at one cluster again and again, for as long as the bot runs. A look that fails is only logged: the next one follows. */
export function createWatch(parts: WatchParts): Watch {
  let isRunning = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  const lookOnce = async (): Promise<void> => {
    try {
      await parts.look();
    } catch (error) {
      parts.logger.error({ error, cluster: parts.cluster }, 'a watch failed');
    }
    if (!isRunning) return;
    const pauseMs = await parts.pause().catch(() => 10_000);
    timer = setTimeout(begin, pauseMs);
  };

  const begin = (): void => {
    if (isRunning) turn = lookOnce();
  };

  return {
    start: (afterMs = 0) => {
      isRunning = true;
      if (afterMs === 0) begin();
      else timer = setTimeout(begin, afterMs);
    },
    stop: async () => {
      isRunning = false;
      clearTimeout(timer);
      await turn;
      clearTimeout(timer);
    },
  };
}
