/*
 * The bot's own processes under kill -9 and pauses: npm run chaos -- --minutes N [--store sqlite|postgres] [--cluster scripted|lab] [--clusters N]. See docs/safety.md.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const child = spawn(
  process.execPath,
  [
    here('../test/store/support/run-typescript.mjs'),
    here('../test/chaos/chaos-command.ts'),
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
child.on('exit', (code) => process.exit(code ?? 1));
