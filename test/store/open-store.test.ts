import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, sql } from 'kysely';
import { migrate } from '../../src/store/migrate';
import { POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS } from '../../src/store/migrations/all';
import { openStore } from '../../src/store/open-store';
import { openDatabase } from '../../src/store/sqlite-database';
import { sqliteDialect } from '../../src/store/sqlite-dialect';
import { newStoreFile } from './support/folders';
import { closeStores, openTestStore } from './support/open-stores';
import { appendOf, eventOf } from './support/samples';

afterEach(closeStores);

/** Does something to the file with plain SQLite, as another program would. */
function withSqlite<T>(file: string, work: (database: Database.Database) => T): T {
  const database = new Database(file);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Runs as somebody who is not root, where the tests run as root, whom no permission stops. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('opening a store', () => {
  it('syncs every commit to the disk and enforces foreign keys', async () => {
    const database = await openDatabase(newStoreFile());
    const pragmas = ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'];
    expect(pragmas.map((name) => database.pragma(name, { simple: true }))).toEqual(['wal', 2, 1, 5000]);
    database.close();
  });

  it('creates the file for its owner only', async () => {
    const file = newStoreFile();
    await openTestStore({ file });
    expect(process.platform === 'win32' ? 0 : statSync(file).mode & 0o077).toBe(0);
  });

  it('runs each migration one time and tells about it', async () => {
    const file = newStoreFile();
    const told: object[] = [];
    const logger = { info: (fields: object) => void told.push(fields) };
    for (const n of [0, 1]) {
      const store = await openStore({ file, logger });
      expect(await store.append(appendOf('s', n, [eventOf({ n })]))).toBe('appended');
      await store.close();
    }
    expect(told).toEqual([{ file, migrations: Object.keys(SQLITE_MIGRATIONS) }]);
  });

  it('lets many open a new store at once', async () => {
    const file = newStoreFile();
    const stores = await Promise.all([1, 2, 3, 4].map(() => openTestStore({ file })));
    expect(await stores[3]?.append(appendOf('s', 0, [eventOf({})]))).toBe('appended');
    expect(await stores[0]?.readStream('s', 0)).toHaveLength(1);
  });

  it('names the migrations by number, without gaps', () => {
    const numbers = Object.keys(SQLITE_MIGRATIONS).map((name) => Number(name.slice(0, 3)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(Object.keys(POSTGRES_MIGRATIONS)).toEqual(Object.keys(SQLITE_MIGRATIONS));
  });

  it.each([
    ['001-first-tables', '9231d156598346e08dd859bdcd133a2f711f4cfaaf89a0f47c793503b29ef673'],
    ['002-leases', '1edda0fc1882c1fd429bfaff91cc6258227af9534155a736928e7a9d8a3a35ae'],
  ])(
    'has not changed the released migrations up to %s: add the next number instead',
    async (last, expected) => {
      const file = newStoreFile();
      const database = await openDatabase(file);
      const db = new Kysely<unknown>({ dialect: sqliteDialect(database) });
      const released = Object.entries(SQLITE_MIGRATIONS).filter(([name]) => name <= last);
      await migrate(db, database, Object.fromEntries(released));
      await db.destroy();
      const schema = withSqlite(file, (reading) =>
        reading
          .prepare(
            `select sql from sqlite_master where sql is not null and tbl_name not like 'kysely%' order by name`,
          )
          .pluck()
          .all(),
      );
      const digest = createHash('sha256').update(schema.join('\n')).digest('hex');
      expect(digest).toBe(expected);
    },
  );

  it('takes a migration that failed back as a whole', async () => {
    const file = newStoreFile();
    const database = await openDatabase(file);
    const db = new Kysely<unknown>({ dialect: sqliteDialect(database) });
    const broken = {
      ...SQLITE_MIGRATIONS,
      '999-broken': {
        up: async (inner: Kysely<unknown>) => {
          await sql`create table half (a)`.execute(inner);
          await sql`insert into nowhere values (1)`.execute(inner);
        },
      },
    };
    await expect(migrate(db, database, broken)).rejects.toThrow(/no such table: nowhere/);
    expect(database.prepare(`select name from sqlite_master where name in ('half', 'log')`).all()).toEqual(
      [],
    );
    expect(await migrate(db, database, SQLITE_MIGRATIONS)).toEqual(Object.keys(SQLITE_MIGRATIONS));
    await db.destroy();
  });
});

describe('what cannot be opened says why and what to do', () => {
  it('a folder that is not there', async () => {
    const file = join(dirname(newStoreFile()), 'missing', 'store.sqlite');
    await expect(openStore({ file })).rejects.toMatchObject({
      code: 'folder-missing',
      message: expect.stringMatching(/folder .*missing of the store does not exist. Create it/) as string,
    });
  });

  it('a folder in place of a file', async () => {
    await expect(openStore({ file: dirname(newStoreFile()) })).rejects.toMatchObject({
      code: 'not-a-database',
    });
  });

  it('a folder that may not be written', async () => {
    const file = newStoreFile();
    chmodSync(dirname(file), 0o555);
    await expect(asNobody(() => openStore({ file }))).rejects.toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining('write permission') as string,
    });
    expect(existsSync(file)).toBe(false);
  });

  it('a file that may be read but not written', async () => {
    const file = newStoreFile();
    await (await openStore({ file })).close();
    chmodSync(file, 0o444);
    chmodSync(dirname(file), 0o755);
    await expect(asNobody(() => openStore({ file }))).rejects.toMatchObject({ code: 'not-writable' });
  });

  it('a file that is not a database, and leaves it alone', async () => {
    const file = newStoreFile();
    const text = 'these are the notes of somebody\n'.repeat(200);
    writeFileSync(file, text);
    await expect(openStore({ file })).rejects.toMatchObject({ code: 'not-a-database' });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it("another program's database, and leaves it alone", async () => {
    const file = newStoreFile();
    withSqlite(file, (database) => database.exec('create table theirs (a)'));
    const before = readFileSync(file);
    await expect(openStore({ file })).rejects.toMatchObject({ code: 'foreign-database' });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('a store of a newer program: both versions, what to do, and nothing changed', async () => {
    const file = newStoreFile();
    await (await openStore({ file })).close();
    const insert = `insert into kysely_migration values ('999-from-the-future', '2030-01-01T00:00:00.000Z')`;
    withSqlite(file, (database) => database.exec(insert));
    const before = readFileSync(file);
    await expect(openStore({ file })).rejects.toMatchObject({
      code: 'newer-schema',
      message: expect.stringMatching(
        /has schema 999-from-the-future, but this program knows only up to 003-card-turns. Start the newer program/,
      ) as string,
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});
