import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const root = path.resolve(__dirname, '..', '..');
const versions = z.record(z.string(), z.string());
const { dependencies, devDependencies, optionalDependencies } = z
  .object({ dependencies: versions, devDependencies: versions, optionalDependencies: versions })
  .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
const locked = z
  .object({ packages: z.record(z.string(), z.looseObject({ gypfile: z.boolean().optional() })) })
  .parse(JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'))).packages;
const document = readFileSync(path.join(root, 'docs', 'dependencies.md'), 'utf8');

/** Cells of the table rows below a heading: package, why, why this version. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = document.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
}

describe('docs/dependencies.md', () => {
  test.each([
    ['What runs', dependencies],
    ['What brings Node', optionalDependencies],
    ['What builds and tests', devDependencies],
  ])('%s: lists exactly what package.json has, each with its reasons', (heading, expected) => {
    const rows = rowsUnder(heading);

    expect(rows.map(([, name]) => name)).toEqual(Object.keys(expected).sort());
    for (const [, name, why, version] of rows)
      expect({ name, why, version }).toEqual({
        name,
        why: expect.stringMatching(/\w{3}/) as string,
        version: expect.stringMatching(/\w/) as string,
      });
  });

  test('versions are exact, so that what was tested is what runs', () => {
    for (const version of Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies }))
      expect(version).toMatch(/^\d+\.\d+\.\d+(-[a-z]+\.\d+)?$/);
  });

  // `npm ci` knows of a package only what the lock says, and `npm install` leaves this out of it: put it back by hand.
  test('what brings its binaries is not compiled, which needs a compiler and Python', () => {
    const bringing = Object.keys(locked).filter((place) => {
      const manifest = path.join(root, place, 'package.json');
      if (place === '' || !existsSync(path.join(root, place, 'binding.gyp'))) return false;
      return (
        z.looseObject({ gypfile: z.boolean().optional() }).parse(JSON.parse(readFileSync(manifest, 'utf8')))
          .gypfile === false
      );
    });
    expect(bringing).toContain('node_modules/better-sqlite3');
    for (const place of bringing)
      expect({ place, ...locked[place] }).toMatchObject({ place, gypfile: false });
  });
});
