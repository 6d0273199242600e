import { parseArgs } from 'node:util';
import type { ChaosReport } from './support/run-chaos';
import { runChaos } from './support/run-chaos';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    minutes: { type: 'string', default: '2' },
    store: { type: 'string', default: 'sqlite' },
    clusters: { type: 'string', default: '4' },
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

async function main(): Promise<number> {
  const { store } = values;
  const minutes = Number(values.minutes);
  if ((store !== 'sqlite' && store !== 'postgres') || !(minutes > 0))
    throw new Error('Usage: npm run chaos -- --minutes N [--store sqlite|postgres] [--clusters N]');
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const forMs = minutes * 60_000;
  const report = await runChaos({
    ...{ store, say },
    isEnough: ({ elapsedMs }) => elapsedMs >= forMs,
    clusters: Number(values.clusters),
    random: Math.random,
  });
  const { lost, runTwice, unapproved, untrue, wrongCards, copies, auditProblem, figures, faults } = report;
  say(`${faults.length} faults on ${store}:\n${tally(report)}`);
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
