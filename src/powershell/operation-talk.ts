import type { JsonValue } from '../incident/json';
import type { PowerShellOutcome, PowerShellRequest } from '../ports';
import { operationLine, readRunnerLine } from './protocol';
import type { ShellEnd } from './shell-process';

/** Node's timers hold no more than this many milliseconds (24.8 days). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** How much of a shell's other output an unknown outcome quotes. */
const QUOTED = 500;

/** What is said with one shell about one operation: the line that asks for it, what comes back, and when to give up. */
export class OperationTalk {
  /** The line that asks the shell for the operation. */
  readonly line: string;
  private result: PowerShellOutcome | null = null;
  private stopReason: string | null = null;
  private timer: NodeJS.Timeout | undefined;

  /** @throws TypeError the nonce is not one. */
  constructor(
    private readonly request: Pick<
      PowerShellRequest,
      'operation' | 'parameters' | 'deadlineMs' | 'onProgress' | 'signal'
    >,
    private readonly nonce: string,
    modules: readonly string[],
  ) {
    const { operation, parameters } = request;
    this.line = operationLine({ operation, parameters, modules }, nonce);
  }

  /** The first result; null until it came. */
  get reported(): PowerShellOutcome | null {
    return this.result;
  }

  /** Takes one line of output; true when it is the runner's and about this operation. */
  take(line: string, onResult: (outcome: PowerShellOutcome) => void): boolean {
    const message = readRunnerLine(line, this.nonce);
    if (message === null) return false;
    if (message.kind === 'progress') {
      this.tell(message.progress);
    } else if (this.result === null) {
      this.result = message.outcome;
      onResult(message.outcome);
    }
    return true;
  }

  /** Calls `giveUp` at the deadline and when the caller cancels; the function that comes back ends that. */
  watch(giveUp: () => void): () => void {
    const { deadlineMs, signal } = this.request;
    const stop = (reason: string): void => {
      this.stopReason ??= reason;
      giveUp();
    };
    const onAbort = (): void => stop('It was cancelled while it ran');
    signal?.addEventListener('abort', onAbort, { once: true });
    this.timer = setTimeout(
      () => stop(`There was no result within ${deadlineMs} ms`),
      Math.min(deadlineMs, LONGEST_TIMER_MS),
    );
    return () => {
      clearTimeout(this.timer);
      signal?.removeEventListener('abort', onAbort);
    };
  }

  /** What is known of the operation when its shell has ended. */
  judge(end: ShellEnd, said: string): PowerShellOutcome {
    if (end.kind === 'not-started') return end;
    if (this.result !== null) return this.result;
    const how = end.signal === null ? `exit code ${end.exitCode ?? 'unknown'}` : `signal ${end.signal}`;
    const reason = this.stopReason ?? `PowerShell ended without a result (${how})`;
    const quoted = said.slice(-QUOTED);
    return { kind: 'unknown', reason: quoted === '' ? `${reason}.` : `${reason}. It said: ${quoted}` };
  }

  private tell(progress: JsonValue): void {
    try {
      this.request.onProgress?.(progress);
    } catch {
      // Whoever only watches must not end the operation by a fault of his own.
    }
  }
}
