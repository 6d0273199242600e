import type { Config } from './config-schema';
import type { Rules, Timing } from './incident/rules';
import { LADDER, RECOVERIES } from './runbook/mitigations';
import type { Mitigation } from './runbook/mitigations';
import type {
  AccessSettings,
  ClusterSettings,
  DetectionSettings,
  GroupSettings,
  MitigationPolicy,
  Settings,
} from './runbook/settings';
import { ORCHESTRATOR_CRASH } from './runbook/signature';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const PRODUCTION_TIMING: Timing = {
  settleMs: 60 * SECOND,
  soakMinimumMs: 15 * MINUTE,
  soakIntervals: 10,
  waitingMs: 30 * MINUTE,
  presenceMinimumMs: 15 * MINUTE,
  recurrenceMs: 24 * HOUR,
  updateQueryMs: 5 * MINUTE,
};

/** The lab's crashes come every few seconds, so everything that is measured in crashes is shorter. */
const LAB_TIMING: Timing = {
  settleMs: 4 * SECOND,
  soakMinimumMs: 15 * SECOND,
  soakIntervals: 10,
  waitingMs: 60 * SECOND,
  presenceMinimumMs: 20 * SECOND,
  recurrenceMs: 24 * HOUR,
  updateQueryMs: 10 * SECOND,
};

const PRODUCTION_DETECTION: DetectionSettings = {
  watchMs: 5 * MINUTE,
  watchInIncidentMs: MINUTE,
  lookBackMs: 24 * HOUR,
  proofGapMs: 5 * SECOND,
  nodeDeadlineMs: 60 * SECOND,
  steadyMs: 30 * SECOND,
  groupMoveMs: 5 * MINUTE,
  nodeRestart: {
    storageGapMs: MINUTE,
    storageWaitMs: 4 * HOUR,
    drainMs: HOUR,
    backMs: 45 * MINUTE,
    pollMs: 10 * SECOND,
    delayMs: 15 * SECOND,
  },
  skewLimitMs: 2 * MINUTE,
  updateStalledMs: 30 * MINUTE,
};

const LAB_DETECTION: DetectionSettings = {
  watchMs: 20 * SECOND,
  watchInIncidentMs: 3 * SECOND,
  lookBackMs: 24 * HOUR,
  proofGapMs: 500,
  nodeDeadlineMs: 45 * SECOND,
  steadyMs: 2 * SECOND,
  groupMoveMs: 30 * SECOND,
  nodeRestart: {
    // Longer than the latest repair jobs of the scenarios take to start.
    storageGapMs: 8 * SECOND,
    storageWaitMs: 5 * MINUTE,
    drainMs: 5 * MINUTE,
    backMs: 5 * MINUTE,
    pollMs: SECOND,
    delayMs: SECOND,
  },
  skewLimitMs: 2 * MINUTE,
  updateStalledMs: 30 * MINUTE,
};

/** Defaults and configuration made into one frozen whole. Simulated clusters and their people come from the lab. */
export function settingsOf(
  config: Config,
  clusters: readonly ClusterSettings[],
  access: AccessSettings,
): Settings {
  const isSimulated = config.lab || config.drill;
  return {
    mode: config.lab ? 'lab' : config.drill ? 'drill' : 'production',
    botName: config.botName,
    clusters,
    access,
    rules: rulesOf(config, isSimulated),
    detection: detectionOf(config, isSimulated ? LAB_DETECTION : PRODUCTION_DETECTION),
    runMode: config.mode ?? (isSimulated ? 'run' : 'observe'),
    mentionsVoters: config.approvals.mention,
  };
}

function detectionOf({ detection }: Config, defaults: DetectionSettings): DetectionSettings {
  const { nodeRestart, ...rest } = detection;
  return {
    ...defaults,
    ...defined(rest),
    nodeRestart: { ...defaults.nodeRestart, ...defined(nodeRestart ?? {}) },
  };
}

function rulesOf(config: Config, isSimulated: boolean): Rules {
  const enabled = (row: Mitigation): boolean =>
    config.mitigations?.includes(row.id) ?? (isSimulated && row.onlyWhenNamed !== true);
  return {
    signatureId: ORCHESTRATOR_CRASH.id,
    timing: { ...(isSimulated ? LAB_TIMING : PRODUCTION_TIMING), ...defined(config.timing) },
    ladder: LADDER.filter(enabled).map((row) => raised(termsOf(row), config)),
    recoveries: RECOVERIES.filter(enabled).map((row) => raised(termsOf(row), config)),
  };
}

/** The configuration may ask for more than the runbook, never for less. */
function raised(terms: Rules['ladder'][number], config: Config): Rules['ladder'][number] {
  const own = config.approvals.mitigations[terms.id];
  if (!own) return terms;
  const grantLifetimeMs = own.grantLifetimeMs ?? terms.grantLifetimeMs;
  return {
    ...terms,
    votesNeeded: Math.max(terms.votesNeeded, own.votes ?? 0),
    requestLifetimeMs: own.requestLifetimeMs ?? terms.requestLifetimeMs,
    ...(grantLifetimeMs === undefined ? {} : { grantLifetimeMs }),
    ...(own.reasonRequired || terms.reasonRequired ? { reasonRequired: true } : {}),
  };
}

/** Only what the core decides by goes into the log. */
function termsOf(row: Mitigation): Rules['ladder'][number] {
  const {
    what: _what,
    disturbs: _disturbs,
    operatorKeeps: _keeps,
    advice: _advice,
    onlyWhenNamed: _named,
    ...terms
  } = row;
  return terms;
}

/** Without the keys that were not given, so that they do not overwrite a default. */
function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** Configured clusters of production. */
export function configuredClusters(config: Config): readonly ClusterSettings[] {
  return config.clusters.map((cluster) => ({
    name: cluster.name,
    nodes: cluster.nodes,
    connection: JSON.parse(JSON.stringify(cluster.connection)) as ClusterSettings['connection'],
    certificateSubjects: cluster.certificateSubjects,
    rootNames: cluster.rootCertificates,
    channel: cluster.incidentChannel ?? null,
    protectedVms: cluster.protectedVms ?? null,
    botHostVm: cluster.botHostVm ?? null,
  }));
}

/** Configured people; all of them are of the bot's one tenant. */
export function configuredAccess(config: Config, tenantId: string): AccessSettings {
  return {
    tenantId,
    members: config.people.map(({ objectId, name, roles, alternateObjectIds }) => ({
      person: { tenantId, objectId, name },
      roles,
      ...(alternateObjectIds ? { alternateObjectIds } : {}),
    })),
    requesterMayVote: config.approvals.requesterMayVote,
    ...(config.groups.length > 0 ? { groups: config.groups.map(groupOf) } : {}),
    mitigations: Object.fromEntries(
      Object.entries(config.approvals.mitigations).map(([id, own]) => [id, votersOf(own)]),
    ),
  };
}

function groupOf({ objectId, name, roles }: Config['groups'][number]): GroupSettings {
  return { id: objectId, name, roles };
}

function votersOf(own: Config['approvals']['mitigations'][string]): MitigationPolicy {
  return {
    ...(own?.voters ? { voters: own.voters } : {}),
    ...(own?.requesterMayVote === undefined ? {} : { requesterMayVote: own.requesterMayVote }),
  };
}
