import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf } from '../detection/check-cluster';
import type { OperationResult } from '../powershell/operations/outcome';
import type { OrchestratorAnswer } from '../powershell/operations/test-orchestrator-answer';
import type { StepReport } from './step-report';

/** Long enough for the cluster to start a service again that has just crashed, ms. */
const AGAIN_AFTER_MS = 5000;
/** With less time than that left there is no second question, ms. */
const LEAST_LEFT_MS = 10_000;

export type AskOrchestrator = (deadlineMs: number) => Promise<OperationResult<OrchestratorAnswer>>;

/**
 * Whether the orchestrator answers. What still crashes once a minute is now and then asked in that very moment, and that is no reason to stop
 * between two moves: so it is asked a second time, in a session of its own again, when there is time for it within the step's deadline.
 */
export async function judgeAnswer(
  ask: AskOrchestrator,
  deadlineMs: number,
  againAfterMs: number = AGAIN_AFTER_MS,
): Promise<StepReport> {
  const first = await ask(deadlineMs);
  if (first.kind !== 'reported' || first.value.answered !== false) return reportOf(first);
  const leftMs = Math.floor(deadlineMs - first.value.tookMs - againAfterMs);
  if (leftMs < LEAST_LEFT_MS) return reportOf(first);
  await pause(againAfterMs);
  return reportOf(await ask(leftMs));
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
