import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { encodeEvent } from '../src/commands/event-codec';
import { streamOf } from '../src/commands/handle-command';
import { ask, check, crashing, SECOND, T0 } from '../test/incident/support/builders';
import { story } from '../test/incident/support/given';
import type { FilledEntry } from './support/fill-log';
import { fillLog } from './support/fill-log';
import { median, say } from './support/figures';

/*
 * From the start of the process to its first 200 on /readyz, on a store with that many open incidents, each with a pending request, and that many log entries;
 * in turns with the same on an empty store.
 */

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    incidents: { type: 'string', default: '1000' },
    entries: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '5' },
  },
});

/** For each cluster an incident with a request that waits; the rest are checks that saw the crash again, and what was sent. */
function* log(incidents: number, entries: number): Generator<FilledEntry> {
  const each = Math.floor(entries / incidents);
  const looks = Array.from({ length: 20 }, (_, n) => check(crashing(T0 + (n + 2) * 60 * SECOND)));
  const events = story(check(crashing(T0)), ask(T0 + SECOND, '1', null), ...looks).map(encodeEvent);
  const sent = { slot: 'incident', revision: 1, card: 'f'.repeat(64), activityId: '1795383039222' };
  for (let number = 0; number < incidents; number += 1) {
    const stream = streamOf(`c-${number}`);
    for (const [index, { kind, at, body }] of events.slice(0, each).entries())
      yield { stream, version: index + 1, kind, at, body };
    for (let n = events.length; n < each; n += 1)
      yield { stream, version: null, kind: 'Edited', at: T0 + n, body: sent };
  }
}

const saidSchema = z.object({ status: z.literal(200), loadedMs: z.number(), readyMs: z.number() });

function restart(file: string, clusters: number): z.infer<typeof saidSchema> {
  const child = path.join(__dirname, 'support', 'restart-child.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [child, file, String(clusters)], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return saidSchema.parse(JSON.parse(stdout));
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-restart-'));
  try {
    const incidents = Number(values.incidents);
    const [full, empty] = [path.join(folder, 'full.sqlite'), path.join(folder, 'empty.sqlite')];
    const entries = await fillLog(full, log(incidents, Number(values.entries)));
    await fillLog(empty, []);
    const runs = Array.from({ length: Number(values.runs) }, () => ({
      full: restart(full, incidents),
      empty: restart(empty, 1),
    }));
    const of = (which: 'full' | 'empty', what: 'readyMs' | 'loadedMs'): number =>
      median(runs.map((run) => run[which][what]));
    say(
      `${incidents} open incidents, ${entries} entries: ready after ${of('full', 'readyMs').toFixed(0)} ms (median of ${runs.length})`,
    );
    say(`empty store: ready after ${of('empty', 'readyMs').toFixed(0)} ms`);
    say(
      `of which loading the program: ${of('full', 'loadedMs').toFixed(0)} and ${of('empty', 'loadedMs').toFixed(0)} ms`,
    );
    say(`ratio: ${(of('full', 'readyMs') / of('empty', 'readyMs')).toFixed(2)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
