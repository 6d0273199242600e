import { digestOf } from '../detection/propose';
import type { VotingPolicy } from '../incident/approval';
import { isApproved } from '../incident/approval';
import { canonicalJson } from '../incident/canonical-json';
import type { JsonObject, JsonValue } from '../incident/json';
import { findRung } from '../incident/rules';
import type { MitigationRequest } from '../incident/mitigation-request';
import type { Run, StepPlan } from '../incident/run';
import { refuseBySsh } from '../runbook/changes-by-ssh';
import type { Settings } from '../runbook/settings';

/** A step as the log has it, with what it stands on. */
export interface LoggedStep {
  readonly cluster: string;
  readonly request: MitigationRequest | null;
  readonly run: Run;
  readonly plan: StepPlan;
}

/** What a process goes by itself, whatever the log says. */
export interface OwnConfiguration {
  readonly settings: Settings;
  /** Who may vote on the rung of the run, read now. */
  readonly policy: VotingPolicy;
  /** SHA-256 over its PowerShell module. */
  readonly scriptHash: string;
}

/** Steps that only look: all that an attested run may do. */
const LOOKING = ['Test-CallerGone', 'Test-OrchestratorAnswer'];

/**
 * Why this process must not run a step, by its own configuration and its own scripts; null when it may. Whoever granted it may have had a
 * looser configuration, or the log may have been written by somebody else. Pure.
 */
export function refuseStep(
  step: LoggedStep,
  { settings, policy, scriptHash }: OwnConfiguration,
): string | null {
  const { request, run, plan, cluster } = step;
  if (settings.runMode === 'observe') return 'this runner only observes ("mode: observe")';
  if (request?.id !== run.requestId) return 'the request of this run is not in the log';
  if (!findRung(settings.rules, run.rung))
    return `this runner's configuration does not enable mitigation ${run.rung}`;
  const target = settings.clusters.find((one) => one.name === cluster);
  const bySsh = target && !LOOKING.includes(plan.operation) ? refuseBySsh(target, run.rung) : null;
  if (bySsh !== null) return bySsh;
  if (run.attested) return LOOKING.includes(plan.operation) ? null : 'an attested run may only look';
  const { facts } = request;
  if (digestOf(facts) !== request.digest) return 'the digest that was approved does not fit the facts';
  if (facts['cluster'] !== cluster || facts['mitigation'] !== run.rung)
    return 'what was approved is another cluster or mitigation';
  if (facts['script'] !== scriptHash) return 'what was approved are other scripts than those of this runner';
  if (!isAmong(facts['steps'], plan)) return 'this step is not among those that were approved';
  if (policy.forbidden) return policy.forbidden;
  return isApproved(request, policy)
    ? null
    : "by this runner's configuration it does not have the approvals it needs";
}

function isAmong(steps: JsonValue | undefined, { operation, node, parameters }: StepPlan): boolean {
  const bound: JsonObject = { operation, node, parameters };
  const text = canonicalJson(bound);
  return Array.isArray(steps) && steps.some((step: JsonValue) => canonicalJson(step) === text);
}
