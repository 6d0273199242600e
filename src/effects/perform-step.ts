import type { CommandHandler } from '../commands/handle-command';
import type { ClusterState, StepPlan } from '../incident/state';
import type { Logger } from '../logger';
import type { Clock, PowerShell } from '../ports';
import { connectionSchema } from '../powershell/operations/connection';
import type { Settings } from '../runbook/settings';
import { waitStillCrashing } from './perform-gate';
import type { Performed, Performers, Work } from './run-effects';
import { findStepOperation } from './step-operations';
import type { StepReport } from './step-report';

export interface StepParts {
  readonly settings: Settings;
  readonly handler: CommandHandler;
  readonly powershell: PowerShell;
  readonly clock: Clock;
  readonly owner: string;
  /** Grows with every step of any cluster, across restarts and processes. */
  readonly nextFence: () => Promise<number>;
  /** One recorded check of a cluster, for steps that have to look. */
  readonly look: (cluster: string) => Promise<ClusterState>;
  readonly logger: Logger;
}

/** Changing work: the intent is committed before the first remote write, and nothing is ever run twice (invariant 8). */
export function createStepPerformer(parts: StepParts): Pick<Performers, 'step'> {
  return { step: (work) => performStep(parts, work) };
}

async function performStep(parts: StepParts, work: Work<'step'>): Promise<Performed> {
  const { runId, index } = work.effect;
  const { handler, owner, clock } = parts;
  const begun = await handler.handle(work.cluster, {
    kind: 'BeginStep',
    at: clock.now(),
    runId,
    index,
    owner,
    fence: await parts.nextFence(),
  });
  const run = begun.state.incident?.run;
  const step = run?.id === runId ? run.steps[index] : undefined;
  if (begun.kind === 'rejected' || !run || step?.status !== 'started' || step.owner !== owner)
    return { kind: 'completed' };
  const report = await callStep(parts, work.cluster, step.plan, run.requestId);
  await handler.handle(
    work.cluster,
    { kind: 'EndStep', at: clock.now(), runId, index, owner, ...report },
    work.id,
  );
  return { kind: 'settled' };
}

async function callStep(
  parts: StepParts,
  clusterName: string,
  plan: StepPlan,
  requestId: string,
): Promise<StepReport> {
  const cluster = parts.settings.clusters.find((one) => one.name === clusterName);
  if (plan.isGate) return waitStillCrashing(parts, clusterName, plan.deadlineMs);
  const operation = findStepOperation(plan.operation);
  if (!cluster || !operation)
    return {
      outcome: 'failed',
      detail: `nothing was changed: ${plan.operation} on ${clusterName} is not known to this version`,
    };
  const connection = connectionSchema.parse(cluster.connection);
  try {
    return await operation({ powershell: parts.powershell, connection, plan, requestId });
  } catch (error) {
    parts.logger.error({ error, operation: plan.operation }, 'a step broke off');
    return {
      outcome: 'unknown',
      detail: 'the step broke off on the bot host; nobody knows whether it happened',
    };
  }
}
