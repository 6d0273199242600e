import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { temporaryFolder, testPowerShell, until } from './powershell';

const labFolder = path.resolve(__dirname, '../../powershell/lab');
const SSHD_PLACES = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'];

/** sshd servers on loopback, one for each node of a simulated cluster: a session that one of them starts is on its node. */
export interface SshNodes {
  /** What the bot is configured with to reach them, by the nodes' own names. Host keys are checked. */
  readonly connection: {
    readonly transport: 'ssh';
    readonly settings: {
      readonly userName: string;
      readonly keyFilePath: string;
      readonly subsystem: string;
      readonly options: Readonly<Record<string, string>>;
    };
  };
  /** Ends the server of one node; sessions that are open go on. */
  stop(node: string): Promise<void>;
  /** Has the client know another key for a node than its server has. */
  distrust(node: string): void;
  /** Ends every server and removes all files. */
  close(): Promise<void>;
  /** What the server of a node wrote so far. */
  log(node: string): string;
}

interface Server {
  readonly child: ChildProcess;
  readonly port: number;
  /** Pieces of what it wrote. */
  readonly log: string[];
}

/**
 * Starts the servers and waits until they listen.
 *
 * @param clusterFolder folder of createLabCluster
 * @throws Error sshd is missing, with what to install, or a server does not start
 */
export async function startSshNodes(clusterFolder: string, nodes: readonly string[]): Promise<SshNodes> {
  const sshd = findSshd();
  const folder = temporaryFolder('ssh');
  const file = (name: string): string => path.join(folder, name);
  const servers = new Map<string, Server>();
  makeKey(file('user'));
  for (const node of nodes) {
    makeKey(file(`host-${node}`));
    writeFileSync(file(`subsystem-${node}`), subsystemScript(clusterFolder, node));
    chmodSync(file(`subsystem-${node}`), 0o755);
    const log: string[] = [];
    const port = await freePort();
    writeFileSync(file(`sshd-${node}`), sshdConfig(folder, node, port));
    const child = spawn(sshd, ['-D', '-e', '-f', file(`sshd-${node}`)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => log.push(text));
    servers.set(node, { child, port, log });
  }
  const stop = async (node: string): Promise<void> => {
    const server = servers.get(node);
    if (!server) throw new Error(`There is no server of ${node}.`);
    server.child.kill('SIGTERM');
    await until(`sshd of ${node} ended`, () => hasEnded(server.child));
  };
  const close = async (): Promise<void> => {
    await Promise.all(nodes.map(stop));
    rmSync(folder, { recursive: true, force: true });
  };
  const know = (keys: (node: string) => string): void =>
    writeFileSync(
      file('known_hosts'),
      nodes.map((node) => `${node} ${publicKey(file(keys(node)))}\n`).join(''),
    );
  know((node) => `host-${node}`);
  writeFileSync(
    file('ports.json'),
    JSON.stringify(Object.fromEntries([...servers].map(([node, { port }]) => [node, port]))),
  );
  for (const node of nodes) {
    writeFileSync(file(`connect-${node}`), `#!${process.execPath}\n${CONNECT}`, { mode: 0o755 });
  }
  try {
    for (const [node, { child, port, log }] of servers)
      await until(
        `sshd of ${node} listens`,
        () => hasEnded(child) || log.join('').includes(`Server listening on 127.0.0.1 port ${port}.`),
      );
    const ended = [...servers.values()].find(({ child }) => hasEnded(child));
    if (ended) throw new Error(`sshd ended at once: ${ended.log.join('')}`);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    connection: {
      transport: 'ssh',
      settings: {
        userName: os.userInfo().username,
        keyFilePath: file('user'),
        subsystem: 'powershell',
        options: {
          UserKnownHostsFile: file('known_hosts'),
          GlobalKnownHostsFile: '/dev/null',
          IdentitiesOnly: 'yes',
          // The servers share one address, so a name becomes a port here, where a real network has its name service. No blank: see Test-SplitsSshOption.
          ProxyCommand: file('connect-%h'),
        },
      },
    },
    stop,
    distrust: (node) => know((one) => (one === node ? 'user' : `host-${one}`)),
    close,
    log: (node) => servers.get(node)?.log.join('') ?? '',
  };
}

function findSshd(): string {
  const found = SSHD_PLACES.find((place) => existsSync(place));
  if (found === undefined || process.platform === 'win32')
    throw new Error(
      'The SSH transport cannot be tried here: there is no sshd. Install it (Debian: apt-get install openssh-server, its service need not run; ' +
        '.ci/run does so as root), or leave these tests out by name: npm test -- --testPathIgnorePatterns ssh.test',
    );
  // As root sshd wants this folder, which Debian's service makes when it starts.
  if (os.userInfo().uid === 0 && !existsSync('/run/sshd'))
    throw new Error('As root sshd needs the folder /run/sshd: mkdir -m 755 /run/sshd (.ci/run does so).');
  return found;
}

function makeKey(file: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file]);
}

const publicKey = (file: string): string =>
  readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');

function sshdConfig(folder: string, node: string, port: number): string {
  const file = (name: string): string => path.join(folder, name);
  return [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${file(`host-${node}`)}`,
    `AuthorizedKeysFile ${file('user.pub')}`,
    `AllowUsers ${os.userInfo().username}`,
    `Subsystem powershell ${file(`subsystem-${node}`)}`,
    'AuthenticationMethods publickey',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    // The temporary folder may be written by everybody.
    'StrictModes no',
    'PidFile none',
    'AllowTcpForwarding no',
    'AllowAgentForwarding no',
    'X11Forwarding no',
    'PermitTTY no',
    'UseDNS no',
    'LogLevel INFO',
    '',
  ].join('\n');
}

/** What sshd starts for a session: the PowerShell of the tests, made a node of the simulated cluster before it serves anybody. */
function subsystemScript(clusterFolder: string, node: string): string {
  const { executable, environment } = testPowerShell();
  const variables = { ...environment, COMPUTERNAME: node, LAB_CLUSTER_FOLDER: clusterFolder };
  const assigned = Object.entries(variables).map(([name, value]) => quoted(`${name}=${value}`));
  const state = quoted(path.join(clusterFolder, 'state.json'));
  return `#!/bin/sh
# A process of the simulated node has this id: another process gets another id.
if grep -q "\"id\":$$[,}]" ${state}; then "$0"; exit; fi
exec env -i ${assigned.join(' ')} ${quoted(executable)} -NoLogo -NoProfile -sshs -Command ${quoted(`. '${path.join(labFolder, 'ssh-node.ps1')}'`)}
`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A ProxyCommand: joins the client to the server of the node that its own name ends with. */
const CONNECT = `
const ports = require('./ports.json');
const socket = require('node:net').connect(ports[require('node:path').basename(__filename).replace('connect-', '')], '127.0.0.1');
socket.on('error', () => process.exit(1)).on('close', () => process.exit(0));
process.stdin.on('error', () => process.exit(1)).pipe(socket).pipe(process.stdout).on('error', () => process.exit(1));
`;

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
