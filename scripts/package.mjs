// Makes the Teams app package, and checks it: npm run package -- --bot-id GUID ...; see docs/app-package.md
import './typescript-sources.mjs';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { zipSync } from 'fflate';

const require = createRequire(import.meta.url);
const { MANIFEST_VERSION, appManifest } = require('../src/runbook/app-manifest.ts');
const { problemsOfPackage } = require('./app-package-checks.ts');
const { parsePackageOptions } = require('./package-options.ts');
const { version } = require('../package.json');

const manifestFolder = join(import.meta.dirname, '..', 'manifest');
/** The same for every package, so that the same input gives the same bytes. */
const MODIFIED = new Date(2020, 0, 1);

function packageOf(manifest) {
  const files = {
    'manifest.json': Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
    'color.png': readFileSync(join(manifestFolder, 'color.png')),
    'outline.png': readFileSync(join(manifestFolder, 'outline.png')),
  };
  return zipSync(files, { mtime: MODIFIED });
}

function check(file, bytes) {
  const problems = problemsOfPackage(bytes, MANIFEST_VERSION);
  if (problems.length === 0) return;
  throw new Error([`Teams would refuse ${file}:`, ...problems.map((text) => `  ${text}`)].join('\n'));
}

try {
  const job = parsePackageOptions(process.argv.slice(2), version);
  if (job.kind === 'check') {
    check(job.file, readFileSync(job.file));
    console.log(`${job.file} holds.`);
  } else {
    const bytes = packageOf(appManifest(job.manifest));
    check(job.out, bytes);
    mkdirSync(dirname(resolve(job.out)), { recursive: true });
    writeFileSync(job.out, bytes);
    console.log(`${resolve(job.out)}: app ${job.manifest.appId}, version ${job.manifest.version}`);
  }
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
