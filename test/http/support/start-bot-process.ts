import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { testPowerShell } from '../../support/powershell';

/** The bot in a process of its own, started as `npm start` does. */
export interface BotProcess {
  readonly url: string;
  readonly pid: number;
  /** Everything it said so far. */
  output(): string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Ctrl+C. @returns its exit code */
  interrupt(): Promise<number | null>;
}

/** `more`: further words of the command line. @throws Error with what the process said when it ends before it listens */
export async function startBotProcess(
  configFile: string,
  dataFolder: string,
  environment: Readonly<Record<string, string>>,
  more: readonly string[] = [],
): Promise<BotProcess> {
  const runner = path.resolve(__dirname, '../../store/support/run-typescript.mjs');
  const { executable } = testPowerShell();
  const child = spawn(
    process.execPath,
    [runner, path.join(__dirname, 'bot-process.ts'), '--config', configFile, '--data', dataFolder, ...more],
    {
      env: { ...process.env, POWERSHELL: executable, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const lines: string[] = [];
  const ended = once(child, 'close');
  const url = await new Promise<string>((resolve, reject) => {
    const take = (line: string): void => {
      lines.push(line);
      const listening = /listens on (http:\S+)\/api\/messages/.exec(line)?.[1];
      if (listening) resolve(listening);
    };
    createInterface(child.stdout).on('line', take);
    createInterface(child.stderr).on('line', take);
    void ended.then(() => reject(new Error(`The bot ended before it listened:\n${lines.join('\n')}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    output: () => lines.join('\n'),
    kill: () => endBy(child, 'SIGKILL', ended).then(() => undefined),
    interrupt: () => endBy(child, 'SIGINT', ended),
  };
}

async function endBy(
  child: ChildProcess,
  signal: NodeJS.Signals,
  ended: Promise<unknown>,
): Promise<number | null> {
  child.kill(signal);
  await ended;
  return child.exitCode;
}
