import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { analyzeRecords } from '../src/crash/analyze-records';
import type { EventRecord } from '../src/crash/event-record';
import { eventRecordSchema } from '../src/detection/event-record-schema';
import { ORCHESTRATOR_CRASH } from '../src/runbook/signature';
import { HOSTILE_FILLS, messageOf } from '../test/crash/hostile-fills';
import { paste, record } from '../test/crash/print-record';
import { machine } from './support/machine';
import { median, say } from './support/figures';

/*
 * How many megabytes of event text the parser reads in a second of one core, in turns with the yardstick of the same run: one
 * pass over the same text by a regular expression that finds its line ends.
 */

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { rounds: { type: 'string', default: '7' } },
});
const ROUNDS = Number(values.rounds);
const FILL_SIZE = 128 * 1024;
const ROUND_BYTES = 4_000_000;
const GOAL = 50;

const caseSchema = z.object({ events: z.array(eventRecordSchema) });

function corpus(asPaste: boolean): EventRecord[] {
  const folder = path.join(__dirname, '..', 'test', 'corpus');
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const all = files.flatMap(
    (name) => caseSchema.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8'))).events,
  );
  const runtime = all.filter(({ provider }) => provider === '.NET Runtime');
  return asPaste ? runtime.map((each) => ({ ...each, properties: [] })) : all;
}

/** The text, counted once: a message mostly repeats the data. */
function bytesOf({ message, properties }: EventRecord): number {
  return Math.max(Buffer.byteLength(message ?? ''), Buffer.byteLength(properties.join('')));
}

/** So often the same records, as other machines' records, that a round is long enough to be timed. */
function repeated(records: readonly EventRecord[]): EventRecord[] {
  const bytes = records.reduce((sum, each) => sum + bytesOf(each), 0);
  const times = Math.max(1, Math.ceil(ROUND_BYTES / bytes));
  return Array.from({ length: times }, (_, n) =>
    records.map((each) => ({ ...each, machine: `${each.machine}-${n}` })),
  ).flat();
}

/** Megabytes in a second of the processor's time: what other programs use does not count. */
function megabytesPerSecond(records: readonly EventRecord[], work: () => void): number {
  const bytes = records.reduce((sum, each) => sum + bytesOf(each), 0);
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return bytes / (user + system);
}

function findLineEnds(records: readonly EventRecord[]): number {
  let found = 0;
  for (const { message, properties } of records) {
    const texts = properties.length > 0 ? properties : [message ?? ''];
    for (const text of texts) found += text.match(/\r\n|[\n\r\u2028\u2029]/g)?.length ?? 0;
  }
  return found;
}

function measure(name: string, some: readonly EventRecord[]): number {
  const records = repeated(some);
  const ours: number[] = [];
  const yardstick: number[] = [];
  for (let round = 0; round < ROUNDS + 1; round += 1) {
    const parse = megabytesPerSecond(records, () => void analyzeRecords(records, ORCHESTRATOR_CRASH));
    const pass = megabytesPerSecond(records, () => void findLineEnds(records));
    // The first round warms the program up.
    if (round === 0) continue;
    ours.push(parse);
    yardstick.push(pass);
  }
  const speed = median(ours);
  const verdict = speed >= GOAL ? '' : ' (goal missed)';
  say(
    `${name}: ${speed.toFixed(1)} MB/s, ${(median(yardstick) / speed).toFixed(1)} times the pass for line ends${verdict}`,
  );
  return speed;
}

say(machine());
measure('corpus, as Windows wrote it', corpus(false));
measure('corpus, as pasted text', corpus(true));
const hostile = HOSTILE_FILLS.flatMap(([name, fill]) => {
  const text = messageOf(fill.repeat(FILL_SIZE / fill.length));
  return [
    { name: `${name}, as a record`, speed: measure(`hostile: ${name}, as a record`, [record(text)]) },
    { name: `${name}, pasted`, speed: measure(`hostile: ${name}, pasted`, [paste(text)]) },
  ];
});
const slowest = hostile.toSorted((a, b) => a.speed - b.speed)[0];
say(
  `hostile, median: ${median(hostile.map(({ speed }) => speed)).toFixed(1)} MB/s; slowest: ${slowest?.speed.toFixed(1)} MB/s (${slowest?.name})`,
);
