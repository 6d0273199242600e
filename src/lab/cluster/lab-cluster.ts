import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readCrashes, type LabCrash } from './crash-records';
import { nodeName } from './initial-nodes';
import { initialState } from './initial-state';
import { labStateSchema, type LabState } from './lab-state';
import type { Scenario } from './scenario';

/** What somebody outside does to the simulated cluster. Nodes by name. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum([
      'node-unreachable',
      'node-denied',
      'node-reachable',
      'node-down',
      'node-up',
      /** Its changing commands report success and do nothing. */
      'lying-success',
      'lying-success-ended',
      /** Its changing commands never return. */
      'hung-mitigation',
      'hung-mitigation-ended',
      /** Its LCM controller, once stopped, does not start again. */
      'partial-failure',
      'partial-failure-ended',
      'slow-node-ended',
      'flapping-node-ended',
      'clock-skew-ended',
    ]),
    node: z.string(),
  }),
  /** Late with each answer. */
  z.strictObject({ kind: z.literal('slow-node'), node: z.string(), milliseconds: z.int().positive() }),
  /** Unreachable at once, for so long; then reachable for so long; and so on. */
  z.strictObject({ kind: z.literal('flapping-node'), node: z.string(), seconds: z.number().positive() }),
  /** Its clock is that far ahead, or behind when negative, and always was. */
  z.strictObject({ kind: z.literal('clock-skew'), node: z.string(), minutes: z.number() }),
  /** Whoever calls with the old certificate does so that rarely. */
  z.strictObject({ kind: z.literal('slow-caller'), seconds: z.number().positive() }),
  z.strictObject({
    kind: z.literal('log-cleared'),
    node: z.string(),
    log: z.enum(['Application', 'System']),
  }),
  z.strictObject({ kind: z.enum(['root-missing', 'root-present']), node: z.string(), root: z.string() }),
  z.strictObject({ kind: z.enum(['node-paused', 'node-resumed']), node: z.string() }),
  z.strictObject({
    kind: z.enum(['account-locked', 'account-unlocked']),
    node: z.string(),
    by: z.enum(['HCIOrchestrator', 'ECEAgentService']),
  }),
  z.strictObject({ kind: z.enum(['vm-stuck', 'vm-free']), vm: z.string() }),
  /** Repair jobs that begin now. */
  z.strictObject({ kind: z.literal('storage-jobs'), seconds: z.number().positive() }),
  z.strictObject({
    kind: z.enum([
      'certificate-rotated',
      /** Whoever calls loads the valid certificate: the issue goes away by itself. */
      'callers-renewed',
      'group-failed',
      'group-online',
      'update-failed',
      'update-resumed',
      'storage-jobs-ended',
      'slow-caller-ended',
    ]),
  }),
]);
export type LabFault = z.infer<typeof faultSchema>;

const ledgerEntrySchema = z.strictObject({
  /** Epoch ms (UTC). */
  at: z.int(),
  /** A fault is a change that was asked for and not made, because the node's commands lie or hang. */
  kind: z.enum(['change', 'ece-query', 'session', 'fault']),
  /** The node whose session ran the command. */
  node: z.string(),
  command: z.string(),
  target: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  shellId: z.string(),
  /** Incident, request and run ids that the product passed along. */
  reference: z.record(z.string(), z.string()),
  detail: z.record(z.string(), z.unknown()),
});
/** One line of ledger.jsonl: what was really done to the simulated cluster, written by the simulated commands. */
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

export interface LabClusterOptions {
  readonly scenario: Scenario;
  /** A folder of its own; made when it does not exist. Holds state, records, sessions, ledger. */
  readonly folder: string;
  /** Epoch ms (UTC). */
  readonly now: () => number;
  /** Goes on with what the folder holds, when it holds a cluster; otherwise it is made anew. */
  readonly keep?: boolean;
}

export interface LabCluster {
  readonly folder: string;
  /** Puts the cluster into another scenario. Sessions that are open end with the next simulated command. The ledger goes on. */
  reset(scenario: Scenario): void;
  /** Has something happen to the cluster; it takes effect with the next simulated command. */
  inject(fault: LabFault): void;
  /** Everything done so far, oldest first. A half-written last line is left out. */
  ledger(): LedgerEntry[];
  /** The state as of its `advancedTo`, for a panel: it does not advance the cluster. */
  snapshot(): LabState;
  /** What was put and not yet taken in by a simulated command, oldest first. */
  waiting(): readonly LabWaiting[];
  /** The orchestrator's crashes that the nodes' logs tell of, from `since` on (epoch ms, UTC), oldest first. Not of a scenario that waits. */
  crashes(since: number): readonly LabCrash[];
}

/** A message in inbox/. */
export type LabWaiting = LabFault | { readonly kind: 'reset'; readonly state: LabState };

const waitingSchema = z.union([faultSchema, z.object({ kind: z.literal('reset'), state: labStateSchema })]);

/**
 * Writes a simulated cluster to a folder, as its scenario says it is now. The simulated PowerShell commands of every process that
 * has the folder in LAB_CLUSTER_FOLDER work on it; this side only reads, and leaves what it wants done in inbox/.
 */
export function createLabCluster({ scenario, folder, now, keep = false }: LabClusterOptions): LabCluster {
  const inbox = join(folder, 'inbox');
  for (const path of [folder, inbox, join(folder, 'events'), join(folder, 'sessions')])
    mkdirSync(path, { recursive: true });
  let sequence = 0;

  /** Names sort by time, so faults are taken in as they were put; the rename makes them appear whole. */
  const leave = (message: object): void => {
    sequence += 1;
    const name = `${String(now()).padStart(15, '0')}-${String(sequence).padStart(6, '0')}-${randomUUID()}`;
    writeFileSync(join(inbox, `${name}.new`), JSON.stringify(message));
    renameSync(join(inbox, `${name}.new`), join(inbox, `${name}.json`));
  };

  const waiting = (): readonly LabWaiting[] =>
    readdirSync(inbox)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .flatMap((file) => {
        const text = readUnlessTaken(join(inbox, file));
        return text === null ? [] : [waitingSchema.parse(JSON.parse(text))];
      });

  const reset = (next: Scenario): void => {
    leave({ kind: 'reset', ...initialState(next, now()) });
    for (const { node, log } of next.logsCleared)
      leave({ kind: 'log-cleared', node: nodeName(next, node), log });
  };

  const stateFile = join(folder, 'state.json');
  if (!keep || !existsSync(stateFile)) {
    writeFileSync(stateFile, JSON.stringify(initialState(scenario, now()).state));
    reset(scenario);
  }

  return {
    folder,
    reset,
    inject: (fault) => leave(faultSchema.parse(fault)),
    ledger: () => readLedger(join(folder, 'ledger.jsonl')),
    snapshot: () =>
      resetIn(waiting())?.state ??
      labStateSchema.parse(JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))),
    waiting,
    crashes: (since) => (resetIn(waiting()) ? [] : readCrashes(join(folder, 'events'), since)),
  };
}

/** The scenario that comes next, the last one when there are several. */
function resetIn(waiting: readonly LabWaiting[]): Extract<LabWaiting, { kind: 'reset' }> | undefined {
  return waiting.flatMap((message) => (message.kind === 'reset' ? [message] : [])).at(-1);
}

/** A simulated command may take a message in between the listing and the reading; what it did is in the state then. */
function readUnlessTaken(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function readLedger(file: string): LedgerEntry[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  lines.pop();
  return lines.map((line) => ledgerEntrySchema.parse(JSON.parse(line)));
}
