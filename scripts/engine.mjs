// Makes the embedded PowerShell engine ready and prints the path of its executable: node scripts/engine.mjs
import { createRequire } from 'node:module';
import './typescript-sources.mjs';

const require = createRequire(import.meta.url);
const { defaultEngineCache, ensureEmbeddedEngine } = require('../src/powershell/embedded-engine.ts');
const { embeddedEngineSources } = require('../src/powershell/script-paths.ts');

try {
  const { executable } = await ensureEmbeddedEngine({
    sources: embeddedEngineSources,
    cache: defaultEngineCache(process.env, process.platform),
    environment: process.env,
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${executable}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
