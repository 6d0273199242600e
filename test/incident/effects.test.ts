import type { Effect } from '../../src/incident/effects';
import { coalesceKeyOf } from '../../src/incident/effects';
import { MINUTE, T0 } from './support/builders';

describe('waiting effects that are one', () => {
  const place = (conversationId: string) => ({ conversationId });
  it.each<[string, Effect, Effect, boolean]>([
    [
      'a lost step is looked for once',
      { kind: 'reconcile', dueAt: T0, runId: 'run-1', index: 0 },
      { kind: 'reconcile', dueAt: T0 + MINUTE, runId: 'run-1', index: 0 },
      true,
    ],
    [
      'each lost step by itself',
      { kind: 'reconcile', dueAt: T0, runId: 'run-1', index: 0 },
      { kind: 'reconcile', dueAt: T0, runId: 'run-1', index: 1 },
      false,
    ],
    [
      'a check is answered once in one place',
      { kind: 'answer', dueAt: T0, checkId: 'check-1', answerTo: place('a') },
      { kind: 'answer', dueAt: T0 + MINUTE, checkId: 'check-1', answerTo: place('a') },
      true,
    ],
    [
      'and in every other place too',
      { kind: 'answer', dueAt: T0, checkId: 'check-1', answerTo: place('a') },
      { kind: 'answer', dueAt: T0, checkId: 'check-1', answerTo: place('b') },
      false,
    ],
  ])('%s', (_what, one, other, isOne) => {
    expect(coalesceKeyOf(one)).not.toBeNull();
    expect(coalesceKeyOf(one) === coalesceKeyOf(other)).toBe(isOne);
  });
});
