// Compiles src to dist before a start. Quiet unless it fails: what follows (a server, JSON) owns stdout.
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
process.stderr.write('Building (a few seconds) ...\n');
const { status } = spawnSync(
  process.execPath,
  [tsc, '-p', 'tsconfig.build.json', '--incremental', '--tsBuildInfoFile', 'dist/.tsbuildinfo'],
  {
    stdio: ['ignore', 2, 2],
  },
);
if (status !== 0) process.exit(status ?? 1);
// The lab's data and page are files beside the code.
for (const folder of ['lab/scenarios', 'lab/page'])
  cpSync(`src/${folder}`, `dist/${folder}`, { recursive: true });
