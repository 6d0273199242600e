import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const seconds = z.number().nonnegative();
const minutes = z.number().nonnegative();
/** A node by its place, 1 for the first: the names follow from the cluster. */
const nodeNumber = z.int().min(1).max(16);

/** The four clustered services, by the word in their name. */
const groupWord = z.enum(['Orchestrator', 'Update', 'Download', 'Health']);

const caller = z
  .strictObject({
    kind: z.enum(['monitoring-session', 'lcm', 'service-agent', 'process']),
    node: nodeNumber,
    /** Of a service-agent: the service that calls. A clustered one has to be where the orchestrator is. */
    service: z
      .enum(['ECEAgent', 'Azure Stack HCI Download Standalone Tool Agent', 'Azure Stack HCI Update Service'])
      .default('ECEAgent'),
    /** Of a process: its program; PowerShell when absent. */
    image: z.string().optional(),
    owner: z.string().default('NT AUTHORITY\\SYSTEM'),
    clientAddress: z.string().default(''),
    pollSeconds: seconds,
    startedMinutesAgo: minutes,
    certificate: z.enum(['old', 'current']),
    /** False: neither a loaded client, nor a command line, nor a standing connection shows that it calls. */
    shows: z.boolean().default(true),
    /** Of a process: it starts again after it was stopped, and after a restart of its node only when afterBoot says so. */
    respawn: z.strictObject({ seconds, afterBoot: z.boolean().default(false) }).optional(),
  })
  .refine(
    ({ kind, respawn }) => respawn === undefined || kind === 'process',
    'Only a process can start again.',
  );

const shell = z.strictObject({
  node: nodeNumber,
  owner: z.string(),
  clientAddress: z.string(),
  startedMinutesAgo: minutes,
  note: z.string(),
});

const vm = z.strictObject({
  name: z.string(),
  node: nodeNumber,
  memoryGb: z.number().positive(),
  clustered: z.boolean().default(true),
  /** What keeps it from live migration: a GPU partition, an ISO file on a local path, an account that does not resolve. */
  blocker: z.enum(['none', 'gpu', 'iso', 'account']).default('none'),
  running: z.boolean().default(true),
});

const timing = z.strictObject({
  restartDelay: seconds.default(1),
  startUp: seconds.default(1),
  failover: seconds.default(1),
  serviceStart: seconds.default(0.5),
  reboot: seconds.default(5),
  drain: seconds.default(1.5),
  /** One live migration after the other during a drain. */
  vmMove: seconds.default(0.5),
  /** From a node's resume to the start of its repair jobs. */
  resyncDelay: seconds.default(0),
  resync: seconds.default(3),
  planStep: seconds.default(8),
  /** After this long without any command the cluster sleeps, instead of making up for thousands of crashes. */
  sleepAfter: seconds.default(900),
});

const thresholds = z.strictObject({
  restart: z.int().nonnegative(),
  restartPeriod: seconds,
  failover: z.int().nonnegative(),
  failoverPeriod: seconds,
  retry: seconds,
});

const update = z.strictObject({
  name: z.string().default('Solution 12.2510.1002.93'),
  version: z.string().default('12.2510.1002.93'),
  afterCure: z.enum(['moves', 'stays', 'fails']),
  /** The node on which the step in progress has unfinished work, if any. */
  remoteTaskOn: nodeNumber.optional(),
  /** The node that the step in progress is draining, to restart it: the update is at the host's operating system. */
  drains: nodeNumber.optional(),
});

/** What a scenario file says. Durations in seconds or minutes, as their names say; nodes by number from 1. */
export const scenarioSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9-]+$/),
    title: z.string(),
    description: z.string(),
    /** True for what the guide has never seen: the page says so. */
    hypothetical: z.boolean().default(false),
    cluster: z.string().default('hci-lab'),
    domain: z.string().default('contoso.lab'),
    nodePrefix: z.string().default('as-n'),
    nodes: z.int().min(1).max(16),
    build: z.string().default('26100.4061'),
    orchestratorOn: nodeNumber.default(1),
    /** How long the scenario has been going on when the lab starts. */
    history: seconds.default(240),
    rotatedMinutesAgo: minutes.default(35),
    timing: timing.prefault({}),
    thresholds: thresholds.prefault({
      restart: 100_000,
      restartPeriod: 900,
      failover: 100_000,
      failoverPeriod: 21_600,
      retry: 3600,
    }),
    callers: z.array(caller).default([]),
    shells: z.array(shell).default([]),
    missingRootsOn: z.array(nodeNumber).default([]),
    unreachable: z.array(nodeNumber).default([]),
    denied: z.array(nodeNumber).default([]),
    /** Logs that somebody cleared just before the lab starts. */
    logsCleared: z
      .array(z.strictObject({ node: nodeNumber, log: z.enum(['Application', 'System']) }))
      .default([]),
    down: z.array(nodeNumber).default([]),
    /** Nodes that somebody has paused. */
    paused: z.array(nodeNumber).default([]),
    lockedAccounts: z
      .array(z.strictObject({ node: nodeNumber, account: z.enum(['HCIOrchestrator', 'ECEAgentService']) }))
      .default([]),
    /** Services whose process does not end when they are stopped. */
    hangingServices: z.array(z.strictObject({ node: nodeNumber, service: z.string() })).default([]),
    /** Services that, once stopped, do not start again. */
    brokenServices: z.array(z.strictObject({ node: nodeNumber, service: z.string() })).default([]),
    /** Nodes whose changing commands report success and do nothing. */
    lying: z.array(nodeNumber).default([]),
    /** Nodes whose changing commands never return. */
    hanging: z.array(nodeNumber).default([]),
    /** Nodes that are late with each answer. */
    slow: z.array(z.strictObject({ node: nodeNumber, milliseconds: z.int().positive() })).default([]),
    /** Nodes whose clock is off; ahead when positive. */
    skewed: z.array(z.strictObject({ node: nodeNumber, minutes: z.number() })).default([]),
    /** Nodes that can be reached for so long, and then not for so long, from the lab's start on. */
    flapping: z.array(z.strictObject({ node: nodeNumber, seconds: z.number().positive() })).default([]),
    /** Groups whose next move stays Pending, because the service's process does not end. */
    stuckGroups: z.array(groupWord).default([]),
    /** Nodes that may own the clustered services; all when empty. */
    possibleOwners: z.array(nodeNumber).default([]),
    /** Takes the clustered services back to the node they were on, this long after they left it. */
    failbackSeconds: seconds.optional(),
    /**
     * Somebody has turned on Windows' log of checked certificates (CAPI2/Operational). Then each call takes its time before it crashes the
     * orchestrator, and both ends of its connection can be seen meanwhile. `httpSys`: Windows itself has the orchestrator's end.
     */
    certificateLog: z
      .strictObject({ callSeconds: seconds.default(2), httpSys: z.boolean().default(false) })
      .optional(),
    /** The orchestrator ends by itself, of something that no caller causes. */
    defect: z.strictObject({ everySeconds: z.number().positive() }).optional(),
    /** Hours before the start at which single matching crashes happened on the orchestrator's node. */
    crashedHoursAgo: z.array(z.number().positive()).default([]),
    update: update.optional(),
    witness: z.enum(['Online', 'Offline', 'Failed', 'None']).default('Online'),
    vms: z.array(vm).default([]),
    storage: z
      .strictObject({ virtualDiskHealth: z.string(), repairSeconds: seconds })
      .prefault({ virtualDiskHealth: 'Healthy', repairSeconds: 0 }),
  })
  .refine(
    (scenario) => scenario.history <= scenario.timing.sleepAfter,
    'The history must not be longer than timing.sleepAfter.',
  )
  .refine(
    (scenario) => !scenario.down.includes(scenario.orchestratorOn),
    'A node that is down cannot have the orchestrator.',
  );

export type Scenario = z.infer<typeof scenarioSchema>;

/** The folder of the scenario files that come with the lab: beside the sources, or where the build copies them. */
export const scenarioFolder = resolve(__dirname, '..', 'scenarios');

/** Reads and checks one scenario by its name. Throws when there is no such file or when it is not a scenario. */
export function loadScenario(name: string, folder: string = scenarioFolder): Scenario {
  if (!/^[a-z0-9-]+$/.test(name))
    throw new Error(`'${name}' is no scenario name: use lower-case letters, digits and hyphens.`);
  if (!scenarioNames(folder).includes(name))
    throw new Error(`There is no scenario '${name}'. Use one of: ${scenarioNames(folder).join(', ')}.`);
  return scenarioSchema.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
}

/** A scenario by its name, or by the path of a file that ends in .json. Throws when it is none. */
export function findScenario(nameOrFile: string): Scenario {
  return nameOrFile.endsWith('.json')
    ? scenarioSchema.parse(JSON.parse(readFileSync(nameOrFile, 'utf8')))
    : loadScenario(nameOrFile);
}

/** The names of all scenarios of a folder, sorted. */
export function scenarioNames(folder: string = scenarioFolder): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}
