import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createPowerShell } from '../../src/powershell/create-powershell';
import {
  ALLOWED_OPERATIONS,
  CLOSE_OPERATION,
  READ_OPERATIONS,
  hostModulePath,
} from '../../src/powershell/operations/operation-list';
import type { Ticket } from '../../src/powershell/operations/ticket';
import type { PowerShell, PowerShellOutcome, PowerShellRequest } from '../../src/ports';
import { NODE_PROCESSES_VARIABLE } from '../support/node-processes';
import { isRunning, temporaryFolder, testPowerShell, until } from '../support/powershell';

/** Folder of the session factory, the nodes' commands and the probe module. */
export const fixtureFolder = path.join(__dirname, 'module-fixture');

/** What a test brings besides the product's module. */
export interface MoreOperations {
  readonly modules?: readonly string[];
  readonly operations?: readonly string[];
}

/** The PowerShell port over the product's module, as the bot has it, and more modules where a test brings its own. */
export function operationsShell(more: MoreOperations = {}): PowerShell {
  return shellOver(more, READ_OPERATIONS);
}

/** The same port with a process for each session, which ends with it, as in production. */
export function coldOperationsShell(more: MoreOperations = {}): PowerShell {
  return shellOver(more, READ_OPERATIONS, { [NODE_PROCESSES_VARIABLE]: '' });
}

/**
 * The same port, but also operations that change something run in one process that all tests of a file share: for tests of what an
 * operation does, to which it is all the same who ran in its process before, and which would else mostly wait for processes to start.
 * It ends with the file.
 */
export function keptOperationsShell(more: MoreOperations = {}): PowerShell {
  const name = JSON.stringify(more);
  const shared = sharedShells.get(name) ?? {
    shell: shellOver(more, [...ALLOWED_OPERATIONS, ...(more.operations ?? [])]),
    isBusy: false,
    connection: '',
  };
  sharedShells.set(name, shared);
  return { run: (request) => runShared(shared, request), close: () => closeSessions(shared, '') };
}

interface SharedShell {
  readonly shell: PowerShell;
  isBusy: boolean;
  /** Of the last operation, as JSON. */
  connection: string;
}

const sharedShells = new Map<string, SharedShell>();
afterAll(async () => {
  await Promise.all([...sharedShells.values()].map(({ shell }) => shell.close()));
});

/** Sessions for reading are kept by the name of their node, which another cluster may have as well: then they are closed first. */
async function runShared(shared: SharedShell, request: PowerShellRequest): Promise<PowerShellOutcome> {
  const { shell } = shared;
  if (shared.isBusy) return await shell.run(request);
  shared.isBusy = true;
  try {
    const connection = JSON.stringify(request.parameters['Connection']);
    if (shared.connection !== connection) await closeSessions(shared, connection);
    return await shell.run({ keepFor: 'file', ...request });
  } finally {
    shared.isBusy = false;
  }
}

async function closeSessions(shared: SharedShell, nextConnection: string): Promise<void> {
  if (shared.connection !== '') {
    await shared.shell.run({
      operation: CLOSE_OPERATION,
      parameters: {},
      deadlineMs: 30_000,
      keepFor: 'file',
    });
  }
  shared.connection = nextConnection;
}

function shellOver(
  more: MoreOperations,
  readOperations: Iterable<string>,
  variables: Readonly<Record<string, string>> = {},
): PowerShell {
  const { executable, environment } = testPowerShell();
  return createPowerShell({
    executable,
    environment: { ...environment, ...variables },
    modulePaths: [hostModulePath, ...(more.modules ?? [])],
    allowedOperations: new Set([...ALLOWED_OPERATIONS, CLOSE_OPERATION, ...(more.operations ?? [])]),
    readOperations: new Set([...readOperations, CLOSE_OPERATION]),
    newNonce: () => randomBytes(16).toString('hex'),
  });
}

/** A connection to made-up nodes; plain JSON, so that it can be given to the port as it is. */
export type MadeUpConnection = {
  transport: 'factory';
  sessionFactory: string;
  settings: { Folder: string; PidFolder: string; Modes: Record<string, string> };
};

/** Made-up nodes, each behaving as its mode says (see module-fixture). */
export interface MadeUpNodes {
  connection(modes: Readonly<Record<string, string>>): MadeUpConnection;
  /** Waits until every session process that was ever opened has ended. @throws Error one lives on. */
  allSessionsEnded(): Promise<void>;
  remove(): void;
}

export function makeUpNodes(): MadeUpNodes {
  const folder = temporaryFolder('module');
  const processIds = (): number[] =>
    readdirSync(folder).map((file) => Number(readFileSync(path.join(folder, file), 'utf8')));
  return {
    connection: (modes) => ({
      transport: 'factory',
      sessionFactory: path.join(fixtureFolder, 'session-factory.ps1'),
      settings: { Folder: fixtureFolder, PidFolder: folder, Modes: { ...modes } },
    }),
    allSessionsEnded: () => until('all sessions ended', () => processIds().every((pid) => !isRunning(pid))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

let lastFence = 0;

/** A ticket nobody has used: a new key, the next fence, five minutes of time. */
export function freshTicket(): Ticket {
  lastFence = Math.max(lastFence + 1, Date.now());
  return {
    key: `step-${lastFence}`,
    fence: lastFence,
    notAfterUtc: new Date(Date.now() + 300_000).toISOString(),
  };
}
