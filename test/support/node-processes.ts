import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { QUIET_SHELL } from '../../src/powershell/shell-environment';

/** Name of the variable by which a session factory finds the processes. */
export const NODE_PROCESSES_VARIABLE = 'LAB_NODE_PROCESSES';
/** More idle processes than this are not kept. */
const MOST_IDLE = 8;
/** Types and modules of past sessions stay in a process, so each serves no more than this many. */
const MOST_SESSIONS = 60;
/** A process that is not ready so long after its session was given back is stuck in it, ms. */
const GRACE_MS = 2_000;

interface NodeProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly pipe: string;
  sessions: number;
  /** Called when it can serve a session. */
  onReady: () => void;
}

/** Processes for the sessions of simulated nodes, shared by all tests of a run: only the first session in each pays for compiling. */
export interface NodeProcesses {
  /** Where a session factory asks for one; it gives it back by closing that connection. */
  readonly address: string;
  /** Ends every process. */
  close(): Promise<void>;
}

export interface NodeProcessesOptions {
  /** Absolute path of pwsh. */
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute path of warm-node.ps1, or of another script that serves as it does. */
  readonly script: string;
}

export async function startNodeProcesses(options: NodeProcessesOptions): Promise<NodeProcesses> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'nodes-'));
  const pipeName = (name: string): string =>
    process.platform === 'win32' ? `nodes-${name}` : path.join(folder, name);
  const idle: NodeProcess[] = [];
  const all = new Set<NodeProcess>();

  const start = (): Promise<NodeProcess | null> => {
    const pipe = pipeName(randomUUID().slice(0, 8));
    const child = spawn(options.executable, ['-NoLogo', '-NoProfile', '-File', options.script, pipe], {
      env: { ...options.environment, ...QUIET_SHELL },
    });
    const started: NodeProcess = { child, pipe, sessions: 0, onReady: () => undefined };
    all.add(started);
    child.stderr.pipe(process.stderr);
    return new Promise((resolve) => {
      started.onReady = () => resolve(started);
      createInterface(child.stdout).on('line', (line) => {
        if (line === 'ready') started.onReady();
      });
      child.once('error', () => resolve(null));
      child.once('exit', () => {
        all.delete(started);
        if (idle.includes(started)) idle.splice(idle.indexOf(started), 1);
        resolve(null);
      });
    });
  };

  const rest = (taken: NodeProcess): void => {
    const isWorn = taken.sessions >= MOST_SESSIONS || idle.length >= MOST_IDLE;
    if (isWorn) taken.child.kill('SIGKILL');
    else idle.push(taken);
  };

  const serve = async (socket: net.Socket): Promise<void> => {
    const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined).resume();
    const taken = idle.pop() ?? (await start());
    if (taken === null) {
      socket.destroy();
      return;
    }
    taken.sessions += 1;
    const ready = new Promise<'ready'>((resolve) => {
      taken.onReady = () => resolve('ready');
    });
    socket.write(`${taken.pipe}\n`);
    await gone;
    const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), GRACE_MS).unref());
    if ((await Promise.race([ready, late])) === 'ready') rest(taken);
    else taken.child.kill('SIGKILL');
  };

  const server = net.createServer((socket) => void serve(socket));
  const address =
    process.platform === 'win32' ? `\\\\.\\pipe\\nodes-${randomUUID()}` : path.join(folder, 'keeper');
  await new Promise<void>((resolve) => server.listen(address, resolve));
  return {
    address,
    close: async () => {
      server.close();
      const ended = [...all].map(({ child }) => new Promise((resolve) => child.once('exit', resolve)));
      for (const { child } of all) child.kill('SIGKILL');
      await Promise.all(ended);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
