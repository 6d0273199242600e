import path from 'node:path';
import type { JsonValue } from '../incident/json';
import type { PowerShell, PowerShellOutcome, PowerShellRequest } from '../ports';
import { RUNNER_VARIABLE, operationLine, readRunnerLine } from './protocol';
import { operationRunner } from './script-paths';
import { type ShellEnd, type ShellProcess, startShell } from './shell-process';

/** A shell that has reported but does not end is ended by force after this, in milliseconds. */
const FAREWELL_MS = 15_000;
/** Node's timers hold no more than this many milliseconds (24.8 days). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** How much of a shell's other output an unknown outcome quotes. */
const QUOTED = 500;

export interface PowerShellOptions {
  /** Absolute path of pwsh, as discovery found it. */
  readonly executable: string;
  /** The whole environment of the processes: see shellEnvironment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute paths of the modules whose exported functions may be called. */
  readonly modulePaths: readonly string[];
  /** Names of the functions that may be called; the runner checks besides that a module exports them. */
  readonly allowedOperations: ReadonlySet<string>;
  /** 32 random hex digits, new each time. */
  readonly newNonce: () => string;
}

/** The PowerShell port over real processes, one for each operation. */
export function createPowerShell(options: PowerShellOptions): PowerShell {
  const running = new Map<ShellProcess, Promise<PowerShellOutcome>>();
  let closed = false;

  const run = async (request: PowerShellRequest): Promise<PowerShellOutcome> => {
    const refusal = refuse(options, request, closed);
    if (refusal !== null) {
      return { kind: 'not-started', reason: refusal };
    }
    try {
      const operation = new Operation(options, request);
      running.set(operation.shell, operation.outcome);
      return await operation.outcome.finally(() => running.delete(operation.shell));
    } catch (error) {
      return { kind: 'not-started', reason: error instanceof Error ? error.message : String(error) };
    }
  };

  const close = async (): Promise<void> => {
    closed = true;
    const outcomes = [...running.values()];
    await Promise.all([...running.keys()].map((shell) => shell.kill()));
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
  return options.allowedOperations.has(request.operation)
    ? null
    : `The operation '${request.operation}' is not allowed.`;
}

/** One operation from start to end. The constructor throws only when nothing was started. */
class Operation {
  readonly shell: ShellProcess;
  readonly outcome: Promise<PowerShellOutcome>;
  private readonly timers: NodeJS.Timeout[] = [];
  private reported: PowerShellOutcome | null = null;
  private stopReason: string | null = null;

  constructor(
    options: PowerShellOptions,
    private readonly request: PowerShellRequest,
  ) {
    const nonce = options.newNonce();
    const payload = {
      operation: request.operation,
      parameters: request.parameters,
      modules: options.modulePaths,
    };
    const line = operationLine(payload, nonce);
    this.shell = startShell({
      executable: options.executable,
      environment: { ...options.environment, [RUNNER_VARIABLE]: operationRunner },
      workingDirectory: path.dirname(operationRunner),
      onLine: (text) => this.take(text, nonce),
    });
    this.outcome = this.follow();
    this.shell.send(line);
  }

  private async follow(): Promise<PowerShellOutcome> {
    const { deadlineMs, signal } = this.request;
    const onAbort = (): void => this.stop('It was cancelled while it ran');
    signal?.addEventListener('abort', onAbort, { once: true });
    this.after(Math.min(deadlineMs, LONGEST_TIMER_MS), () =>
      this.stop(`There was no result within ${deadlineMs} ms`),
    );
    const end = await this.shell.ended;
    this.timers.forEach(clearTimeout);
    signal?.removeEventListener('abort', onAbort);
    return this.judge(end);
  }

  /** True when the line is the runner's. Only the first result counts. */
  private take(line: string, nonce: string): boolean {
    const message = readRunnerLine(line, nonce);
    if (message === null) {
      return false;
    }
    if (message.kind === 'progress') {
      this.tell(message.progress);
    } else if (this.reported === null) {
      this.reported = message.outcome;
      this.after(FAREWELL_MS, () => void this.shell.kill());
    }
    return true;
  }

  private tell(progress: JsonValue): void {
    try {
      this.request.onProgress?.(progress);
    } catch {
      // Whoever only watches must not end the operation by a fault of his own.
    }
  }

  private stop(reason: string): void {
    this.stopReason ??= reason;
    void this.shell.kill();
  }

  private judge(end: ShellEnd): PowerShellOutcome {
    if (end.kind === 'not-started') {
      return end;
    }
    if (this.reported !== null) {
      return this.reported;
    }
    const how = end.signal === null ? `exit code ${end.exitCode ?? 'unknown'}` : `signal ${end.signal}`;
    const reason = this.stopReason ?? `PowerShell ended without a result (${how})`;
    const said = this.shell.diagnostics().slice(-QUOTED);
    return { kind: 'unknown', reason: said === '' ? `${reason}.` : `${reason}. It said: ${said}` };
  }

  private after(milliseconds: number, act: () => void): void {
    this.timers.push(setTimeout(act, milliseconds));
  }
}
