import { parseArgs } from 'node:util';
import { readConfig } from './config';
import { openDataFolder } from './data-folder';
import { postgresOf, readDatabasePassword } from './open-configured-store';
import type { AuditHead, AuditReport } from './ports';
import { exportAuditPostgres, verifyAuditPostgres } from './store/audit-postgres';
import { exportAuditFile } from './store/export-audit-file';
import { verifyExport } from './store/exported-log';
import { verifyAuditFile } from './store/verify-audit-file';

interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

const USAGE =
  'Name the store, an export, or the configuration: npm run verify-audit -- incident-bot.sqlite [--published SEQUENCE:HASH]';

/**
 * `verify-audit FILE [--published SEQUENCE:HASH]`: recomputes the hash chain of a store, or of an export (FILE.jsonl), or with `--config FILE` of the
 * store or database that a configuration names, and compares it with a head that was published earlier. Exit code 0: it holds; 1: it does not; 2: it could not be read.
 */
export async function runVerifyAudit(argv: readonly string[], output: Output): Promise<number> {
  try {
    const options = { published: { type: 'string' }, config: { type: 'string' } } as const;
    const { positionals, values } = parseArgs({ args: [...argv], allowPositionals: true, options });
    const log = logAt(positionals, values.config);
    if (log === null) throw new Error(USAGE);
    const published = values.published === undefined ? undefined : readHead(values.published);
    const report = await log.verify(published);
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

/**
 * `export-audit FILE`, or `export-audit --config FILE`: writes the log of a store, or of the database that a configuration names, as lines of JSON to
 * stdout. Exit code 0: done; 2: it could not be read.
 */
export async function runExportAudit(argv: readonly string[], output: Output): Promise<number> {
  try {
    const options = { config: { type: 'string' } } as const;
    const { positionals, values } = parseArgs({ args: [...argv], allowPositionals: true, options });
    const log = logAt(positionals, values.config);
    if (log === null) throw new Error('Name the store: npm run --silent export-audit -- incident-bot.sqlite');
    await log.export((line) => output.stdout.write(line));
    return 0;
  } catch (error) {
    output.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

interface ReadableLog {
  verify(published?: AuditHead): Promise<AuditReport>;
  export(write: (line: string) => unknown): Promise<void>;
}

/** Null: nothing was named. */
function logAt([named]: readonly string[], configFile: string | undefined): ReadableLog | null {
  const config = configFile === undefined ? null : readConfig(configFile);
  const connection = config && postgresOf(config, readDatabasePassword(process.env));
  if (connection)
    return {
      verify: (published) => verifyAuditPostgres(connection, published),
      export: (write) => exportAuditPostgres(connection, write),
    };
  const file = config ? openDataFolder(config, null).storeFile : named;
  if (file === undefined) return null;
  return {
    verify: (published) => (file.endsWith('.jsonl') ? verifyExport : verifyAuditFile)(file, published),
    export: (write) => exportAuditFile(file, write),
  };
}

function readHead(text: string): { sequence: number; hash: string } {
  const [, sequence, hash = ''] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined)
    throw new Error(
      'Give --published as it was published: the number of the entry, a colon, and its hash (64 digits 0-9a-f).',
    );
  return { sequence: Number(sequence), hash };
}
