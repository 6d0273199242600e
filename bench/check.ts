import { parseArgs } from 'node:util';
import {
  crashLoop,
  locatePowerShell,
  openLabCheck,
  timed,
  type Located,
  type Way,
} from './support/lab-check';
import { median, say } from './support/figures';
import { machine } from './support/machine';

/*
 * One check of a simulated cluster, in turns with the least that anything on the same sessions costs: an empty command on every node. Once
 * over sessions that are kept, as a watch does it, once over such with the records of the whole look-back, and once with a new process and
 * new sessions for each. Then a watch on nodes that are late.
 */

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    nodes: { type: 'string', default: '1,4,16' },
    rounds: { type: 'string', default: '5' },
    delay: { type: 'string', default: '500' },
  },
});
const ROUNDS = Number(values.rounds);
const COUNTS = values.nodes.split(',').map(Number);
const GOAL = 1.5;
const LATE_GOAL = 2;
const NAMES: Readonly<Record<Way, string>> = {
  watch: 'kept sessions, new records',
  kept: 'kept sessions, all records',
  fresh: 'fresh sessions',
};

async function against(located: Located, nodes: number, way: Way): Promise<void> {
  const lab = openLabCheck(located, crashLoop(nodes));
  try {
    await lab.check(way);
    await lab.empty(way);
    const checks: number[] = [];
    const empties: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      empties.push(await timed(() => lab.empty(way)));
      checks.push(await timed(() => lab.check(way)));
    }
    const ratio = median(checks) / median(empties);
    say(
      `${nodes} nodes, ${NAMES[way]}: check ${median(checks).toFixed(0)} ms, empty command ${median(empties).toFixed(0)} ms: ` +
        `${ratio.toFixed(2)} times${ratio <= GOAL ? '' : ' (goal missed)'}`,
    );
  } finally {
    await lab.close();
  }
}

async function late(located: Located): Promise<void> {
  const counts = [Math.min(...COUNTS), Math.max(...COUNTS)];
  const medians: number[] = [];
  for (const nodes of counts) {
    const lab = openLabCheck(located, crashLoop(nodes, Number(values.delay)));
    try {
      await lab.check('watch');
      const checks: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) checks.push(await timed(() => lab.check('watch')));
      medians.push(median(checks));
    } finally {
      await lab.close();
    }
  }
  const [one = Number.NaN, many = Number.NaN] = medians;
  const ratio = many / one;
  say(
    `each node ${values.delay} ms late: ${counts[0]} node ${one.toFixed(0)} ms, ${counts[1]} nodes ${many.toFixed(0)} ms: ` +
      `${ratio.toFixed(2)} times${ratio <= LATE_GOAL ? '' : ' (goal missed)'}`,
  );
}

async function main(): Promise<void> {
  say(machine());
  const located = await locatePowerShell();
  for (const nodes of COUNTS) {
    await against(located, nodes, 'watch');
    await against(located, nodes, 'kept');
    await against(located, nodes, 'fresh');
  }
  await late(located);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
