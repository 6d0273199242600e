import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CHAT_COMMANDS } from '../../src/runbook/chat-commands';
import { LADDER, RECOVERIES } from '../../src/runbook/mitigations';

const root = path.resolve(__dirname, '..', '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const decisions = readdirSync(path.join(root, 'docs', 'decisions')).map((file) => `docs/decisions/${file}`);
const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'docs/dependencies.md', ...decisions];

/** Targets of the Markdown links that mean files of this repository. */
function filesLinkedFrom(document: string): readonly string[] {
  return [...read(document).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.split('#')[0] ?? '')
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .map((target) => path.join(path.dirname(document), target));
}

describe('README.md', () => {
  test('has exactly the chat commands, in their order, with their words and roles', () => {
    const rows = read('README.md')
      .split('\n')
      .filter((line) => /^\| `/.test(line))
      .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')));
    const commands = rows.map(([, usage = '', help, roles]) => ({
      usage: usage.replaceAll('`', ''),
      help,
      roles,
    }));

    expect(commands).toEqual(
      CHAT_COMMANDS.map(({ usage, help, roles }) => ({ usage, help, roles: roles.join(', ') })),
    );
  });

  test('names every mitigation there is, so that what it says of the limits stays true', () => {
    const limits = read('README.md').split('## What it does not do yet')[1] ?? '';

    for (const { id } of LADDER) expect(limits).toContain(`mitigation ${id} `);
    for (const { id } of RECOVERIES) expect(limits).toContain(`recovery ${id} `);
  });

  test('names the two commands that begin everything', () => {
    const commands = read('README.md').split('\n');

    expect(commands).toEqual(expect.arrayContaining(['npm ci && npm start', 'npm ci && npm test']));
    expect(read('.ci/run')).toContain('npm ci && npm test');
  });
});

describe('links', () => {
  test.each(DOCUMENTS)('%s: every file it names is there', (document) => {
    const missing = filesLinkedFrom(document).filter((file) => !existsSync(path.join(root, file)));

    expect(missing).toEqual([]);
  });
});

describe('docs/decisions', () => {
  test('are numbered without a gap and say state and date', () => {
    expect(decisions.map((file) => Number(path.basename(file).slice(0, 4)))).toEqual(
      decisions.map((_file, index) => index + 1),
    );
    for (const file of decisions)
      expect(read(file)).toMatch(/^# \d{4} .+\n\nState: \w+\. Date: \d{4}-\d\d-\d\d\.\n/);
  });
});
