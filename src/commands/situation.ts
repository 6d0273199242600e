import { z } from 'zod';
import type { VotingPolicy } from '../incident/approval';
import type { Person } from '../incident/person';
import type { CardContext, Clock, StatusEntry, Store } from '../ports';
import type { ClusterSettings, Settings } from '../runbook/settings';
import { approverNamesOf, rolesOf, votingPolicyOf } from './access';
import type { AccessNow, AccessSource } from './access-source';
import type { CommandHandler } from './handle-command';
import { readUndelivered } from './undelivered';

/** A cluster as it stands now, with how old that knowledge is. */
export interface Situation {
  /** The configured clusters a word can mean: one by name, the only one when nothing is said. Null: none or several. */
  findCluster(name: string | null): ClusterSettings | null;
  entry(cluster: string): Promise<StatusEntry>;
  /** What a card for everybody needs. */
  sharedContext(cluster: string | null): Promise<CardContext>;
  /** What a card for one person needs. */
  personalContext(cluster: string | null, person: Person): Promise<CardContext>;
  /** The voting policy on a rung as it is now; null: on none in particular. Before a run it is read `fresh`. */
  policyOn(rung: string | null, how: 'recent' | 'fresh'): Promise<VotingPolicy>;
  /** Remembers that a cluster was looked at, whatever was found. */
  markChecked(cluster: string, at: number): Promise<void>;
}

export interface SituationParts {
  readonly settings: Settings;
  readonly store: Store;
  readonly clock: Clock;
  readonly handler: CommandHandler;
  readonly access: AccessSource;
}

/** A watch is overdue when it was missed this many times in a row. */
const MISSED_WATCHES = 3;

/** Reads where things stand, and how old that is (invariant 17). */
export function createSituation(parts: SituationParts): Situation {
  const { settings, store, clock, handler, access } = parts;

  const lastCheckedAt = async (cluster: string | null): Promise<number | null> =>
    cluster === null
      ? null
      : z
          .number()
          .nullable()
          .parse(await store.readSetting(checkedKey(cluster)));

  const freshness = async (
    cluster: string | null,
  ): Promise<{ lastCheckedAt: number | null; overdue: boolean }> => {
    const at = await lastCheckedAt(cluster);
    const allowed = MISSED_WATCHES * settings.detection.watchMs + 2 * settings.detection.nodeDeadlineMs;
    return { lastCheckedAt: at, overdue: at !== null && clock.now() - at > allowed };
  };

  const policyOf = (now: AccessNow, rung: string | null): VotingPolicy =>
    votingPolicyOf(
      now,
      rung === null ? undefined : { id: rung, rules: settings.rules, runMode: settings.runMode },
    );

  const contextFor = async (cluster: string | null, now: AccessNow): Promise<CardContext> => {
    const state = cluster === null ? null : await handler.load(cluster);
    return {
      now: clock.now(),
      ...(await freshness(cluster)),
      mode: settings.mode,
      runMode: settings.runMode,
      botName: settings.botName,
      viewer: null,
      policy: policyOf(now, state?.incident?.request?.terms.id ?? null),
      approverNames: approverNamesOf(now),
      audience: 'shared',
    };
  };

  return {
    findCluster: (name) => findCluster(settings.clusters, name),
    entry: async (cluster) => {
      const undelivered = await readUndelivered(store, cluster);
      const known = { state: await handler.load(cluster), ...(await freshness(cluster)) };
      return undelivered === null ? known : { ...known, undelivered };
    },
    sharedContext: async (cluster) => contextFor(cluster, await access.now('recent')),
    personalContext: async (cluster, person) => {
      const now = await access.now('recent');
      return {
        ...(await contextFor(cluster, now)),
        viewer: { person, roles: rolesOf(person, now) },
        audience: 'personal',
      };
    },
    policyOn: async (rung, how) => policyOf(await access.now(how), rung),
    markChecked: (cluster, at) => store.saveSetting(checkedKey(cluster), at),
  };
}

function findCluster(clusters: readonly ClusterSettings[], name: string | null): ClusterSettings | null {
  if (name === null) return clusters.length === 1 ? (clusters[0] ?? null) : null;
  return clusters.find((cluster) => cluster.name.toLowerCase() === name.toLowerCase()) ?? null;
}

function checkedKey(cluster: string): string {
  return `checked:${cluster}`;
}
