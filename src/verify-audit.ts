import { parseArgs } from 'node:util';
import { exportAuditFile } from './store/export-audit-file';
import { verifyExport } from './store/exported-log';
import { verifyAuditFile } from './store/verify-audit-file';

interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

const USAGE =
  'Name the store or an export: npm run verify-audit -- incident-bot.sqlite [--published SEQUENCE:HASH]\n';

/**
 * `verify-audit FILE [--published SEQUENCE:HASH]`: recomputes the hash chain of a store, or of an export (FILE.jsonl), and compares it with a head
 * that was published earlier. Exit code 0: it holds; 1: it does not; 2: it could not be read.
 */
export async function runVerifyAudit(argv: readonly string[], output: Output): Promise<number> {
  try {
    const options = { published: { type: 'string' } } as const;
    const { positionals, values } = parseArgs({ args: [...argv], allowPositionals: true, options });
    const [file] = positionals;
    if (file === undefined) throw new Error(USAGE.trim());
    const published = values.published === undefined ? undefined : readHead(values.published);
    const verify = file.endsWith('.jsonl') ? verifyExport : verifyAuditFile;
    const report = await verify(file, published);
    if (report.firstProblem) {
      output.stdout.write(`Entry ${report.firstProblem.sequence} is bad: ${report.firstProblem.problem}\n`);
      return 1;
    }
    output.stdout.write(`${report.entries} entries hold. Head: ${report.headHash}\n`);
    return 0;
  } catch (error) {
    output.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

/** `export-audit FILE`: writes the log of a store as lines of JSON to stdout. Exit code 0: done; 2: it could not be read. */
export async function runExportAudit(argv: readonly string[], output: Output): Promise<number> {
  const [file] = argv;
  try {
    if (file === undefined)
      throw new Error('Name the store: npm run --silent export-audit -- incident-bot.sqlite');
    await exportAuditFile(file, (line) => output.stdout.write(line));
    return 0;
  } catch (error) {
    output.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

function readHead(text: string): { sequence: number; hash: string } {
  const [, sequence, hash = ''] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined)
    throw new Error(
      'Give --published as it was published: the number of the entry, a colon, and its hash (64 digits 0-9a-f).',
    );
  return { sequence: Number(sequence), hash };
}
