import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from './config';
import { openDataFolder } from './data-folder';
import { backupFile } from './store/backup-file';

interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

const USAGE = 'Say where to: npm run backup -- --to FILE [--config FILE] [--store FILE]';

/**
 * `backup --to FILE`: copies the SQLite store that the configuration names (or `--store`), also while the bot runs.
 * Exit code 0: the copy is complete and its hash chain holds; 2: there is none.
 */
export async function runBackup(argv: readonly string[], output: Output): Promise<number> {
  try {
    const option = { type: 'string' } as const;
    const options = { to: option, config: option, store: option };
    const { values } = parseArgs({ args: [...argv], options });
    if (values.to === undefined) throw new Error(USAGE);
    const from = values.store ?? storeFileOf(values.config);
    const { entries, headHash } = await backupFile(from, values.to);
    output.stdout.write(
      `${values.to}: ${entries} entries, head ${entries}:${headHash}\n` +
        'To restore it: stop the bot, put the file in the place of the store (remove its -wal and -shm files), start once with --restored.\n',
    );
    return 0;
  } catch (error) {
    output.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

function storeFileOf(named: string | undefined): string {
  const file = named ?? (existsSync('config.yaml') ? 'config.yaml' : undefined);
  if (file === undefined) throw new Error(`There is no config.yaml here. ${USAGE}`);
  const config = readConfig(file);
  if (config.store.postgres)
    throw new Error(
      `${file} names a PostgreSQL database: back it up with pg_dump or the server's own archive (docs/several-processes.md, "Backup").`,
    );
  return openDataFolder(config, null).storeFile;
}
