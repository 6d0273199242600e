import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCardTemplates } from '../../src/cards/card-templates';

const SHIPPED = join(__dirname, '..', '..', 'cards');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cards-'));
  cpSync(SHIPPED, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the shipped templates load', () => {
  expect(Object.keys(loadCardTemplates(folder))).toEqual([
    'incident',
    'diagnosis',
    'analysis',
    'checking',
    'help',
    'plan',
    'status',
  ]);
});

test.each([
  [
    'a template is missing',
    (): void => rmSync(join(folder, 'status.json')),
    /status\.json cannot be read: restore it/u,
  ],
  [
    'a template is no JSON',
    (): void => writeFileSync(join(folder, 'help.json'), '{'),
    /help\.json cannot be read/u,
  ],
  [
    'a template is no card',
    (): void => writeFileSync(join(folder, 'help.json'), '{"type":"Other"}'),
    /is no adaptive card template/u,
  ],
  [
    'a part does not exist',
    (): void =>
      writeFileSync(
        join(folder, 'help.json'),
        '{"type":"AdaptiveCard","version":"1.5","body":[{"$part":"nose"}]}',
      ),
    /asks for the part "nose"/u,
  ],
  [
    'a part contains itself',
    (): void => writeFileSync(join(folder, 'parts', 'foot.json'), '{"$part":"foot"}'),
    /asks for the part "foot", which does not exist or contains itself/u,
  ],
])('given %s, then loading fails and says which file', (_name, damage, message) => {
  damage();
  expect(() => loadCardTemplates(folder)).toThrow(message);
});
