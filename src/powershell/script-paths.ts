import path from 'node:path';

/** The repository's `powershell` folder; the same from `src` and from `dist`. */
const scriptFolder = path.resolve(__dirname, '..', '..', 'powershell');

/** Sources of the embedded engine host. */
export const embeddedEngineSources = path.join(scriptFolder, 'embedded');

/** The runner every operation goes through. */
export const operationRunner = path.join(scriptFolder, 'Invoke-Operation.ps1');
