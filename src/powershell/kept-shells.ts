import path from 'node:path';
import type { PowerShellOutcome, PowerShellRequest } from '../ports';
import { OperationTalk } from './operation-talk';
import { CLOSE_OPERATION } from './operations/operation-list';
import { RUNNER_VARIABLE } from './protocol';
import { operationRunner } from './script-paths';
import type { ShellProcess } from './shell-process';
import { startShell } from './shell-process';

/** Tells the bot-host module that it may keep read-only sessions for the next operation. */
const KEEP_VARIABLE = 'INCIDENT_KEEP_SESSIONS';
/** A process that nobody used for this long is ended; the nodes end an unused session after as long. Milliseconds. */
const IDLE_MS = 10 * 60_000;
/** A process is replaced after this long, and after this many operations, so that nothing grows in it without end. */
const LONGEST_LIFE_MS = 30 * 60_000;
const MOST_USES = 500;
/** How long a process that is no longer needed may take to close its sessions, ms. */
const CLOSING_MS = 10_000;

export interface KeptShellsOptions {
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly modulePaths: readonly string[];
  readonly newNonce: () => string;
  /** At most this many processes are kept at once; the one not used for longest makes room. */
  readonly most: number;
}

interface KeptShell {
  readonly key: string;
  readonly shell: ShellProcess;
  readonly startedAt: number;
  uses: number;
  lastUsedAt: number;
  talk: OperationTalk | null;
  onResult: (outcome: PowerShellOutcome) => void;
  idle: NodeJS.Timeout | undefined;
}

/**
 * PowerShell processes that live on for the next read-only operation on the same cluster: starting one, and a session to each node, is most
 * of the work of a look. Each serves one operation at a time.
 */
export class KeptShells {
  private readonly shells = new Map<string, KeptShell>();
  private readonly ending = new Set<Promise<void>>();

  constructor(private readonly options: KeptShellsOptions) {}

  /** Runs the operation in the kept process of that name; null when that is busy, or there is no room for one: then take a fresh one. */
  run(request: PowerShellRequest, key: string): Promise<PowerShellOutcome> | null {
    const kept = this.shells.get(key) ?? this.start(key);
    if (kept?.talk !== null) return null;
    return this.use(kept, request);
  }

  /** Ends every kept process: idle ones after their sessions were closed, the others at once. */
  async close(): Promise<void> {
    for (const kept of [...this.shells.values()]) {
      if (kept.talk === null) this.retire(kept);
      else this.track(kept.shell.kill());
    }
    await Promise.all(this.ending);
  }

  private start(key: string): KeptShell | null {
    if (this.shells.size >= this.options.most) {
      const unused = [...this.shells.values()].filter((kept) => kept.talk === null);
      const oldest = unused.sort((a, b) => a.lastUsedAt - b.lastUsedAt)[0];
      if (!oldest) return null;
      this.retire(oldest);
    }
    const { executable, environment } = this.options;
    const shell = startShell({
      executable,
      environment: { ...environment, [RUNNER_VARIABLE]: operationRunner, [KEEP_VARIABLE]: '1' },
      workingDirectory: path.dirname(operationRunner),
      onLine: (line) => kept.talk?.take(line, kept.onResult) ?? false,
    });
    const now = performance.now();
    const kept: KeptShell = {
      key,
      shell,
      startedAt: now,
      uses: 0,
      lastUsedAt: now,
      talk: null,
      onResult: () => undefined,
      idle: undefined,
    };
    this.shells.set(key, kept);
    void shell.ended.then(() => this.forget(kept));
    return kept;
  }

  private async use(kept: KeptShell, request: PowerShellRequest): Promise<PowerShellOutcome> {
    clearTimeout(kept.idle);
    kept.uses += 1;
    const talk = new OperationTalk(request, this.options.newNonce(), this.options.modulePaths);
    kept.talk = talk;
    const unwatch = talk.watch(() => void kept.shell.kill());
    const reported = new Promise<PowerShellOutcome>((resolve) => {
      kept.onResult = resolve;
    });
    kept.shell.write(talk.line);
    const ended = kept.shell.ended.then((end) => talk.judge(end, kept.shell.diagnostics()));
    const outcome = await Promise.race([reported, ended]);
    unwatch();
    kept.talk = null;
    kept.lastUsedAt = performance.now();
    if (this.shells.get(kept.key) === kept) this.rest(kept);
    return outcome;
  }

  private rest(kept: KeptShell): void {
    const isWorn = kept.uses >= MOST_USES || performance.now() - kept.startedAt >= LONGEST_LIFE_MS;
    if (isWorn) {
      this.retire(kept);
      return;
    }
    kept.idle = setTimeout(() => this.retire(kept), IDLE_MS);
    kept.idle.unref();
  }

  private retire(kept: KeptShell): void {
    this.forget(kept);
    const farewell = new OperationTalk(
      { operation: CLOSE_OPERATION, parameters: {}, deadlineMs: CLOSING_MS },
      this.options.newNonce(),
      this.options.modulePaths,
    );
    kept.talk = farewell;
    const unwatch = farewell.watch(() => void kept.shell.kill());
    kept.shell.send(farewell.line);
    this.track(kept.shell.ended.then(unwatch));
  }

  private forget(kept: KeptShell): void {
    clearTimeout(kept.idle);
    if (this.shells.get(kept.key) === kept) this.shells.delete(kept.key);
  }

  private track(end: Promise<void>): void {
    const tracked = end.finally(() => this.ending.delete(tracked));
    this.ending.add(tracked);
  }
}
