import path from 'node:path';
import type { JsonObject } from '../../src/incident/json';
import type { PowerShell, PowerShellOutcome, PowerShellRequest } from '../../src/ports';
import { isRunning, until } from '../support/powershell';
import { engineTestShell } from './engine-test-module';

const GENEROUS_MS = 60_000;
jest.setTimeout(2 * GENEROUS_MS);

interface Pids {
  readonly self: number;
  readonly session: number;
  readonly native: number;
}
interface Started {
  readonly pids: Pids;
  readonly outcome: Promise<PowerShellOutcome>;
}

const nativeLeftovers: number[] = [];
afterEach(() => {
  nativeLeftovers
    .splice(0)
    .filter(isRunning)
    .forEach((pid) => process.kill(pid, 'SIGKILL'));
});

/** Starts the operation that never ends, and waits until it has told the processes it consists of; null when it ended before. */
async function tryStart(shell: PowerShell, changed: Partial<PowerShellRequest>): Promise<Started | null> {
  let tell: (pids: Pids) => void = () => undefined;
  const told = new Promise<Pids>((resolve) => (tell = resolve));
  const outcome = shell.run({
    operation: 'Wait-Forever',
    parameters: { Program: process.execPath },
    deadlineMs: 10 * GENEROUS_MS,
    onProgress: (progress) => tell(progress as JsonObject & Pids),
    ...changed,
  });
  const pids = await Promise.race([told, outcome.then(() => null)]);
  if (pids === null) {
    return null;
  }
  nativeLeftovers.push(pids.native);
  return { pids, outcome };
}

async function startEndless(shell: PowerShell, changed: Partial<PowerShellRequest> = {}): Promise<Started> {
  const started = await tryStart(shell, changed);
  if (started === null) {
    throw new Error('The operation ended before it told its processes.');
  }
  return started;
}

/** A deadline as short as this machine allows: one that the start does not already use up. */
async function startWithDeadline(shell: PowerShell): Promise<Started & { readonly deadlineMs: number }> {
  for (const deadlineMs of [3_000, 12_000]) {
    const started = await tryStart(shell, { deadlineMs });
    if (started !== null) {
      return { ...started, deadlineMs };
    }
  }
  return { ...(await startEndless(shell, { deadlineMs: GENEROUS_MS })), deadlineMs: GENEROUS_MS };
}

async function expectAllGone(pids: Pids): Promise<void> {
  await until('all its processes are gone', () => ![pids.self, pids.session, pids.native].some(isRunning));
}

describe('an operation that does not end by itself', () => {
  test('given its deadline passes, then it is unknown and its whole process tree is gone', async () => {
    const { pids, outcome, deadlineMs } = await startWithDeadline(engineTestShell());
    expect(await outcome).toEqual({
      kind: 'unknown',
      reason: `There was no result within ${deadlineMs} ms.`,
    });
    await expectAllGone(pids);
  });

  test('given it is cancelled, then it is unknown and its whole process tree is gone', async () => {
    const cancel = new AbortController();
    const { pids, outcome } = await startEndless(engineTestShell(), { signal: cancel.signal });
    cancel.abort();
    expect(await outcome).toEqual({ kind: 'unknown', reason: 'It was cancelled while it ran.' });
    await expectAllGone(pids);
  });

  test('given its shell is killed from outside, then it is unknown and its session ends', async () => {
    const { pids, outcome } = await startEndless(engineTestShell());
    process.kill(pids.self, 'SIGKILL');
    expect(await outcome).toEqual({
      kind: 'unknown',
      reason: expect.stringContaining('PowerShell ended without a result') as string,
    });
    await until('the session process is gone', () => !isRunning(pids.session));
  });

  test('given the port closes, then every running operation is unknown, nothing is left, and no other starts', async () => {
    const shell = engineTestShell();
    const started = [await startEndless(shell), await startEndless(shell)];
    await shell.close();
    for (const { pids, outcome } of started) {
      expect(await outcome).toMatchObject({ kind: 'unknown' });
      await expectAllGone(pids);
    }
    expect(await shell.run({ operation: 'Get-Sample', parameters: {}, deadlineMs: GENEROUS_MS })).toEqual({
      kind: 'not-started',
      reason: 'The bot is shutting down.',
    });
  });
});

test('an operation cancelled before it starts is not started', async () => {
  const outcome = await engineTestShell().run({
    operation: 'Get-Sample',
    parameters: {},
    deadlineMs: GENEROUS_MS,
    signal: AbortSignal.abort(),
  });
  expect(outcome).toEqual({ kind: 'not-started', reason: 'The operation was cancelled before it started.' });
});

test('eight operations at once each get their own result', async () => {
  const shell = engineTestShell();
  const values = [1, 2, 3, 4, 5, 6, 7, 8];
  const outcomes = await Promise.all(
    values.map((Value) =>
      shell.run({ operation: 'Get-Echo', parameters: { Value }, deadlineMs: GENEROUS_MS }),
    ),
  );
  expect(outcomes).toEqual(values.map((value) => ({ kind: 'reported', ok: true, value })));
});

describe('a PowerShell that cannot be started', () => {
  test.each([
    ['is missing', path.join(__dirname, 'no-such-pwsh'), 'no-such-pwsh could not be started (ENOENT).'],
    ['is not a program', __filename, `${path.basename(__filename)} could not be started (EACCES).`],
  ])('given it %s, then nothing was started', async (_name, executable, reason) => {
    const shell = engineTestShell({ executable });
    const outcome = await shell.run({ operation: 'Get-Echo', parameters: {}, deadlineMs: GENEROUS_MS });
    expect(outcome).toEqual({ kind: 'not-started', reason });
    await shell.close();
  });

  test('given NODE_POWERSHELL names another program, then nothing was started', async () => {
    process.env['NODE_POWERSHELL'] = process.execPath;
    try {
      const outcome = await engineTestShell().run({
        operation: 'Get-Echo',
        parameters: {},
        deadlineMs: GENEROUS_MS,
      });
      expect(outcome).toEqual({
        kind: 'not-started',
        reason: expect.stringContaining('NODE_POWERSHELL') as string,
      });
    } finally {
      delete process.env['NODE_POWERSHELL'];
    }
  });
});

test('a process sees the allowed environment only', async () => {
  process.env['SECRET_OF_THE_BOT'] = 'x';
  try {
    const outcome = await engineTestShell().run({
      operation: 'Get-EnvironmentName',
      parameters: {},
      deadlineMs: GENEROUS_MS,
    });
    const names = outcome.kind === 'reported' && outcome.ok ? (outcome.value as readonly string[]) : [];
    expect(names).toContain('PATH');
    expect(names).not.toContain('SECRET_OF_THE_BOT');
  } finally {
    delete process.env['SECRET_OF_THE_BOT'];
  }
});
