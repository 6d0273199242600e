// Shows that the tests notice when a promise is broken: each change of test/mutants/mutants.json has to turn its tests red.
// node scripts/mutants.mjs [part of a name]
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import './typescript-sources.mjs';

const require = createRequire(import.meta.url);
const { mutate, readMutants } = require('../test/mutants/mutant-table.ts');

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What the tests of the core and of the commands need. */
const NEEDED = [
  'src',
  'cards',
  'test/incident',
  'test/commands',
  'test/support',
  'test/store/support',
  'package.json',
  'jest.config.cjs',
];
const AT_ONCE = 2;
/** A change can make a test go on for ever. */
const MAX_MS = 5 * 60_000;
/** The tests' own configuration, without the PowerShell that none of these needs and with a cache that goes with the copy. */
const JEST_CONFIG = `const { globalSetup, reporters, ...rest } = require('./jest.config.cjs');
module.exports = { ...rest, maxWorkers: 1, cacheDirectory: '<rootDir>/cache' };
`;

const running = new Set();

function makeCopy(folder) {
  mkdirSync(folder);
  for (const part of NEEDED) cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  writeFileSync(path.join(folder, 'jest.mutant.config.cjs'), JEST_CONFIG);
  return folder;
}

/** Runs test files in a copy: what jest says of each. @throws Error when jest could not say anything */
async function runTests(copy, tests) {
  const result = path.join(copy, 'result.json');
  rmSync(result, { force: true });
  const args = [
    '--config',
    'jest.mutant.config.cjs',
    '--silent',
    '--json',
    '--outputFile',
    result,
    '--runTestsByPath',
    ...tests,
  ];
  const jest = spawn(process.execPath, [path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), ...args], {
    cwd: copy,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: MAX_MS,
    killSignal: 'SIGKILL',
  });
  running.add(jest);
  let said = '';
  jest.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const signal = await new Promise((resolve, reject) => {
    jest.on('error', reject);
    jest.on('close', (_code, by) => resolve(by));
  });
  running.delete(jest);
  if (signal !== null)
    throw new Error(`jest was ended by ${signal} (${MAX_MS / 60_000} minutes are the limit)`);
  try {
    return JSON.parse(readFileSync(result, 'utf8')).testResults.map((file) => ({
      test: path.relative(copy, file.name).replaceAll(path.sep, '/'),
      failed: file.assertionResults.filter(({ status }) => status === 'failed').length,
      ran: file.assertionResults.length,
    }));
  } catch {
    throw new Error(`jest said nothing that can be read:\n${said}`);
  }
}

/** One mutant in one copy, which is as before afterwards. */
async function tryMutant(copy, mutant) {
  const file = path.join(copy, mutant.file);
  const source = readFileSync(file, 'utf8');
  const changed = mutate(source, mutant);
  writeFileSync(file, changed);
  try {
    const results = await runTests(copy, mutant.tests);
    // A file that does not even load has no test that failed: that proves nothing.
    const unmoved = mutant.tests.filter(
      (test) => !results.some((one) => one.test === test && one.failed > 0),
    );
    const failed = results.reduce((sum, one) => sum + one.failed, 0);
    return {
      mutant,
      killed: unmoved.length === 0,
      failed,
      said: unmoved.map((test) => `${test} stays green`).join(', '),
    };
  } catch (error) {
    return { mutant, killed: false, failed: 0, said: error.message };
  } finally {
    writeFileSync(file, source);
  }
}

async function checkUnchanged(copy, mutants) {
  const tests = [...new Set(mutants.flatMap((mutant) => mutant.tests))];
  process.stdout.write(`Without a change: ${tests.length} test files ... `);
  const results = await runTests(copy, tests);
  const bad = tests.filter(
    (test) => !results.some((one) => one.test === test && one.ran > 0 && one.failed === 0),
  );
  if (bad.length > 0)
    throw new Error(`not green, so nothing can be shown: ${bad.join(', ')}. Make them green first.`);
  process.stdout.write('green\n');
}

function row({ mutant, killed, failed, said }) {
  const result = killed ? `killed (${failed} failed)` : `SURVIVED: ${said}`;
  return `${String(mutant.invariant).padStart(9)}  ${mutant.name.padEnd(36)}  ${result}\n`;
}

async function main() {
  const part = process.argv[2] ?? '';
  const mutants = readMutants().filter(({ name }) => name.includes(part));
  if (mutants.length === 0)
    throw new Error(`no mutant's name has "${part}" in it: see test/mutants/mutants.json`);
  // Said before anything is run.
  for (const mutant of mutants) mutate(readFileSync(path.join(ROOT, mutant.file), 'utf8'), mutant);
  const folder = mkdtempSync(path.join(tmpdir(), 'mutants-'));
  const leave = () => {
    for (const jest of running) jest.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  process.on('exit', leave);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
  const copies = Array.from({ length: AT_ONCE }, (_, at) => makeCopy(path.join(folder, `copy-${at + 1}`)));
  await checkUnchanged(copies[0], mutants);
  process.stdout.write('invariant  changed so that\n');
  const waiting = [...mutants];
  const outcomes = [];
  await Promise.all(
    copies.map(async (copy) => {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        const outcome = await tryMutant(copy, mutant);
        process.stdout.write(row(outcome));
        outcomes.push(outcome);
      }
    }),
  );
  const survived = outcomes.filter(({ killed }) => !killed).length;
  process.stdout.write(`\n${outcomes.length - survived} killed, ${survived} survived\n`);
  return survived === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
