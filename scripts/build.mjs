// Compiles src to dist before a start. Quiet unless it fails: what follows (a server, JSON) owns stdout.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
process.stderr.write('Building (a few seconds) ...\n');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--incremental', '--tsBuildInfoFile', 'dist/.tsbuildinfo'], {
  stdio: ['ignore', 2, 2],
});
process.exit(status ?? 1);
