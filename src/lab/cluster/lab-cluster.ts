import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { nodeName } from './initial-nodes';
import { initialState } from './initial-state';
import { labStateSchema, type LabState } from './lab-state';
import type { Scenario } from './scenario';

/** What somebody outside does to the simulated cluster. Nodes by name. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['node-unreachable', 'node-denied', 'node-reachable', 'node-down', 'node-up']),
    node: z.string(),
  }),
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
  z.strictObject({ kind: z.literal('vm-stuck'), vm: z.string() }),
  /** Repair jobs that begin now. */
  z.strictObject({ kind: z.literal('storage-jobs'), seconds: z.number().positive() }),
  z.strictObject({ kind: z.enum(['certificate-rotated', 'group-failed', 'update-failed']) }),
]);
export type LabFault = z.infer<typeof faultSchema>;

const ledgerEntrySchema = z.strictObject({
  /** Epoch ms (UTC). */
  at: z.int(),
  kind: z.enum(['change', 'ece-query', 'session']),
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
}

const resetSchema = z.looseObject({ kind: z.string(), state: labStateSchema.optional() });

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

  const pending = (): LabState | undefined =>
    readdirSync(inbox)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .flatMap((file) => resetSchema.parse(JSON.parse(readFileSync(join(inbox, file), 'utf8'))).state ?? [])
      .at(-1);

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
      pending() ?? labStateSchema.parse(JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))),
  };
}

function readLedger(file: string): LedgerEntry[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  lines.pop();
  return lines.map((line) => ledgerEntrySchema.parse(JSON.parse(line)));
}
