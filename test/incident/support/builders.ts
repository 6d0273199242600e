import { createHash } from 'node:crypto';
import type { VotingPolicy } from '../../../src/incident/approval';
import type {
  AskMitigation,
  BeginRun,
  CastVote,
  IncidentCommand,
  Proposal,
} from '../../../src/incident/commands';
import type { CheckReport, NodeReport, UpdateReport } from '../../../src/incident/evidence';
import { canonicalJson } from '../../../src/incident/canonical-json';
import type { JsonObject } from '../../../src/incident/json';
import type { Person } from '../../../src/incident/person';
import type { RootsReport } from '../../../src/incident/roots';
import type { Rules, RungTerms } from '../../../src/incident/rules';
import type { StepEvidence, StepOutcome, StepPlan } from '../../../src/incident/run';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** The first check of every story. */
export const T0 = Date.UTC(2026, 9, 14, 20, 0, 0);

export const TENANT = '8f6e0f5e-3c1f-4a0e-9b54-3f1f0d6f7a11';
export const OTHER_TENANT = '11111111-2222-4333-8444-555555555555';

export function person(name: string, number: number, tenantId = TENANT): Person {
  return { tenantId, objectId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`, name };
}

export const ADA = person('Ada', 1);
export const BEN = person('Ben', 2);
export const CLEO = person('Cleo', 3);
/** Nobody's approver. */
export const OLGA = person('Olga', 4);
export const ANTON = person('Anton', 5);

export function policy(change: Partial<VotingPolicy> = {}): VotingPolicy {
  return { approvers: [ADA, BEN, CLEO], requesterMayVote: false, hash: 'policy-1', ...change };
}

function terms(id: string, change: Partial<RungTerms> = {}): RungTerms {
  return {
    id,
    title: `Mitigation ${id}`,
    impact: 'none',
    votesNeeded: 1,
    recovery: false,
    askedBy: 'bot',
    requestLifetimeMs: HOUR,
    ...change,
  };
}

export const RUNG_1 = terms('1');
export const RUNG_2 = terms('2');
/** A mitigation for tests only: it disturbs production, so a person has to ask and two others have to agree. */
export const RUNG_4 = terms('4', { impact: 'production', votesNeeded: 2, askedBy: 'person' });
/** Its turn comes only while a root certificate is missing. */
export const RUNG_ROOTS = terms('ROOTS', { onlyWhile: 'root-missing' });
export const R1 = terms('R1', { recovery: true });

export function rules(change: Partial<Rules> = {}): Rules {
  return {
    signatureId: 'orchestrator-mtls-audit',
    timing: {
      settleMs: MINUTE,
      soakMinimumMs: 15 * MINUTE,
      soakIntervals: 10,
      waitingMs: 30 * MINUTE,
      presenceMinimumMs: 15 * MINUTE,
      recurrenceMs: 24 * HOUR,
      updateQueryMs: 5 * MINUTE,
    },
    ladder: [RUNG_1, RUNG_4],
    recoveries: [R1],
    ...change,
  };
}

// ------------------------------------------------------------------------------------------------ evidence

export const UPDATE: UpdateReport = {
  state: 'in-progress',
  finishedSteps: 12,
  totalSteps: 40,
  currentStep: 'Update agents',
  lastChangeAt: T0 - 2 * HOUR,
  askedAt: T0 - MINUTE,
};

export function node(name: string, change: Partial<NodeReport> = {}): NodeReport {
  return {
    node: name,
    status: 'ok',
    hint: null,
    checkedAt: T0,
    skewMs: 0,
    finding: 'no-crash',
    matchingCrashes: [],
    otherCrashes: 0,
    ...change,
  };
}

/** So many crashes, one interval apart; the newest is given. */
export function crashes(last: number, count = 20, intervalMs = MINUTE): readonly number[] {
  return Array.from({ length: count }, (_, index) => last - (count - 1 - index) * intervalMs);
}

export interface Seen {
  /** Matching crashes on n1. */
  readonly crashes?: readonly number[];
  /** Start of the orchestrator's process; null: no process. */
  readonly since?: number | null;
  readonly change?: Partial<CheckReport>;
}

/** A check of two readable nodes at `at`, that took no time: group Online on n1, the process alive. */
export function report(at: number, seen: Seen = {}): CheckReport {
  const matching = seen.crashes ?? [];
  const since = seen.since === undefined ? at - 5 * SECOND : seen.since;
  return {
    checkId: `check-${at}`,
    reason: 'asked',
    startedAt: at,
    finishedAt: at,
    nodes: [
      node('n1', { finding: matching.length > 0 ? 'matches' : 'no-crash', matchingCrashes: matching }),
      node('n2'),
    ],
    group: {
      state: 'Online',
      owner: 'n1',
      members: [
        { node: 'n1', state: 'Up' },
        { node: 'n2', state: 'Up' },
      ],
    },
    process: since === null ? null : { node: 'n1', processId: 100, startedAt: since, livedOn: true },
    update: UPDATE,
    trace: null,
    ...seen.change,
  };
}

/** It crashes now, once a minute. */
export function crashing(at: number, change: Partial<CheckReport> = {}): CheckReport {
  return report(at, { crashes: crashes(at - 10 * SECOND), change });
}

/** It crashed until `last`, and the cluster gave up restarting it. */
export function down(at: number, last: number, change: Partial<CheckReport> = {}): CheckReport {
  return report(at, {
    crashes: crashes(last),
    since: null,
    change: { group: { state: 'Failed', owner: 'n1', members: [] }, ...change },
  });
}

/** It crashed until `last`; one process lives since a second later, and there is no update (unless told otherwise). */
export function silent(at: number, last: number, change: Partial<CheckReport> = {}): CheckReport {
  return report(at, {
    crashes: crashes(last),
    since: last + SECOND,
    change: { update: { ...UPDATE, state: 'none' }, ...change },
  });
}

/** n1 lacks a root certificate that n2 has. */
export const ROOT_MISSING: RootsReport = {
  state: 'missing',
  why: 'n1 lacks the root certificate CN=AzureStackCertificationAuthority',
  missing: [
    {
      node: 'n1',
      store: 'Root',
      subject: 'CN=AzureStackCertificationAuthority',
      thumbprint: '23AFF6B7CB64D9443C35992C6FCC738E4170C629',
      sha256: 'A'.repeat(64),
      presentOn: ['n2'],
      notAfter: T0 + 1000 * HOUR,
      seenAt: T0,
    },
  ],
  notCompared: [],
};

// ------------------------------------------------------------------------------------------------ commands

export function check(
  found: CheckReport,
  change: Partial<IncidentCommandOf<'RecordCheck'>> = {},
): IncidentCommand {
  return {
    kind: 'RecordCheck',
    at: found.finishedAt,
    report: found,
    newIncidentId: `incident-${found.finishedAt}`,
    rules: rules(),
    ...change,
  };
}

export type IncidentCommandOf<K extends IncidentCommand['kind']> = Extract<IncidentCommand, { kind: K }>;

export function step(name: string): StepPlan {
  return {
    operation: 'Stop-Caller',
    node: 'n1',
    parameters: { target: name },
    title: `Stop ${name}`,
    deadlineMs: MINUTE,
  };
}

export function digestOf(facts: JsonObject): string {
  return createHash('sha256').update(canonicalJson(facts)).digest('hex');
}

export const FACTS: JsonObject = { cluster: 'cluster-1', target: 'caller-1', groupOwner: 'n1' };

export function proposal(change: Partial<Omit<Proposal, 'digest'>> = {}): Proposal {
  const facts = change.facts ?? FACTS;
  return {
    steps: [step('a'), step('b')],
    attestSteps: [step('gone?')],
    needsOwnerAgreement: false,
    shown: [],
    blindNodes: [],
    summary: 'one session',
    ...change,
    facts,
    digest: digestOf(facts),
  };
}

/** What finds nothing on readable nodes. */
export const NOTHING = proposal({ steps: [], attestSteps: null, summary: 'no session found' });

export function ask(
  at: number,
  rung: string,
  by: Person | null,
  change: Partial<AskMitigation> = {},
): AskMitigation {
  return {
    kind: 'Ask',
    at,
    rung,
    requestId: 'request-1',
    shortId: 'R7K2',
    by,
    proposal: proposal(),
    policy: policy(),
    ...change,
  };
}

export function vote(at: number, by: Person, change: Partial<CastVote> = {}): CastVote {
  return {
    kind: 'CastVote',
    at,
    requestId: 'request-1',
    by,
    decision: 'approve',
    reason: null,
    ownerAgrees: false,
    confirmation: null,
    digestPrefix: null,
    policy: policy(),
    ...change,
  };
}

export function withdrawVote(at: number, by: Person): IncidentCommand {
  return { kind: 'WithdrawVote', at, requestId: 'request-1', by, policy: policy() };
}

export function beginRun(at: number, change: Partial<BeginRun> = {}): BeginRun {
  return {
    kind: 'BeginRun',
    at,
    requestId: 'request-1',
    runId: 'run-1',
    facts: FACTS,
    digest: digestOf(FACTS),
    policy: policy(),
    ...change,
  };
}

export function attest(
  at: number,
  by: Person = OLGA,
  change: Partial<IncidentCommandOf<'Attest'>> = {},
): IncidentCommand {
  return { kind: 'Attest', at, requestId: 'request-1', by, runId: 'run-1', ...change };
}

export function beginStep(
  at: number,
  index: number,
  change: Partial<IncidentCommandOf<'BeginStep'>> = {},
): IncidentCommand {
  return { kind: 'BeginStep', at, runId: 'run-1', index, owner: 'runner-1', fence: index + 1, ...change };
}

export function endStep(
  at: number,
  index: number,
  outcome: StepOutcome = 'succeeded',
  change: Partial<IncidentCommandOf<'EndStep'>> = {},
): IncidentCommand {
  return {
    kind: 'EndStep',
    at,
    runId: 'run-1',
    index,
    owner: 'runner-1',
    outcome,
    detail: `step ${index} ${outcome}`,
    ...change,
  };
}

export function loseStep(at: number, index: number): IncidentCommand {
  return { kind: 'LoseStep', at, runId: 'run-1', index };
}

export const BEGUN: StepEvidence = {
  at: T0,
  journal: 'begun',
  facts: ['the journal of n1 says: begun; no end is noted'],
};

export function recordEvidence(at: number, index: number, evidence: StepEvidence = BEGUN): IncidentCommand {
  return { kind: 'RecordStepEvidence', at, runId: 'run-1', index, evidence };
}

export function stop(at: number, by: Person = OLGA): IncidentCommand {
  return { kind: 'StopRun', at, by };
}

export function freeze(at: number, reason = 'change window'): IncidentCommand {
  return { kind: 'Freeze', at, by: ANTON, reason };
}

export function tick(at: number): IncidentCommand {
  return { kind: 'Tick', at };
}

export function settleRun(
  at: number,
  as: 'happened' | 'did-not-happen' = 'happened',
  reason = 'I looked',
): IncidentCommand {
  return { kind: 'SettleRun', at, by: ANTON, as, reason };
}

export function settleValidation(
  at: number,
  as: 'fixed' | 'not-fixed',
  reason = 'I looked',
): IncidentCommand {
  return { kind: 'SettleValidation', at, by: ANTON, as, reason };
}
