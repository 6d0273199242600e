import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Place } from './open-at';

/** A second process that works on a store. */
export class StoreWorker {
  readonly lines: string[] = [];
  private readonly closed: Promise<unknown>;
  private readonly output: Interface;
  private errors = '';

  private constructor(private readonly child: ChildProcessByStdio<Writable, Readable, Readable>) {
    this.output = createInterface(child.stdout);
    this.output.on('line', (line) => this.lines.push(line));
    child.stderr.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.closed = once(child, 'close');
  }

  /** @param worker its program; the store's own worker unless told otherwise */
  static start(
    job: string,
    place: Place,
    name: string,
    worker = join(__dirname, 'store-worker.ts'),
  ): StoreWorker {
    const runner = join(__dirname, 'run-typescript.mjs');
    const child = spawn(process.execPath, [runner, worker, job, JSON.stringify(place), name], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return new StoreWorker(child);
  }

  /** Waits until the process has said so many lines; fails when it ends before. */
  async hasSaid(count: number): Promise<void> {
    while (this.lines.length < count) {
      const ended = await Promise.race([
        once(this.output, 'line').then(() => false),
        this.closed.then(() => true),
      ]);
      if (ended && this.lines.length < count) throw new Error(`the worker ended early: ${this.errors}`);
    }
  }

  go(): void {
    this.child.stdin.write('go\n');
  }

  /** Waits for the end of the process; all it said. */
  async result(): Promise<readonly string[]> {
    await this.closed;
    if (this.child.exitCode !== 0) throw new Error(`the worker failed: ${this.lines.at(-1)} ${this.errors}`);
    return this.lines;
  }

  /** Halts the process where it stands, as a frozen machine would. */
  pause(): void {
    this.child.kill('SIGSTOP');
  }

  /** Lets a halted process go on. */
  resume(): void {
    this.child.kill('SIGCONT');
  }

  /** kill -9; all it said before. */
  async kill(): Promise<readonly string[]> {
    this.child.kill('SIGKILL');
    await this.closed;
    return this.lines;
  }
}
