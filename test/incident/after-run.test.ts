import {
  ADA,
  ask,
  beginRun,
  beginStep,
  check,
  crashing,
  down,
  endStep,
  HOUR,
  MINUTE,
  node,
  NOTHING,
  OLGA,
  proposal,
  rules,
  RUNG_1,
  SECOND,
  settleRun,
  settleValidation,
  step,
  silent,
  T0,
  UPDATE,
  vote,
} from './support/builders';
import { fold, given, story } from './support/given';
import {
  crashesAgain,
  isDown,
  isSilent,
  resultsOf,
  SOAKED_AT,
  STILL,
  THREE,
  under,
} from './support/after-run-moves';
import { lost, opened, RAN_AT, ran, rechecked, RECHECKED_AT, SETTLED_AT } from './support/stories';

it('when it ran is remembered with the incident, for the picture of the crashes', () => {
  const { incident } = given(...story(...ran(), isSilent(SETTLED_AT + MINUTE))).state;
  expect(incident?.ran).toEqual([
    {
      runId: incident?.run?.id,
      rung: '1',
      attested: false,
      startedAt: incident?.run?.startedAt,
      endedAt: RAN_AT,
    },
  ]);
});

describe('invariant 11: what is offered after a run', () => {
  it('nothing while it is judged', () => {
    const history = story(...ran(), isSilent(SETTLED_AT + MINUTE));
    expect(given(...history).state.incident).toMatchObject({
      offered: null,
      validation: { result: 'soaking' },
    });
  });

  it('not-fixed: the result is kept and the next rung is offered', () => {
    const outcome = given(...story(...under(THREE, ran()))).when(crashesAgain());
    outcome.thenKinds('CheckFinished', 'ValidationJudged', 'RungEnded', 'OfferMade');
    expect(outcome.state.incident?.offered).toBe('2');
    expect(resultsOf(outcome.state)).toEqual([['1', 'not-fixed']]);
  });

  it('fixed: closed, nothing more is offered', () => {
    const outcome = given(...story(...ran())).when(isSilent(SOAKED_AT));
    outcome.thenKinds('CheckFinished', 'ValidationJudged', 'RungEnded', 'IncidentClosed');
    expect(outcome.state.incident).toMatchObject({ status: 'closed', offered: null, closedAt: SOAKED_AT });
    expect(resultsOf(outcome.state)).toEqual([['1', 'fixed']]);
  });

  it('a failed update: fixed, and a person has to resume it', () => {
    const outcome = given(...story(...ran())).when(
      isSilent(SOAKED_AT, { update: { ...UPDATE, state: 'failed' } }),
    );
    expect(outcome.state.incident).toMatchObject({
      status: 'closed',
      validation: { result: 'fixed', resumeNeeded: true },
    });
  });

  it('a mitigation that a person has run once more has one more result', () => {
    const again = SETTLED_AT + 5 * MINUTE;
    const second = { requestId: 'request-2', runId: 'run-2' };
    const outcome = given(
      ...story(
        ...under(THREE, ran()),
        crashesAgain(),
        ask(again, '1', OLGA, { requestId: 'request-2', proposal: proposal({ steps: [step('a')] }) }),
        vote(again + SECOND, ADA, { requestId: 'request-2' }),
        crashesAgain(again + 2 * SECOND),
        beginRun(again + 3 * SECOND, second),
        beginStep(again + 4 * SECOND, 0, second),
        endStep(again + 5 * SECOND, 0, 'succeeded', second),
      ),
    ).when(crashesAgain(again + 5 * MINUTE));
    expect(resultsOf(outcome.state)).toEqual([
      ['1', 'not-fixed'],
      ['1', 'not-fixed'],
    ]);
    expect(outcome.state.incident?.offered).toBe('2');
  });

  it('not-fixed is concluded once, not with every check that follows', () => {
    const history = story(...ran(), crashesAgain());
    given(...history)
      .when(crashesAgain(SETTLED_AT + 2 * MINUTE))
      .thenKinds('CheckFinished');
  });

  it('after the last rung it says that there is none left', () => {
    const outcome = given(...story(...under(rules({ ladder: [RUNG_1] }), ran()))).when(crashesAgain());
    outcome.thenKinds('CheckFinished', 'ValidationJudged', 'RungEnded', 'LadderExhausted');
    expect(outcome.decision).toMatchObject([
      {},
      {},
      {},
      {
        why: 'every mitigation was tried; collect the evidence (say "bundle") and contact Microsoft Support',
      },
    ]);
    expect(outcome.state.incident).toMatchObject({ status: 'open', offered: null });
  });

  it('waiting, then cannot-tell, then fixed by itself when the update moves', () => {
    const waiting = story(...ran(), isSilent(SOAKED_AT, STILL));
    expect(given(...waiting).state.incident?.validation?.result).toBe('waiting');
    const cannotTell = story(...ran(), isSilent(SOAKED_AT, STILL), isSilent(SOAKED_AT + HOUR, STILL));
    expect(given(...cannotTell).state.incident?.validation?.result).toBe('cannot-tell');
    const moved = { update: { ...UPDATE, finishedSteps: 13 } };
    given(...cannotTell)
      .when(isSilent(SOAKED_AT + 2 * HOUR, moved))
      .thenKinds('CheckFinished', 'ValidationJudged', 'RungEnded', 'IncidentClosed');
  });

  it('gone by what happened before the run ended is not fixed by the run: it stays open while it is judged', () => {
    const moved = { update: { ...UPDATE, lastChangeAt: RAN_AT - SECOND } };
    const outcome = given(...story(...ran())).when(check(silent(SOAKED_AT, RAN_AT - 10 * SECOND, moved)));
    outcome.thenKinds('CheckFinished', 'ValidationJudged');
    expect(outcome.state).toMatchObject({
      latest: { presence: 'gone' },
      incident: { status: 'open', validation: { result: 'waiting' } },
    });
  });

  it('an old check that is recorded late is kept, and judges nothing', () => {
    const old = { ...crashing(SETTLED_AT + MINUTE), startedAt: RAN_AT - 1 };
    given(...story(...ran()))
      .when(check(old))
      .thenKinds('CheckFinished');
  });

  it('a check during the run judges nothing yet', () => {
    const history = story(...rechecked(), beginRun(RECHECKED_AT), beginStep(RECHECKED_AT, 0));
    given(...history)
      .when(check(crashing(RECHECKED_AT + SECOND)))
      .thenKinds('CheckFinished');
  });

  it('only one rung is offered when it found nothing and another is next', () => {
    const outcome = given(...story(...under(THREE, opened))).when(
      ask(T0 + SECOND, '1', null, { proposal: NOTHING }),
    );
    outcome.thenKinds('RungEnded', 'OfferMade');
    expect(outcome.state.incident?.offered).toBe('2');
    expect(resultsOf(outcome.state)).toEqual([['1', 'nothing-to-do']]);
  });

  it('a rung that found nothing while a node is blind has to be attested by a person', () => {
    const blind = { ...NOTHING, blindNodes: ['n2'] };
    const outcome = given(...story(...opened)).when(ask(T0 + SECOND, '1', null, { proposal: blind }));
    outcome.thenKinds('RequestOpened');
  });
});

describe('invariant 11: what a person settles', () => {
  const cannotTell = [...ran(), isSilent(SOAKED_AT, STILL), isSilent(SOAKED_AT + HOUR, STILL)];
  const at = SOAKED_AT + 2 * HOUR;

  it('cannot-tell as fixed closes the incident', () => {
    const outcome = given(...story(...cannotTell)).when(settleValidation(at, 'fixed'));
    outcome.thenKinds('ValidationJudged', 'RungEnded', 'IncidentClosed');
  });

  it('cannot-tell as not-fixed offers the next rung', () => {
    const outcome = given(...story(...under(THREE, cannotTell))).when(settleValidation(at, 'not-fixed'));
    outcome.thenKinds('ValidationJudged', 'RungEnded', 'OfferMade');
    expect(outcome.state.incident?.offered).toBe('2');
  });

  it('a settled not-fixed never opens a mitigation with production impact: that needs a new crash', () => {
    const settled = story(...cannotTell, settleValidation(at, 'not-fixed'));
    expect(settled.at(-1)).toMatchObject({
      kind: 'LadderExhausted',
      why: 'mitigation 4 is next, but it needs a matching crash newer than the last run',
    });
    given(...settled)
      .when(ask(at + SECOND, '4', OLGA, { requestId: 'request-2' }))
      .thenRejected('not-offered');
    const crashed = fold(
      story(...cannotTell, settleValidation(at, 'not-fixed'), check(crashing(at + MINUTE))),
    );
    expect(crashed.incident?.offered).toBeNull();
    given(...story(...cannotTell, settleValidation(at, 'not-fixed'), check(crashing(at + MINUTE))))
      .when(ask(at + 2 * MINUTE, '4', OLGA, { requestId: 'request-2' }))
      .thenKinds('RequestOpened');
  });

  it('not while its recovery is being run', () => {
    const second = { requestId: 'request-2', runId: 'run-2' };
    const later = SOAKED_AT + MINUTE;
    const coming = down(later, RAN_AT - SECOND, {
      group: { state: 'Pending', owner: 'n1', members: [] },
      nodes: [
        node('n1', { finding: 'matches', matchingCrashes: [RAN_AT - SECOND] }),
        node('n2', { status: 'denied', finding: null }),
      ],
    });
    const running = story(
      ...ran(),
      isDown(SETTLED_AT + MINUTE),
      ask(SETTLED_AT + MINUTE, 'R1', null, { requestId: 'request-2' }),
      vote(SETTLED_AT + MINUTE, ADA, { requestId: 'request-2' }),
      check(coming),
      beginRun(later, second),
    );
    expect(given(...running).state.incident?.validation?.result).toBe('cannot-tell');
    given(...running)
      .when(settleValidation(later, 'fixed'))
      .thenRejected('run-open');
  });

  it('only cannot-tell can be settled, and only with a reason', () => {
    given(...story(...ran()))
      .when(settleValidation(at, 'fixed'))
      .thenRejected('nothing-to-settle');
    given(...story(...ran(), crashesAgain()))
      .when(settleValidation(at, 'fixed'))
      .thenRejected('nothing-to-settle');
    given(...story(...cannotTell))
      .when(settleValidation(at, 'fixed', '  '))
      .thenRejected('reason-missing');
    given(...story(...cannotTell, settleValidation(at, 'fixed')))
      .when(settleValidation(at, 'fixed'))
      .thenRejected('nothing-to-settle');
  });
});

describe('invariant 8: an unknown run', () => {
  it('holds everything back until it is settled, even when the validation is clear', () => {
    const judged = story(...lost(), isSilent(SOAKED_AT));
    expect(given(...judged).state.incident).toMatchObject({
      status: 'open',
      validation: { result: 'fixed' },
    });
    given(...judged)
      .when(ask(SOAKED_AT, '1', OLGA, { requestId: 'request-2' }))
      .thenRejected('run-open');
    given(...judged)
      .when(settleRun(SOAKED_AT + SECOND))
      .thenKinds('RunSettled', 'RungEnded', 'IncidentClosed');
  });

  it('settled after it crashed again: the next rung is offered', () => {
    const judged = story(...under(THREE, lost()), crashesAgain());
    expect(given(...judged).state.incident?.offered).toBeNull();
    const outcome = given(...judged).when(settleRun(SOAKED_AT, 'did-not-happen'));
    outcome.thenKinds('RunSettled', 'RungEnded', 'OfferMade');
    expect(outcome.state.incident?.offered).toBe('2');
  });

  it('settled while it is down: its recovery is offered', () => {
    const outcome = given(...story(...lost(), isDown(SETTLED_AT + MINUTE))).when(settleRun(SOAKED_AT));
    outcome.thenKinds('RunSettled', 'OfferMade');
    expect(outcome.state.incident?.offered).toBe('R1');
  });

  it('that looked fixed and crashed again before it was settled is not closed as fixed', () => {
    const again = story(...under(THREE, lost()), isSilent(SOAKED_AT), crashesAgain(SOAKED_AT + HOUR));
    expect(given(...again).state.incident?.validation?.result).toBe('not-fixed');
    given(...again)
      .when(settleRun(SOAKED_AT + HOUR + SECOND))
      .thenKinds('RunSettled', 'RungEnded', 'OfferMade');
  });

  it('settled before it is judged: the judgement follows', () => {
    const settled = story(...lost(), settleRun(RAN_AT + MINUTE));
    expect(settled.at(-1)?.kind).toBe('RunSettled');
    given(...settled)
      .when(isSilent(SOAKED_AT))
      .thenKinds('CheckFinished', 'ValidationJudged', 'RungEnded', 'IncidentClosed');
  });

  it('is settled once, by a reason, and only when it is unknown', () => {
    given(...story(...lost(), settleRun(RAN_AT + MINUTE)))
      .when(settleRun(SOAKED_AT))
      .thenRejected('nothing-to-settle');
    for (const reason of ['', '  '])
      given(...story(...lost()))
        .when(settleRun(SOAKED_AT, 'happened', reason))
        .thenRejected('reason-missing');
    given(...story(...ran()))
      .when(settleRun(SOAKED_AT))
      .thenRejected('nothing-to-settle');
    given(...story(...opened))
      .when(settleRun(SOAKED_AT))
      .thenRejected('nothing-to-settle');
  });
});
