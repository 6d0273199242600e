import type { AnswerParts } from '../commands/answer-intent';
import type { CommandHandler } from '../commands/handle-command';
import type { Situation } from '../commands/situation';
import { propose } from '../detection/propose';
import type { ProposeParts } from '../detection/propose';
import type { VotingPolicy } from '../incident/approval';
import type { PlanReport } from '../incident/plan-report';
import type { ClusterState } from '../incident/state';
import { isRunOpen } from '../incident/run';
import type { Clock } from '../ports';
import { keepFor } from '../powershell/keep-for';
import type { Settings } from '../runbook/settings';
import { planSteps } from './plan-steps';
import type { Performed, Performers, Work } from './run-effects';

export interface PlanParts extends ProposeParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly handler: CommandHandler;
  readonly situation: Pick<Situation, 'policyOn'>;
}

/** A person wants to see what a mitigation would call: answered at once, told by whichever process reaches the cluster. */
export function createPlanForPerson(parts: {
  readonly handler: CommandHandler;
  readonly clock: Clock;
}): AnswerParts['preparePlan'] {
  return async (cluster, rung, { conversation }) => {
    const to = { serviceUrl: conversation.serviceUrl, conversationId: conversation.id };
    await parts.handler.enqueue(cluster, { kind: 'plan', dueAt: parts.clock.now(), rung, to });
    const text = `Looking at what mitigation ${rung} would call on ${cluster}. I only look; the answer follows ...`;
    return { kind: 'text', text };
  };
}

/** Read-only, in any mode and for any rung this version knows: what would be called now, from the search and the steps of a real run. */
export function createPlanPerformer(parts: PlanParts): Pick<Performers, 'plan'> {
  return { plan: (work) => performPlan(parts, work) };
}

async function performPlan(parts: PlanParts, work: Work<'plan'>): Promise<Performed> {
  const { rung, to } = work.effect;
  const plan = await planMitigation(parts, work.cluster, rung);
  await parts.handler.enqueue(work.cluster, { kind: 'show-plan', dueAt: parts.clock.now(), to, plan });
  return { kind: 'completed' };
}

/** What a mitigation would call on a cluster as it is now. Changes nothing. */
export async function planMitigation(
  parts: PlanParts,
  clusterName: string,
  rung: string,
): Promise<PlanReport> {
  const nothing = { cluster: clusterName, rung, summary: '', inTheWay: [], blindNodes: [], steps: [] };
  const cluster = parts.settings.clusters.find(({ name }) => name === clusterName);
  if (!cluster)
    return { ...nothing, at: parts.clock.now(), failed: 'the cluster is not in the configuration any more' };
  const policy = await parts.situation.policyOn(rung, 'recent');
  const state = await parts.handler.load(clusterName);
  const proposed = await propose(parts, cluster, state, rung, policy).catch((error: unknown) => ({
    kind: 'failed' as const,
    why: `its targets could not be searched: ${error instanceof Error ? error.message : String(error)}`,
  }));
  const inTheWay = inTheWayOf(state, rung, policy);
  if (proposed.kind === 'failed')
    return { ...nothing, at: parts.clock.now(), inTheWay, failed: proposed.why };
  const { steps, summary, blindNodes } = proposed.proposal;
  return {
    ...nothing,
    at: parts.clock.now(),
    summary,
    inTheWay: [...inTheWay, ...proposed.obstacles],
    blindNodes,
    steps: await planSteps(keepFor(parts.powershell, clusterName), cluster, steps),
    failed: null,
  };
}

/** Why it could not be asked for now; the plan is shown all the same. */
function inTheWayOf(
  { incident, freeze }: ClusterState,
  rung: string,
  policy: VotingPolicy,
): readonly string[] {
  const open = incident?.status === 'open' ? incident : null;
  return [
    ...(policy.forbidden === undefined ? [] : [policy.forbidden]),
    ...(open === null ? ['no incident is open on this cluster'] : []),
    ...(open && open.offered !== rung ? [`what may be asked for now is ${open.offered ?? 'nothing'}`] : []),
    ...(isRunOpen(open?.run ?? null) ? ['a run is under way, or its outcome is not settled'] : []),
    ...(freeze ? [`the cluster is frozen: ${freeze.reason}`] : []),
  ];
}
