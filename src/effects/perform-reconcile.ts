import type { CommandHandler } from '../commands/handle-command';
import { reasonOf } from '../detection/check-cluster';
import { judgeStepEvidence } from '../detection/step-evidence';
import type { Run, Step } from '../incident/run';
import { actingNode, notAfterOf } from '../incident/step-clock';
import type { Clock, PowerShell } from '../ports';
import type { Connection } from '../powershell/operations/connection';
import { connectionSchema } from '../powershell/operations/connection';
import { getStepEvidence } from '../powershell/operations/get-step-evidence';
import { callerGoneParameters, testCallerGone } from '../powershell/operations/test-caller-gone';
import type { Settings } from '../runbook/settings';
import { backoffMs } from './backoff';
import type { Performers, Work } from './run-effects';
import { stepKey } from './step-ticket';

export interface ReconcileParts {
  readonly settings: Settings;
  readonly handler: CommandHandler;
  readonly powershell: PowerShell;
  readonly clock: Clock;
}

/** A step that was begun may go on for as long as its deadline; later than this after it nothing more will be noted, ms. */
const NOTED_WITHIN_MS = 60_000;

/**
 * Looks, and only looks, what became of a step whose outcome is unknown (invariant 8). It records what is proven and looks again until
 * nothing more can come; the outcome stays unknown until a person settles it.
 */
export function createReconciler(parts: ReconcileParts): Pick<Performers, 'reconcile'> {
  return {
    reconcile: async (work) => {
      const found = await findUnknown(parts, work);
      if (!found) return { kind: 'completed' };
      const evidence = await gather(parts, work, found.step);
      const { runId, index } = work.effect;
      const at = parts.clock.now();
      await parts.handler.handle(work.cluster, { kind: 'RecordStepEvidence', at, runId, index, evidence });
      const isFinal =
        evidence.journal === 'ended' ||
        evidence.journal === 'never-began' ||
        (evidence.journal === 'begun' && at > lastNote(found.step));
      return isFinal
        ? { kind: 'completed' }
        : { kind: 'again', inMs: backoffMs(work.attempts), why: evidence.facts[0] ?? evidence.journal };
    },
  };
}

/** When a step that began at its last moment has ended, however it ended; epoch ms. */
function lastNote(step: Step): number {
  return (notAfterOf(step) ?? 0) + step.plan.deadlineMs + NOTED_WITHIN_MS;
}

async function findUnknown(
  { handler }: ReconcileParts,
  { cluster, effect }: Work<'reconcile'>,
): Promise<{ readonly run: Run; readonly step: Step } | null> {
  const { incident } = await handler.load(cluster);
  const run = incident?.run;
  const step = run?.id === effect.runId ? run.steps[effect.index] : undefined;
  return run && !run.settled && step?.status === 'unknown' ? { run, step } : null;
}

async function gather(parts: ReconcileParts, work: Work<'reconcile'>, step: Step) {
  const { plan } = step;
  const { runId, index } = work.effect;
  const common = { step, notAfter: notAfterOf(step) ?? parts.clock.now() };
  const cluster = parts.settings.clusters.find((one) => one.name === work.cluster);
  if (!cluster) {
    const why = `${work.cluster} is not in the configuration any more`;
    return judgeStepEvidence({ ...common, now: parts.clock.now(), report: null, why, callerGone: null });
  }
  const connection = connectionSchema.parse(cluster.connection);
  const { service } = plan.parameters;
  const asked = await getStepEvidence(parts.powershell, {
    node: actingNode(plan),
    connection,
    key: stepKey(runId, index),
    services: typeof service === 'string' ? [service] : [],
    withGroups: plan.through !== undefined || plan.operation.endsWith('ClusterServiceGroup'),
    nodeDeadlineMs: parts.settings.detection.nodeDeadlineMs,
  });
  const callerGone = await isCallerGone(parts, connection, step);
  const report = asked.kind === 'reported' ? asked.value : null;
  const why = asked.kind === 'reported' ? '' : reasonOf(asked);
  return judgeStepEvidence({ ...common, now: parts.clock.now(), report, why, callerGone });
}

async function isCallerGone(
  parts: ReconcileParts,
  connection: Connection,
  { plan }: Step,
): Promise<boolean | null> {
  if (plan.operation !== 'Stop-Caller') return null;
  const { target } = plan.parameters;
  const nodeDeadlineMs = parts.settings.detection.nodeDeadlineMs;
  const parameters = callerGoneParameters.safeParse({ node: plan.node, connection, target, nodeDeadlineMs });
  if (!parameters.success) return null;
  const result = await testCallerGone(parts.powershell, parameters.data);
  return result.kind === 'reported' ? (result.value.node.answer?.gone ?? null) : null;
}
