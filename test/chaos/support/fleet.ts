import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { Readable, Writable } from 'node:stream';
import type { ProcessOrder } from './chaos-process';

/** A process of the bot under the run's hands. */
export interface Member {
  readonly name: string;
  readonly seat: string;
  /** Its address; null until it listens. */
  url: string | null;
  isPaused: boolean;
  isEnding: boolean;
}

interface Living extends Member {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly closed: Promise<unknown>;
  readonly loaded: Promise<void>;
}

export interface Seat {
  readonly seat: string;
  readonly roles: ProcessOrder['roles'];
}

/** The processes of a run: one on each seat, and a loaded spare for each, that begins as soon as the one before it is dead. */
export interface Fleet {
  start(): Promise<void>;
  /** Those that were begun and not killed. */
  members(): readonly Member[];
  /** Addresses of those that listen to Teams. */
  teamsUrls(): readonly string[];
  /** kill -9, and the next one begins on its seat. @returns false: it is dead already */
  kill(name: string): Promise<boolean>;
  /** SIGSTOP, and SIGCONT after so many ms, or (null) by `resume`. @returns false: it is not there, or halted already */
  pause(name: string, forMs: number | null): boolean;
  resume(name: string): void;
  /** Waits until every seat has a process that listens and is not halted. @throws Error when one could not start */
  settle(): Promise<void>;
  /** Lines that the processes said about what went wrong, the newest. */
  said(): readonly string[];
  end(): Promise<void>;
}

const RUNNER = path.resolve(__dirname, '../../store/support/run-typescript.mjs');
const KEPT_LINES = 400;
const FAILED_START_MS = 500;
const MOST_FAILED_STARTS = 40;

export function createFleet(seats: readonly Seat[], order: Omit<ProcessOrder, 'name' | 'roles'>): Fleet {
  const sitting = new Map<string, Living>();
  const spares = new Map<string, Living>();
  const said: string[] = [];
  const groups: number[] = [];
  const halted = new Map<string, NodeJS.Timeout>();
  let made = 0;
  let isOver = false;
  let failedStarts = 0;

  const keepLine = (line: string): void => {
    said.push(line.slice(0, 600));
    if (said.length > KEPT_LINES) said.shift();
  };

  const spawnFor = ({ seat, roles }: Seat): Living => {
    const name = `${seat}-${(made += 1)}`;
    const told = JSON.stringify({ ...order, name, roles } satisfies ProcessOrder);
    const child = spawn(process.execPath, [RUNNER, path.join(__dirname, 'chaos-process.ts'), told], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // A group of its own: what a killed process leaves under way goes on, and is ended with the run.
      detached: true,
    });
    if (child.pid !== undefined) groups.push(child.pid);
    child.stdin.on('error', () => undefined);
    const lines = createInterface(child.stdout);
    const startedAs = (url: string): void => {
      living.url = url;
      failedStarts = 0;
    };
    const closed = once(child, 'close');
    const loaded = new Promise<void>((resolve) => {
      lines.on('line', (line) => {
        if (line === 'loaded') resolve();
        else if (line.startsWith('ready ')) startedAs(line.slice('ready '.length));
        else keepLine(`${name}: ${line}`);
      });
      void closed.then(() => resolve());
    });
    const living: Living = { name, seat, url: null, isPaused: false, isEnding: false, child, closed, loaded };
    return living;
  };

  const begin = async (seat: Seat): Promise<void> => {
    const next = spares.get(seat.seat) ?? spawnFor(seat);
    spares.delete(seat.seat);
    sitting.set(seat.seat, next);
    void next.closed.then(() => replace(seat, next));
    await next.loaded;
    next.child.stdin.write('go\n');
    if (!isOver) spares.set(seat.seat, spawnFor(seat));
  };

  const replace = async (seat: Seat, gone: Living): Promise<void> => {
    clearTimeout(halted.get(gone.name));
    // While the database is away none can start; whatever starts services tries again.
    if (!gone.isEnding) failedStarts += 1;
    if (failedStarts > 0) await wait(FAILED_START_MS);
    if (!isOver && failedStarts <= MOST_FAILED_STARTS && sitting.get(seat.seat) === gone) await begin(seat);
  };

  const find = (name: string): Living | undefined => [...sitting.values()].find((one) => one.name === name);
  const resume = (one: Living): void => {
    one.isPaused = false;
    one.child.kill('SIGCONT');
  };

  return {
    start: async () => void (await Promise.all(seats.map(begin))),
    members: () => [...sitting.values()].filter(({ isEnding }) => !isEnding),
    teamsUrls: () =>
      [...sitting.values()].flatMap(({ url, seat }) =>
        url !== null && !seat.startsWith('runner') ? [url] : [],
      ),
    kill: async (name) => {
      const one = find(name);
      if (!one || one.isEnding) return false;
      one.isEnding = true;
      one.child.kill('SIGKILL');
      await one.closed;
      return true;
    },
    pause: (name, forMs) => {
      const one = find(name);
      if (!one || one.isPaused || one.isEnding) return false;
      one.isPaused = true;
      one.child.kill('SIGSTOP');
      if (forMs !== null)
        halted.set(
          name,
          setTimeout(() => resume(one), forMs),
        );
      return true;
    },
    resume: (name) => {
      const one = find(name);
      if (one) resume(one);
    },
    settle: async () => {
      const isSettled = (): boolean =>
        [...sitting.values()].every(({ url, isPaused, isEnding }) => url !== null && !isPaused && !isEnding);
      while (!isSettled())
        if (failedStarts > MOST_FAILED_STARTS) throw new Error(`No process can start:\n${said.join('\n')}`);
        else await wait(50);
    },
    said: () => said,
    end: async () => {
      isOver = true;
      for (const timer of halted.values()) clearTimeout(timer);
      const all = [...sitting.values(), ...spares.values()];
      for (const { child } of all) child.kill('SIGKILL');
      await Promise.all(all.map(({ closed }) => closed));
      for (const group of groups) endGroup(group);
    },
  };
}

/** Ends what is left of a process that is dead, e.g. a PowerShell that it started. */
function endGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    const isGone = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
}
