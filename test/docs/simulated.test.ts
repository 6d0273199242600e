import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const root = path.resolve(__dirname, '..', '..');
const contractFolder = path.join(root, 'powershell', 'contract');
const text = readFileSync(path.join(root, 'docs', 'simulated.md'), 'utf8');
const contractSchema = z.object({
  module: z.string(),
  commands: z.record(z.string(), z.object({ refused: z.boolean().optional() })),
});

const contracts = readdirSync(contractFolder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => contractSchema.parse(JSON.parse(readFileSync(path.join(contractFolder, file), 'utf8'))));

/** The rows of one part of the document: their cells, and the words in code in each. */
function rowsOf(heading: string): readonly (readonly string[])[] {
  const part = text.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return part
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

const inCode = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);

describe('docs/simulated.md', () => {
  const rows = rowsOf('Every command');
  const namedIn = (module: string): string[] =>
    rows.filter(([, name]) => name === module).flatMap(([, , commands]) => inCode(commands));

  test.each(contracts)('has a row for every command of $module, and no other', ({ module, commands }) => {
    const offered = Object.keys(commands).filter((name) => commands[name]?.refused !== true);
    expect(namedIn(module).sort()).toEqual(offered.sort());
  });

  test('names what the lab refuses', () => {
    const refused = contracts.flatMap(({ commands }) =>
      Object.keys(commands).filter((name) => commands[name]?.refused === true),
    );
    expect(namedIn('(refused on purpose)').sort()).toEqual(refused.sort());
  });

  test('says of every row from which source it is, and what nobody has confirmed', () => {
    const open = rows.filter(([, module]) => module !== '(refused on purpose)');
    expect(open.filter(([, , , source, unconfirmed]) => !source || !unconfirmed)).toEqual([]);
    expect(open.length).toBeGreaterThan(5);
  });

  test('has every scenario of the lab', () => {
    const scenarios = readdirSync(path.join(root, 'src', 'lab', 'scenarios')).map((file) =>
      file.replace(/\.json$/u, ''),
    );
    const named = rowsOf('The scenarios').flatMap(([, names]) => inCode(names));
    expect([...named].sort()).toEqual([...scenarios].sort());
  });
});
