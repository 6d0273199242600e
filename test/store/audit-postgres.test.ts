import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openPostgresStore } from '../../src/store/open-postgres-store';
import type { PostgresConnection } from '../../src/store/postgres-connection';
import { runExportAudit, runVerifyAudit } from '../../src/verify-audit';
import type { PostgresServer } from '../support/postgres/start-postgres';
import { startPostgres } from '../support/postgres/start-postgres';
import { appendOf, eventOf } from './support/samples';

describe('the log of a database, from the command line', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'audit-postgres-'));
  const config = path.join(folder, 'runner.yaml');
  let server: PostgresServer;
  let connection: PostgresConnection;
  let headHash = '';

  async function run(command: typeof runVerifyAudit, ...argv: string[]) {
    const said = { stdout: '', stderr: '' };
    const to = (name: keyof typeof said) => ({ write: (text: string) => void (said[name] += text) });
    return { code: await command(argv, { stdout: to('stdout'), stderr: to('stderr') }), ...said };
  }
  const named = ({ host, port, database, schema, user }: PostgresConnection): void =>
    writeFileSync(
      config,
      `lab: true\nstore: { postgres: ${JSON.stringify({ host, port, database, schema, user, tls: 'off' })} }\n`,
    );

  beforeAll(async () => {
    server = await startPostgres();
    connection = await server.newSchema();
    process.env['BOT_DATABASE_PASSWORD'] = connection.password;
    named(connection);
    const { store } = await openPostgresStore({ connection, now: Date.now() });
    const events = Array.from({ length: 700 }, (_, n) => eventOf({ n, text: 'é "\\', z: [1.5, null] }));
    await store.append(appendOf('s', 0, events));
    ({ headHash } = await store.verifyAudit());
    await store.close();
  }, 120_000);

  afterAll(async () => {
    delete process.env['BOT_DATABASE_PASSWORD'];
    rmSync(folder, { recursive: true, force: true });
    await server.end();
  }, 60_000);

  it('is verified, against a published head too', async () => {
    const holds = { code: 0, stdout: `700 entries hold. Head: ${headHash}\n`, stderr: '' };
    expect(await run(runVerifyAudit, '--config', config)).toEqual(holds);
    expect(await run(runVerifyAudit, '--config', config, '--published', `700:${headHash}`)).toEqual(holds);
    const cut = await run(runVerifyAudit, '--config', config, '--published', `701:${headHash}`);
    expect(cut).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Entry 701 is bad/) as string });
  });

  it('is exported, and the export is verified without the database', async () => {
    const { code, stdout } = await run(runExportAudit, '--config', config);
    expect(code).toBe(0);
    const place = path.join(folder, 'log.jsonl');
    writeFileSync(place, stdout);
    expect((await run(runVerifyAudit, place)).stdout).toBe(`700 entries hold. Head: ${headHash}\n`);
  });

  it('invariant 12: names an entry that the owner of the tables changed', async () => {
    await server.execute(
      connection,
      'alter table log disable trigger all',
      'update log set at = at + 1 where sequence = 300',
      'alter table log enable trigger all',
    );
    const { code, stdout } = await run(runVerifyAudit, '--config', config);
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^Entry 300 is bad/) as string,
    });
  });

  it('says that a database was never used, and changes nothing in it', async () => {
    const empty = await server.newSchema();
    named(empty);
    const { code, stderr } = await run(runVerifyAudit, '--config', config);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/is empty/) as string });
    const tables = await server.execute(
      empty,
      `select table_name from information_schema.tables where table_schema = current_schema()`,
    );
    expect(tables).toEqual([]);
  });
});
