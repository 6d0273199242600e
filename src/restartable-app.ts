import type { App } from './app';
import type { ClusterSettings } from './runbook/settings';

/** A bot that can be stopped and started anew in the same place, for other clusters. */
export interface RestartableApp {
  /** Resolves to the address of the bot. */
  start(clusters: readonly ClusterSettings[]): Promise<{ readonly url: string }>;
  /**
   * Stops the bot, has `change` done while nothing runs, and starts a bot that knows nothing of the one before. One after the other.
   * @param change gives the clusters from then on
   */
  startAnew(change: () => readonly ClusterSettings[]): Promise<void>;
  /** Waits for a start that is under way, then stops. */
  stop(): Promise<void>;
}

export interface RestartableAppParts {
  /** Port of the first start; 0 picks a free one, which is then kept. */
  readonly port: number;
  /** Makes a bot that has not begun. */
  readonly open: (clusters: readonly ClusterSettings[], port: number) => Promise<App>;
  /** Puts away what the bot remembered; while none runs. */
  readonly forget: () => void;
  /** After each start, with the address of the bot. */
  readonly started: (url: string) => Promise<void>;
}

/** The lab's page switches the scenario by it: what the old cluster was like must not be taken for the new one's past. */
export function createRestartableApp({ port, open, forget, started }: RestartableAppParts): RestartableApp {
  let app: App | null = null;
  let keptPort = port;
  let isOver = false;
  let turn: Promise<unknown> = Promise.resolve();

  const begin = async (clusters: readonly ClusterSettings[]): Promise<{ readonly url: string }> => {
    app = await open(clusters, keptPort);
    const { url } = await app.start();
    keptPort = Number(new URL(url).port);
    await started(url);
    return { url };
  };
  const end = async (): Promise<void> => {
    const ending = app;
    app = null;
    await ending?.stop();
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  return {
    start: (clusters) => inTurn(() => begin(clusters)),
    startAnew: (change) =>
      inTurn(async () => {
        if (isOver) return;
        await end();
        forget();
        await begin(change());
      }),
    stop: () => {
      isOver = true;
      return inTurn(end);
    },
  };
}
