import type { IncidentCommand } from '../../src/incident/commands';
import type { StepEvidence } from '../../src/incident/run';
import {
  ADA,
  ANTON,
  BEGUN,
  beginRun,
  beginStep,
  BEN,
  CLEO,
  check,
  crashing,
  endStep,
  freeze,
  loseStep,
  MINUTE,
  node,
  OLGA,
  proposal,
  recordEvidence,
  SECOND,
  settleRun,
  step,
  stop,
  T0,
  vote,
  ask,
  policy,
} from './support/builders';
import { given, story } from './support/given';
import {
  asked,
  askedForTwo,
  grantedByTwo,
  lost,
  opened,
  RAN_AT,
  ran,
  RECHECKED_AT,
  running,
  GRANTED_AT,
} from './support/stories';

const AT = RECHECKED_AT + SECOND;
const oneDone = [...running(), beginStep(AT, 0), endStep(AT, 0)];

describe('invariant 8: a step runs at most once', () => {
  it('its intent is committed first, with owner and fence', () => {
    const outcome = given(...story(...running())).when(beginStep(AT, 0, { owner: 'runner-7', fence: 42 }));
    outcome.then({ kind: 'StepStarted', at: AT, runId: 'run-1', index: 0, owner: 'runner-7', fence: 42 });
    expect(outcome.state.incident?.run?.steps[0]).toMatchObject({
      status: 'started',
      owner: 'runner-7',
      fence: 42,
    });
  });

  it('a result without an intent is refused', () => {
    given(...story(...running()))
      .when(endStep(AT, 0))
      .thenRejected('no-such-run');
    given(...story(...oneDone))
      .when(endStep(AT, 1))
      .thenRejected('no-such-run');
  });

  it('an intent is committed once', () => {
    given(...story(...running(), beginStep(AT, 0)))
      .when(beginStep(AT, 0))
      .thenRejected('step-not-next');
    given(...story(...oneDone))
      .when(beginStep(AT, 0))
      .thenRejected('step-not-next');
    given(...story(...running(), beginStep(AT, 0)))
      .when(beginStep(AT, 0, { owner: 'runner-2' }))
      .thenRejected('step-not-next');
  });

  it.each([1, 2, -1, 99])('step %i is not the next one', (index) => {
    given(...story(...running()))
      .when(beginStep(AT, index))
      .thenRejected('step-not-next');
  });

  it('no step begins beside another', () => {
    given(...story(...running(), beginStep(AT, 0)))
      .when(beginStep(AT, 1))
      .thenRejected('step-not-next');
  });

  it('only the owner of a step reports its result', () => {
    given(...story(...running(), beginStep(AT, 0)))
      .when(endStep(AT, 0, 'succeeded', { owner: 'runner-2' }))
      .thenRejected('not-owner');
  });

  it('another run is not there', () => {
    given(...story(...running()))
      .when(beginStep(AT, 0, { runId: 'run-0' }))
      .thenRejected('no-such-run');
    given(...story(...running(), beginStep(AT, 0)))
      .when(endStep(AT, 0, 'succeeded', { runId: 'run-0' }))
      .thenRejected('no-such-run');
    given(...story(...ran()))
      .when(beginStep(AT, 0))
      .thenRejected('no-such-run');
    given().when(beginStep(AT, 0)).thenRejected('no-such-run');
    given().when(endStep(AT, 0)).thenRejected('no-such-run');
    given(...story(...running(), beginStep(AT, 0)))
      .when(endStep(AT, 7))
      .thenRejected('no-such-run');
  });

  it('an intent without a result is unknown: never retried, no success, and it stops the run', () => {
    const outcome = given(...story(...running(), beginStep(AT, 0))).when(loseStep(AT, 0));
    outcome.thenKinds('StepEnded', 'RunEnded', 'RequestEnded', 'ValidationBegun');
    const run = outcome.state.incident?.run;
    expect(run).toMatchObject({
      result: 'unknown',
      settled: null,
      steps: [{ status: 'unknown' }, { status: 'planned' }],
    });
    const lost = given(...story(...running(), beginStep(AT, 0), loseStep(AT, 0)));
    lost.when(beginStep(AT, 0)).thenRejected('no-such-run');
    lost.when(beginStep(AT, 1)).thenRejected('no-such-run');
    lost.when(endStep(AT, 0)).thenRejected('no-such-run');
    lost.when(loseStep(AT, 0)).thenNothing();
  });

  it('a lost step that never began was not run', () => {
    const first = given(...story(...running())).when(loseStep(AT, 0));
    first.thenKinds('RunEnded', 'RequestEnded');
    expect(first.state.incident?.run).toMatchObject({
      result: 'stopped',
      steps: [{ status: 'planned' }, { status: 'planned' }],
    });
    const second = given(...story(...oneDone)).when(loseStep(AT, 1));
    second.thenKinds('RunEnded', 'RequestEnded', 'ValidationBegun');
    expect(second.state.incident?.run?.result).toBe('partial');
  });

  it('a lost gate only looked: nothing is unknown, nothing has to be settled, and nothing after it is run', () => {
    const gated = proposal({ steps: [{ ...step('still crashing?'), isGate: true }, step('a')] });
    const gate = story(
      ...asked(gated),
      vote(GRANTED_AT, ADA),
      check(crashing(RECHECKED_AT)),
      beginRun(RECHECKED_AT),
      beginStep(AT, 0),
    );
    const outcome = given(...gate).when(loseStep(AT, 0));
    outcome.thenKinds('StepEnded', 'RunEnded', 'RequestEnded');
    expect(outcome.state.incident?.run).toMatchObject({
      result: 'failed',
      steps: [{ status: 'failed' }, { status: 'planned' }],
    });
  });

  it('losing a later step does not end the run while an earlier one is under way', () => {
    given(...story(...running(), beginStep(AT, 0)))
      .when(loseStep(AT, 1))
      .thenNothing();
  });

  it('losing what is over, or what never was, says nothing', () => {
    given(...story(...oneDone))
      .when(loseStep(AT, 0))
      .thenNothing();
    given(...story(...running()))
      .when(loseStep(AT, 7))
      .thenNothing();
    given().when(loseStep(AT, 0)).thenNothing();
  });
});

describe('invariant 8: what is proven about an unknown step', () => {
  const AFTER = RAN_AT + MINUTE;

  it('is recorded beside the outcome, which stays unknown until a person settles it', () => {
    const outcome = given(...story(...lost())).when(recordEvidence(AFTER, 0));
    outcome.thenKinds('StepEvidenceFound');
    expect(outcome.state.incident?.run).toMatchObject({
      result: 'unknown',
      settled: null,
      steps: [
        { status: 'unknown', evidence: BEGUN },
        { status: 'planned', evidence: null },
      ],
    });
    expect(outcome.state.incident?.timeline.at(-1)?.text).toBe(
      `Step 1, what is proven: ${BEGUN.facts.join('; ')}`,
    );
  });

  it('also a noted success leaves it unknown', () => {
    const ended: StepEvidence = { at: AFTER, journal: 'ended', facts: ['ended: succeeded'] };
    const outcome = given(...story(...lost())).when(recordEvidence(AFTER, 0, ended));
    expect(outcome.state.incident?.run).toMatchObject({
      result: 'unknown',
      steps: [{ status: 'unknown' }, {}],
    });
    outcome.thenKinds('StepEvidenceFound');
  });

  it('is said once, and again when there is more', () => {
    const known = given(...story(...lost(), recordEvidence(AFTER, 0)));
    known.when(recordEvidence(AFTER + MINUTE, 0, { ...BEGUN, at: AFTER + MINUTE })).thenNothing();
    known
      .when(recordEvidence(AFTER + MINUTE, 0, { ...BEGUN, facts: [...BEGUN.facts, 'the session is gone'] }))
      .thenKinds('StepEvidenceFound');
  });

  it('is refused where there is no such step', () => {
    given().when(recordEvidence(AFTER, 0)).thenRejected('no-such-run');
    given(...story(...asked()))
      .when(recordEvidence(AFTER, 0))
      .thenRejected('no-such-run');
    const unknown = given(...story(...lost()));
    unknown.when(recordEvidence(AFTER, 7)).thenRejected('no-such-run');
    unknown
      .when({ kind: 'RecordStepEvidence', at: AFTER, runId: 'run-0', index: 0, evidence: BEGUN })
      .thenRejected('no-such-run');
  });

  it('is refused for a step that is not unknown, and nothing is added to a settled run', () => {
    given(...story(...running(), beginStep(AT, 0)))
      .when(recordEvidence(AFTER, 0))
      .thenRejected('no-such-run');
    given(...story(...lost()))
      .when(recordEvidence(AFTER, 1))
      .thenRejected('no-such-run');
    given(...story(...lost(), settleRun(AFTER)))
      .when(recordEvidence(AFTER, 0))
      .thenNothing();
  });
});

describe('invariant 8: a step needs a known clock on its node', () => {
  const withSkew = (skewMs: number | null): IncidentCommand =>
    check(
      crashing(AT, {
        nodes: [node('n1', { skewMs, finding: 'matches', matchingCrashes: [AT - SECOND] }), node('n2')],
      }),
    );

  it.each([0, 119_000, -119_000, 120_000, -120_000])('a clock that is %p ms off is near enough', (skewMs) => {
    given(...story(...running(), withSkew(skewMs)))
      .when(beginStep(AT, 0))
      .thenKinds('StepStarted');
  });

  it.each([
    [121_000, 'the clock of n1 is 121 s ahead of ours, more than 2 min; set it right, then ask again'],
    [-3_600_000, 'the clock of n1 is 3600 s behind ours, more than 2 min; set it right, then ask again'],
    [
      null,
      'the clock of n1 was not measured at the last check, so a late call could not be told; check again',
    ],
  ])('a clock that is %p ms off ends the run before the step, and says why', (skewMs, why) => {
    const outcome = given(...story(...running(), withSkew(skewMs))).when(beginStep(AT, 0));
    outcome.thenKinds('RunEnded', 'RequestEnded');
    expect(outcome.state.incident?.run).toMatchObject({
      result: 'stopped',
      steps: [{ status: 'planned' }, { status: 'planned' }],
    });
    expect(outcome.state.incident?.timeline.map(({ text }) => text).join()).toContain(why);
  });

  it('after a step that was done the rest is left', () => {
    const outcome = given(...story(...oneDone, withSkew(121_000))).when(beginStep(AT, 1));
    expect(outcome.state.incident?.run).toMatchObject({ result: 'partial' });
  });

  it('what counts is the clock of the node that is asked to do it', () => {
    const through = proposal({ steps: [{ ...step('a'), through: 'n2.contoso.test' }] });
    const commands = [...asked(through), vote(GRANTED_AT, ADA), withSkew(121_000)];
    given(...story(...commands, beginRun(AT), beginStep(AT, 0)));
    const other = proposal({ steps: [{ ...step('a'), node: 'n2', through: 'n1' }] });
    const held = given(...story(...asked(other), vote(GRANTED_AT, ADA), withSkew(121_000))).when(
      beginRun(AT),
    );
    held.thenKinds('GrantHeld');
  });

  it('a grant waits while a clock is off', () => {
    const commands = [...asked(), vote(GRANTED_AT, ADA), withSkew(121_000)];
    const held = given(...story(...commands)).when(beginRun(AT));
    held.thenKinds('GrantHeld');
    expect(held.state.incident?.request?.held).toContain('the clock of n1 is 121 s ahead of ours');
  });
});

describe('invariant 10: step by step, and stop', () => {
  it('a step that went well leaves the run open, the last one ends it', () => {
    given(...story(...running(), beginStep(AT, 0)))
      .when(endStep(AT, 0))
      .thenKinds('StepEnded');
    given(...story(...oneDone, beginStep(AT, 1)))
      .when(endStep(AT, 1))
      .thenKinds('StepEnded', 'RunEnded', 'RequestEnded', 'ValidationBegun');
    expect(given(...story(...ran())).state.incident).toMatchObject({
      run: { result: 'succeeded', endedAt: RAN_AT },
      request: { status: 'ended', end: { as: 'run-ended' } },
      validation: { since: RAN_AT, result: 'soaking' },
    });
  });

  it.each([
    [['failed'], 'failed'],
    [['unknown'], 'unknown'],
    [['succeeded', 'failed'], 'partial'],
    [['nothing-to-do', 'failed'], 'failed'],
    [['succeeded', 'unknown'], 'unknown'],
    [['succeeded', 'nothing-to-do'], 'succeeded'],
    [['nothing-to-do', 'nothing-to-do'], 'nothing-to-do'],
  ] as const)('steps %j end the run as %s', (outcomes, result) => {
    const commands = outcomes.flatMap((outcome, index) => [
      beginStep(AT, index),
      endStep(AT, index, outcome),
    ]);
    const { state } = given(...story(...running(), ...commands));
    expect(state.incident?.run).toMatchObject({ result });
    expect(state.incident?.run?.endedAt).toBe(AT);
  });

  it('after a failure no further step begins', () => {
    given(...story(...running(), beginStep(AT, 0), endStep(AT, 0, 'failed')))
      .when(beginStep(AT, 1))
      .thenRejected('no-such-run');
  });

  it('stop takes effect between steps, and is said once', () => {
    given(...story(...running()))
      .when(stop(AT))
      .thenKinds('StopRequested');
    given(...story(...running(), stop(AT)))
      .when(stop(AT, ANTON))
      .thenNothing();
    given(...story(...running(), beginStep(AT, 0), stop(AT)))
      .when(endStep(AT, 0))
      .thenKinds('StepEnded');
    const outcome = given(...story(...oneDone, stop(AT))).when(beginStep(AT, 1));
    outcome.thenKinds('RunEnded', 'RequestEnded', 'ValidationBegun');
    expect(outcome.state.incident?.run).toMatchObject({
      result: 'partial',
      steps: [{ status: 'succeeded' }, { status: 'planned' }],
    });
  });

  it('freeze takes effect between steps', () => {
    given(...story(...running(), beginStep(AT, 0), freeze(AT)))
      .when(endStep(AT, 0))
      .thenKinds('StepEnded');
    const outcome = given(...story(...running(), freeze(AT))).when(beginStep(AT, 0));
    outcome.thenKinds('RunEnded', 'RequestEnded');
    expect(outcome.state.incident?.run?.result).toBe('stopped');
  });

  it('there is nothing to stop without a run, or after it', () => {
    given(...story(...asked()))
      .when(stop(AT))
      .thenRejected('nothing-to-stop');
    given(...story(...ran()))
      .when(stop(AT))
      .thenRejected('nothing-to-stop');
  });

  it('a freeze needs a reason, and both freeze and unfreeze say nothing twice', () => {
    given().when(freeze(AT, ' ')).thenRejected('reason-missing');
    given(...story(freeze(AT)))
      .when(freeze(AT))
      .thenNothing();
    given().when({ kind: 'Unfreeze', at: AT, by: ANTON }).thenNothing();
    expect(given(...story(freeze(AT), { kind: 'Unfreeze', at: AT, by: ANTON })).state.freeze).toBeNull();
  });

  it('a plan without steps ends at once as nothing-to-do, and is validated', () => {
    const empty = asked(proposal({ steps: [], attestSteps: null, blindNodes: ['n2'] }));
    const outcome = given(...story(...empty, vote(GRANTED_AT, ADA), check(crashing(RECHECKED_AT)))).when(
      beginRun(AT),
    );
    outcome.thenKinds('RunStarted', 'RunEnded', 'RequestEnded', 'ValidationBegun');
    expect(outcome.state.incident?.run?.result).toBe('nothing-to-do');
    expect(outcome.decision).toContainEqual({
      kind: 'RunEnded',
      at: AT,
      runId: 'run-1',
      result: 'nothing-to-do',
      why: 'there was nothing to change',
    });
  });
});

describe('invariants 3 and 8: the mitigation that needs two people, from ask to run', () => {
  it('refuses the requester and the same person twice, and runs with two others', () => {
    const everybody = policy({ approvers: [ADA, BEN, CLEO, OLGA] });
    const first = vote(T0 + 2 * SECOND, ADA, { policy: everybody });
    given(...story(...askedForTwo))
      .when(vote(T0 + SECOND, OLGA, { policy: everybody }))
      .thenRejected('requester');
    given(...story(...askedForTwo, first))
      .when(vote(T0 + 3 * SECOND, ADA, { policy: everybody }))
      .thenRejected('already-voted');
    given(...story(...askedForTwo, first, check(crashing(RECHECKED_AT))))
      .when(beginRun(AT))
      .thenRejected('not-granted');
    const done = given(
      ...story(...grantedByTwo, check(crashing(RECHECKED_AT)), beginRun(AT), beginStep(AT, 0)),
    );
    expect(done.state.incident?.run).toMatchObject({
      rung: '4',
      steps: [{ status: 'started' }, { status: 'planned' }],
    });
  });

  it('runs exactly the steps that were shown and bound', () => {
    const own = proposal({ steps: [step('only-this')] });
    const { state } = given(
      ...story(
        ...opened,
        ask(T0 + SECOND, '4', OLGA, { proposal: own }),
        vote(T0 + SECOND, ADA),
        vote(GRANTED_AT, BEN),
        check(crashing(RECHECKED_AT)),
        beginRun(AT),
      ),
    );
    expect(state.incident?.run?.steps.map(({ plan }) => plan)).toEqual([step('only-this')]);
  });
});
