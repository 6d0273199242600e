import type { CommandHandler } from '../commands/handle-command';
import type { StepOutcome, StepPlan } from '../incident/state';
import type { Logger } from '../logger';
import type { Clock, PowerShell } from '../ports';
import { reasonOf } from '../detection/check-cluster';
import { connectionSchema } from '../powershell/operations/connection';
import type { Connection } from '../powershell/operations/connection';
import type { OperationResult } from '../powershell/operations/outcome';
import {
  startClusterServiceGroup,
  startGroupParameters,
} from '../powershell/operations/start-cluster-service-group';
import { stopCaller, stopCallerParameters } from '../powershell/operations/stop-caller';
import { callerGoneParameters, testCallerGone } from '../powershell/operations/test-caller-gone';
import type { Settings } from '../runbook/settings';
import type { Performed, Performers, Work } from './run-effects';

export interface StepParts {
  readonly settings: Settings;
  readonly handler: CommandHandler;
  readonly powershell: PowerShell;
  readonly clock: Clock;
  readonly owner: string;
  /** Grows with every step of any cluster, across restarts. */
  readonly nextFence: () => number;
  readonly logger: Logger;
}

interface StepReport {
  readonly outcome: StepOutcome;
  readonly detail: string;
}

interface StepCall {
  readonly powershell: PowerShell;
  readonly connection: Connection;
  readonly plan: StepPlan;
  readonly requestId: string;
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
    fence: parts.nextFence(),
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
  const operation = STEP_OPERATIONS[plan.operation];
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

/** What a step of each operation calls, and how its report is read. */
const STEP_OPERATIONS: Readonly<Record<string, (call: StepCall) => Promise<StepReport>>> = {
  'Stop-Caller': async (call) =>
    changeReport(
      await stopCaller(call.powershell, stopCallerParameters.parse(parametersOf(call, { whatIf: false }))),
    ),
  'Start-ClusterServiceGroup': async (call) =>
    changeReport(
      await startClusterServiceGroup(
        call.powershell,
        startGroupParameters.parse(parametersOf(call, { whatIf: false })),
      ),
    ),
  'Test-CallerGone': async ({ powershell, connection, plan }) => {
    const parameters = callerGoneParameters.parse({
      ...plan.parameters,
      node: plan.node,
      connection,
      nodeDeadlineMs: plan.deadlineMs,
    });
    const result = await testCallerGone(powershell, parameters);
    if (result.kind !== 'reported')
      return {
        outcome: 'failed',
        detail: `could not be looked at, nothing was changed: ${reasonOf(result)}`,
      };
    const { answer, hint } = result.value.node;
    if (!answer)
      return {
        outcome: 'failed',
        detail: `could not be looked at, nothing was changed: ${hint ?? 'no answer'}`,
      };
    return answer.gone
      ? { outcome: 'succeeded', detail: 'seen to be gone' }
      : { outcome: 'failed', detail: 'it is still there' };
  },
};

function parametersOf({ connection, plan, requestId }: StepCall, more: object): object {
  return {
    ...plan.parameters,
    ...more,
    node: plan.node,
    connection,
    requestId,
    nodeDeadlineMs: plan.deadlineMs,
  };
}

type Change = {
  readonly outcome: StepOutcome | 'planned';
  readonly changed: boolean | null;
  readonly reason: string | null;
  readonly node: { readonly hint: string | null; readonly answer: { readonly action: string } | null };
};

/** Reads a changing operation's result. What is not certain is unknown, never failed and never success. */
function changeReport(result: OperationResult<Change>): StepReport {
  if (result.kind === 'not-started')
    return { outcome: 'failed', detail: `not started, nothing was changed: ${result.reason}` };
  if (result.kind !== 'reported') return { outcome: 'unknown', detail: reasonOf(result) };
  const { outcome, changed, reason, node } = result.value;
  const words = [node.answer?.action, reason, node.hint].filter((part) => part).join('; ');
  if (outcome === 'planned')
    return { outcome: 'failed', detail: `it was only planned, nothing was changed: ${words}` };
  const untouched = outcome === 'failed' && changed === false ? 'nothing was changed: ' : '';
  return { outcome, detail: `${untouched}${words || outcome}` };
}
