import type { IncidentCommand } from '../../src/incident/commands';
import { missingVoters, openingPolicyOf } from '../../src/incident/approval';
import type { CheckReport } from '../../src/incident/evidence';
import { beginValidation, judgeValidation } from '../../src/incident/validation';
import { utcText } from '../../src/incident/utc-text';
import { judgeVerdict } from '../../src/incident/verdict';
import {
  ADA,
  ask,
  BEN,
  beginRun,
  beginStep,
  check,
  CLEO,
  crashes,
  crashing,
  digestOf,
  FACTS,
  freeze,
  HOUR,
  loseStep,
  MINUTE,
  node,
  OLGA,
  policy,
  report,
  RUNG_1,
  RUNG_4,
  rules,
  SECOND,
  stop,
  T0,
  tick,
  UPDATE,
  vote,
  withdrawVote,
} from './support/builders';
import { given, story } from './support/given';
import {
  asked,
  askedForTwo,
  granted,
  GRANTED_AT,
  grantedByTwo,
  opened,
  RAN_AT,
  running,
} from './support/stories';

const AT = GRANTED_AT + SECOND;
const MOVED = { ...FACTS, target: 'caller-2', groupOwner: 'n2' };
const EXPIRES_AT = T0 + SECOND + HOUR;

/** What the last event of the decision, or the refusal, says to people. */
function told(before: readonly IncidentCommand[], command: IncidentCommand): string | undefined {
  const { decision } = given(...story(...before)).when(command);
  if ('rejected' in decision) return decision.detail;
  const why = decision.flatMap((event) =>
    'why' in event && typeof event.why === 'string' ? [event.why] : [],
  );
  return why[0];
}

describe('approvals that do not count any more', () => {
  it('name who was taken off the list, and not who still counts', () => {
    const withoutBen = policy({ approvers: [ADA, CLEO] });
    expect(told(grantedByTwo, beginRun(AT, { policy: withoutBen }))).toBe(
      'no longer among the approvers: Ben; that approval is void',
    );
  });

  it('do not name who withdrew before', () => {
    const withdrawn = [
      ...askedForTwo,
      vote(AT - 4, ADA),
      withdrawVote(AT - 3, ADA),
      vote(AT - 2, CLEO),
      vote(AT - 1, BEN),
    ];
    expect(told(withdrawn, beginRun(AT, { policy: policy({ approvers: [CLEO] }) }))).toBe(
      'no longer among the approvers: Ben; that approval is void',
    );
  });

  it('name both when both are off the list', () => {
    expect(told(grantedByTwo, beginRun(AT, { policy: policy({ approvers: [CLEO] }) }))).toBe(
      'no longer among the approvers: Ada, Ben; that approval is void',
    );
  });

  it('name nobody when only more are needed than before', () => {
    const three = policy({ terms: { ...RUNG_4, votesNeeded: 3 } });
    expect(told(grantedByTwo, beginRun(AT, { policy: three }))).toBe('it needs 3 approvals now');
  });
});

describe('what people are told', () => {
  it.each<[string, readonly IncidentCommand[], IncidentCommand, string]>([
    ['a second click', [...askedForTwo, vote(AT, ADA)], vote(AT, ADA), '1 of 2 approvals so far'],
    [
      'a grant that was not begun in time',
      granted(),
      beginRun(EXPIRES_AT),
      'approved, but the time to run it is over',
    ],
    ['nobody decided', asked(), tick(EXPIRES_AT), 'not decided in time'],
    ['it could not run', granted(), tick(EXPIRES_AT), 'approved, but it could not run in time'],
    ['a grant in a freeze', [...granted(), freeze(AT)], beginRun(AT), 'frozen by Anton: change window'],
    [
      'a grant whose life the configuration has shortened since',
      granted(),
      beginRun(GRANTED_AT + MINUTE, { policy: policy({ terms: { ...RUNG_1, grantLifetimeMs: MINUTE } }) }),
      'approved, but the time to run it is over',
    ],
    [
      'a grant whose voters cannot be read',
      granted(),
      beginRun(AT, { policy: policy({ approvers: [], unreadable: ['oncall', 'night'] }) }),
      'the members of oncall, night cannot be read now',
    ],
    [
      'two facts that changed',
      [...granted(), check(crashing(AT))],
      beginRun(AT, { facts: MOVED, digest: digestOf(MOVED) }),
      'what was approved is not what is there now: groupOwner: was n1, is n2; target: was caller-1, is caller-2',
    ],
    ['no evidence since the grant', granted(), beginRun(AT), 'waiting for fresh evidence'],
    ['a stop', [...running(), stop(RAN_AT)], beginStep(RAN_AT, 0), 'Olga stopped it'],
    ['a freeze', [...running(), freeze(RAN_AT)], beginStep(RAN_AT, 0), 'frozen by Anton: change window'],
    [
      'a step that never began',
      running(),
      loseStep(RAN_AT, 0),
      'the bot stopped before this step began; it was not run',
    ],
    [
      'a step that was lost',
      [...running(), beginStep(RAN_AT, 0)],
      loseStep(RAN_AT, 0),
      'the bot stopped while the step was under way; nobody knows whether it happened',
    ],
    ['no such mitigation', opened, ask(AT, '9', OLGA), 'there is no mitigation 9'],
    ['the bot asks for what a person has to', opened, ask(AT, '4', null), 'a person has to ask for it'],
    [
      'a recovery without need',
      opened,
      ask(AT, 'R1', OLGA),
      'a recovery is offered when the orchestrator is down',
    ],
  ])('%s', (_what, before, command, said) => {
    expect(told(before, command)).toBe(said);
  });

  it('who is missing, and why the one who asked is', () => {
    const own = policy({ approvers: [ADA, BEN], unreadable: ['oncall', 'night'] });
    expect(missingVoters(ADA, own, 2)).toBe(
      'it needs 2 different approver(s), but only Ben could vote; Ada asked and so cannot; the members of oncall cannot be read now; the members of night cannot be read now; 1 more person is missing: configure more approvers',
    );
    expect(missingVoters(OLGA, policy({ approvers: [BEN] }), 2)).toBe(
      'it needs 2 different approver(s), but only Ben could vote; 1 more person is missing: configure more approvers',
    );
    const named = policy({ approvers: [{ tenantId: ADA.tenantId, objectId: ADA.objectId }, BEN] });
    expect(missingVoters(null, named, 3)).toBe(
      'it needs 3 different approver(s), but only somebody without a name, Ben could vote; 1 more person is missing: configure more approvers',
    );
  });
});

describe('the policy that a request remembers', () => {
  it('names people and groups, each once, in one order and in small letters', () => {
    const approvers = [{ ...CLEO, group: 'ONCALL' }, { ...BEN, group: 'oncall' }, BEN, ADA, BEN];
    const key = ({ tenantId, objectId }: typeof ADA): string => `${tenantId}/${objectId}`;
    expect(openingPolicyOf(policy({ approvers })).voters).toEqual([key(ADA), key(BEN), 'group/oncall']);
  });
});

describe('why a cluster is judged as it is', () => {
  it.each<[string, Parameters<typeof report>[1], readonly string[]]>([
    ['it matches', { crashes: [T0 - MINUTE] }, ['n1: crash with the signature of this issue']],
    ['nobody was asked', { change: { nodes: [] } }, ['no node was asked']],
    [
      'a crash without its stack',
      { change: { nodes: [node('n1', { finding: 'crash-without-stack' })] } },
      ['n1: a crash of the service, but no record shows its stack'],
    ],
    [
      'another crash',
      { change: { nodes: [node('n1', { finding: 'other-crash' }), node('n2')] } },
      ['n1: same service, another stack'],
    ],
    ['no process', { since: null }, ['no running orchestrator process was seen']],
    [
      'a process that changed',
      { change: { process: { node: 'n1', processId: 100, startedAt: T0, livedOn: false } } },
      ['the orchestrator process changed while it was watched'],
    ],
    [
      'a process beside the owner',
      { change: { process: { node: 'n2', processId: 100, startedAt: T0, livedOn: true } } },
      ['the orchestrator runs on n2, but its group is owned by n1'],
    ],
    [
      'a log that begins late',
      { change: { nodes: [node('n1', { coveredSince: T0 - MINUTE }), node('n2')] } },
      [`n1: its logs say nothing about the time before ${utcText(T0 - MINUTE)}`],
    ],
  ])('%s', (_what, seen, why) => {
    expect(judgeVerdict(report(T0, seen)).why).toEqual(why);
  });
});

describe('why a validation says what it says', () => {
  const { timing } = rules();
  const settled = T0 + timing.settleMs;
  const soaked = settled + timing.soakMinimumMs;
  const begun = beginValidation({ runId: 'run-1', rung: '1', endedAt: T0 }, MINUTE, UPDATE, timing);
  const after = (at: number, change: Partial<CheckReport> = {}): CheckReport =>
    report(at, { crashes: crashes(T0 - SECOND), since: T0 + SECOND, change });

  it.each<[string, CheckReport, string]>([
    [
      'soaked, the update finished',
      after(soaked, { update: { ...UPDATE, state: 'succeeded' } }),
      'the crash is gone and the update finished',
    ],
    [
      'soaked, the update moves',
      after(soaked, { update: { ...UPDATE, finishedSteps: 13 } }),
      'the crash is gone and the update moves',
    ],
    ['soaked, the update stands', after(soaked), 'the crash is gone; the update has not moved yet'],
    [
      'soaked, the update unread',
      after(soaked, { update: { ...UPDATE, state: 'unknown' } }),
      'the crash is gone; the update could not be read',
    ],
    [
      'the update stands for long',
      after(soaked + timing.waitingMs),
      'the crash is gone, but the update has not moved yet: look at the update itself',
    ],
    [
      'soaked, a node blind',
      after(soaked, { nodes: [node('n1'), node('n2', { status: 'denied', finding: null })] }),
      'no new crash seen, but not every node can be read: n2 (denied)',
    ],
    [
      'soaked, two nodes blind',
      after(soaked, {
        nodes: ['n1', 'n2'].map((name) => node(name, { status: 'unreachable', finding: null })),
      }),
      'no new crash seen, but not every node can be read: n1 (unreachable), n2 (unreachable)',
    ],
    [
      'soaked, the group not known',
      after(soaked, { group: { state: 'Unknown', owner: 'n1', members: [] } }),
      'no new crash seen, but the state of the orchestrator could not be read',
    ],
    [
      'soaked, no process',
      after(soaked, { process: null }),
      'no new crash, but the orchestrator does not run',
    ],
    [
      'the group failed',
      after(settled, { group: { state: 'Failed', owner: 'n1', members: [] } }),
      "no new crash, but the orchestrator's group is Failed: it is silent, not healthy",
    ],
  ])('%s', (_what, found, said) => {
    expect(judgeValidation(begun, found, timing).why).toBe(said);
  });

  it.each<[string, { processId: number; startedAt: number }, 'soaking' | 'down']>([
    ['the same process', { processId: 100, startedAt: T0 + SECOND }, 'soaking'],
    [
      'the same process, its start read a little differently',
      { processId: 100, startedAt: T0 + 3 * SECOND },
      'soaking',
    ],
    ['a new process under the old number', { processId: 100, startedAt: T0 + 3 * SECOND + 1 }, 'down'],
    [
      'another process that seems to have started as early',
      { processId: 101, startedAt: T0 + SECOND },
      'down',
    ],
  ])('%s after the settle time: %j', (_what, seen, result) => {
    const watching = judgeValidation(begun, after(settled), timing);
    const later = after(settled + MINUTE, { process: { node: 'n1', livedOn: true, ...seen } });
    expect(judgeValidation(watching, later, timing).result).toBe(result);
  });
});
