import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { PowerShell as NodePowerShell } from 'node-powershell';
import { LineSplitter } from './line-splitter';
import { killProcessTree } from './process-tree';

/** How long output of a process that has ended is still waited for, and an end that was asked for. Milliseconds. */
const DRAIN_MS = 2_000;
const GRACE_MS = 10_000;
/** The longest line taken in, in UTF-16 units; a result beyond it is not a result. */
const LONGEST_LINE = 64 * 1024 * 1024;
/** How much of what is not protocol is kept, to explain an outcome. */
const KEPT_DIAGNOSTICS = 4_096;

export interface ShellProcessOptions {
  /** Absolute path of pwsh. */
  readonly executable: string;
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** Called for each line of stdout; true when the line was understood, else it is kept as a diagnostic. */
  readonly onLine: (line: string) => boolean;
}

export type ShellEnd =
  | { readonly kind: 'not-started'; readonly reason: string }
  | { readonly kind: 'ended'; readonly exitCode: number | null; readonly signal: NodeJS.Signals | null };

/**
 * One PowerShell process that reads its input line by line and ends with it. node-powershell starts it and owns its streams; its own delimiter
 * protocol is not used, because that reports success for a shell that died, and reads stdout in quadratic time.
 */
export interface ShellProcess {
  /** Settles once, when the process has ended and its output was read, or when it could not be started. Never rejects. */
  readonly ended: Promise<ShellEnd>;
  /** Writes one line of input; more may follow. */
  write(line: string): void;
  /** Writes the last input and closes stdin: a shell that loses its script then ends instead of waiting for more. */
  send(line: string): void;
  /** Ends the process and its descendants; resolves when `ended` has settled, which a grace period bounds. */
  kill(): Promise<void>;
  /** The last of what it printed besides protocol lines, on one line without control characters. */
  diagnostics(): string;
}

/** The parts of node-powershell 5.0.1 that its types hide. The version is pinned exactly because of this. */
interface Internals {
  readonly process: ChildProcess;
  readonly exitPromise: Promise<void>;
}

/** @throws Error the environment variable NODE_POWERSHELL is set: node-powershell would start that program instead of ours. */
export function startShell(options: ShellProcessOptions): ShellProcess {
  if (process.env['NODE_POWERSHELL'] !== undefined) {
    throw new Error(
      'NODE_POWERSHELL is set and would replace the checked PowerShell: remove it from the environment.',
    );
  }
  const shell = new NodePowerShell({
    executable: options.executable,
    executableOptions: { '-NoProfile': true, '-NonInteractive': true },
    spawnOptions: { env: { ...options.environment }, cwd: options.workingDirectory, windowsHide: true },
    throwOnInvocationError: false,
  });
  const internals = shell as unknown as Internals;
  // Nobody waits for these two; unheard they would end the bot.
  internals.exitPromise.catch(() => undefined);
  shell.streams.stdin.on('error', () => undefined);

  let diagnostics = '';
  const note = (text: string): void => {
    diagnostics = (diagnostics + text).slice(-KEPT_DIAGNOSTICS);
  };
  const child = internals.process;
  const givenUp = new AbortController();
  const ended = endOf(child, path.basename(options.executable), givenUp.signal);
  const kill = async (): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      await killProcessTree(child.pid);
    }
    const overdue = setTimeout(() => givenUp.abort(), GRACE_MS);
    await ended;
    clearTimeout(overdue);
  };
  const splitter = new LineSplitter(LONGEST_LINE, {
    onLine: (line) => {
      if (!options.onLine(line)) {
        note(`${line}\n`);
      }
    },
    onOverflow: () => {
      note(`A line of more than ${LONGEST_LINE} characters was cut off.\n`);
      void kill();
    },
  });
  shell.streams.stdout.on('data', (text: string) => splitter.push(text));
  shell.streams.stdout.on('end', () => splitter.end());
  shell.streams.stderr.on('data', note);
  return {
    ended,
    write: (line) => void shell.streams.stdin.write(line),
    send: (line) => void shell.streams.stdin.end(line),
    kill,
    diagnostics: () => diagnostics.replace(/[\p{C}\s]+/gu, ' ').trim(),
  };
}

/** Settles also when `givenUp` is aborted, so that nobody waits for ever for a process that cannot be ended. */
function endOf(child: ChildProcess, name: string, givenUp: AbortSignal): Promise<ShellEnd> {
  return new Promise((resolve) => {
    givenUp.addEventListener('abort', () => resolve({ kind: 'ended', exitCode: null, signal: null }));
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) {
        resolve({
          kind: 'not-started',
          reason: `${name} could not be started (${error.code ?? error.message}).`,
        });
      }
    });
    child.once('exit', (exitCode, signal) => {
      const end: ShellEnd = { kind: 'ended', exitCode, signal };
      // A grandchild may hold the streams open for ever.
      const drained = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve(end);
      }, DRAIN_MS);
      child.once('close', () => {
        clearTimeout(drained);
        resolve(end);
      });
    });
  });
}
