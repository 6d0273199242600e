// Makes the embedded PowerShell engine ready and prints the path of its executable: node scripts/engine.mjs
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import ts from 'typescript';

// The engine's publishing is part of the product; this runs it from the sources without building the whole project.
Module._extensions['.ts'] = (module, file) => {
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    fileName: file,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2023,
      esModuleInterop: true,
    },
  });
  module._compile(outputText, file);
};

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
