import type { IncidentCommand } from '../../src/incident/commands';
import type { CheckReport } from '../../src/incident/evidence';
import type { HalfDone } from '../../src/incident/half-done-place';
import type { StepPlan } from '../../src/incident/run';
import {
  ask,
  ADA,
  beginRun,
  beginStep,
  BEN,
  check,
  crashing,
  endStep,
  HOUR,
  loseStep,
  MINUTE,
  NOTHING,
  OLGA,
  proposal,
  R1,
  rules,
  RUNG_1,
  RUNG_2,
  RUNG_4,
  SECOND,
  settleRun,
  silent,
  step,
  stop,
  T0,
  vote,
} from './support/builders';
import { given, story } from './support/given';

const R2 = { ...R1, id: 'R2', mends: 'service-stopped' } as const;
const R3 = { ...R1, id: 'R3', mends: 'node-paused' } as const;
const PAUSED: HalfDone = { kind: 'node-paused', node: 'as-n2', service: null };
const STOPPED: HalfDone = { kind: 'service-stopped', node: 'as-n2', service: 'ECEAgent' };

const gate: StepPlan = { ...step('gate'), isGate: true };
const suspend: StepPlan = { ...step('suspend'), leaves: PAUSED };
const restart = step('restart');
const resume: StepPlan = { ...step('resume'), undoes: PAUSED };
const service: StepPlan = { ...step('service'), leaves: STOPPED, undoes: STOPPED };

/** The run of these steps has begun: asked by Olga, approved by two. */
function begun(...steps: readonly StepPlan[]): readonly IncidentCommand[] {
  const rung = rules({ ladder: [RUNG_4], recoveries: [R1, R2, R3] });
  return [
    check(crashing(T0), { rules: rung }),
    ask(T0 + SECOND, '4', OLGA, { proposal: proposal({ steps, attestSteps: null }) }),
    vote(T0 + 2 * SECOND, ADA),
    vote(T0 + 3 * SECOND, BEN),
    check(crashing(T0 + 20 * SECOND)),
    beginRun(T0 + 20 * SECOND),
  ];
}

const AT = T0 + MINUTE;
const through = (...outcomes: readonly Parameters<typeof endStep>[2][]): readonly IncidentCommand[] =>
  outcomes.flatMap((outcome, index) => [beginStep(AT, index), endStep(AT, index, outcome)]);

const withMember = (state: string): Partial<CheckReport> => ({
  group: {
    state: 'Online',
    owner: 'n1',
    members: [
      { node: 'n1', state: 'Up' },
      { node: 'AS-N2', state },
    ],
  },
});
const recovered = (at: number): readonly IncidentCommand[] => [
  ask(at, 'R3', null, {
    requestId: 'request-3',
    proposal: proposal({ steps: [resume], attestSteps: null }),
  }),
  vote(at + SECOND, ADA, { requestId: 'request-3' }),
  check(crashing(at + 2 * SECOND)),
  beginRun(at + 3 * SECOND, { requestId: 'request-3', runId: 'run-3' }),
  beginStep(at + 4 * SECOND, 0, { runId: 'run-3' }),
  endStep(at + 5 * SECOND, 0, 'succeeded', { runId: 'run-3' }),
];

describe('invariant 10: a stop between pausing and resuming raises the alarm', () => {
  it('a run that resumes its node leaves nothing', () => {
    given(
      ...story(...begun(gate, suspend, restart, resume), ...through('succeeded', 'succeeded', 'succeeded')),
    )
      .when(beginStep(AT, 3))
      .thenKinds('StepStarted');
    const ended = given(
      ...story(...begun(suspend, restart, resume), ...through('succeeded', 'succeeded'), beginStep(AT, 2)),
    ).when(endStep(AT, 2));
    ended.thenKinds('StepEnded', 'RunEnded', 'RequestEnded', 'ValidationBegun');
    expect(ended.state.incident?.halfDone).toEqual([]);
  });

  it.each<[string, readonly StepPlan[], readonly IncidentCommand[], IncidentCommand]>([
    ['the restart failed', [suspend, restart], through('succeeded'), endStep(AT, 1, 'failed')],
    ['the drain failed and was not undone', [suspend, restart], [], endStep(AT, 0, 'failed')],
    [
      'the resume failed',
      [suspend, restart, resume],
      through('succeeded', 'succeeded'),
      endStep(AT, 2, 'failed'),
    ],
  ])('%s: the node is alarmed and R3 offered', (_what, steps, before, end) => {
    const index = before.length / 2;
    const outcome = given(...story(...begun(...steps), ...before, beginStep(AT, index))).when(end);
    expect(outcome.decision).toEqual(
      expect.arrayContaining([
        { kind: 'HalfDoneLeft', at: AT, left: PAUSED },
        { kind: 'OfferMade', at: AT, rung: 'R3', why: 'the run left something half-done' },
      ]),
    );
    expect(outcome.state.incident).toMatchObject({
      offered: null,
      halfDone: [{ ...PAUSED, since: AT, toldAt: AT }],
    });
  });

  it('a stop after the drain leaves the node paused', () => {
    const outcome = given(
      ...story(...begun(suspend, restart, resume), ...through('succeeded'), stop(AT)),
    ).when(beginStep(AT, 1));
    outcome.thenKinds('RunEnded', 'RequestEnded', 'HalfDoneLeft', 'OfferMade', 'ValidationBegun');
  });

  it('a drain that was undone raises none', () => {
    given(...story(...begun(suspend, restart), beginStep(AT, 0)))
      .when(endStep(AT, 0, 'failed', { restored: true }))
      .thenKinds('StepEnded', 'RunEnded', 'RequestEnded', 'ValidationBegun');
  });

  it('conditions that are not green end the run before anything was changed: nothing is judged', () => {
    const outcome = given(...story(...begun(gate, suspend), beginStep(AT, 0))).when(endStep(AT, 0, 'failed'));
    outcome.thenKinds('StepEnded', 'RunEnded', 'RequestEnded');
    expect(outcome.state.incident).toMatchObject({ offered: '4', validation: null, halfDone: [] });
  });

  it('a service whose restart failed is told of and R2 offered; one that runs again is not', () => {
    given(...story(...begun(service, restart), beginStep(AT, 0)))
      .when(endStep(AT, 0, 'failed'))
      .thenKinds('StepEnded', 'RunEnded', 'RequestEnded', 'HalfDoneLeft', 'OfferMade', 'ValidationBegun');
    given(...story(...begun(service, restart), ...through('succeeded'), beginStep(AT, 1)))
      .when(endStep(AT, 1, 'failed'))
      .thenKinds('StepEnded', 'RunEnded', 'RequestEnded', 'ValidationBegun');
  });
});

describe('invariant 8: what an unknown run may have left is told of until it is put right', () => {
  const lost = [...begun(suspend, restart), beginStep(AT, 0), loseStep(AT, 0)];

  it('a lost drain may have paused the node', () => {
    expect(given(...story(...lost)).state.incident).toMatchObject({ halfDone: [PAUSED] });
  });

  it('nothing else is run before a person settled the unknown step', () => {
    given(...story(...lost))
      .when(ask(AT + MINUTE, 'R3', null))
      .thenRejected('run-open');
    given(...story(...lost, settleRun(AT + MINUTE)))
      .when(ask(AT + 2 * MINUTE, 'R3', null))
      .thenKinds('RequestOpened');
  });

  it('a node seen Up is no proof before that, and is one afterwards', () => {
    const up = check(crashing(AT + HOUR, withMember('Up')));
    expect(given(...story(...lost)).when(up).state.incident?.halfDone).toHaveLength(1);
    const settled = given(...story(...lost, settleRun(AT + MINUTE)));
    expect(settled.when(up).state.incident?.halfDone).toEqual([]);
    expect(
      settled.when(check(crashing(AT + HOUR, withMember('Paused')))).state.incident?.halfDone,
    ).toHaveLength(1);
    expect(settled.when(check(crashing(AT + HOUR))).state.incident?.halfDone).toHaveLength(1);
  });
});

describe('until it is put right', () => {
  const left = [...begun(suspend, restart), ...through('succeeded', 'failed')];

  it('the alarm is repeated every half hour, not more often', () => {
    const kinds = (at: number): readonly string[] => {
      const { decision } = given(...story(...left)).when(check(crashing(at, withMember('Paused'))));
      return 'rejected' in decision ? [] : decision.map(({ kind }) => kind);
    };
    expect(kinds(AT + 29 * MINUTE)).not.toContain('HalfDoneReminded');
    expect(kinds(AT + 30 * MINUTE)).toContain('HalfDoneReminded');
  });

  it('R3 ends it, and the soak begins anew', () => {
    const outcome = given(...story(...left, ...recovered(AT + MINUTE)));
    expect(outcome.state.incident).toMatchObject({
      halfDone: [],
      validation: { rung: '4', since: AT + MINUTE + 5 * SECOND },
    });
  });

  it('R3 is run although it is quiet: the node has to come back', () => {
    const at = AT + 2 * HOUR;
    const quiet = silent(at + 2 * SECOND, T0, {
      ...withMember('Paused'),
      update: { ...crashing(T0).update },
    });
    given(
      ...story(
        ...left,
        ask(at, 'R3', null, { requestId: 'request-3' }),
        vote(at + SECOND, ADA, { requestId: 'request-3' }),
        check(quiet),
      ),
    )
      .when(beginRun(at + 3 * SECOND, { requestId: 'request-3', runId: 'run-3' }))
      .thenKinds('RunStarted');
  });

  it('a fixed incident stays open while the node is paused, and closes when it is seen Up', () => {
    const at = AT + 2 * HOUR;
    const fixed = given(...story(...left, check(silent(at, T0, withMember('Paused')))));
    expect(fixed.state.incident).toMatchObject({ status: 'open', validation: { result: 'fixed' } });
    expect(fixed.when(check(silent(at + HOUR, T0, withMember('Paused')))).state.incident?.status).toBe(
      'open',
    );
    expect(fixed.when(check(silent(at + HOUR, T0, withMember('Up')))).state.incident).toMatchObject({
      status: 'closed',
      closedWhy: fixed.state.incident?.validation?.why,
      halfDone: [],
    });
  });

  it('a request for R3 ends when somebody resumed the node meanwhile', () => {
    const outcome = given(...story(...left, ask(AT + MINUTE, 'R3', null, { requestId: 'request-3' }))).when(
      check(crashing(AT + 2 * MINUTE, withMember('Up'))),
    );
    expect(outcome.state.incident?.request?.end?.as).toBe('no-longer-needed');
  });

  it('R3 outlives a verdict of not fixed, and does not take the place of what is offered next', () => {
    const ladder = rules({ ladder: [RUNG_1, RUNG_2], recoveries: [R2] });
    const failed = [
      check(crashing(T0), { rules: ladder }),
      ask(T0 + SECOND, '1', null, { proposal: proposal({ steps: [service], attestSteps: null }) }),
      vote(T0 + 2 * SECOND, ADA),
      check(crashing(T0 + 20 * SECOND)),
      beginRun(T0 + 20 * SECOND),
      ...through('failed'),
      ask(AT + SECOND, 'R2', null, { requestId: 'request-2' }),
      check(crashing(AT + 10 * MINUTE)),
    ];
    const { state, when } = given(...story(...failed));
    expect(state.incident).toMatchObject({
      offered: '2',
      rungs: [{ rung: '1', result: 'not-fixed' }],
      request: { status: 'pending', terms: { id: 'R2' } },
    });
    when(ask(AT + 11 * MINUTE, '2', null, { requestId: 'request-4' })).thenRejected('already-asked');
  });

  describe('given a service may be stopped, and the crashes are over', () => {
    const stopped = [
      check(crashing(T0), { rules: rules({ ladder: [RUNG_1], recoveries: [R1, R2] }) }),
      ask(T0 + SECOND, '1', null, { proposal: proposal({ steps: [service], attestSteps: null }) }),
      vote(T0 + 2 * SECOND, ADA),
      check(crashing(T0 + 20 * SECOND)),
      beginRun(T0 + 20 * SECOND),
      ...through('failed'),
      ask(AT + SECOND, 'R2', null, { requestId: 'request-2' }),
      check(silent(AT + 20 * MINUTE, T0)),
    ];

    it('stays open, and what starts the service can still be approved', () => {
      expect(given(...story(...stopped)).state.incident).toMatchObject({
        status: 'open',
        validation: { result: 'fixed' },
        halfDone: [STOPPED],
        request: { status: 'pending', terms: { id: 'R2' } },
      });
    });

    it('is told of again while nobody starts it', () => {
      given(...story(...stopped))
        .when(check(silent(AT + 2 * HOUR, T0)))
        .thenKinds('CheckFinished', 'HalfDoneReminded');
    });

    it('closes when it was found to run', () => {
      const denied = vote(AT + 21 * MINUTE, ADA, { requestId: 'request-2', decision: 'deny' });
      const runs = ask(AT + 22 * MINUTE, 'R2', OLGA, { proposal: { ...NOTHING, summary: 'it runs' } });
      given(...story(...stopped, denied, runs))
        .when(check(silent(AT + 2 * HOUR, T0)))
        .thenKinds('CheckFinished', 'IncidentClosed');
    });

    it('closes all the same where no recovery of the configuration could start it', () => {
      const without = stopped.filter((command) => command.kind !== 'Ask' || command.rung !== 'R2');
      const [first, ...rest] = without;
      const rung = rules({ ladder: [RUNG_1], recoveries: [R1] });
      const told = first?.kind === 'RecordCheck' ? [{ ...first, rules: rung }, ...rest] : [];
      expect(given(...story(...told)).state.incident).toMatchObject({
        status: 'closed',
        halfDone: [STOPPED],
      });
    });
  });

  it('a recovery that finds nothing left says so', () => {
    const outcome = given(...story(...left)).when(
      ask(AT + MINUTE, 'R3', null, { proposal: { ...NOTHING, summary: 'Up again' } }),
    );
    outcome.thenKinds('RungEnded', 'HalfDoneEnded');
    expect(outcome.state.incident?.halfDone).toEqual([]);
  });

  it('without anything half-done it cannot be asked for', () => {
    given(...story(...begun(suspend), ...through()))
      .when(ask(AT, 'R3', OLGA))
      .thenRejected('run-open');
    given(...story(check(crashing(T0), { rules: rules({ recoveries: [R1, R2, R3] }) })))
      .when(ask(T0 + SECOND, 'R3', OLGA))
      .thenRejected('not-offered');
  });
});

describe('a mitigation only in its turn', () => {
  const inTurn = { ...RUNG_4, onlyInTurn: true } as const;
  const opened = check(crashing(T0), { rules: rules({ ladder: [RUNG_1, inTurn] }) });

  it('is refused to a person while one before it was not tried', () => {
    given(...story(opened))
      .when(ask(T0 + SECOND, '4', OLGA))
      .thenRejected('not-offered');
  });

  it('is refused while one of two before it was not tried', () => {
    const three = check(crashing(T0), { rules: rules({ ladder: [RUNG_1, RUNG_2, inTurn] }) });
    given(...story(three, ask(T0 + SECOND, '1', null, { proposal: NOTHING })))
      .when(ask(T0 + 2 * SECOND, '4', OLGA))
      .thenRejected('not-offered');
  });

  it('does not wait for one after it', () => {
    const between = check(crashing(T0), { rules: rules({ ladder: [RUNG_1, inTurn, RUNG_2] }) });
    given(...story(between, ask(T0 + SECOND, '1', null, { proposal: NOTHING })))
      .when(ask(T0 + 2 * SECOND, '4', OLGA))
      .thenKinds('RequestOpened');
  });

  it('may be asked for when every one before it found nothing or did not fix it', () => {
    given(...story(opened, ask(T0 + SECOND, '1', null, { proposal: NOTHING })))
      .when(ask(T0 + 2 * SECOND, '4', OLGA))
      .thenKinds('RequestOpened');
  });

  it('is asked for by a person only', () => {
    given(...story(opened, ask(T0 + SECOND, '1', null, { proposal: NOTHING })))
      .when(ask(T0 + 2 * SECOND, '4', null))
      .thenRejected('not-offered');
  });
});
