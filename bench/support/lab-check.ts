import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRecordMemory } from '../../src/detection/record-memory';
import type { JsonObject } from '../../src/incident/json';
import { initialState, type InitialState } from '../../src/lab/cluster/initial-state';
import { createLabCluster, type LabCluster } from '../../src/lab/cluster/lab-cluster';
import { loadScenario, type Scenario } from '../../src/lab/cluster/scenario';
import { createPowerShell } from '../../src/powershell/create-powershell';
import { findPowerShell } from '../../src/powershell/discovery';
import { defaultEngineCache } from '../../src/powershell/embedded-engine';
import type { Connection } from '../../src/powershell/operations/connection';
import {
  getClusterEvidence,
  type ClusterEvidence,
} from '../../src/powershell/operations/get-cluster-evidence';
import {
  ALLOWED_OPERATIONS,
  hostModulePath,
  READ_OPERATIONS,
} from '../../src/powershell/operations/operation-list';
import { embeddedEngineSources } from '../../src/powershell/script-paths';
import { shellEnvironment } from '../../src/powershell/shell-environment';
import type { PowerShell } from '../../src/ports';

const EMPTY = 'Invoke-EmptyCommand';
const DEADLINE_MS = 300_000;

export interface Located {
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
}

export async function locatePowerShell(): Promise<Located> {
  const { executable, environment } = await findPowerShell({
    configuredPath: null,
    environment: process.env,
    engineSources: embeddedEngineSources,
    engineCache: defaultEngineCache(process.env, process.platform),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  return { executable, environment: shellEnvironment(process.env, environment) };
}

/**
 * `watch`: by the process and over the sessions of the check before, and only records that it did not read, as a watch does it. `kept`: the
 * same with the records of the whole look-back. `fresh`: all is new.
 */
export type Way = 'watch' | 'kept' | 'fresh';

const CLUSTER = 'bench';
const LOOK_BACK_MS = 86_400_000;

/** A simulated cluster, the product's check on it, and the least that anything on the same sessions costs. */
export interface LabCheck {
  readonly folder: string;
  readonly cluster: LabCluster;
  readonly nodes: readonly string[];
  /** One check. */
  check(way: Way): Promise<ClusterEvidence>;
  /** An empty command on every node; the same process and sessions, or as many new ones. */
  empty(way: Way): Promise<void>;
  close(): Promise<void>;
}

/** A record that stands in a log before the lab starts. */
export type PastRecord = InitialState['records'][number];

export function openLabCheck(
  located: Located,
  scenario: Scenario,
  more: readonly PastRecord[] = [],
): LabCheck {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-check-'));
  const cluster = createLabCluster({ scenario, folder, now: Date.now });
  if (more.length > 0) {
    const { state, records } = initialState(scenario, Date.now());
    const text = JSON.stringify({ kind: 'reset', state, records: [...more, ...records] });
    writeFileSync(path.join(folder, 'inbox', `${String(Date.now()).padStart(15, '0')}-more.json`), text);
  }
  const nodes = cluster.snapshot().nodes.map(({ name }) => name);
  const connection: Connection = {
    transport: 'factory',
    sessionFactory: path.resolve(__dirname, '../../powershell/lab/session-factory.ps1'),
    settings: { ClusterFolder: folder },
  };
  const powershell = createPowerShell({
    ...located,
    modulePaths: [hostModulePath, path.join(__dirname, 'EmptyCommand.psm1')],
    allowedOperations: new Set([...ALLOWED_OPERATIONS, EMPTY]),
    readOperations: new Set([...READ_OPERATIONS, EMPTY]),
    newNonce: () => randomBytes(16).toString('hex'),
  });
  const keeping = (way: Way): PowerShell =>
    way === 'fresh'
      ? powershell
      : { ...powershell, run: (request) => powershell.run({ ...request, keepFor: CLUSTER }) };
  const memory = createRecordMemory();
  return {
    folder,
    cluster,
    nodes,
    check: async (way) => {
      const since = Date.now() - LOOK_BACK_MS;
      const marks = way === 'watch' ? memory.marksOf(CLUSTER, nodes) : {};
      const result = await getClusterEvidence(keeping(way), {
        nodes,
        connection,
        sinceUtc: new Date(since).toISOString(),
        maxRecords: 1000,
        afterRecordId: { ...marks },
        // The time between the two looks at the process is waited on purpose: without it here.
        proofGapMs: 0,
        nodeDeadlineMs: DEADLINE_MS,
      });
      if (result.kind !== 'reported') throw new Error(JSON.stringify(result));
      const blind = result.value.nodes.filter(({ status }) => status !== 'ok');
      if (blind.length > 0) throw new Error(JSON.stringify(blind[0]));
      if (way === 'watch')
        for (const node of result.value.nodes) memory.complete(CLUSTER, node, marks[node.node], since);
      return result.value;
    },
    empty: async (way) => {
      const parameters = { Nodes: [...nodes], Connection: connection, NodeDeadlineMs: DEADLINE_MS };
      const outcome = await keeping(way).run({
        operation: EMPTY,
        parameters: JSON.parse(JSON.stringify(parameters)) as JsonObject,
        deadlineMs: DEADLINE_MS,
      });
      if (outcome.kind !== 'reported' || !outcome.ok || outcome.value !== nodes.length)
        throw new Error(JSON.stringify(outcome));
    },
    close: async () => {
      await powershell.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A crash loop on so many nodes, slow ones perhaps. */
export function crashLoop(nodes: number, delayMs = 0): Scenario {
  const base = loadScenario('monitoring-session');
  const callers = base.callers.map((caller) => ({ ...caller, node: 1 }));
  const slow = Array.from({ length: delayMs > 0 ? nodes : 0 }, (_, n) => ({
    node: n + 1,
    milliseconds: delayMs,
  }));
  return { ...base, nodes, callers, shells: [], vms: [], orchestratorOn: 1, slow };
}

/** Milliseconds of the wall. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
