import { z } from 'zod';
import { sshConnection, winrmConnection } from './powershell/operations/connection';
import { ROLES } from './runbook/chat-commands';
import { LADDER, RECOVERIES } from './runbook/mitigations';
import { ROOT_NAMES } from './runbook/root-names';
import { CLOUD_NAMES } from './teams/clouds';

const ms = (what: string) => z.int().positive().describe(`${what}, ms`);
const guid = z.guid();
const MITIGATION_IDS = [...LADDER, ...RECOVERIES].map(({ id }) => id);

const person = z.strictObject({
  /** Entra object id. */
  objectId: guid,
  name: z.string().min(1).max(100),
  roles: z.array(z.enum(ROLES)).min(1),
  /** Further accounts of the same human, e.g. an admin account: together they are one voter. */
  alternateObjectIds: z.array(guid).max(10).optional(),
});

const group = z.strictObject({
  /** Object id of an Entra group; its members have these roles. */
  objectId: guid,
  name: z.string().min(1).max(100),
  roles: z.array(z.enum(ROLES)).min(1),
});

/** Raises what the runbook asks for; nothing here can lower it. */
const mitigationPolicy = z
  .strictObject({
    votes: z.int().min(1).max(10),
    /** Object ids of people and groups above that may vote on this one; without it every approver may. */
    voters: z.array(guid).min(1),
    requestLifetimeMs: ms('how long people have to decide'),
    grantLifetimeMs: ms('how long a grant waits for its run'),
    reasonRequired: z.boolean(),
    requesterMayVote: z.boolean(),
  })
  .partial();

const cluster = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9-]{1,40}$/, 'Use letters, digits and hyphens'),
  nodes: z
    .array(z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/))
    .min(1)
    .max(16),
  /** How the bot host reaches the nodes. */
  connection: z.discriminatedUnion('transport', [
    winrmConnection,
    // Without it the bot only reads by SSH.
    sshConnection.extend({ mayChange: z.array(z.enum(MITIGATION_IDS)).optional() }),
  ]),
  certificateSubjects: z.array(z.string().min(1)).max(10).default([]),
  /** Common names of the root certificates that every node has to have; an empty list: they are not watched. */
  rootCertificates: z
    .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/))
    .max(10)
    .default([...ROOT_NAMES]),
  incidentChannel: z.strictObject({ serviceUrl: z.url(), channelId: z.string().min(1) }).optional(),
  /** Virtual machines that must not be on a node that is restarted; an empty list says that there are none. */
  protectedVms: z.array(z.string().min(1).max(100)).max(200).optional(),
  botHostVm: z.string().min(1).max(100).optional(),
});

const timing = z
  .strictObject({
    settleMs: ms('crashes this soon after a run do not count'),
    soakMinimumMs: ms('least length of a soak'),
    soakIntervals: z.number().positive(),
    waitingMs: ms('how long an update may stand still after the soak'),
    presenceMinimumMs: ms('a crash within this time is present'),
    recurrenceMs: ms('a crash this soon after closing re-opens the incident'),
    updateQueryMs: ms('least time between two questions to the orchestrator while it crashes'),
  })
  .partial();

const detection = z
  .strictObject({
    watchMs: ms('time between two watches'),
    watchInIncidentMs: ms('the same while an incident is open'),
    lookBackMs: ms('how far back records are read'),
    proofGapMs: ms('time between the two looks at the process'),
    nodeDeadlineMs: z.int().min(1000).max(600_000),
    steadyMs: ms('how long a restarted service has to live on'),
    groupMoveMs: z.int().min(5000).max(900_000),
    nodeRestart: z
      .strictObject({
        storageGapMs: z.int().min(0).max(600_000),
        storageWaitMs: z.int().min(1000).max(86_400_000),
        drainMs: z.int().min(1000).max(14_400_000),
        backMs: z.int().min(1000).max(14_400_000),
        pollMs: z.int().min(100).max(60_000),
        delayMs: z.int().min(0).max(60_000),
      })
      .partial()
      .optional(),
    skewLimitMs: ms('skew from which times are unreliable'),
    updateStalledMs: ms('an update whose steps do not change for this long is stalled'),
  })
  .partial();

/** A database that several processes share. Its password is BOT_DATABASE_PASSWORD in the environment. */
const postgres = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(5432),
  database: z.string().min(1),
  schema: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'Use small letters, digits and underscores')
    .default('public'),
  user: z.string().min(1),
  /** `verify`: encrypted, with a certificate that is checked. `off`: on loopback only. */
  tls: z.enum(['verify', 'off']).default('verify'),
  /** Certificates of the authority that signed the server's, PEM; default: the system's. */
  caFile: z.string().min(1).optional(),
});

/** The whole configuration file. Unknown keys are refused: a misspelt one must not silently mean the default. */
export const configSchema = z
  .strictObject({
    /** Loopback only, simulated clusters, own issuer allowed; LAB on every card. */
    lab: z.boolean().default(false),
    /** Real channel, simulated clusters only; DRILL on every card. */
    drill: z.boolean().default(false),
    /** `observe`: detect and explain, never ask. The default outside the lab. */
    mode: z.enum(['observe', 'run']).optional(),
    botName: z.string().min(1).max(42).default('Incident Bot'),
    /** Microsoft's cloud that the tenant and the bot's registration are in. */
    cloud: z.enum(CLOUD_NAMES).default('public'),
    server: z
      .strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65_535).default(3978) })
      .prefault({}),
    /** Where tokens come from and go to. Only the lab may name other addresses than its cloud's, on loopback. */
    teams: z
      .strictObject({
        issuer: z.string().optional(),
        openIdMetadataUrl: z.url().optional(),
        loginUrl: z.url().optional(),
        serviceUrls: z.array(z.url()).optional(),
      })
      .prefault({}),
    simulation: z
      .strictObject({
        scenario: z.string().default('monitoring-session'),
        /** The lab's own channel and page; off when another Bot Framework client drives the bot. */
        channel: z.boolean().optional(),
        channelPort: z.int().min(0).max(65_535).default(3979),
        incidentChannel: z.strictObject({ serviceUrl: z.url(), channelId: z.string().min(1) }).optional(),
      })
      .prefault({}),
    clusters: z.array(cluster).default([]),
    people: z.array(person).default([]),
    groups: z.array(group).max(20).default([]),
    approvals: z
      .strictObject({
        requesterMayVote: z.boolean().default(false),
        /** Teams alerts who is mentioned, and else only who follows the channel. */
        mention: z.boolean().default(true),
        mitigations: z.partialRecord(z.enum(MITIGATION_IDS), mitigationPolicy).default({}),
      })
      .prefault({}),
    /** Rungs that may be asked for. Production starts with none but those named here. */
    mitigations: z.array(z.enum(MITIGATION_IDS)).optional(),
    timing: timing.prefault({}),
    detection: detection.prefault({}),
    /** Default: incident-bot.sqlite in the working folder; in the lab a fresh one that is removed at the end. */
    store: z.strictObject({ file: z.string().min(1).optional(), postgres: postgres.optional() }).prefault({}),
    /** What this process does: `teams` listens and speaks, `runner` reaches the clusters. Apart from each other only on PostgreSQL. */
    roles: z
      .array(z.enum(['teams', 'runner']))
      .min(1)
      .default(['teams', 'runner']),
    powershell: z.strictObject({ executable: z.string().min(1).optional() }).prefault({}),
    /** People's names stay in support bundles; otherwise their roles stand for them. */
    supportBundle: z.strictObject({ showPeople: z.boolean().default(false) }).prefault({}),
    logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .superRefine(checkModes);

export type Config = z.infer<typeof configSchema>;

type Parsed = z.core.output<typeof configSchema>;

/** A production configuration refuses everything that only the lab may do. */
function checkModes(config: Omit<Parsed, never>, context: z.RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path, message });
  if (config.lab && config.drill) refuse(['drill'], 'Choose one of `lab: true` and `drill: true`.');
  if (!config.lab && Object.keys(config.teams).length > 0) {
    refuse(
      ['teams'],
      'Only with `lab: true` may the bot trust another issuer than the Bot Framework. Remove this section.',
    );
  }
  if (config.lab && !isLoopbackHost(config.server.host))
    refuse(['server', 'host'], 'The lab listens on loopback only. Use 127.0.0.1.');
  for (const [name, urls] of [
    ['openIdMetadataUrl', [config.teams.openIdMetadataUrl]],
    ['loginUrl', [config.teams.loginUrl]],
    ['serviceUrls', config.teams.serviceUrls ?? []],
  ] as const) {
    // What is no address at all has its own message already.
    if (urls.some((url) => url !== undefined && URL.canParse(url) && !isLoopbackHost(new URL(url).hostname)))
      refuse(['teams', name], 'The lab talks to loopback only, e.g. http://127.0.0.1:4000/.');
  }
  checkStore(config, refuse);
  const isSimulated = config.lab || config.drill;
  if (isSimulated && config.clusters.length > 0)
    refuse(['clusters'], 'Lab and drill use simulated clusters only. Remove this list.');
  const names = config.clusters.map(({ name }) => name.toLowerCase());
  if (new Set(names).size < names.length)
    refuse(['clusters'], 'Two clusters have the same name. Name each once.');
  if (!isSimulated && config.clusters.length === 0)
    refuse(['clusters'], 'Name at least one cluster; see config.example.yaml.');
  checkApprovals(config, isSimulated, refuse);
}

function checkApprovals(
  config: Omit<Parsed, never>,
  isSimulated: boolean,
  refuse: (path: (string | number)[], message: string) => void,
): void {
  const approvers = [...config.people, ...config.groups].filter((one) => one.roles.includes('approver'));
  if (!isSimulated && approvers.length === 0) {
    refuse(
      ['people'],
      'Nobody has the role approver, so nothing could ever be approved. Give it to at least one person (two for production impact).',
    );
  }
  const known = new Set(approvers.map(({ objectId }) => objectId.toLowerCase()));
  for (const row of [...LADDER, ...RECOVERIES]) {
    const own = config.approvals.mitigations[row.id];
    const path = ['approvals', 'mitigations', row.id];
    if (own?.votes !== undefined && own.votes < row.votesNeeded)
      refuse(
        [...path, 'votes'],
        `Mitigation ${row.id} needs ${row.votesNeeded} votes; more may be asked for, never fewer.`,
      );
    own?.voters?.forEach((id, index) => {
      if (!known.has(id.toLowerCase()))
        refuse(
          [...path, 'voters', index],
          'Name the object id of a person or group above that has the role approver.',
        );
    });
  }
}

function checkStore(
  { store, roles }: Omit<Parsed, never>,
  refuse: (path: (string | number)[], message: string) => void,
): void {
  const { file, postgres: database } = store;
  if (file !== undefined && database)
    refuse(['store'], 'Choose one of `file` (one process) and `postgres` (several processes).');
  if (database?.tls === 'off' && !isLoopbackHost(database.host))
    refuse(
      ['store', 'postgres', 'tls'],
      'Only a database on this machine may be used without encryption. Use verify.',
    );
  if (new Set(roles).size < 2 && !database)
    refuse(
      ['roles'],
      'A process with one role needs a database that it shares with the other ones. Add store.postgres, or leave roles out for both in one process.',
    );
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
