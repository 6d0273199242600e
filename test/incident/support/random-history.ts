import fc from 'fast-check';
import type { VotingPolicy } from '../../../src/incident/approval';
import type { IncidentCommand } from '../../../src/incident/commands';
import type { Proposal } from '../../../src/incident/commands';
import type { CheckReport } from '../../../src/incident/evidence';
import type { Person } from '../../../src/incident/person';
import type { Rules } from '../../../src/incident/rules';
import type { ClusterState } from '../../../src/incident/state';
import type { Seen } from './builders';
import {
  ADA,
  ANTON,
  ask,
  attest,
  beginRun,
  beginStep,
  BEN,
  check,
  CLEO,
  crashing,
  digestOf,
  down,
  endStep,
  FACTS,
  HOUR,
  loseStep,
  MINUTE,
  node,
  NOTHING,
  OLGA,
  proposal,
  report,
  ROOT_MISSING,
  SECOND,
  settleRun,
  settleValidation,
  silent,
  UPDATE,
  vote,
} from './builders';
import { COVERED, RESTART, RESUME, withNode } from './node-restart-moves';

/* Any command at any time, by anybody; what makes a history go on is more likely than what only disturbs it. */

/** What a move needs to know to become a command: only ids, never whether it is allowed. */
export interface Now {
  readonly at: number;
  readonly state: ClusterState;
  readonly policy: VotingPolicy;
  readonly rules: Rules;
  /** A new number for every command. */
  readonly number: number;
}

export interface Move {
  readonly name: string;
  readonly afterMs: number;
  readonly command: (now: Now) => IncidentCommand;
}

const people = fc.constantFrom(ADA, ADA, BEN, BEN, CLEO, OLGA, ANTON);
const PAUSES = [
  0,
  SECOND,
  SECOND,
  20 * SECOND,
  MINUTE,
  MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  2 * HOUR,
  25 * HOUR,
  -MINUTE,
];
const pauses = fc.constantFrom(...PAUSES);
const soon = fc.constantFrom(0, SECOND, 20 * SECOND);
const rarely = (usual: number): fc.Arbitrary<boolean> => fc.nat(usual).map((drawn) => drawn === 0);

function lastCrash({ state, at }: Now): number {
  return state.latest?.lastCrashAt ?? at - HOUR;
}

const MOVED = { ...UPDATE, state: 'succeeded' } as const;
const REPORTS: readonly ((now: Now) => CheckReport)[] = [
  ({ at }) => crashing(at),
  ({ at }) => crashing(at, { group: withNode('Up') }),
  ({ at }) => crashing(at, { group: withNode('Paused') }),
  ({ at }) => crashing(at, { startedAt: at - SECOND }),
  (now) => silent(now.at, lastCrash(now)),
  (now) => silent(now.at, lastCrash(now), { update: MOVED }),
  (now) => silent(now.at, lastCrash(now), { update: UPDATE }),
  (now) => down(now.at, lastCrash(now)),
  (now) =>
    silent(now.at, lastCrash(now), { nodes: [node('n1'), node('n2', { status: 'denied', finding: null })] }),
  (now) => ({ ...crashing(now.at), startedAt: now.at - HOUR }),
  ({ at }) => crashing(at, { nodes: [node('n1', { skewMs: 10 * MINUTE }), node('n2')] }),
  ({ at }) => crashing(at, { roots: ROOT_MISSING }),
  (now) => silent(now.at, lastCrash(now), { roots: ROOT_MISSING }),
  ({ at }) => report(at),
  ({ at }) => report(at, { since: at - SECOND } satisfies Seen),
];

type Build = (now: Now) => IncidentCommand;
const move = (name: string, afterMs: fc.Arbitrary<number>, build: fc.Arbitrary<Build>): fc.Arbitrary<Move> =>
  fc.record({ name: fc.constant(name), afterMs, command: build });

const requestIdOf = ({ state }: Now): string => state.incident?.request?.id ?? 'request-0';
const runIdOf = ({ state }: Now): string => state.incident?.run?.id ?? 'run-0';
const nextStepOf = ({ state }: Now): number =>
  state.incident?.run?.steps.findIndex(({ status }) => status === 'planned') ?? 0;
const startedStepOf = ({ state }: Now): number =>
  state.incident?.run?.steps.findIndex(({ status }) => status === 'started') ?? 0;

const checks = move(
  'check',
  pauses,
  fc.record({ found: fc.constantFrom(...REPORTS), isWatch: rarely(3) }).map(
    ({ found, isWatch }) =>
      (now: Now) =>
        check(
          { ...found(now), ...(isWatch ? { reason: 'watch' as const } : {}) },
          { rules: now.rules, newIncidentId: `incident-${now.number}` },
        ),
  ),
);
const asks = move(
  'ask',
  soon,
  fc
    .record({
      by: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: people }),
      rung: fc.constantFrom('offered', 'offered', '1', '2', '4', 'R1', 'R3', 'R3', 'ROOTS'),
      proposed: fc.constantFrom(
        proposal(),
        proposal(),
        proposal(),
        NOTHING,
        { ...NOTHING, blindNodes: ['n2'] },
        proposal({ needsOwnerAgreement: true }),
        RESTART,
        RESTART,
      ),
    })
    .map(
      ({ by, rung, proposed }) =>
        (now: Now) =>
          ask(now.at, rung === 'offered' ? (now.state.incident?.offered ?? '1') : rung, by, {
            requestId: `request-${now.number}`,
            proposal: rung === 'R3' ? RESUME : proposed,
            policy: now.policy,
          }),
    ),
);
const votes = move(
  'vote',
  soon,
  fc
    .record({
      by: people,
      denies: rarely(9),
      ownerAgrees: fc.boolean(),
      isOld: rarely(15),
      typed: fc.constantFrom(null, COVERED, COVERED, 'as-n3', ''),
    })
    .map(
      ({ by, denies, ownerAgrees, isOld, typed }) =>
        (now: Now) =>
          vote(now.at, by, {
            requestId: requestIdOf(now),
            decision: denies ? 'deny' : 'approve',
            ownerAgrees,
            confirmation: typed,
            digestPrefix: isOld ? 'ffffffff' : null,
            policy: now.policy,
          }),
    ),
);
const begins = move(
  'begin run',
  soon,
  rarely(9).map((isChanged) => (now: Now) => {
    const facts = isChanged ? { ...FACTS, groupOwner: 'n9' } : FACTS;
    return beginRun(now.at, {
      requestId: requestIdOf(now),
      runId: `run-${now.number}`,
      facts,
      digest: digestOf(facts),
      policy: now.policy,
    });
  }),
);
const stepBegins = move(
  'begin step',
  soon,
  rarely(9).map(
    (isWrong) => (now: Now) =>
      beginStep(now.at, nextStepOf(now) + (isWrong ? 1 : 0), { runId: runIdOf(now), fence: now.number }),
  ),
);
const evidence = move(
  'record evidence',
  soon,
  fc.constantFrom('ended', 'begun', 'never-began', 'none', 'unreadable').map((journal) => (now: Now) => ({
    kind: 'RecordStepEvidence',
    at: now.at,
    runId: runIdOf(now),
    index: now.state.incident?.run?.steps.findIndex(({ status }) => status === 'unknown') ?? 0,
    evidence: { at: now.at, journal, facts: [journal] },
  })),
);
const stepEnds = move(
  'end step',
  soon,
  fc
    .record({
      outcome: fc.constantFrom('succeeded', 'succeeded', 'succeeded', 'nothing-to-do', 'failed', 'unknown'),
      isOther: rarely(9),
    })
    .map(
      ({ outcome, isOther }) =>
        (now: Now) =>
          endStep(now.at, startedStepOf(now), outcome, {
            runId: runIdOf(now),
            ...(isOther ? { owner: 'runner-2' } : {}),
          }),
    ),
);

const startCheck = move(
  'start check',
  soon,
  people.map((by) => (now: Now) => ({
    kind: 'StartCheck',
    at: now.at,
    checkId: `check-${now.number}`,
    by,
    answerTo: { to: now.number },
    updateQueryMs: 5 * MINUTE,
  })),
);

const unfreeze = move(
  'unfreeze',
  soon,
  fc.constant((now: Now) => ({ kind: 'Unfreeze', at: now.at, by: ANTON })),
);

const aboutVoters: readonly fc.Arbitrary<Move>[] = [
  move(
    'withdraw vote',
    soon,
    people.map((by) => (now: Now) => ({
      kind: 'WithdrawVote',
      at: now.at,
      requestId: requestIdOf(now),
      by,
      policy: now.policy,
    })),
  ),
  move(
    'look at voters',
    soon,
    fc.constant((now: Now) => ({
      kind: 'LookAtVoters',
      at: now.at,
      requestId: requestIdOf(now),
      policy: now.policy,
    })),
  ),
];

const seldom: readonly fc.Arbitrary<Move>[] = [
  move(
    'lose step',
    soon,
    fc
      .nat(1)
      .map((index) => (now: Now) => ({ ...loseStep(now.at, index), runId: runIdOf(now) }) as IncidentCommand),
  ),
  move(
    'attest',
    soon,
    people.map(
      (by) => (now: Now) => attest(now.at, by, { requestId: requestIdOf(now), runId: `run-${now.number}` }),
    ),
  ),
  move(
    'withdraw request',
    soon,
    people.map((by) => (now: Now) => ({
      kind: 'WithdrawRequest',
      at: now.at,
      requestId: requestIdOf(now),
      by,
    })),
  ),
  move(
    'stop',
    soon,
    people.map((by) => (now: Now) => ({ kind: 'StopRun', at: now.at, by })),
  ),
  move(
    'settle run',
    soon,
    fc.constantFrom('happened', 'did-not-happen').map((as) => (now: Now) => settleRun(now.at, as)),
  ),
  move(
    'settle validation',
    soon,
    fc.constantFrom('fixed', 'not-fixed').map((as) => (now: Now) => settleValidation(now.at, as)),
  ),
  move(
    'freeze',
    soon,
    fc.constant((now: Now) => ({ kind: 'Freeze', at: now.at, by: ANTON, reason: 'wait' })),
  ),
  unfreeze,
  unfreeze,
  move(
    'tick',
    pauses,
    fc.constant((now: Now) => ({ kind: 'Tick', at: now.at })),
  ),
  move(
    'block',
    soon,
    fc.constant((now: Now) => ({
      kind: 'BlockAsk',
      by: null,
      at: now.at,
      rung: now.state.incident?.offered ?? '1',
      why: `why ${now.number % 2}`,
    })),
  ),
  startCheck,
  startCheck,
];

const anyMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: checks },
  { weight: 4, arbitrary: asks },
  { weight: 6, arbitrary: votes },
  { weight: 5, arbitrary: begins },
  { weight: 6, arbitrary: stepBegins },
  { weight: 6, arbitrary: stepEnds },
  { weight: 2, arbitrary: evidence },
  { weight: 4, arbitrary: fc.oneof(...aboutVoters) },
  { weight: 5, arbitrary: fc.oneof(...seldom) },
);

const crashNow: Move = {
  name: 'crash',
  afterMs: MINUTE,
  command: ({ at, rules: own, number }) =>
    check(crashing(at, { startedAt: at - SECOND }), { rules: own, newIncidentId: `incident-${number}` }),
};
const approval = (by: Person): Move => ({
  name: 'approve',
  afterMs: SECOND,
  command: (now) =>
    vote(now.at, by, {
      requestId: requestIdOf(now),
      ownerAgrees: true,
      confirmation: now.state.incident?.request?.terms.confirm ? COVERED : null,
      policy: now.policy,
    }),
});
const begin: Move = {
  name: 'begin run',
  afterMs: SECOND,
  command: (now) =>
    beginRun(now.at, { requestId: requestIdOf(now), runId: `run-${now.number}`, policy: now.policy }),
};
/** What the offered rung would really do. */
const usualProposal = ({ state }: Now): { proposal?: Proposal } =>
  state.incident?.offered === '4' && state.incident.rules.ladder.some(({ confirm }) => confirm)
    ? { proposal: RESTART }
    : {};
const askOffered = (by: Person | null): Move => ({
  name: 'ask',
  afterMs: SECOND,
  command: (now) =>
    ask(now.at, now.state.incident?.offered ?? '1', by, {
      requestId: `request-${now.number}`,
      ...usualProposal(now),
      policy: now.policy,
    }),
});
const nextStep: Move = {
  name: 'begin step',
  afterMs: SECOND,
  command: (now) => beginStep(now.at, nextStepOf(now), { runId: runIdOf(now), fence: now.number }),
};
const loseNow: Move = {
  name: 'lose step',
  afterMs: SECOND,
  command: (now) => ({ kind: 'LoseStep', at: now.at, runId: runIdOf(now), index: startedStepOf(now) }),
};

/** What is usually done, in its order, up to some point: the issue is there, asked, approved, looked at again, run. */
const usual: fc.Arbitrary<readonly Move[]> = fc
  .tuple(
    fc.constant(crashNow),
    fc.constantFrom(askOffered(null), askOffered(OLGA)),
    fc.constant(approval(ADA)),
    fc.constant(approval(BEN)),
    fc.constant({ ...crashNow, afterMs: 20 * SECOND }),
    fc.constant(begin),
    fc.constant(nextStep),
    fc.oneof({ weight: 3, arbitrary: stepEnds }, { weight: 1, arbitrary: fc.constant(loseNow) }),
    fc.constant(nextStep),
    stepEnds,
    checks,
  )
  .chain((moves) => fc.integer({ min: 3, max: 30 }).map((length) => moves.slice(0, length)));

/** A history: usual ways of things, disturbed anywhere by anything. */
export const histories: fc.Arbitrary<readonly Move[]> = fc
  .array(fc.oneof({ weight: 1, arbitrary: usual }, { weight: 3, arbitrary: anyMove.map((one) => [one]) }), {
    minLength: 3,
    maxLength: 16,
  })
  .map((parts) => parts.flat());
