import { z } from 'zod';

/** Epoch milliseconds (UTC); 0 is "never" or "not scheduled". */
const time = z.int().nonnegative();
const text = z.string().nullable();
/** Windows' Failover Clustering counts with unsigned 32-bit numbers. */
const threshold = z.int().nonnegative();

const processSchema = z.strictObject({
  id: z.int(),
  name: z.string(),
  startedAt: time,
  user: z.string(),
  commandLine: z.string(),
  path: z.string(),
  parentId: z.int(),
  sessionId: z.int(),
  modules: z.array(z.string()),
});

const serviceSchema = z.strictObject({
  name: z.string(),
  displayName: z.string(),
  state: z.string(),
  startMode: z.enum(['Auto', 'Manual', 'Disabled']),
  startName: z.string(),
  path: z.string(),
  processId: z.int(),
  startsAt: time,
  clustered: z.boolean(),
  /** True when its next stop does not end its process. */
  hangs: z.boolean(),
  /** True when nothing starts it again, once it is stopped. */
  failsToStart: z.boolean().default(false),
  dependents: z.array(z.string()),
});

const nodeSchema = z.strictObject({
  name: z.string(),
  address: z.string(),
  state: z.enum(['Up', 'Down', 'Paused', 'Joining']),
  drainStatus: z.enum(['NotInitiated', 'InProgress', 'Completed', 'Failed']),
  reach: z.enum(['ok', 'unreachable', 'denied']),
  bootedAt: time,
  restartAt: time,
  upAt: time,
  /** The next thing a drain in progress does. */
  drainAt: time,
  drainTarget: z.string(),
  /** What its changing commands do: their work; nothing, and say that they did; or nothing, for ever. */
  commands: z.enum(['work', 'lie', 'hang']).default('work'),
  /** By how much it is late with each answer. */
  delayMs: time.default(0),
  /** By how much its clock is ahead; negative when it is behind. */
  skewMs: z.int().default(0),
  /** How long it can be reached, and how long not, by turns; 0 when it does not flap. */
  flapMs: time.default(0),
  flapAt: time.default(0),
  build: z.string(),
  /** Root certificates it lacks, each as `store\thumbprint`. */
  missingRoots: z.array(z.string()),
  lockedAccounts: z.array(z.string()),
  services: z.array(serviceSchema),
  processes: z.array(processSchema),
  logs: z.array(
    z.strictObject({
      name: z.string(),
      enabled: z.boolean(),
      lastRecordId: z.int(),
      oldestRecordId: z.int(),
    }),
  ),
});

const groupSchema = z.strictObject({
  name: z.string(),
  type: z.string(),
  resource: z.string(),
  service: z.string(),
  owner: z.string(),
  state: z.enum(['Online', 'Offline', 'Failed', 'PartialOnline', 'Pending']),
  restartThreshold: threshold,
  restartPeriodMs: time,
  restartDelayMs: time,
  retryPeriodMs: time,
  failoverThreshold: threshold,
  failoverPeriodMs: time,
  startAt: time,
  onlineAt: time,
  /** True when its next move does not end: the service's process on the owner does not stop. */
  stuck: z.boolean(),
  /** The node a stuck move goes to. */
  movingTo: z.string(),
  /** Empty: every node. */
  possibleOwners: z.array(z.string()),
  preferredOwner: z.string(),
  failbackMs: time,
  failbackAt: time,
  /** The node whose drain took it away. */
  drainedFrom: z.string(),
  crashes: z.int(),
  restarts: z.array(time),
  failovers: z.array(time),
});

/** A process that comes back after it has ended, with the certificate it had. */
const respawnSchema = z.strictObject({
  afterMs: time,
  at: time,
  afterBoot: z.boolean(),
  image: z.string(),
  user: z.string(),
  commandLine: z.string(),
});

const callerSchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  node: z.string(),
  processId: z.int(),
  thumbprint: z.string(),
  periodMs: time,
  /** Its period when it is not slowed; 0 when it is not. */
  usualPeriodMs: time.default(0),
  nextPollAt: time,
  /** When its last call began, and the orchestrator's process that took it; 0: none did. Only while certificates are noted. */
  callAt: time.default(0),
  callProcessId: z.int().default(0),
  /** False when no connection shows that it calls. */
  shows: z.boolean(),
  respawn: respawnSchema.nullable(),
});

const shellSchema = z.strictObject({
  shellId: z.string(),
  node: z.string(),
  name: z.string(),
  owner: z.string(),
  clientAddress: z.string(),
  processId: z.int(),
  openedAt: time,
  activeAt: time,
  resourceUri: z.string(),
  idleTimeoutMs: time,
  /** True for a session of the lab itself, which has a real process. */
  hosted: z.boolean(),
  thumbprint: text,
});

/** One step of an update's plan, with the steps below it. */
export interface LabPlanStep {
  name: string;
  description: string;
  status: 'NotStarted' | 'InProgress' | 'Success' | 'Error';
  errorMessage: string | null;
  rolePath: string | null;
  remoteNode: string | null;
  /** The node this step drains when it begins and resumes when it ends. */
  drains: string | null;
  startedAt: number;
  endedAt: number;
  steps: LabPlanStep[];
}

const planStepSchema: z.ZodType<LabPlanStep> = z.lazy(() =>
  z.strictObject({
    name: z.string(),
    description: z.string(),
    status: z.enum(['NotStarted', 'InProgress', 'Success', 'Error']),
    errorMessage: text,
    rolePath: text,
    remoteNode: text,
    drains: text,
    startedAt: time,
    endedAt: time,
    steps: z.array(planStepSchema),
  }),
);

const planSchema = z.strictObject({
  instanceId: z.string(),
  displayName: z.string(),
  version: z.string(),
  state: z.enum(['InProgress', 'Succeeded', 'Failed']),
  afterCure: z.enum(['moves', 'stays', 'fails']),
  startedAt: time,
  endedAt: time,
  updatedAt: time,
  stepMs: time,
  nextStepAt: time,
  steps: z.array(planStepSchema),
});

const diskSchema = z.strictObject({ name: z.string(), health: z.string(), operation: z.string() });

/**
 * The state of one simulated cluster as it stands in state.json; the PowerShell side declares the same in
 * powershell/lab/modules/LabCluster/types.ps1. It is as old as `advancedTo`: the next simulated command brings it up to date.
 */
export const labStateSchema = z.strictObject({
  scenario: z.string(),
  clusterName: z.string(),
  domain: z.string(),
  startedAt: time,
  advancedTo: time,
  /** Nothing happens by itself before; 0 when that has to be found out. */
  nextDueAt: time,
  nextProcessId: z.int(),
  witness: z.string(),
  ecePort: z.int(),
  eceThumbprint: z.string(),
  /** Null: nobody notes which certificates are checked. */
  certificateLog: z.strictObject({ callMs: time, httpSys: z.boolean() }).nullable().default(null),
  timing: z.strictObject({
    startUpMs: time,
    failoverMs: time,
    serviceStartMs: time,
    restartDelayMs: time,
    rebootMs: time,
    drainMs: time,
    vmMoveMs: time,
    resyncDelayMs: time,
    resyncMs: time,
    sleepAfterMs: time,
  }),
  nodes: z.array(nodeSchema).min(1),
  groups: z.array(groupSchema),
  callers: z.array(callerSchema),
  /** Something in the orchestrator itself that ends it, whoever calls. */
  defect: z.strictObject({ record: z.string(), periodMs: time, nextAt: time }).nullable(),
  shells: z.array(shellSchema),
  certificates: z.array(
    z.strictObject({
      thumbprint: z.string(),
      subject: z.string(),
      notBefore: time,
      notAfter: time,
      /** DER, base64; empty where nothing reads it. */
      rawData: z.string(),
      stores: z.array(z.string()),
    }),
  ),
  vms: z.array(
    z.strictObject({
      name: z.string(),
      node: z.string(),
      state: z.string(),
      memoryBytes: z.int(),
      clustered: z.boolean(),
      blocker: z.enum(['none', 'gpu', 'iso', 'account']),
      drainedFrom: z.string(),
    }),
  ),
  storage: z.strictObject({
    virtualDisks: z.array(diskSchema),
    pools: z.array(diskSchema),
    jobs: z.array(z.strictObject({ name: z.string(), startsAt: time, endsAt: time })),
  }),
  plan: planSchema.nullable(),
});

export type LabState = z.infer<typeof labStateSchema>;
export type LabNode = LabState['nodes'][number];
export type LabProcess = LabNode['processes'][number];
export type LabService = LabNode['services'][number];
export type LabGroup = LabState['groups'][number];
export type LabCaller = LabState['callers'][number];
export type LabShell = LabState['shells'][number];
export type LabPlan = NonNullable<LabState['plan']>;
