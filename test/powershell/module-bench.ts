import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createPowerShell } from '../../src/powershell/create-powershell';
import {
  ALLOWED_OPERATIONS,
  READ_OPERATIONS,
  hostModulePath,
} from '../../src/powershell/operations/operation-list';
import type { Ticket } from '../../src/powershell/operations/ticket';
import type { PowerShell } from '../../src/ports';
import { isRunning, temporaryFolder, testPowerShell, until } from '../support/powershell';

/** Folder of the session factory, the nodes' commands and the probe module. */
export const fixtureFolder = path.join(__dirname, 'module-fixture');

interface MoreOperations {
  readonly modules?: readonly string[];
  readonly operations?: readonly string[];
}

/** The PowerShell port over the product's module, as the bot has it, and more modules where a test brings its own. */
export function operationsShell(more: MoreOperations = {}): PowerShell {
  return shellOver(more, READ_OPERATIONS);
}

/**
 * The same port, but also operations that change something run in one process that is kept: for tests of what an operation does, to which it is
 * all the same who ran in its process before, and which would else mostly wait for processes to start. One connection only: sessions
 * for reading are kept by the name of their node.
 */
export function keptOperationsShell(more: MoreOperations = {}): PowerShell {
  const shell = shellOver(more, [...ALLOWED_OPERATIONS, ...(more.operations ?? [])]);
  return { ...shell, run: (request) => shell.run({ keepFor: 'bench', ...request }) };
}

function shellOver(more: MoreOperations, readOperations: Iterable<string>): PowerShell {
  const { executable, environment } = testPowerShell();
  return createPowerShell({
    executable,
    environment,
    modulePaths: [hostModulePath, ...(more.modules ?? [])],
    allowedOperations: new Set([...ALLOWED_OPERATIONS, ...(more.operations ?? [])]),
    readOperations: new Set(readOperations),
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
