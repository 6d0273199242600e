import { configSchema } from '../../../src/config-schema';
import { labAccess } from '../../../src/lab/lab-settings';
import type { Clock } from '../../../src/ports';
import type { ClusterSettings, Settings } from '../../../src/runbook/settings';
import { settingsOf } from '../../../src/settings-of';
import { plainSettings, withVotes } from '../../failure-modes/support/scripted-bot';

/** Distinct people who have to approve. */
export const VOTES = 2;

/** What the clusters of a run are: scripted behind PowerShell's port, or simulated ones that real PowerShell reaches. */
export type ClusterKind = 'scripted' | 'lab';

/** By the fast clock: crashes come every 10 s, and what the bot waits for is short beside that. */
const SCRIPTED = configSchema.parse({
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

/** In real time: crashes come every 5 s, and each look starts sessions. */
const LAB = configSchema.parse({
  lab: true,
  timing: {
    settleMs: 2000,
    soakMinimumMs: 8000,
    soakIntervals: 2,
    waitingMs: 60_000,
    presenceMinimumMs: 25_000,
    updateQueryMs: 300_000,
  },
  detection: {
    watchMs: 5000,
    watchInIncidentMs: 2000,
    proofGapMs: 300,
    nodeDeadlineMs: 90_000,
    steadyMs: 1000,
  },
});

/** Scripted clusters with these names: the name travels as the name of the session factory. */
export function scriptedClusters(names: readonly string[], serviceUrl: string): readonly ClusterSettings[] {
  return plainSettings(serviceUrl).clusters.flatMap((one) =>
    names.map((name) => ({ ...one, name, connection: { transport: 'factory', sessionFactory: name } })),
  );
}

/** The settings that every process of a chaos run has. */
export function chaosSettings(kind: ClusterKind, clusters: readonly ClusterSettings[]): Settings {
  const settings = settingsOf(kind === 'lab' ? LAB : SCRIPTED, clusters, labAccess());
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
