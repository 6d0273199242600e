import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const schema = z.array(
  z.strictObject({
    name: z.string().regex(/^[a-z0-9-]+$/),
    /** Number of the invariant it breaks. */
    invariant: z.int(),
    /** Paths from the root of the repository. */
    file: z.string().startsWith('src/'),
    find: z.string().min(1),
    replace: z.string(),
    /** Each of these has to fail. */
    tests: z.array(z.string().startsWith('test/')).min(1),
  }),
);

/** One change of the source that breaks a promise, and the test files that notice. */
export type Mutant = z.infer<typeof schema>[number];

/** The mutants of `mutants.json`. @throws ZodError when one is not complete */
export function readMutants(): readonly Mutant[] {
  return schema.parse(JSON.parse(readFileSync(path.join(__dirname, 'mutants.json'), 'utf8')));
}

/**
 * The changed source.
 * @throws Error when the text to change does not stand there exactly once
 */
export function mutate(source: string, mutant: Mutant): string {
  const found = source.split(mutant.find).length - 1;
  if (found !== 1) {
    throw new Error(
      `The source has changed: ${mutant.file} has the text of mutant "${mutant.name}" ${found} times, not once. Renew the mutant in test/mutants/mutants.json.`,
    );
  }
  return source.replace(mutant.find, () => mutant.replace);
}
