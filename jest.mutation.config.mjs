import process from 'node:process';
import { fileURLToPath } from 'node:url';
import ofTheTests from './jest.config.cjs';

const FOLDERS = ['incident', 'crash'];
/** With MUTATION_OF=incident or MUTATION_OF=crash only that folder's tests are loaded, for each mutant anew. */
const folders = FOLDERS.filter((folder) => (process.env.MUTATION_OF ?? folder) === folder);

/**
 * The tests that `npm run mutation` judges by: those of the two pure folders, without PowerShell. Left out is what draws histories at random (it
 * may notice a change today and not tomorrow), what measures time, and what needs more than the two folders. Records are drawn from a fixed seed.
 * @type {import('jest').Config}
 */
export default {
  // A path, because Stryker loads it by itself and does not know jest's <rootDir>.
  testEnvironment: fileURLToPath(new URL('./jest.mutation.environment.mjs', import.meta.url)),
  transform: ofTheTests.transform,
  transformIgnorePatterns: ofTheTests.transformIgnorePatterns,
  roots: ['src/incident', 'src/crash', 'test/incident', 'test/crash', 'test/mutation'].map(
    (folder) => `<rootDir>/${folder}`,
  ),
  testMatch: folders.map((folder) => `<rootDir>/test/mutation/${folder}.ts`),
  watchman: false,
  testTimeout: 30_000,
};
