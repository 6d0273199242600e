import type { PostgresServer } from '../support/postgres/start-postgres';
import { startPostgres } from '../support/postgres/start-postgres';
import type { Store } from '../../src/ports';
import { openPostgresStore } from '../../src/store/open-postgres-store';
import type { PostgresConnection } from '../../src/store/postgres-connection';
import { describeServer, serverWarnings } from '../../src/store/postgres-server-check';
import { appendOf, effectOf, eventOf } from './support/samples';

let server: PostgresServer;
const open: Store[] = [];

beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterEach(async () => {
  await Promise.all(open.splice(0).map((store) => store.close()));
});
afterAll(() => server.end());

async function openOn(connection: PostgresConnection): Promise<Store> {
  const { store } = await openPostgresStore({ connection, now: Date.now() });
  open.push(store);
  return store;
}

async function threeEntries(): Promise<PostgresConnection> {
  const connection = await server.newSchema();
  const store = await openOn(connection);
  for (const n of [0, 1, 2]) await store.append(appendOf('s', n, [eventOf({ n })]));
  return connection;
}

describe('append-only', () => {
  it.each([
    ['changing an entry', `update log set body = '{}' where sequence = 1`, /an entry cannot be changed/],
    ['removing an entry', 'delete from log', /an entry cannot be removed/],
    ['removing all entries', 'truncate log', /an entry cannot be removed/],
    [
      'leaving a gap',
      `insert into log select 99, 'x', 1, kind, body, schema, at, previous_hash, hash from log limit 1`,
      /an entry can only be added at the end/,
    ],
  ])('invariant 12: the database itself refuses: %s', async (_what, statement, message) => {
    const connection = await threeEntries();
    await expect(server.execute(connection, statement)).rejects.toThrow(message);
    expect(await open[0]?.verifyAudit()).toMatchObject({ entries: 3, firstProblem: null });
  });

  it.each([
    ['a changed entry', `update log set body = '{"n":7}' where sequence = 2`, '2 was changed: its content'],
    ['a removed entry', 'delete from log where sequence = 2', '2 is missing: the next entry found is 3'],
  ])(
    'invariant 12: %s is named where the owner of the database took the triggers away',
    async (_what, change, expected) => {
      const connection = await threeEntries();
      await server.execute(connection, 'alter table log disable trigger all', change);
      const problem = (await open[0]?.verifyAudit())?.firstProblem;
      expect(`${problem?.sequence} ${problem?.problem}`).toContain(expected);
    },
  );

  it('invariant 12: a cut tail is shown by a head that was noted elsewhere', async () => {
    const connection = await threeEntries();
    const store = await openOn(connection);
    const { entries, headHash } = await store.verifyAudit();
    const head = { sequence: entries, hash: headHash };
    expect((await store.verifyAudit(head)).firstProblem).toBeNull();
    await server.execute(
      connection,
      'alter table log disable trigger all',
      'delete from log where sequence = 3',
    );
    expect((await store.verifyAudit()).firstProblem).toBeNull();
    expect((await store.verifyAudit(head)).firstProblem).toMatchObject({ sequence: 3 });
  });
});

describe('what cannot be opened says why and what to do', () => {
  it.each<[string, Partial<PostgresConnection>, string, RegExp]>([
    ['a wrong password', { password: 'wrong' }, 'refused', /BOT_DATABASE_PASSWORD/],
    ['a database that is not there', { database: 'missing' }, 'refused', /store.postgres/],
    ['a schema that is not there', { schema: 'missing' }, 'refused', /Create it for the bot's role/],
    ['a server that is not there', { port: 1 }, 'unreachable', /cannot be reached/],
  ])('%s', async (_what, change, code, message) => {
    const connection = { ...(await server.newSchema()), ...change };
    await expect(openOn(connection)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  it("another program's database, and leaves it alone", async () => {
    const connection = await server.newSchema();
    await server.execute(connection, 'create table theirs (a int)');
    await expect(openOn(connection)).rejects.toMatchObject({ code: 'foreign-database' });
    const tables = await server.execute(
      connection,
      `select table_name from information_schema.tables where table_schema = current_schema()`,
    );
    expect(tables).toEqual([['theirs']]);
  });

  it('a store of a newer program', async () => {
    const connection = await threeEntries();
    await server.execute(
      connection,
      `insert into kysely_migration values ('999-from-the-future', '2030-01-01')`,
    );
    await expect(openOn(connection)).rejects.toMatchObject({
      code: 'newer-schema',
      message: expect.stringMatching(/has schema 999-from-the-future.*Start the newer program/) as string,
    });
  });

  it.each(['synchronous_commit'])(
    'a server that acknowledges before the disk has it (%s = off)',
    async (setting) => {
      const connection = await server.newDatabase();
      await server.execute(connection, `alter database ${connection.database} set ${setting} = off`);
      await expect(openOn(connection)).rejects.toMatchObject({
        code: 'unsafe-server',
        message: expect.stringMatching(/a step could run twice. Set it to on/) as string,
      });
    },
  );
});

describe('what is told about the server', () => {
  const safe = {
    version: '16.2',
    synchronousCommit: 'on',
    standbys: 0,
    synchronousStandbys: '',
    clockSkewMs: 0,
  };

  it('is one line at start', async () => {
    const connection = await server.newSchema();
    const opened = await openPostgresStore({ connection, now: Date.now() });
    open.push(opened.store);
    expect(opened.description).toMatch(
      /^Store: PostgreSQL 18\.\d+, \w+ on 127\.0\.0\.1:\d+, synchronous_commit on, no standby\.$/,
    );
    expect(opened.description).not.toContain(connection.password);
    expect(opened.warnings).toEqual([]);
  });

  it.each([
    ['nothing', {}, []],
    ['nothing', { standbys: 1, synchronousStandbys: 'ANY 1 (*)' }, []],
    ['the standby', { standbys: 1 }, [/may forget that a step began/]],
    ['the standby', { standbys: 1, synchronousStandbys: '*', synchronousCommit: 'local' }, [/may forget/]],
    ['the clock', { clockSkewMs: -61_000 }, [/-61 s off/]],
  ])('warns of %s with %j', (_what, change, expected) => {
    const warnings = serverWarnings({ ...safe, ...change });
    expect(warnings).toHaveLength(expected.length);
    expected.forEach((pattern, index) => expect(warnings[index]).toMatch(pattern));
  });

  it('names the standbys that are waited for', () => {
    const facts = { ...safe, standbys: 2, synchronousStandbys: 'ANY 1 (*)' };
    expect(describeServer('db on host:5432', facts)).toContain('2 standby, synchronous: ANY 1 (*)');
  });
});

it("goes by the database's clock for leases, whatever the processes' own clocks say", async () => {
  const connection = await server.newSchema();
  const [fast, slow] = [await openOn(connection), await openOn(connection)];
  const dayAhead = Date.now() + 86_400_000;
  const effects = [effectOf('card'), effectOf('step', { delivery: 'once' })];
  await fast.append(appendOf('s', 0, [], { effects }));
  const lease = { leaseMs: 600_000, limit: 9 };
  expect(await slow.claim({ ...lease, owner: 'slow', now: 1 })).toHaveLength(2);
  expect(await fast.claim({ ...lease, owner: 'fast', now: dayAhead })).toEqual([]);
  expect(await fast.lost(dayAhead)).toEqual([]);
  expect(await slow.lead({ owner: 'slow', name: 'watch', now: 1, leaseMs: 600_000 })).toBe(true);
  expect(await fast.lead({ owner: 'fast', name: 'watch', now: dayAhead, leaseMs: 600_000 })).toBe(false);
  expect(
    await slow.extend({ ...lease, owner: 'slow', now: 1, ids: ['card', 'step'], leaseMs: 0 }),
  ).toHaveLength(2);
  expect((await fast.lost(1)).map((effect) => effect.id)).toEqual(['step']);
  expect((await fast.claim({ ...lease, owner: 'fast', now: 1 })).map((effect) => effect.id)).toEqual([
    'card',
  ]);
});

it('waits for a writer that has the lock, and in the end refuses, says so, and has written nothing', async () => {
  const connection = await server.newSchema();
  const store = await openOn(connection);
  const holding = server.execute(
    connection,
    'begin',
    'select * from write_lock for update',
    'select pg_sleep(14)',
    'commit',
  );
  let isHeld = false;
  while (!isHeld) {
    const waiting = await server.execute(
      connection,
      `select 1 from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'`,
    );
    isHeld = waiting.length > 0;
  }
  await expect(store.append(appendOf('s', 0, [eventOf({ n: 1 })]))).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringMatching(/Nothing was written.*too busy/) as string,
  });
  await holding;
  expect(await store.readStream('s', 0)).toEqual([]);
  expect(await store.append(appendOf('s', 0, [eventOf({ n: 1 })]))).toBe('appended');
}, 60_000);

describe('a database that goes away', () => {
  it('invariant 14: is told as unreachable, and what was acknowledged is there when it is back', async () => {
    const connection = await server.newSchema();
    const store = await openOn(connection);
    await store.append(appendOf('s', 0, [eventOf({ n: 1 })], { effects: [effectOf('e')] }));
    await server.stop();
    try {
      const refused = {
        code: 'unreachable',
        message: expect.stringMatching(/nothing was written/) as string,
      };
      await expect(store.append(appendOf('s', 1, [eventOf({ n: 2 })]))).rejects.toMatchObject(refused);
      await expect(store.readStream('s', 0)).rejects.toMatchObject({ code: 'unreachable' });
    } finally {
      await server.start();
    }
    expect(await store.append(appendOf('s', 1, [eventOf({ n: 3 })]))).toBe('appended');
    expect((await store.readStream('s', 0)).map((entry) => entry.body)).toEqual([{ n: 1 }, { n: 3 }]);
    expect(await store.verifyAudit()).toMatchObject({ entries: 2, firstProblem: null });
  }, 60_000);

  it('invariant 12: in the moment of a commit: the server is asked what became of it', async () => {
    const connection = await server.newSchema();
    const store = await openOn(connection);
    // The commit itself ends every other connection of the store, its own last: the answer never arrives.
    await server.execute(
      connection,
      `create function cut_off() returns trigger language plpgsql as $$ begin
        perform pg_terminate_backend(pg_backend_pid()); return null; end $$`,
      `create constraint trigger cut_off after insert on index_keys deferrable initially deferred
        for each row execute function cut_off()`,
    );
    const index = [{ kind: 'k', key: 'k' }];
    await expect(store.append(appendOf('s', 0, [eventOf({ n: 1 })], { index }))).rejects.toMatchObject({
      code: 'unreachable',
    });
    expect(await store.readStream('s', 0)).toEqual([]);
    await server.execute(connection, 'drop trigger cut_off on index_keys');
    expect(await store.append(appendOf('s', 0, [eventOf({ n: 1 })], { index }))).toBe('appended');
  });
});
