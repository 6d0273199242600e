import { parseArgs } from 'node:util';
import { verifyAuditFile } from './store/verify-audit-file';

interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** `verify-audit FILE`: recomputes the hash chain of a store. Exit code 0: it holds; 1: it does not; 2: it could not be read. */
export async function runVerifyAudit(argv: readonly string[], output: Output): Promise<number> {
  const { positionals } = parseArgs({ args: [...argv], allowPositionals: true });
  const [file] = positionals;
  if (file === undefined) {
    output.stderr.write('Name the store: npm run verify-audit -- incident-bot.sqlite\n');
    return 2;
  }
  try {
    const report = await verifyAuditFile(file);
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
