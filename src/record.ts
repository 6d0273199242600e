import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigError, readConfig } from './config';
import { openPowerShell } from './open-powershell';
import { recordCluster } from './record-cluster';
import { configuredAccess, configuredClusters, settingsOf } from './settings-of';

const USAGE = 'Usage: npm run record -- --config FILE --cluster NAME --out scenario.json';

/** Stores what the read-only probes say of a configured cluster as a scenario for the lab, redacted. Resolves to the exit code. */
export async function runRecord(argv: readonly string[]): Promise<number> {
  const options = {
    config: { type: 'string' },
    cluster: { type: 'string' },
    out: { type: 'string' },
  } as const;
  const { config: file, cluster: name, out } = parseArgs({ args: [...argv], options }).values;
  if (file === undefined || name === undefined || out === undefined) throw new ConfigError(USAGE);
  const config = readConfig(file);
  const settings = settingsOf(config, configuredClusters(config), configuredAccess(config, ''));
  const cluster = settings.clusters.find((one) => one.name === name);
  if (!cluster)
    throw new ConfigError(
      `${file} has no cluster ${name}. It has: ${settings.clusters.map((one) => one.name).join(', ')}.`,
    );
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const createPowerShell = await openPowerShell(config, process.env, say);
  const powershell = createPowerShell();
  try {
    const clock = { now: () => Date.now() };
    const { detection } = settings;
    const { scenario, probes } = await recordCluster({ powershell, clock, cluster, detection });
    const beside = `${out.replace(/\.json$/u, '')}.probes.json`;
    writeFileSync(out, `${JSON.stringify(scenario, null, 2)}\n`);
    writeFileSync(beside, `${JSON.stringify(probes, null, 2)}\n`);
    say(`Recorded: ${out}, and the answers it was made from: ${beside}. Read both before you share them.`);
    say(`Start the lab on it: npm start -- --scenario ${out}`);
    return 0;
  } finally {
    await powershell.close();
  }
}
