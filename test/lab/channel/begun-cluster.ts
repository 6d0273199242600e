import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLabCluster } from '../../../src/lab/cluster/lab-cluster';
import type { LabCluster, LedgerEntry } from '../../../src/lab/cluster/lab-cluster';
import { loadScenario } from '../../../src/lab/cluster/scenario';
import { temporaryFolder } from '../../support/powershell';

const CRASH_EVERY_MS = 6000;
const CRASHES = 38;

export interface BegunCluster {
  readonly cluster: LabCluster;
  close(): void;
}

/** A simulated cluster as the first look of a PowerShell session would leave it, without any: for what only reads its folder. */
export function beginCluster(scenario: string, now: number): BegunCluster {
  const folder = temporaryFolder('begun-cluster');
  const cluster = createLabCluster({ scenario: loadScenario(scenario), folder, now: Date.now });
  const state = { ...cluster.snapshot(), advancedTo: now };
  takeInbox(folder);
  writeFileSync(path.join(folder, 'state.json'), JSON.stringify(state));
  const owner = state.groups[0]?.owner ?? '';
  mkdirSync(path.join(folder, 'events'), { recursive: true });
  writeFileSync(path.join(folder, 'events', `${owner}.Application.tsv`), recordsUntil(now));
  const change: LedgerEntry = {
    at: state.startedAt,
    kind: 'change',
    node: owner,
    command: 'Remove-WSManInstance',
    target: 'shell 5D3C0F2A',
    ...{ parameters: {}, shellId: '', reference: {}, detail: {} },
  };
  writeFileSync(path.join(folder, 'ledger.jsonl'), `${JSON.stringify(change)}\n`);
  return { cluster, close: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Takes away what waits in the inbox, as a look at the cluster does. */
export function takeInbox(folder: string): void {
  const inbox = path.join(folder, 'inbox');
  for (const file of readdirSync(inbox)) rmSync(path.join(inbox, file));
}

/** Lines as powershell/lab/modules/LabCluster/records.ps1 writes them: each crash beside another program's. */
function recordsUntil(now: number): string {
  return Array.from({ length: CRASHES }, (_, index) => {
    const at = now - (CRASHES - index) * CRASH_EVERY_MS;
    return [
      `${2 * index + 1}\t${at}\tapplication-error\t6100|${at - 5000}`,
      `${2 * index + 2}\t${at}\tforeign-application-error\t6012|${at}`,
    ].join('\n');
  })
    .map((lines) => `${lines}\n`)
    .join('');
}
