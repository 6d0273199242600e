import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');

interface Row {
  readonly number: string;
  readonly promise: string;
  readonly file: string;
  readonly test: string;
}

/** The rows of the tables in docs/invariants.md. */
function rows(): readonly Row[] {
  return readFileSync(path.join(ROOT, 'docs', 'invariants.md'), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells[3]?.startsWith('`test/'))
    .map(([, number = '', promise = '', file = '', test = '']) => ({
      number,
      promise,
      file: file.replaceAll('`', ''),
      test,
    }));
}

describe('docs/invariants.md', () => {
  it('has a promise for each of the eighteen invariants', () => {
    const promised = rows().filter(({ promise }) => promise !== '');
    expect(promised.map(({ number }) => Number(number))).toEqual(
      Array.from({ length: 18 }, (_, at) => at + 1),
    );
  });

  it.each(rows().map(({ file, test }) => [file, test] as const))('%s has "%s"', (file, test) => {
    const text = readFileSync(path.join(ROOT, file), 'utf8').replaceAll("\\'", "'");
    expect([`'${test}'`, `"${test}"`, `\`${test}\``].some((quoted) => text.includes(quoted))).toBe(true);
  });
});
