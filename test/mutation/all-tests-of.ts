import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Loads the tests of a folder into one file. Each mutant is one start of jest, and most of what that takes is loading: one file instead of
 * twenty makes `npm run mutation` several times faster.
 * @param except files that are not to judge mutants, by name without ending
 */
export function allTestsOf(folder: string, except: readonly string[]): void {
  const load = createRequire(__filename);
  const ending = '.test.ts';
  const names = readdirSync(path.join(__dirname, '..', folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));
  const missing = except.filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw new Error(`test/${folder} has no ${missing.join(', ')}: correct test/mutation`);
  for (const name of names.filter((one) => !except.includes(one)))
    load(path.join(__dirname, '..', folder, `${name}.test`));
}
