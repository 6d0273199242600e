import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Mutant } from './mutant-table';
import { mutate, readMutants } from './mutant-table';

const ROOT = path.join(__dirname, '..', '..');
const HAVE_ONE = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15];

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** Numbers of the invariants, each with the test files that docs/invariants.md names for it. */
function documented(): ReadonlyMap<number, readonly string[]> {
  const files = new Map<number, string[]>();
  let number = 0;
  for (const line of read('docs/invariants.md').split('\n')) {
    const [, first = '', , file = ''] = line.split('|').map((cell) => cell.trim());
    if (/^\d+$/.test(first)) number = Number(first);
    if (file.startsWith('`test/'))
      files.set(number, [...(files.get(number) ?? []), file.replaceAll('`', '')]);
  }
  return files;
}

/* `npm run mutants` shows that each of them turns its tests red; here, that it still can be applied. */
describe('the mutants', () => {
  const mutants = readMutants();

  it('are there for each invariant of approval and execution, and for repeats', () => {
    expect([...new Set(mutants.map(({ invariant }) => invariant))]).toEqual(HAVE_ONE);
  });

  it('have names of their own', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
    '%s still changes the source',
    (_, mutant) => {
      expect(mutate(read(mutant.file), mutant)).not.toBe(read(mutant.file));
    },
  );

  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
    '%s names tests of its invariant',
    (_, { tests, invariant }) => {
      expect(tests.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
      expect(tests.filter((file) => !documented().get(invariant)?.includes(file))).toEqual([]);
    },
  );
});

describe('changing the source', () => {
  const mutant: Mutant = {
    name: 'never-late',
    invariant: 5,
    file: 'src/a.ts',
    find: 'now >= end',
    replace: '$& $1',
    tests: ['test/a.test.ts'],
  };

  it('puts in the replacement as it is written', () => {
    expect(mutate('return now >= end;', mutant)).toBe('return $& $1;');
  });

  it.each([
    ['nowhere', 'return end <= now;', '0 times'],
    ['twice', 'now >= end || now >= end', '2 times'],
  ])('is refused when the text stands there %s', (_, source, times) => {
    expect(() => mutate(source, mutant)).toThrow(
      new RegExp(`src/a\\.ts .*"never-late" ${times}.*Renew the mutant`),
    );
  });
});
