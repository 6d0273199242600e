import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

const OLDEST_NODE = [22, 14] as const;

/** Before anything native is loaded: better-sqlite3 ends the process without a word on an older Node. */
function checkNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  process.stderr.write(
    `This needs Node ${OLDEST_NODE.join('.')} or newer, but runs on ${version}. Start it with npm (npm start), which uses the Node that npm ci installed.\n`,
  );
  process.exit(1);
}

/** What the analyze command reads and writes. */
const terminal = {
  readFile: (file: string) => readFile(file, 'utf8'),
  stdin: () => text(process.stdin),
  stdout: (line: string) => void process.stdout.write(line),
  stderr: (line: string) => void process.stderr.write(line),
};

async function main(argv: readonly string[]): Promise<number> {
  const [command = 'start', ...rest] = argv[0]?.startsWith('-') ? ['start', ...argv] : argv;
  switch (command) {
    case 'start':
      return (await import('./start.js')).runStart(rest);
    case 'analyze':
      return (await import('./analyze.js')).runAnalyze(rest, terminal);
    case 'record':
      return (await import('./record.js')).runRecord(rest);
    case 'verify-audit':
      return (await import('./verify-audit.js')).runVerifyAudit(rest, process);
    case 'export-audit':
      return (await import('./verify-audit.js')).runExportAudit(rest, process);
    case 'backup':
      return (await import('./backup.js')).runBackup(rest, process);
    default:
      process.stderr.write(
        `Unknown command "${command}". Use one of: start, analyze, record, verify-audit, export-audit, backup.\n`,
      );
      return 2;
  }
}

checkNode(process.versions.node);
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
