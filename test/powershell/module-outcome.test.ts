import { z } from 'zod';
import { runOperation } from '../../src/powershell/operations/outcome';
import type { PowerShell, PowerShellOutcome, PowerShellRequest } from '../../src/ports';

/** A port that answers once and keeps what it was asked. */
function answering(outcome: PowerShellOutcome): { port: PowerShell; asked: PowerShellRequest[] } {
  const asked: PowerShellRequest[] = [];
  const run = async (request: PowerShellRequest): Promise<PowerShellOutcome> => {
    asked.push(request);
    request.onProgress?.({ node: 'n1', phase: 'connected' });
    request.onProgress?.({ phase: 7 });
    return outcome;
  };
  return { port: { run, close: async () => undefined }, asked };
}

const call = {
  operation: 'Get-Something',
  parameters: { node: 'n1', absent: undefined, nothing: null },
  nodeDeadlineMs: 5000,
  result: z.object({ outcome: z.enum(['succeeded']), list: z.array(z.int()) }),
};

test('given a result of the known shape, then it is reported', async () => {
  const value = { outcome: 'succeeded', list: [1] } as const;
  const { port, asked } = answering({ kind: 'reported', ok: true, value });
  expect(await runOperation(port, call)).toEqual({ kind: 'reported', value });
  expect(asked[0]).toMatchObject({ operation: 'Get-Something', parameters: { node: 'n1', nothing: null } });
  expect(asked[0]?.parameters).not.toHaveProperty('absent');
  expect(asked[0]?.deadlineMs).toBeGreaterThan(call.nodeDeadlineMs);
});

test.each([
  null,
  [],
  'succeeded',
  { outcome: 'succeeded' },
  { outcome: 'done', list: [] },
  { outcome: 'succeeded', list: {} },
])('given the result %j, whose shape is wrong, then the outcome is unknown, never success', async (value) => {
  const { port } = answering({ kind: 'reported', ok: true, value });
  expect(await runOperation(port, call)).toEqual({
    kind: 'unknown',
    reason: expect.stringContaining('Get-Something') as unknown,
  });
});

test.each<[PowerShellOutcome, unknown]>([
  [
    { kind: 'reported', ok: false, error: { id: 'X', message: 'y' } },
    { kind: 'failed', error: { id: 'X', message: 'y' } },
  ],
  [
    { kind: 'not-started', reason: 'no pwsh' },
    { kind: 'not-started', reason: 'no pwsh' },
  ],
  [
    { kind: 'unknown', reason: 'deadline' },
    { kind: 'unknown', reason: 'deadline' },
  ],
])('given %j, then it is passed on', async (outcome, expected) => {
  expect(await runOperation(answering(outcome).port, call)).toEqual(expected);
});

test('progress that is no progress is left out', async () => {
  const told: unknown[] = [];
  const { port } = answering({ kind: 'unknown', reason: '' });
  await runOperation(port, call, { onProgress: (progress) => told.push(progress) });
  expect(told).toEqual([{ node: 'n1', phase: 'connected' }]);
});
