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
  options: { rounds: { type: 'string', default: '15' } },
});
const ROUNDS = Number(values.rounds);
/** So many rounds warm the program up, as a bot that runs for days is. */
const WARM_UP = 5;
const FILL_SIZE = 128 * 1024;
const ROUND_BYTES = 4_000_000;
const GOAL = 50;

const caseSchema = z.object({ events: z.array(eventRecordSchema) });

/** 18,011 lines of five characters: more than half of the corpus's bytes. */
const HOSTILE_CASE = '049-many-at-lines.json';
const LOOP_CASE = '043-ten-minute-loop.json';

function corpus(asPaste: boolean, wanted: (file: string) => boolean): EventRecord[] {
  const folder = path.join(__dirname, '..', 'test', 'corpus');
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && wanted(name));
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

/**
 * So often the same records, as other machines' records, that a round is long enough to be timed.
 * @param same each time with the same texts, as a loop of crashes writes them; else each text is another one, by blanks at its end
 */
function repeated(records: readonly EventRecord[], same: boolean): EventRecord[] {
  const bytes = records.reduce((sum, each) => sum + bytesOf(each), 0);
  const times = Math.max(1, Math.ceil(ROUND_BYTES / bytes));
  return Array.from({ length: times }, (_, n) =>
    records.map((each) => {
      const blanks = ' '.repeat(same ? 0 : n);
      const properties = each.properties.map((text) => text + blanks);
      const message = each.message === null ? null : each.message + blanks;
      return { ...each, message, properties, machine: `${each.machine}-${n}` };
    }),
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

function measure(name: string, some: readonly EventRecord[], same = false): number {
  const records = repeated(some, same);
  const ours: number[] = [];
  const yardstick: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const parse = megabytesPerSecond(records, () => void analyzeRecords(records, ORCHESTRATOR_CRASH));
    const pass = megabytesPerSecond(records, () => void findLineEnds(records));
    if (round < WARM_UP) continue;
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
const isUsual = (file: string): boolean => file !== HOSTILE_CASE;
const isHostile = (file: string): boolean => file === HOSTILE_CASE;
measure(
  'ten minutes of a loop again and again, as Windows wrote it',
  corpus(false, (file) => file === LOOP_CASE),
  true,
);
measure('corpus without its hostile case, as Windows wrote it', corpus(false, isUsual));
measure('corpus without its hostile case, as pasted text', corpus(true, isUsual));
measure(
  'corpus, as Windows wrote it',
  corpus(false, () => true),
);
measure(
  'corpus, as pasted text',
  corpus(true, () => true),
);
measure("the corpus's hostile case, as Windows wrote it", corpus(false, isHostile));
measure("the corpus's hostile case, as pasted text", corpus(true, isHostile));
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
