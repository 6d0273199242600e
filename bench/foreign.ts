import { parseArgs } from 'node:util';
import type { ClusterEvidence } from '../src/powershell/operations/get-cluster-evidence';
import { crashLoop, locatePowerShell, openLabCheck, timed, type PastRecord } from './support/lab-check';
import { say } from './support/figures';
import { machine } from './support/machine';

/*
 * What a node sends of logs that are full of other programs' records, against what it sends of the same crash loop alone. One in fifty of
 * the foreign records has a provider and an id that are asked for, and another program's name.
 */

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { events: { type: 'string', default: '50000' } },
});
const EVENTS = Number(values.events);
const NODE = 'as-n1';
const DAY = 86_400_000;
/** Rendered as the lab does: the shortest of them is about that long on the wire, bytes. */
const LOG_CHARACTERS = 100;
const WATCHED = /HciOrchestratorService|Azure Stack HCI Orchestrator Service/i;

function foreignRecords(now: number): PastRecord[] {
  return Array.from({ length: EVENTS }, (_, n) => {
    const at = now - DAY / 2 + n;
    if (n % 50 === 0)
      return { node: NODE, kind: 'foreign-application-error', at, arguments: [String(1000 + n), String(at)] };
    return { node: NODE, kind: n % 3 === 0 ? 'foreign-installer' : 'policy-applied', at, arguments: [] };
  });
}

interface Crossing {
  readonly records: number;
  readonly foreign: number;
  readonly bytes: number;
  readonly tookMs: number;
}

async function crossing(more: readonly PastRecord[]): Promise<Crossing> {
  const located = await locatePowerShell();
  const environment = { ...located.environment, LAB_LOG_CHARACTERS: String(EVENTS * LOG_CHARACTERS) };
  const lab = openLabCheck({ ...located, environment }, crashLoop(1), more);
  try {
    // The first check lets the lab take its records in.
    await lab.empty('kept');
    let evidence: ClusterEvidence | null = null;
    const tookMs = await timed(async () => (evidence = await lab.check('kept')));
    const value = (evidence as ClusterEvidence | null)?.nodes[0]?.crashRecords?.value;
    if (!value) throw new Error('the node sent no records');
    const held = value.logs.find(({ log }) => log === 'Application')?.recordCount ?? 0;
    if (held < more.length) throw new Error(`the log holds ${held} records only`);
    const foreign = value.records.filter(({ properties }) => !WATCHED.test(properties.join(' '))).length;
    return {
      records: value.records.length,
      foreign,
      bytes: Buffer.byteLength(JSON.stringify(value.records)),
      tookMs,
    };
  } finally {
    await lab.close();
  }
}

async function main(): Promise<void> {
  say(machine());
  const full = await crossing(foreignRecords(Date.now()));
  const alone = await crossing([]);
  const row = (name: string, { records, foreign, bytes, tookMs }: Crossing): void =>
    say(`${name}: ${records} records, ${foreign} of them foreign, ${bytes} bytes, ${tookMs.toFixed(0)} ms`);
  row(`${EVENTS} foreign records and the crash loop`, full);
  row('the crash loop alone', alone);
  const each = full.bytes / full.records / (alone.bytes / alone.records);
  say(
    `bytes for each record: ${each.toFixed(2)} times${full.foreign === 0 ? '' : ' (goal missed: foreign records crossed)'}`,
  );
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
