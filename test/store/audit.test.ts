import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Store } from '../../src/ports';
import { openStore } from '../../src/store/open-store';
import { verifyAuditFile } from '../../src/store/verify-audit-file';
import { newStoreFile } from './support/folders';
import { closeStores, openTestStore } from './support/open-stores';
import { appendOf, effectOf, eventOf } from './support/samples';

afterEach(closeStores);

const MARK = 'marked-text-of-entry';

/** A closed store of six entries, three of which are facts; the body of each names its number. */
async function sixEntries(): Promise<string> {
  const file = newStoreFile();
  const store = await openStore({ file });
  for (const n of [0, 1, 2]) {
    const facts = [{ kind: 'told', body: { n: `${MARK}-${2 * n + 2}` }, at: n }];
    await store.append(appendOf('s', n, [eventOf({ n: `${MARK}-${2 * n + 1}` })], { facts }));
  }
  await store.close();
  return file;
}

/** Changes the log as somebody would who owns the database: the triggers go first. */
function tamper(file: string, ...statements: readonly string[]): void {
  const database = new Database(file);
  for (const trigger of ['log_refuses_update', 'log_refuses_delete', 'log_refuses_gap']) {
    database.exec(`drop trigger ${trigger}`);
  }
  statements.forEach((statement) => database.exec(statement));
  database.close();
}

/** Changes one byte of the file where `text` is stored. */
function changeByte(file: string, text: string, offset: number, to: number): void {
  const bytes = readFileSync(file);
  const found = bytes.indexOf(text);
  expect(found).toBeGreaterThan(0);
  bytes[found + offset] = to;
  writeFileSync(file, bytes);
}

async function problemIn(file: string): Promise<string> {
  const { firstProblem } = await verifyAuditFile(file);
  return firstProblem === null ? 'none' : `${firstProblem.sequence} ${firstProblem.problem}`;
}

describe('a whole log', () => {
  it('holds, from the store and from the file, also while the bot has it open', async () => {
    const file = await sixEntries();
    const store = await openTestStore({ file });
    const report = await store.verifyAudit();
    const last = (await store.readHistory('s', 1))[0];
    expect(report).toEqual({ entries: 6, headHash: last?.hash, firstProblem: null });
    expect(await verifyAuditFile(file)).toEqual(report);
  });

  it('holds when it is empty', async () => {
    const store = await openTestStore();
    expect(await store.verifyAudit()).toEqual({ entries: 0, headHash: '0'.repeat(64), firstProblem: null });
  });

  it('holds across many pages', async () => {
    const store = await openTestStore();
    await store.append(
      appendOf(
        's',
        0,
        Array.from({ length: 350 }, (_, n) => eventOf({ n })),
      ),
    );
    expect(await store.verifyAudit()).toMatchObject({ entries: 350, firstProblem: null });
  });

  it('can be recomputed by anybody: SHA-256 over the RFC 8785 form of the entry', async () => {
    const store = await openTestStore();
    await store.append(appendOf('s', 0, [eventOf({ z: 1, a: ['é', null] })]));
    const [entry] = await store.readStream('s', 0);
    const { hash, ...hashed } = { ...entry, schema: 1 };
    const program = `
      import canonicalize from 'canonicalize';
      import { createHash } from 'node:crypto';
      import { readFileSync } from 'node:fs';
      const text = canonicalize(JSON.parse(readFileSync(0, 'utf8')));
      process.stdout.write(createHash('sha256').update(text).digest('hex'));`;
    const options = { input: JSON.stringify(hashed), encoding: 'utf8' } as const;
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', program], options)).toBe(hash);
  });
});

describe('invariant 12: the log is a hash chain, and a change is named', () => {
  it.each<[string, string, string]>([
    [
      'a changed body',
      `update log set body = '{"n":"forged"}' where sequence = 3`,
      '3 was changed: its content',
    ],
    ['a changed time', 'update log set at = at + 1 where sequence = 3', '3 was changed: its content'],
    [
      'a changed kind',
      `update log set kind = 'vote-withdrawn' where sequence = 3`,
      '3 was changed: its content',
    ],
    ['a changed stream', `update log set stream = 't' where sequence = 4`, '4 was changed: its content'],
    ['a fact made an event', 'update log set version = 9 where sequence = 4', '4 was changed: its content'],
    [
      'a changed format version',
      'update log set schema = 2 where sequence = 3',
      '3 was changed: its content',
    ],
    [
      'spaces in the body',
      `update log set body = replace(body, ':', ': ') where sequence = 3`,
      '3 was changed: its content',
    ],
    [
      'a body that is no JSON',
      `update log set body = '{"n":' where sequence = 3`,
      '3 was changed: its body is not a JSON',
    ],
    [
      'a body that is a blob',
      `update log set body = x'00ff' where sequence = 3`,
      '3 was changed: not a valid entry any more (body)',
    ],
    [
      'a changed hash',
      `update log set hash = 'f' || substr(hash, 2, 62) || 'xy' where sequence = 3`,
      '3 was changed: its hash',
    ],
    [
      'a changed last entry',
      `update log set body = '{}' where sequence = 6`,
      '6 was changed: its content and its hash',
    ],
    [
      'a changed previous hash',
      `update log set previous_hash = 'x' where sequence = 3`,
      '3 was changed: its previous hash',
    ],
    ['a removed entry', 'delete from log where sequence = 3', '3 is missing: the next entry found is 4'],
    ['a removed beginning', 'delete from log where sequence < 3', '1 is missing: the next entry found is 3'],
    [
      'an entry before the first',
      `insert into log select -1, stream, null, kind, body, schema, at, hash, hash from log limit 1`,
      '1 is missing: the next entry found is -1',
    ],
    [
      'a removed entry, the rest moved up',
      'delete from log where sequence = 3; update log set sequence = sequence - 1 where sequence > 3',
      '3 was changed: its previous hash',
    ],
    [
      'two entries in another order',
      'update log set sequence = -3 where sequence = 3; update log set sequence = 3 where sequence = 4; update log set sequence = 4 where sequence = -3',
      '3 was reordered: it names entry 4',
    ],
  ])('invariant 12: %s', async (_what, statement, expected) => {
    const file = await sixEntries();
    tamper(file, statement);
    expect(await problemIn(file)).toContain(expected);
  });

  it('invariant 12: an entry replaced together with its hash does not fit the next one', async () => {
    const file = await sixEntries();
    const other = await openStore({ file: newStoreFile() });
    await other.append(appendOf('s', 0, [eventOf({ forged: true })]));
    const [forged] = await other.readStream('s', 0);
    await other.close();
    tamper(file, `update log set body = '{"forged":true}', hash = '${forged?.hash}' where sequence = 1`);
    expect(await problemIn(file)).toContain('2 does not follow entry 1');
  });

  it('counts what holds before the first problem, and gives its hash', async () => {
    const file = await sixEntries();
    const before = await openStore({ file });
    const hash = (await before.readHistory('s', 9))[1]?.hash;
    await before.close();
    tamper(file, `update log set body = '{}' where sequence in (3, 5)`);
    expect(await verifyAuditFile(file)).toMatchObject({
      entries: 2,
      headHash: hash,
      firstProblem: { sequence: 3 },
    });
  });

  it.each([
    ['a letter', 4, 0x58, 'its content'],
    ['a quote, so that it is no JSON any more', -1, 0x58, 'its body is not a JSON object'],
    ['a byte that is no UTF-8', 4, 0xff, 'its content'],
  ])(
    'invariant 12: one changed byte of the file is found and named: %s',
    async (_what, offset, to, problem) => {
      const file = await sixEntries();
      changeByte(file, `${MARK}-3`, offset, to);
      expect(await problemIn(file)).toContain(`3 was changed: ${problem}`);
      const store = await openTestStore({ file });
      expect((await store.verifyAudit()).firstProblem?.sequence).toBe(3);
    },
  );

  it('says which entry cannot be read any more instead of answering with something else', async () => {
    const file = await sixEntries();
    changeByte(file, `${MARK}-3`, -1, 0x58);
    const store = await openTestStore({ file });
    await expect(store.readStream('s', 0)).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringMatching(/entry 3 is not a JSON object.*verify-audit/) as string,
    });
  });

  it('does not decide on a stream of which an event is missing', async () => {
    const file = await sixEntries();
    tamper(file, 'delete from log where sequence = 3');
    const store = await openTestStore({ file });
    await expect(store.readStream('s', 0)).rejects.toMatchObject({ code: 'damaged' });
  });

  it('invariant 12: no changed byte anywhere in the log changes what is read without being named', async () => {
    const file = await sixEntries();
    const original = readFileSync(file);
    const whole = everyEntry(file);
    const silent: number[] = [];
    for (const offset of bytesOfLog(file)) {
      const bytes = Buffer.from(original);
      bytes.writeUInt8(bytes.readUInt8(offset) ^ 0x41, offset);
      writeFileSync(file, bytes);
      if ((await namedOrRefused(file)) === 'none' && everyEntry(file) !== whole) silent.push(offset);
    }
    expect(silent).toEqual([]);
  });

  it('finds damage outside the log', async () => {
    const file = await sixEntries();
    const bytes = readFileSync(file);
    const page = pagesOf(file, 'log_of_stream')[0];
    bytes.fill(0, page?.from, page?.to);
    writeFileSync(file, bytes);
    expect(await problemIn(file)).toContain('0 every entry holds, but the database file is damaged');
  });
});

describe('the newest entries cut off', () => {
  async function published(store: Store) {
    const { entries, headHash } = await store.verifyAudit();
    return { sequence: entries, hash: headHash };
  }

  it('is shown by a published head only', async () => {
    const file = await sixEntries();
    const store = await openStore({ file });
    const head = await published(store);
    await store.close();
    expect((await verifyAuditFile(file, head)).firstProblem).toBeNull();
    tamper(file, 'delete from log where sequence > 4');
    expect((await verifyAuditFile(file)).firstProblem).toBeNull();
    expect((await verifyAuditFile(file, head)).firstProblem).toEqual({
      sequence: 5,
      problem: 'is missing: the log ends at 4, but entry 6 was published',
    });
  });

  it('and written anew is shown too', async () => {
    const file = await sixEntries();
    const store = await openTestStore({ file });
    const head = await published(store);
    await store.record('s', [{ kind: 'told', body: {}, at: 1 }]);
    expect((await verifyAuditFile(file, head)).firstProblem).toBeNull();
    const forged = { ...head, hash: 'f'.repeat(64) };
    expect((await verifyAuditFile(file, forged)).firstProblem).toMatchObject({ sequence: 6 });
  });
});

describe('append-only', () => {
  it.each([
    [
      'changing an entry',
      `update log set body = '{}' where sequence = 1`,
      /append-only: an entry cannot be changed/,
    ],
    ['removing an entry', 'delete from log', /append-only: an entry cannot be removed/],
    [
      'replacing an entry',
      `replace into log select 1, stream, version, kind, '{}', schema, at, previous_hash, hash from log limit 1`,
      /append-only: an entry can only be added at the end/,
    ],
    [
      'leaving a gap',
      `insert into log select 99, 'x', 1, kind, body, schema, at, previous_hash, hash from log limit 1`,
      /append-only: an entry can only be added at the end/,
    ],
  ])('invariant 12: the database itself refuses: %s', async (_what, statement, message) => {
    const file = await sixEntries();
    const database = new Database(file);
    expect(() => database.exec(statement)).toThrow(message);
    database.close();
    expect(await problemIn(file)).toBe('none');
  });
});

describe('a file that cannot be verified says why', () => {
  it.each<[string, (file: string) => void, string]>([
    ['is not there', () => undefined, 'not-found'],
    ['is empty', (file) => writeFileSync(file, ''), 'not-found'],
    ['is no database', (file) => writeFileSync(file, 'text '.repeat(500)), 'not-a-database'],
    [
      "is another program's",
      (file) => new Database(file).exec('create table theirs (a)').close(),
      'foreign-database',
    ],
  ])('%s', async (_what, make, code) => {
    const file = newStoreFile();
    make(file);
    await expect(verifyAuditFile(file)).rejects.toMatchObject({ code });
  });

  it('has a newer schema', async () => {
    const file = await sixEntries();
    const database = new Database(file);
    database.exec(`insert into kysely_migration values ('999-later', '2030-01-01T00:00:00.000Z')`);
    database.close();
    await expect(verifyAuditFile(file)).rejects.toMatchObject({ code: 'newer-schema' });
  });

  it('is not changed by verifying', async () => {
    const file = await sixEntries();
    const before = readFileSync(file);
    await verifyAuditFile(file);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

it('takes no effect or slot for a part of the log', async () => {
  const store = await openTestStore();
  await store.append(appendOf('s', 0, [], { effects: [effectOf('e')], index: [{ kind: 'k', key: 'k' }] }));
  expect((await store.verifyAudit()).entries).toBe(0);
});

function everyEntry(file: string): string {
  const database = new Database(file, { readonly: true });
  try {
    return JSON.stringify(database.prepare('select * from log order by sequence').all());
  } catch (error) {
    return String(error);
  } finally {
    database.close();
  }
}

async function namedOrRefused(file: string): Promise<string> {
  return problemIn(file).catch((error: unknown) => `refused ${String(error)}`);
}

function pagesOf(file: string, table: string): readonly { readonly from: number; readonly to: number }[] {
  const database = new Database(file, { readonly: true });
  const pages = database
    .prepare<[string], { pageno: number; pgsize: number }>('select pageno, pgsize from dbstat where name = ?')
    .all(table);
  database.close();
  return pages.map(({ pageno, pgsize }) => ({ from: (pageno - 1) * pgsize, to: pageno * pgsize }));
}

/** Offsets of all bytes in the pages of the log that are not zero: headers, pointers and records. */
function bytesOfLog(file: string): readonly number[] {
  const bytes = readFileSync(file);
  return pagesOf(file, 'log').flatMap(({ from, to }) =>
    [...bytes.subarray(from, to).keys()].map((index) => from + index).filter((offset) => bytes[offset] !== 0),
  );
}
