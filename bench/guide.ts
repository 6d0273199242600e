import { execFile } from 'node:child_process';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { crashLoop, locatePowerShell, openLabCheck, timed } from './support/lab-check';
import { median, say } from './support/figures';
import { machine } from './support/machine';

/*
 * A check as a watch makes it (process and sessions kept from the look before), in turns with what a person does by hand: a PowerShell of
 * its own, sessions to every node, and the newest crash. The check tells more: other crashes, the process, the group, gaps, clocks.
 */

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { nodes: { type: 'string', default: '4' }, rounds: { type: 'string', default: '5' } },
});
const GOAL = 0.3;
const execute = promisify(execFile);
const labFolder = path.resolve(__dirname, '../powershell/lab');
const script = path.join(__dirname, 'support', 'last-crash.ps1');

async function main(): Promise<void> {
  say(machine());
  const located = await locatePowerShell();
  const lab = openLabCheck(located, crashLoop(Number(values.nodes)));
  const byHand = async (): Promise<string> => {
    const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script, labFolder, lab.folder];
    const env = { ...located.environment, COMPUTERNAME: lab.nodes[0] ?? '', LAB_CLUSTER_FOLDER: lab.folder };
    const { stdout } = await execute(located.executable, args, { env, maxBuffer: 16 * 1024 * 1024 });
    if (!stdout.includes(`nodes: ${values.nodes}`) || !stdout.includes('MtlsCertificateException'))
      throw new Error(`the script found no crash: ${stdout}`);
    return stdout;
  };
  try {
    const { nodes } = await lab.check('kept');
    if (!nodes.some((node) => (node.crashRecords?.value?.records.length ?? 0) > 0))
      throw new Error('the check found no crash');
    const checks: number[] = [];
    const scripts: number[] = [];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      scripts.push(await timed(byHand));
      checks.push(await timed(() => lab.check('kept')));
    }
    const ratio = median(checks) / median(scripts);
    say(
      `${values.nodes} nodes: check ${median(checks).toFixed(0)} ms, by hand ${median(scripts).toFixed(0)} ms: ` +
        `${ratio.toFixed(2)} times${ratio <= GOAL ? '' : ' (goal missed)'}`,
    );
  } finally {
    await lab.close();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
