// Runs PSScriptAnalyzer over our PowerShell scripts where a full pwsh has it, and says plainly where not. What must hold everywhere is
// held by the syntax-tree rules of the tests (test/powershell/scripts-lint.test.ts, command-list.test.ts), which need no such module.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const WITHOUT_MODULE = 3;
const pwsh = process.env.POWERSHELL ?? 'pwsh';
const script = fileURLToPath(new URL('lint-powershell.ps1', import.meta.url));

/** Not having the analyser is no fault of the scripts, so it does not fail; but nobody is to take it for a pass. */
function sayNotRun(why) {
  console.log(
    `PSScriptAnalyzer was NOT run: ${why}. Install PowerShell (https://aka.ms/powershell), then in it: Install-Module PSScriptAnalyzer. ` +
      'The rules that must hold run in the tests: npx jest test/powershell/scripts-lint test/powershell/command-list',
  );
}

const { status, error } = spawnSync(pwsh, ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
if (error) sayNotRun(`${pwsh} does not run (${error.code ?? error.message})`);
else if (status === WITHOUT_MODULE) sayNotRun(`${pwsh} does not have it`);
else process.exitCode = status ?? 1;
