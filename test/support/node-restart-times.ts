import type { NodeRestartTimes } from '../../src/runbook/settings';

/** Short waits for tests. */
export const NODE_RESTART: NodeRestartTimes = {
  storageGapMs: 500,
  storageWaitMs: 120_000,
  drainMs: 60_000,
  backMs: 120_000,
  pollMs: 500,
  delayMs: 0,
};
