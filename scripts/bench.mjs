/*
 * Runs one measurement of bench/ (npm run bench:<name>); options after "--". See docs/performance.md.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [name, ...rest] = process.argv.slice(2);
const child = spawn(
  process.execPath,
  [here('../test/store/support/run-typescript.mjs'), here(`../bench/${name}.ts`), ...rest],
  { stdio: 'inherit' },
);
child.on('exit', (code) => process.exit(code ?? 1));
