import type { CommandHandler } from '../commands/handle-command';
import type { Situation } from '../commands/situation';
import type { StepPlan } from '../incident/run';
import type { ClusterState } from '../incident/state';
import { measuredSkew } from '../incident/step-clock';
import type { Logger } from '../logger';
import type { Clock, PowerShell } from '../ports';
import { connectionSchema } from '../powershell/operations/connection';
import type { ClusterSettings, Settings } from '../runbook/settings';
import { gateInterlocks } from './gate-interlocks';
import { waitStillCrashing } from './perform-gate';
import type { Performed, Performers, Work } from './run-effects';
import type { Persist } from './persist';
import { refuseStep } from './refuse-step';
import { findStepOperation } from './step-operations';
import type { StepCall } from './step-operations';
import type { StepReport } from './step-report';
import { ticketOf } from './step-ticket';

export interface StepParts {
  readonly settings: Settings;
  readonly handler: CommandHandler;
  readonly situation: Pick<Situation, 'policyOn'>;
  readonly powershell: PowerShell;
  readonly clock: Clock;
  readonly owner: string;
  /** Grows with every step of any cluster, across restarts and processes. */
  readonly nextFence: () => Promise<number>;
  /** One recorded check of a cluster, for steps that have to look. */
  readonly look: (cluster: string) => Promise<ClusterState>;
  /** SHA-256 over this runner's PowerShell module. */
  readonly scriptHash: string;
  /** The outcome of a step is known here only: it is stored, however long the store is away. */
  readonly persist: Persist;
  readonly logger: Logger;
}

/** Changing work: the intent is committed before the first remote write, and nothing is ever run twice (invariant 8). */
export function createStepPerformer(parts: StepParts): Pick<Performers, 'step'> {
  return { step: (work) => performStep(parts, work) };
}

async function performStep(parts: StepParts, work: Work<'step'>): Promise<Performed> {
  const { runId, index } = work.effect;
  const { handler, owner, clock } = parts;
  await measureClock(parts, work);
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
  const logged = {
    cluster: work.cluster,
    request: begun.state.incident?.request ?? null,
    run,
    plan: step.plan,
  };
  const policy = await parts.situation.policyOn(run.rung, 'fresh');
  const refusal = refuseStep(logged, { ...parts, policy });
  const ticket = ticketOf(runId, index, step, measuredSkew(begun.state.latest, step.plan) ?? 0);
  const report: StepReport =
    refusal === null
      ? await callStep(parts, work.cluster, { plan: step.plan, requestId: run.requestId, ticket })
      : { outcome: 'failed', detail: `nothing was changed: ${refusal}`, restored: true };
  const ended = await parts.persist('the outcome of a step', () =>
    handler.handle(
      work.cluster,
      { kind: 'EndStep', at: clock.now(), runId, index, owner, ...report },
      work.id,
    ),
  );
  if (ended.kind === 'rejected')
    parts.logger.warn(
      { cluster: work.cluster, runId, index, outcome: report.outcome },
      'a step ended after its lease: it stays unknown until a person settles it',
    );
  return { kind: 'settled' };
}

/** A step whose node was not read by the last check would be refused for its clock: then one more look is worth it. */
async function measureClock(parts: StepParts, { cluster, effect }: Work<'step'>): Promise<void> {
  const { latest, incident } = await parts.handler.load(cluster);
  const run = incident?.run;
  const plan = run?.id === effect.runId ? run.steps[effect.index]?.plan : undefined;
  if (plan && !plan.isGate && measuredSkew(latest, plan) === null) await parts.look(cluster);
}

async function callStep(
  parts: StepParts,
  clusterName: string,
  call: Pick<StepCall, 'plan' | 'requestId' | 'ticket'>,
): Promise<StepReport> {
  const { plan } = call;
  const cluster = parts.settings.clusters.find((one) => one.name === clusterName);
  if (cluster && plan.isGate) return passGate(parts, cluster, plan);
  const operation = findStepOperation(plan.operation);
  if (!cluster || !operation)
    return {
      outcome: 'failed',
      detail: `nothing was changed: ${plan.operation} on ${clusterName} is not known to this version`,
      restored: true,
    };
  const connection = connectionSchema.parse(cluster.connection);
  try {
    return await operation({ ...call, powershell: parts.powershell, connection });
  } catch (error) {
    parts.logger.error({ error, operation: plan.operation }, 'a step broke off');
    return {
      outcome: 'unknown',
      detail: 'the step broke off on the bot host; nobody knows whether it happened',
    };
  }
}

/** A gate only looks: whatever goes wrong in it, nothing was changed. */
async function passGate(parts: StepParts, cluster: ClusterSettings, plan: StepPlan): Promise<StepReport> {
  switch (plan.operation) {
    case 'Wait-StillCrashing':
      return waitStillCrashing(parts, cluster.name, plan);
    case 'Test-NodeRestart':
      return gateInterlocks({ ...parts, detection: parts.settings.detection }, cluster, plan.node);
    default:
      return {
        outcome: 'failed',
        detail: `nothing was changed: ${plan.operation} is not known to this version`,
      };
  }
}
