import { configSchema } from '../../../src/config-schema';
import { labAccess } from '../../../src/lab/lab-settings';
import type { Clock } from '../../../src/ports';
import type { Settings } from '../../../src/runbook/settings';
import { settingsOf } from '../../../src/settings-of';
import { plainSettings, withVotes } from '../../failure-modes/support/scripted-bot';

/** Distinct people who have to approve. */
export const VOTES = 2;

/** By the fast clock: crashes come every 10 s, and what the bot waits for is short beside that. */
const CONFIG = configSchema.parse({
  lab: true,
  timing: {
    settleMs: 1000,
    soakMinimumMs: 20_000,
    soakIntervals: 2,
    waitingMs: 60_000,
    presenceMinimumMs: 30_000,
    updateQueryMs: 10_000,
  },
  // Watches follow each other in real time.
  detection: { watchMs: 700, watchInIncidentMs: 400, proofGapMs: 1, nodeDeadlineMs: 120_000, steadyMs: 1 },
});

/** The settings that every process of a chaos run has. */
export function chaosSettings(clusters: readonly string[], serviceUrl: string): Settings {
  const settings = settingsOf(
    CONFIG,
    plainSettings(serviceUrl).clusters.flatMap((one) =>
      clusters.map((name) => ({
        ...one,
        name,
        connection: { transport: 'factory', sessionFactory: name },
      })),
    ),
    labAccess(),
  );
  const ladder = settings.rules.ladder.filter(({ id }) => id === '1');
  return withVotes(VOTES)({ ...settings, rules: { ...settings.rules, ladder, recoveries: [] } });
}

/** A clock that all processes of a run share, and that goes `speed` times as fast as the world's since `since`, epoch ms. */
export interface FastClock {
  readonly since: number;
  readonly speed: number;
}

export function clockOf({ since, speed }: FastClock): Clock {
  return { now: () => Math.round(since + (Date.now() - since) * speed) };
}
