import path from 'node:path';
import type { PowerShell, PowerShellOutcome, PowerShellRequest } from '../ports';
import { KeptShells } from './kept-shells';
import { OperationTalk } from './operation-talk';
import { RUNNER_VARIABLE } from './protocol';
import { operationRunner } from './script-paths';
import { type ShellProcess, startShell } from './shell-process';

/** A shell that has reported but does not end is ended by force after this, in milliseconds. */
const FAREWELL_MS = 15_000;
const MOST_KEPT = 8;

export interface PowerShellOptions {
  /** Absolute path of pwsh, as discovery found it. */
  readonly executable: string;
  /** The whole environment of the processes: see shellEnvironment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute paths of the modules whose exported functions may be called. */
  readonly modulePaths: readonly string[];
  /** Names of the functions that may be called; the runner checks besides that a module exports them. */
  readonly allowedOperations: ReadonlySet<string>;
  /** Those of them that only read: no other may run in a process that is kept. */
  readonly readOperations: ReadonlySet<string>;
  /** 32 random hex digits, new each time. */
  readonly newNonce: () => string;
}

/** The PowerShell port over real processes: one for each operation, but for read-only ones that ask for a kept one. */
export function createPowerShell(options: PowerShellOptions): PowerShell {
  const running = new Map<ShellProcess, Promise<PowerShellOutcome>>();
  const keptShells = new KeptShells({ ...options, most: MOST_KEPT });
  let closed = false;

  const runFresh = async (request: PowerShellRequest): Promise<PowerShellOutcome> => {
    const operation = startOperation(options, request);
    running.set(operation.shell, operation.outcome);
    return await operation.outcome.finally(() => running.delete(operation.shell));
  };

  const run = async (request: PowerShellRequest): Promise<PowerShellOutcome> => {
    const refusal = refuse(options, request, closed);
    if (refusal !== null) return { kind: 'not-started', reason: refusal };
    try {
      const kept = request.keepFor === undefined ? null : keptShells.run(request, request.keepFor);
      return await (kept ?? runFresh(request));
    } catch (error) {
      return { kind: 'not-started', reason: error instanceof Error ? error.message : String(error) };
    }
  };

  const close = async (): Promise<void> => {
    closed = true;
    const outcomes = [...running.values()];
    await Promise.all([keptShells.close(), ...[...running.keys()].map((shell) => shell.kill())]);
    await Promise.all(outcomes);
  };

  return { run, close };
}

function refuse(options: PowerShellOptions, request: PowerShellRequest, closed: boolean): string | null {
  if (closed) {
    return 'The bot is shutting down.';
  }
  if (request.signal?.aborted === true) {
    return 'The operation was cancelled before it started.';
  }
  if (!options.allowedOperations.has(request.operation)) {
    return `The operation '${request.operation}' is not allowed.`;
  }
  return request.keepFor !== undefined && !options.readOperations.has(request.operation)
    ? `The operation '${request.operation}' changes something: it needs a process of its own.`
    : null;
}

/** One operation in a process of its own, from start to end. @throws Error nothing was started. */
function startOperation(
  options: PowerShellOptions,
  request: PowerShellRequest,
): { readonly shell: ShellProcess; readonly outcome: Promise<PowerShellOutcome> } {
  const talk = new OperationTalk(request, options.newNonce(), options.modulePaths);
  let farewell: NodeJS.Timeout | undefined;
  const shell = startShell({
    executable: options.executable,
    environment: { ...options.environment, [RUNNER_VARIABLE]: operationRunner },
    workingDirectory: path.dirname(operationRunner),
    onLine: (line) =>
      talk.take(line, () => {
        farewell = setTimeout(() => void shell.kill(), FAREWELL_MS);
      }),
  });
  const unwatch = talk.watch(() => void shell.kill());
  const follow = async (): Promise<PowerShellOutcome> => {
    const end = await shell.ended;
    clearTimeout(farewell);
    unwatch();
    return talk.judge(end, shell.diagnostics());
  };
  const outcome = follow();
  shell.send(talk.line);
  return { shell, outcome };
}
