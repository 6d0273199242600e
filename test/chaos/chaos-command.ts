import { parseArgs } from 'node:util';
import type { ChaosReport } from './support/run-chaos';
import { runChaos } from './support/run-chaos';
import { findPowerShell } from '../../src/powershell/discovery';
import { defaultEngineCache } from '../../src/powershell/embedded-engine';
import { embeddedEngineSources } from '../../src/powershell/script-paths';
import { TEST_POWERSHELL_VARIABLE } from '../support/powershell';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    minutes: { type: 'string', default: '2' },
    store: { type: 'string', default: 'sqlite' },
    clusters: { type: 'string' },
    cluster: { type: 'string', default: 'scripted' },
  },
});

function tally(report: ChaosReport): string {
  const counts = new Map<string, number>();
  for (const { where, kind } of report.faults)
    counts.set(`${where}: ${kind}`, (counts.get(`${where}: ${kind}`) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([what, count]) => `  ${String(count).padStart(5)}  ${what}`)
    .join('\n');
}

/** Finds PowerShell once; the processes inherit where it is. */
async function makePowerShellReady(): Promise<void> {
  const location = await findPowerShell({
    configuredPath: null,
    environment: process.env,
    engineSources: embeddedEngineSources,
    engineCache: defaultEngineCache(process.env, process.platform),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  process.env[TEST_POWERSHELL_VARIABLE] = JSON.stringify(location);
}

async function main(): Promise<number> {
  const { store, cluster, clusters } = values;
  const minutes = Number(values.minutes);
  const isKnown =
    (store === 'sqlite' || store === 'postgres') && (cluster === 'scripted' || cluster === 'lab');
  if (!isKnown || !(minutes > 0))
    throw new Error(
      'Usage: npm run chaos -- --minutes N [--store sqlite|postgres] [--cluster scripted|lab] [--clusters N]',
    );
  if (cluster === 'lab') await makePowerShellReady();
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const forMs = minutes * 60_000;
  const report = await runChaos({
    ...{ store, say, kind: cluster },
    isEnough: ({ elapsedMs }) => elapsedMs >= forMs,
    ...(clusters === undefined ? {} : { clusters: Number(clusters) }),
    random: Math.random,
  });
  const { lost, runTwice, unapproved, untrue, wrongCards, copies, auditProblem, figures, faults } = report;
  say(`${faults.length} faults on ${store}, clusters ${cluster}:\n${tally(report)}`);
  for (const [name, figure] of Object.entries(figures)) say(`  ${name}: ${figure}`);
  say(
    `lost ${lost.length}, run twice ${runTwice.length}, unapproved ${unapproved.length}, untrue ${untrue.length}, wrong cards left standing ${wrongCards.length} (older copies that nobody can edit ${copies}), log ${auditProblem ?? 'holds'}`,
  );
  const problems = [...lost, ...runTwice, ...unapproved, ...untrue, ...wrongCards];
  for (const problem of problems) say(`  ${problem}`);
  return problems.length === 0 && auditProblem === null ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  },
);
