import type { IncidentCommand } from './commands';
import type { Decision } from './decision';
import { inOrder } from './decision';
import type { IncidentEvent } from './events';
import { reject } from './rejection';
import { endRun } from './run-end';
import type { Run, RunResult, Step, StepOutcome } from './run';
import type { ClusterState } from './state';
import { clockObstacle } from './step-clock';

type Command<K extends IncidentCommand['kind']> = Extract<IncidentCommand, { kind: K }>;

function openRun(state: ClusterState, runId: string): Run | null {
  const run = state.incident?.run ?? null;
  return run?.id === runId && run.endedAt === null ? run : null;
}

/** Commits the intent to run a step, before the first remote write (invariant 8). Stop and freeze take effect here. */
export function decideBeginStep(command: Command<'BeginStep'>, state: ClusterState): Decision {
  const run = openRun(state, command.runId);
  if (!run) return reject('no-such-run');
  const { at, index, owner, fence } = command;
  const isNext =
    run.steps.findIndex((step) => step.status === 'planned') === index &&
    !run.steps.some((step) => step.status === 'started');
  if (!isNext) return reject('step-not-next');
  if (run.stopRequestedBy)
    return endRun(state, at, stoppedAfter(run), `${run.stopRequestedBy.name} stopped it`);
  if (state.freeze)
    return endRun(state, at, stoppedAfter(run), `frozen by ${state.freeze.by.name}: ${state.freeze.reason}`);
  const plan = run.steps[index]?.plan;
  const obstacle = plan ? clockObstacle(state.latest, plan) : null;
  if (obstacle) return endRun(state, at, stoppedAfter(run), `nothing further was changed: ${obstacle}`);
  return [{ kind: 'StepStarted', at, runId: run.id, index, owner, fence }];
}

/** What a step came to. A report by somebody who no longer owns the step is refused. */
export function decideEndStep(command: Command<'EndStep'>, state: ClusterState): Decision {
  const run = openRun(state, command.runId);
  const step = run?.steps[command.index];
  if (!run || step?.status !== 'started') return reject('no-such-run');
  if (step.owner !== command.owner) return reject('not-owner');
  return endStep(state, command.at, run, command.index, command);
}

/**
 * The owner of a step is gone: a step with an intent and no result is unknown, never retried; one without an intent never ran. A gate changes
 * nothing, so there is nothing about it that a person would have to settle.
 */
export function decideLoseStep(command: Command<'LoseStep'>, state: ClusterState): Decision {
  const run = openRun(state, command.runId);
  const step = run?.steps[command.index];
  if (!run || !step) return [];
  if (step.status === 'planned' && run.steps.some((other) => other.status === 'started')) return [];
  if (step.status === 'planned')
    return endRun(
      state,
      command.at,
      stoppedAfter(run),
      'the bot stopped before this step began; it was not run',
    );
  if (step.status !== 'started') return [];
  if (step.plan.isGate)
    return endStep(state, command.at, run, command.index, {
      outcome: 'failed',
      detail: 'the bot stopped while it only looked; nothing further was changed',
    });
  return endStep(state, command.at, run, command.index, {
    outcome: 'unknown',
    detail: 'the bot stopped while the step was under way; nobody knows whether it happened',
  });
}

/** What follows from the outcome of a step: the next one, or the end of the run. */
export function endStep(
  state: ClusterState,
  at: number,
  run: Run,
  index: number,
  { outcome, detail, restored }: Pick<Command<'EndStep'>, 'outcome' | 'detail' | 'restored'>,
): Decision {
  const isLast = index === run.steps.length - 1;
  const ended: IncidentEvent = {
    kind: 'StepEnded',
    at,
    runId: run.id,
    index,
    outcome,
    detail,
    ...(restored ? { restored } : {}),
  };
  const endsWell = isGateClosed(run.steps[index], outcome);
  const goesOn = (outcome === 'succeeded' || outcome === 'nothing-to-do') && !isLast && !endsWell;
  return inOrder(
    state,
    () => [ended],
    (now) => (goesOn ? [] : endRun(now, at, resultOf(now.incident?.run ?? run), detail)),
  );
}

/** The steps after a gate are not needed. */
function isGateClosed(step: Step | undefined, outcome: StepOutcome): boolean {
  return step?.plan.isGate === true && outcome === 'nothing-to-do';
}

function resultOf(run: Run): RunResult {
  // A gate only looks: what it says is no result.
  const statuses = run.steps.map((step) =>
    step.plan.isGate && step.status === 'succeeded' ? 'planned' : step.status,
  );
  if (statuses.includes('unknown')) return 'unknown';
  if (statuses.includes('failed')) return statuses.includes('succeeded') ? 'partial' : 'failed';
  return statuses.includes('succeeded') ? 'succeeded' : 'nothing-to-do';
}

function stoppedAfter(run: Run): RunResult {
  return run.steps.some((step) => step.status === 'succeeded') ? 'partial' : 'stopped';
}
