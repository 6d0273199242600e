import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf } from '../detection/check-cluster';
import type { OperationResult } from '../powershell/operations/outcome';
import type { OrchestratorAnswer } from '../powershell/operations/test-orchestrator-answer';
import type { StepReport } from './step-report';

/** Long enough for the cluster to start a service again that has just crashed, ms; each further pause is twice as long. */
const FIRST_PAUSE_MS = 2000;
/** With less time than that left there is no further question, ms. */
const LEAST_LEFT_MS = 10_000;

export type AskOrchestrator = (deadlineMs: number) => Promise<OperationResult<OrchestratorAnswer>>;

/**
 * Whether the orchestrator answers within the step's deadline. What still crashes now and then is asked in that very moment, and that is no
 * reason to stop between two moves: so it is asked again, in a session of its own each time. The pauses grow, so that the questions do not
 * keep step with the crashes. What is not known (the node could not be asked) is not asked again.
 */
export async function judgeAnswer(
  ask: AskOrchestrator,
  deadlineMs: number,
  pauseMs: number = FIRST_PAUSE_MS,
): Promise<StepReport> {
  const answer = await ask(deadlineMs);
  if (answer.kind !== 'reported' || answer.value.answered !== false) return reportOf(answer);
  const leftMs = Math.floor(deadlineMs - answer.value.tookMs - pauseMs);
  if (leftMs < LEAST_LEFT_MS) return reportOf(answer);
  await pause(pauseMs);
  return judgeAnswer(ask, leftMs, 2 * pauseMs);
}

function reportOf(result: OperationResult<OrchestratorAnswer>): StepReport {
  if (result.kind !== 'reported')
    return { outcome: 'failed', detail: `could not be asked, nothing was changed: ${reasonOf(result)}` };
  const { answered, tookMs, errorId } = result.value;
  return answered
    ? { outcome: 'succeeded', detail: `it answered in ${Math.round(tookMs / 1000)} s` }
    : {
        outcome: 'failed',
        detail: `the orchestrator does not answer, nothing further was changed: ${errorId ?? 'no answer in time'}`,
      };
}
