import { votingPolicyOf } from '../../src/commands/access';
import { refuseStep, type LoggedStep } from '../../src/effects/refuse-step';
import type { JsonObject } from '../../src/incident/json';
import type { MitigationRequest } from '../../src/incident/mitigation-request';
import type { Run, StepPlan } from '../../src/incident/run';
import type { Settings } from '../../src/runbook/settings';
import { settingsFor } from '../commands/support/bench';
import { ADA, BEN, RUNG_4, rules } from '../incident/support/builders';
import { fold, story } from '../incident/support/given';
import { CLUSTER, factsOf, PLAN, untilRun } from './support/a-run';

const approver = (person: typeof ADA) => ({ person, roles: ['approver'] as const });
const OWN = settingsFor([approver(ADA), approver(BEN)]);

/** A step as the log of a granted and begun run has it. */
function logged(
  facts: JsonObject = factsOf(PLAN),
  plan: StepPlan = PLAN,
): LoggedStep & { request: MitigationRequest; run: Run } {
  const { incident } = fold(story(...untilRun(facts, [plan])));
  if (!incident?.request || !incident.run) throw new Error('the run has not begun');
  return { cluster: CLUSTER, request: incident.request, run: incident.run, plan };
}

function why(step: LoggedStep, settings: Settings = OWN, scripts = 'scripts-1'): string | null {
  const policy = votingPolicyOf(settings.access, { id: step.run.rung, ...settings });
  return refuseStep(step, { settings, policy, scriptHash: scripts });
}

describe('a runner looks by itself, by its own configuration, whether it may run a step', () => {
  it('runs what was approved by people that it knows as approvers', () => {
    expect(why(logged())).toBeNull();
  });

  it.each<[string, Partial<Settings>, RegExp]>([
    ['only observes', { runMode: 'observe' }, /only observes/],
    [
      'does not enable the mitigation',
      { rules: rules({ ladder: [RUNG_4] }) },
      /does not enable mitigation 1/,
    ],
    ['does not know the voter', settingsFor([approver(BEN)]), /does not have the approvals/],
    ['knows nobody', settingsFor([]), /does not have the approvals/],
  ])('refuses when its own configuration %s', (_what, change, expected) => {
    expect(why(logged(), { ...OWN, ...change })).toMatch(expected);
  });

  it('refuses other scripts than its own', () => {
    expect(why(logged(), OWN, 'scripts-2')).toMatch(/other scripts/);
  });

  it('refuses a request that has another digest than its facts', () => {
    const step = logged();
    const facts = { ...step.request.facts, groupOwner: 'n2' };
    expect(why({ ...step, request: { ...step.request, facts } })).toMatch(/digest/);
  });

  it.each([
    [
      'a step that is not among those that were approved',
      factsOf({ ...PLAN, node: 'n2' }),
      /not among those/,
    ],
    ['a step with other parameters', factsOf({ ...PLAN, parameters: { shellId: 'S-2' } }), /not among those/],
    ['an approval without steps', factsOf(PLAN, { steps: null }), /not among those/],
    ['an approval of another cluster', factsOf(PLAN, { cluster: 'cluster-2' }), /another cluster/],
    [
      'an approval of another mitigation',
      factsOf(PLAN, { mitigation: '4' }),
      /another cluster or mitigation/,
    ],
  ])('refuses %s', (_what, facts, expected) => {
    expect(why(logged(facts))).toMatch(expected);
  });

  it('refuses a run without votes, or without a request', () => {
    const step = logged();
    expect(why({ ...step, request: { ...step.request, votes: [] } })).toMatch(/does not have the approvals/);
    expect(why({ ...step, request: null })).toMatch(/not in the log/);
    expect(why({ ...step, request: { ...step.request, id: 'another' } })).toMatch(/not in the log/);
  });

  it('changes nothing by SSH, unless the configuration accepts the mitigation by name', () => {
    const bySsh = (mayChange?: string[]): Settings => ({
      ...OWN,
      clusters: OWN.clusters.map((one) => ({
        ...one,
        connection: { transport: 'ssh', ...(mayChange && { mayChange }) },
      })),
    });
    expect(why(logged(), bySsh())).toMatch(/reached by SSH.*add '1' to connection\.mayChange of cluster-1/);
    expect(why(logged(), bySsh([]))).toMatch(/reached by SSH/);
    expect(why(logged(), bySsh(['2', 'R1']))).toMatch(/reached by SSH/);
    expect(why(logged(), bySsh(['1']))).toBeNull();
    const step = logged();
    const attested = { ...step, run: { ...step.run, attested: true } };
    expect(why({ ...attested, plan: { ...PLAN, operation: 'Test-CallerGone' } }, bySsh())).toBeNull();
  });

  it('lets an attested run look, and do nothing else', () => {
    const step = logged();
    const run = { ...step.run, attested: true };
    expect(why({ ...step, run, plan: { ...PLAN, operation: 'Test-CallerGone' } })).toBeNull();
    expect(why({ ...step, run })).toMatch(/only look/);
  });
});
