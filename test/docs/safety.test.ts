import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');

/** The rows of a table whose cell before the last names a test file. */
function rows(): readonly { number: string; file: string; test: string }[] {
  return readFileSync(path.join(ROOT, 'docs', 'safety.md'), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .flatMap((cells) => {
      const at = cells.findIndex((cell) => cell.startsWith('`test/'));
      return at < 0
        ? []
        : [
            {
              number: cells[1] ?? '',
              file: (cells[at] ?? '').replaceAll('`', ''),
              test: cells[at + 1] ?? '',
            },
          ];
    });
}

describe('docs/safety.md', () => {
  it('has a test for each of the thirty failure modes', () => {
    const numbers = new Set(rows().map(({ number }) => Number(number)));
    expect([...numbers].filter((number) => number > 0)).toEqual(
      Array.from({ length: 30 }, (_, at) => at + 1),
    );
  });

  it.each(rows().map(({ file, test }) => [file, test] as const))('%s has "%s"', (file, test) => {
    const text = readFileSync(path.join(ROOT, file), 'utf8').replaceAll("\\'", "'");
    expect([`'${test}'`, `"${test}"`, `\`${test}\``].some((quoted) => text.includes(quoted))).toBe(true);
  });
});
