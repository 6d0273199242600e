import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createApp } from '../src/app';
import { streamOf } from '../src/commands/handle-command';
import { configSchema } from '../src/config-schema';
import type { JsonValue } from '../src/incident/json';
import { labAccess } from '../src/lab/lab-settings';
import type { PowerShell, PowerShellOutcome } from '../src/ports';
import type { Settings } from '../src/runbook/settings';
import { settingsOf } from '../src/settings-of';
import { openStore } from '../src/store/open-store';
import {
  clusterEvidence,
  corpus,
  crashRecords,
  foundOn,
  found,
  hostProcess,
  nodeEvidence,
  service,
} from '../test/detection/support/evidence';
import { median, say } from './support/figures';
import { machine } from './support/machine';

/*
 * What it costs to watch many clusters, each once a minute, with answers that are made up in this process. The looks follow one another
 * faster than that, so that a round is short; the share is that of a look each minute.
 */

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    clusters: { type: 'string', default: '100' },
    crashing: { type: 'string', default: '10' },
    pace: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '7' },
  },
});
const CLUSTERS = Number(values.clusters);
const CRASHING = Number(values.crashing);
const ROUND_MS = 60_000 / Number(values.pace);
const GOAL = 0.3;
const NODES = ['n1', 'n2', 'n3', 'n4'];
const CRASH_MS = 60_000;
const MINUTE = 60_000;

const asked = z.object({
  afterRecordId: z.record(z.string(), z.object({ application: z.number() })).optional(),
});
const nameOf = (number: number): string => `c-${String(number).padStart(3, '0')}`;
const isCrashing = (cluster: string): boolean => Number(cluster.slice(2)) < CRASHING;
const FINE = { status: 'ok', errorId: null, message: null, hint: null } as const;

function logHealth(log: string, newestRecordId: number, now: number) {
  const reach = {
    oldestRecordId: 1,
    newestRecordId,
    recordCount: newestRecordId,
    oldestUtc: now - 864e5 * 10,
  };
  const file = { isEnabled: true, isFull: false, logMode: 'Circular', maximumBytes: 20_971_520 };
  return { log, ...FINE, ...file, ...reach, clearedUtc: null, more: false, gap: false };
}

/** Whole minutes at which it crashed within the last day, newer than what is known. */
function recordsAfter(mark: number, now: number) {
  const last = Math.floor(now / CRASH_MS);
  const times = Array.from({ length: 1440 }, (_, back) => last - (1439 - back)).filter((n) => n > mark);
  return times.flatMap((n) =>
    corpus('001-sample-as-recorded', n * CRASH_MS).map((record) => ({ ...record, recordId: n })),
  );
}

function evidence(cluster: string, after: z.infer<typeof asked>['afterRecordId'], now: number): unknown {
  const newest = Math.floor(now / CRASH_MS);
  const nodes = NODES.map((node, index) => {
    const crashes = isCrashing(cluster) && index === 0;
    const records = crashes ? recordsAfter(after?.[node]?.application ?? 0, now) : [];
    const logs = [logHealth('Application', newest, now), logHealth('System', newest, now)];
    const value = { computerName: node, readAtUtc: now, sinceUtc: '', more: false, records, logs };
    const startedAt = crashes ? newest * CRASH_MS + 2000 : now - 864e5;
    return nodeEvidence(node, {
      checkedAtUtc: now,
      nodeUtc: now,
      crashRecords: crashRecords([], { value }),
      ...(index === 0 && { orchestrator: service(4321, startedAt) }),
    });
  });
  const members = NODES.map((name) => ({
    ...{ name, state: 'Up', statusInformation: 'Normal', drainStatus: 'NotInitiated' },
  }));
  const view = clusterEvidence(nodes, { ownerNode: 'n1', readAtUtc: now, nodes: members });
  return { ...view, checkedAtUtc: now };
}

/** Answers as they come through the port; what it costs to make them up is measured apart. */
function scripted(): PowerShell & { looks: number; ownUs: number } {
  const port = {
    looks: 0,
    ownUs: 0,
    run: async ({ operation, parameters, keepFor = '' }): Promise<PowerShellOutcome> => {
      const begun = process.cpuUsage();
      const now = Date.now();
      const answers: Record<string, () => unknown> = {
        'Get-ClusterEvidence': () => evidence(keepFor, asked.parse(parameters).afterRecordId, now),
        'Find-CallerCandidate': () =>
          found(...NODES.map((node) => foundOn(node, { processes: node === 'n1' ? [hostProcess(77)] : [] }))),
      };
      const answer = answers[operation];
      if (operation === 'Get-ClusterEvidence') port.looks += 1;
      const value = answer && (JSON.parse(asText(answer())) as JsonValue);
      const { user, system } = process.cpuUsage(begun);
      port.ownUs += user + system;
      return value === undefined
        ? { kind: 'not-started', reason: `${operation} is not scripted` }
        : { kind: 'reported', ok: true, value };
    },
    close: async () => undefined,
  } satisfies PowerShell & { looks: number; ownUs: number };
  return port;
}

/** Times are UTC text there. */
function asText(value: unknown): string {
  return JSON.stringify(value, (key, item: unknown) =>
    typeof item === 'number' && key.endsWith('Utc') ? new Date(item).toISOString() : item,
  );
}

function settings(): Settings {
  const config = configSchema.parse({
    lab: true,
    detection: { watchMs: ROUND_MS, watchInIncidentMs: ROUND_MS, proofGapMs: 1, nodeDeadlineMs: 60_000 },
    timing: { updateQueryMs: 60 * MINUTE },
  });
  const clusters = Array.from({ length: CLUSTERS }, (_, number) => ({
    name: nameOf(number),
    nodes: NODES,
    connection: { transport: 'factory', sessionFactory: 'scripted' },
    certificateSubjects: [],
    rootNames: [],
    protectedVms: [],
    botHostVm: null,
    channel: null,
  }));
  return settingsOf(config, clusters, labAccess());
}

async function main(): Promise<void> {
  say(machine());
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-watch-'));
  const store = await openStore({ file: path.join(folder, 'bot.sqlite'), isOnlyProcess: true });
  const powershell = scripted();
  const problems: string[] = [];
  const app = createApp({
    settings: settings(),
    server: { host: '127.0.0.1', port: 0 },
    store,
    teams: null,
    runner: { powershell, scriptHash: 'bench' },
    leaseMs: 30_000,
    clock: { now: () => Date.now() },
    logger: {
      info: () => undefined,
      warn: (_, text) => void problems.push(String(text)),
      error: (_, text) => void problems.push(String(text)),
    },
  });
  await app.start();
  try {
    // The first looks read whole days and open the incidents.
    while (powershell.looks < 2 * CLUSTERS) await wait(100);
    const shares: number[] = [];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const [looks, ownUs, cpu] = [powershell.looks, powershell.ownUs, process.cpuUsage()];
      await wait(ROUND_MS);
      const { user, system } = process.cpuUsage(cpu);
      const perLookMs = (user + system - (powershell.ownUs - ownUs)) / (powershell.looks - looks) / 1000;
      shares.push((perLookMs * CLUSTERS) / MINUTE);
      say(`round ${round + 1}: ${powershell.looks - looks} looks, ${perLookMs.toFixed(2)} ms each`);
    }
    const logs = await Promise.all(
      settings().clusters.map(({ name }) => store.readHistory(streamOf(name), 1000)),
    );
    const opened = logs.flat().filter(({ kind }) => kind === 'IncidentOpened').length;
    if (opened !== CRASHING) throw new Error(`${opened} incidents were opened instead of ${CRASHING}`);
    const share = median(shares);
    say(
      `${CLUSTERS} clusters of ${NODES.length} nodes a minute, ${CRASHING} of them crashing: ${(share * 100).toFixed(1)} % of one core` +
        ` (median of ${shares.length} rounds)${share <= GOAL ? '' : ': goal missed'}`,
    );
    for (const problem of new Set(problems)) say(`logged: ${problem}`);
  } finally {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
