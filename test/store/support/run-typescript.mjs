/*
 * Runs a TypeScript file of this repository in a process of its own: node run-typescript.mjs FILE [ARGUMENTS].
 * The sources are CommonJS in TypeScript syntax, which Node's own type stripping does not load.
 */
import { createRequire } from 'node:module';
import swc from '@swc/core';

const require = createRequire(import.meta.url);

require.extensions['.ts'] = (module, file) => {
  const { code } = swc.transformFileSync(file, {
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  });
  module._compile(code, file);
};

require(process.argv[2]);
