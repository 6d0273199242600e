import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { createLabCluster, type LabCluster } from '../../../src/lab/cluster/lab-cluster';
import { loadScenario, type Scenario } from '../../../src/lab/cluster/scenario';
import { removeFolder, temporaryFolder, testPowerShell } from '../../support/powershell';

const execute = promisify(execFile);
const PROCESS_LIMIT_MS = 120_000;

/** For one test: several PowerShell processes on a machine that may be busy. */
export const LIMIT_MS = 240_000;

export const labFolder = path.resolve(__dirname, '../../../powershell/lab');

export interface LabBench {
  readonly cluster: LabCluster;
  /** Runs a script as somebody who sits on the node (full language, all of the lab's commands); gives its lines of output. */
  onNode(node: string, script: string): Promise<string[]>;
  /** Runs a script on the bot's host, with the session factory loaded and `$settings` set; gives its lines of output. */
  onHost(script: string): Promise<string[]>;
  close(): void;
}

/** A simulated cluster in a temporary folder. */
export function openLabBench(scenario: string | Scenario): LabBench {
  const folder = temporaryFolder('lab-cluster');
  const chosen = typeof scenario === 'string' ? loadScenario(scenario) : scenario;
  const cluster = createLabCluster({ scenario: chosen, folder, now: Date.now });
  return {
    cluster,
    onNode: (node, script) => runByHand(folder, node, script),
    onHost: (script) =>
      runScript(
        folder,
        {},
        `. '${labFolder}/session-factory.ps1'\n$settings = @{ ClusterFolder = '${folder}' }\n${script}`,
      ),
    close: () => removeFolder(folder),
  };
}

/** Somebody sits on a node of the cluster in that folder and runs a script. @returns its lines of output */
export function runByHand(folder: string, node: string, script: string): Promise<string[]> {
  const variables = { COMPUTERNAME: node, LAB_CLUSTER_FOLDER: folder };
  return runScript(folder, variables, `. '${labFolder}/node.ps1'\n${script}`);
}

async function runScript(folder: string, variables: Record<string, string>, text: string): Promise<string[]> {
  const { executable, environment } = testPowerShell();
  const file = path.join(folder, `script-${crypto.randomUUID()}.ps1`);
  writeFileSync(file, `$ErrorActionPreference = 'Stop'\n${text}\n`);
  const { stdout } = await execute(executable, ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', file], {
    env: { ...environment, ...variables },
    timeout: PROCESS_LIMIT_MS,
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout.split(/\r?\n/).filter((line) => line.length > 0);
}

/** Script lines that count the matching crash records of the present node, and let time pass. */
export const COUNT_CRASHES = `
function Get-CrashCount {
    $found = @(Get-WinEvent -FilterHashtable @{ LogName = 'Application'; ProviderName = '.NET Runtime'; ID = 1025 } -ErrorAction SilentlyContinue)
    $found.Count
}
function Step-Time([int]$seconds) { $env:LAB_CLOCK_OFFSET_MS = [string]([long]$env:LAB_CLOCK_OFFSET_MS + 1000 * $seconds) }
`;
