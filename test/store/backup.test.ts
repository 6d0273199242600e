import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { runBackup } from '../../src/backup';
import { openStore } from '../../src/store/open-store';
import { openDatabase } from '../../src/store/sqlite-database';
import { runVerifyAudit } from '../../src/verify-audit';
import { newStoreFile, removeFolders } from './support/folders';
import { appendOf, eventOf } from './support/samples';

afterEach(removeFolders);

async function run(command: typeof runBackup, ...argv: string[]) {
  const said = { stdout: '', stderr: '' };
  const to = (name: keyof typeof said) => ({ write: (text: string) => void (said[name] += text) });
  return { code: await command(argv, { stdout: to('stdout'), stderr: to('stderr') }), ...said };
}

async function newStore(entries: number) {
  const file = newStoreFile();
  const store = await openStore({ file, isOnlyProcess: true });
  await store.append(
    appendOf(
      's',
      0,
      Array.from({ length: entries }, (_, n) => eventOf({ n, text: 'x'.repeat(500) })),
    ),
  );
  return { file, store, copy: path.join(path.dirname(file), 'copy.sqlite') };
}

it('copies a store at one moment while it is written to, and the copy is a store that holds', async () => {
  const { file, store, copy } = await newStore(2000);
  let version = 2000;
  let isOver = false;
  const writing = (async () => {
    while (!isOver) {
      await store.append(appendOf('s', version, [eventOf({ n: version })]));
      version += 1;
      // The store of a file answers without ever letting go.
      await letOthersRun();
    }
  })();
  const { code, stdout } = await run(runBackup, '--store', file, '--to', copy);
  isOver = true;
  await writing;
  expect(code).toBe(0);
  const [, entries = '', head = ''] = /: (\d+) entries, head (\d+:[0-9a-f]{64})\n/.exec(stdout) ?? [];
  expect(Number(entries)).toBeGreaterThanOrEqual(2000);
  expect(Number(entries)).toBeLessThanOrEqual(version);
  expect((await run(runVerifyAudit, copy, '--published', head)).code).toBe(0);
  expect((await store.verifyAudit()).entries).toBe(version);
  await store.close();
  const again = await openStore({ file: copy, isOnlyProcess: true });
  expect((await again.readStream('s', 0)).length).toBe(Number(entries));
  await again.close();
});

it('never replaces a file', async () => {
  const { file, store, copy } = await newStore(1);
  writeFileSync(copy, 'an older backup');
  const { code, stderr } = await run(runBackup, '--store', file, '--to', copy);
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/already a file/) as string,
  });
  expect(readFileSync(copy, 'utf8')).toBe('an older backup');
  await store.close();
});

it('keeps no copy of a store whose log was changed', async () => {
  const { file, store, copy } = await newStore(3);
  await store.close();
  const database = await openDatabase(file);
  for (const name of database
    .prepare<[], string>(`select name from sqlite_master where type = 'trigger'`)
    .pluck()
    .all())
    database.exec(`drop trigger "${name}"`);
  database.exec(`update log set at = at + 1 where sequence = 2`);
  database.close();
  const { code, stderr } = await run(runBackup, '--store', file, '--to', copy);
  expect(code).toBe(2);
  expect(stderr).toMatch(/entry 2 of the store is bad/);
  expect(readdirSync(path.dirname(file)).filter((name) => name.startsWith('copy'))).toEqual([]);
});

it.each<[string, string, RegExp]>([
  [
    'a database',
    'lab: true\nstore: { postgres: { host: 127.0.0.1, database: d, user: u, tls: off } }\n',
    /pg_dump/,
  ],
  ['a store that was never there', 'lab: true\nstore: { file: nowhere.sqlite }\n', /no readable store/],
])('says what to do when the configuration names %s', async (_what, yaml, expected) => {
  const file = newStoreFile();
  const config = path.join(path.dirname(file), 'config.yaml');
  writeFileSync(config, yaml.replace('nowhere', path.join(path.dirname(file), 'nowhere')));
  const copy = path.join(path.dirname(file), 'copy.sqlite');
  const { code, stderr } = await run(runBackup, '--config', config, '--to', copy);
  expect(code).toBe(2);
  expect(stderr).toMatch(expected);
  expect(existsSync(copy)).toBe(false);
});

it('asks where to', async () => {
  expect(await run(runBackup)).toEqual({
    code: 2,
    stdout: '',
    stderr: 'Say where to: npm run backup -- --to FILE [--config FILE] [--store FILE]\n',
  });
});
