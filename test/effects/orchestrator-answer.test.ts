import { judgeAnswer } from '../../src/effects/orchestrator-answer';
import type { OrchestratorAnswer } from '../../src/powershell/operations/test-orchestrator-answer';
import type { OperationResult } from '../../src/powershell/operations/outcome';
import { T0 } from '../incident/support/builders';

type Result = OperationResult<OrchestratorAnswer>;

const NODE: OrchestratorAnswer['node'] = {
  node: 'n1',
  status: 'ok',
  errorId: null,
  message: null,
  hint: null,
  checkedAtUtc: T0,
  nodeUtc: T0,
  roundTripMs: 10,
  skewMs: 0,
  bootUtc: null,
  osBuild: null,
  languageMode: null,
  powershellVersion: null,
  sessionClosed: true,
  sessionGone: true,
  sessionGoneReason: null,
};

function said(answered: boolean | null, tookMs = 2000): Result {
  const errorId = answered === false ? 'OrchestratorDown' : null;
  return { kind: 'reported', value: { checkedAtUtc: T0, answered, errorId, tookMs, node: NODE } };
}

/** Asks with these answers in turn; gives the report and the deadlines that were set. */
async function judged(...answers: readonly Result[]): Promise<{ outcome: string; deadlines: number[] }> {
  const deadlines: number[] = [];
  const { outcome } = await judgeAnswer(
    async (deadlineMs) => {
      const answer = answers[deadlines.length];
      deadlines.push(deadlineMs);
      if (!answer) throw new Error('asked once too often');
      return answer;
    },
    60_000,
    1,
  );
  return { outcome, deadlines };
}

describe('whether the orchestrator answers between two moves', () => {
  it.each<[string, readonly Result[], string, readonly number[]]>([
    ['it answers', [said(true)], 'succeeded', [60_000]],
    ['asked while it was down, and once more', [said(false), said(true)], 'succeeded', [60_000, 57_999]],
    [
      'asked in the moment of a crash three times, and once more after growing pauses',
      [said(false), said(false), said(false), said(true)],
      'succeeded',
      [60_000, 57_999, 55_997, 53_993],
    ],
    [
      'down for as long as there is time',
      [said(false, 24_000), said(false, 24_000), said(false, 5000)],
      'failed',
      [60_000, 35_999, 11_997],
    ],
    ['down, and then nobody knows', [said(false), said(null)], 'failed', [60_000, 57_999]],
    ['nobody knows whether it answered', [said(null)], 'failed', [60_000]],
    ['no time for a second question', [said(false, 50_000)], 'failed', [60_000]],
    ['the question was not asked', [{ kind: 'not-started', reason: 'no host' }], 'failed', [60_000]],
  ])('%s', async (_what, answers, outcome, deadlines) => {
    expect(await judged(...answers)).toEqual({ outcome, deadlines });
  });
});
