// Import this first: then `require` loads the TypeScript sources, which are CommonJS, without building the whole project.
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import ts from 'typescript';

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
