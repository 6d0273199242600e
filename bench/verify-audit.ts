import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { FilledEntry } from './support/fill-log';
import { fillLog } from './support/fill-log';
import { say } from './support/figures';

/* `verify-audit` as a person calls it, on a log and on one of a tenth of its length: how long it takes, and whether its memory grows with the log. */

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { entries: { type: 'string', default: '100000' } },
});

/** The size of a vote with its card's digest. */
function* votes(count: number): Generator<FilledEntry> {
  for (let n = 1; n <= count; n += 1) {
    const vote = { by: { objectId: `person-${n % 50}`, name: 'Somebody' }, decision: 'approve', at: n };
    const body = { requestId: `request-${n}`, vote: { ...vote, shown: 'f'.repeat(64), reason: null } };
    yield { stream: `cluster/c-${n % 100}`, version: Math.ceil(n / 100), kind: 'VoteCast', at: n, body };
  }
}

/** The child says at its end how much memory it had at most, KiB. */
const TELL_MEMORY =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS+"\\n"))';

function verify(file: string): { readonly seconds: number; readonly peakMiB: number } {
  const main = path.resolve(__dirname, '../dist/main.js');
  const begun = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', TELL_MEMORY, main, 'verify-audit', file],
    { encoding: 'utf8' },
  );
  const seconds = (performance.now() - begun) / 1000;
  if (status !== 0) throw new Error(`verify-audit ended with ${status}: ${stderr}`);
  return { seconds, peakMiB: Number(/peak (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024 };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-verify-'));
  try {
    const entries = Number(values.entries);
    const [small, large] = [path.join(folder, 'small.sqlite'), path.join(folder, 'large.sqlite')];
    await fillLog(small, votes(entries / 10));
    await fillLog(large, votes(entries));
    const first = verify(small);
    const second = verify(large);
    say(`${entries / 10} entries: ${first.seconds.toFixed(1)} s, at most ${first.peakMiB.toFixed(0)} MiB`);
    say(`${entries} entries: ${second.seconds.toFixed(1)} s, at most ${second.peakMiB.toFixed(0)} MiB`);
    say(`memory, ten times the log: ${(second.peakMiB / first.peakMiB).toFixed(2)} times as much`);
    say(`${Math.round(entries / second.seconds)} entries a second`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
