import { setTimeout as pause } from 'node:timers/promises';
import { hasMoved, matchingCrashes } from '../incident/presence';
import { provenUntil } from '../incident/evidence';
import type { StepPlan } from '../incident/run';
import type { ClusterState } from '../incident/state';
import type { Clock } from '../ports';
import type { StepReport } from './step-report';

export interface GateParts {
  readonly clock: Clock;
  /** One recorded check of the cluster; gives the state after it. */
  readonly look: (cluster: string) => Promise<ClusterState>;
}

/** A crash interval that is not known is taken for the guide's "about once a minute", ms. */
const UNKNOWN_INTERVAL_MS = 60_000;

/**
 * Looks whether it still crashes: `succeeded` says that it does, so the steps after this one are needed; `nothing-to-do` that two crash
 * intervals passed in silence with the orchestrator alive. Changes nothing.
 */
export async function waitStillCrashing(
  parts: GateParts,
  cluster: string,
  { deadlineMs, parameters }: Pick<StepPlan, 'deadlineMs' | 'parameters'>,
): Promise<StepReport> {
  const begunAt = parts.clock.now();
  const endsWhenPlanMoves = parameters['endsWhenPlanMoves'] === true;
  for (;;) {
    const state = await parts.look(cluster);
    const moved = endsWhenPlanMoves ? judgePlan(state) : null;
    const verdict = moved ?? judgeGate(state, begunAt);
    if (verdict) return verdict;
    if (parts.clock.now() - begunAt >= deadlineMs) {
      return {
        outcome: 'failed',
        detail: 'it could not be told in time whether it still crashes; nothing further was changed',
      };
    }
    await pause(1000);
  }
}

/** An update that moves again goes its own way, and may drain a node itself; null: it does not. Pure. */
export function judgePlan({ latest, incident }: ClusterState): StepReport | null {
  const update = latest?.report.update;
  const since = incident?.run?.startedAt;
  const moves = update?.state === 'in-progress' && since !== undefined && hasMoved(update, null, since);
  return moves
    ? { outcome: 'nothing-to-do', detail: 'the update moves again: nothing further is touched' }
    : null;
}

/** What one check says of the gate; null: not yet anything. Pure. */
export function judgeGate({ latest, incident }: ClusterState, begunAt: number): StepReport | null {
  if (!latest || !incident) return null;
  const settledAt = begunAt + incident.rules.timing.settleMs;
  const crashed = matchingCrashes(latest.report).some((at) => at > settledAt);
  if (crashed) return { outcome: 'succeeded', detail: 'it still crashes' };
  const quietUntil = settledAt + 2 * (latest.intervalMs ?? UNKNOWN_INTERVAL_MS);
  const { nodes, group, process } = latest.report;
  const isAlive =
    group.state === 'Online' && process?.livedOn === true && nodes.every((node) => node.status === 'ok');
  return provenUntil(latest.report) >= quietUntil && isAlive
    ? { outcome: 'nothing-to-do', detail: 'no crash for two intervals: nothing further is touched' }
    : null;
}
