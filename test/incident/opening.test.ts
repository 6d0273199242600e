import type { IncidentEvent } from '../../src/incident/events';
import {
  ADA,
  ask,
  check,
  crashes,
  crashing,
  down,
  HOUR,
  MINUTE,
  node,
  NOTHING,
  report,
  rules,
  RUNG_1,
  RUNG_2,
  SECOND,
  silent,
  T0,
  UPDATE,
  vote,
  endStep,
  beginStep,
  beginRun,
} from './support/builders';
import { given, story } from './support/given';
import { asked, opened, ran, SETTLED_AT } from './support/stories';

const offersOf = (events: readonly IncidentEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'OfferMade' ? [event.rung] : []));

describe('design 1: when an incident opens', () => {
  it('a matching crash that is present opens one, and offers the first mitigation', () => {
    const outcome = given().when(check(crashing(T0)));
    outcome.thenKinds('CheckFinished', 'IncidentOpened', 'OfferMade');
    expect(outcome.state.incident).toMatchObject({ status: 'open', offered: '1', previousId: null });
  });

  it('a matching crash whose service stays down opens one, and offers its recovery', () => {
    const outcome = given().when(check(down(T0, T0 - HOUR)));
    outcome.thenKinds('CheckFinished', 'IncidentOpened', 'OfferMade');
    expect(outcome.state.incident?.offered).toBe('R1');
  });

  it('without a recovery in the rules the ladder begins even when it is down', () => {
    const outcome = given().when(check(down(T0, T0 - HOUR), { rules: rules({ recoveries: [] }) }));
    expect(outcome.state.incident?.offered).toBe('1');
  });

  it.each([
    ['a past crash, not gone for sure', silent(T0, T0 - HOUR, { update: UPDATE })],
    ['a past crash, gone', silent(T0, T0 - HOUR)],
    [
      'another crash',
      report(T0, { change: { nodes: [node('n1', { finding: 'other-crash', otherCrashes: 1 })] } }),
    ],
    [
      'a crash without a stack',
      report(T0, { change: { nodes: [node('n1', { finding: 'crash-without-stack', otherCrashes: 1 })] } }),
    ],
    ['nothing', report(T0)],
    [
      'the service down without any matching crash',
      report(T0, { since: null, change: { group: { state: 'Failed', owner: 'n1', members: [] } } }),
    ],
  ])('%s opens none', (_what, found) => {
    given().when(check(found)).thenKinds('CheckFinished');
  });

  it('an open incident is not opened again', () => {
    given(...story(...opened))
      .when(check(crashing(T0 + MINUTE)))
      .thenKinds('CheckFinished');
  });

  it('an open incident is judged by the rules it was opened with', () => {
    const longer = rules({ timing: { ...rules().timing, presenceMinimumMs: HOUR } });
    const later = report(T0 + 20 * MINUTE, { crashes: crashes(T0 - 10 * SECOND) });
    const presenceOf = (events: readonly IncidentEvent[]): unknown =>
      given(...events).when(check(later, { rules: longer })).state.latest?.presence;
    expect(presenceOf(story(...opened))).toBe('quiet');
    expect(presenceOf([])).toBe('present');
  });

  it('the rules in force are kept with the incident', () => {
    const own = rules({ ladder: [RUNG_2] });
    const opening = story(check(crashing(T0), { rules: own }));
    const state = given(...opening).when(check(crashing(T0 + MINUTE), { rules: rules() })).state;
    expect(state.incident?.rules).toEqual(own);
  });

  it('with no mitigation at all it opens, and says that there is none', () => {
    const outcome = given().when(check(crashing(T0), { rules: rules({ ladder: [] }) }));
    outcome.thenKinds('CheckFinished', 'IncidentOpened', 'LadderExhausted');
  });
});

/** Fixed by mitigation 1, closed at CLOSED_AT. */
const CLOSED_AT = SETTLED_AT + 20 * MINUTE;
const closed = story(...ran(), check(silent(CLOSED_AT, SETTLED_AT - MINUTE - SECOND)));

describe('design 1: when it happens again', () => {
  it('within the recurrence window the incident is re-opened: ladder from its first rung, earlier results shown', () => {
    const outcome = given(...closed).when(check(crashing(CLOSED_AT + HOUR)));
    outcome.thenKinds('CheckFinished', 'IncidentReopened', 'OfferMade');
    const { incident } = outcome.state;
    expect(incident).toMatchObject({ status: 'open', offered: '1', validation: null, closedAt: null });
    expect(incident?.rungs.map(({ rung, result }) => [rung, result])).toEqual([['1', 'fixed']]);
  });

  it('exactly at the end of the window it is re-opened; a moment later a new incident is linked to it', () => {
    const last = CLOSED_AT + 24 * HOUR;
    const at = last + 10 * SECOND;
    given(...closed)
      .when(check(report(at, { crashes: crashes(last) })))
      .thenKinds('CheckFinished', 'IncidentReopened', 'OfferMade');
    const outcome = given(...closed).when(check(report(at + 1, { crashes: crashes(last + 1) })));
    outcome.thenKinds('CheckFinished', 'IncidentOpened', 'OfferMade');
    expect(outcome.state.incident).toMatchObject({ previousId: `incident-${T0}`, rungs: [] });
    expect(outcome.state.past).toEqual([{ id: `incident-${T0}`, openedAt: T0, closedAt: CLOSED_AT }]);
  });

  it('crashes from before the closing do not open it again', () => {
    given(...closed)
      .when(check(report(CLOSED_AT + SECOND, { crashes: crashes(CLOSED_AT) })))
      .thenKinds('CheckFinished');
  });

  it('re-opening forgets what was offered and what stood in the way', () => {
    const blocked = story(
      ...opened,
      { kind: 'BlockAsk', at: T0 + SECOND, rung: '1', why: 'no node can be asked', by: null },
      check(silent(T0 + HOUR, T0)),
      check(down(T0 + 3 * HOUR, T0 + 2 * HOUR)),
    );
    expect(given(...blocked).state.incident).toMatchObject({ status: 'open', offered: 'R1', blocked: null });
  });

  it('earlier results stay earlier when the clock went back before the re-opening', () => {
    const before = check(report(CLOSED_AT + MINUTE, { crashes: crashes(CLOSED_AT + SECOND) }), { at: T0 });
    const outcome = given(...closed).when(before);
    outcome.thenKinds('CheckFinished', 'IncidentReopened', 'OfferMade');
    expect(outcome.state.incident?.offered).toBe('1');
  });

  it('a rung that ended while the clock was back belongs to this round: it is not offered twice', () => {
    const outcome = given(...story(...opened)).when(ask(T0 - MINUTE, '1', null, { proposal: NOTHING }));
    outcome.thenKinds('RungEnded', 'OfferMade');
    expect(outcome.state.incident?.offered).toBe('4');
  });
});

describe('invariant 6: the issue goes away by itself', () => {
  it('closes the incident', () => {
    given(...story(...opened))
      .when(check(silent(T0 + HOUR, T0)))
      .thenKinds('CheckFinished', 'IncidentClosed');
  });

  it('closes what is asked in it as no longer needed', () => {
    const outcome = given(...story(...asked())).when(check(silent(T0 + 30 * MINUTE, T0)));
    outcome.thenKinds('CheckFinished', 'RequestEnded', 'IncidentClosed');
    expect(outcome.state.incident?.request?.end?.as).toBe('no-longer-needed');
  });

  it('is seen even when the crashes have left the look-back meanwhile', () => {
    const later = report(T0 + 30 * HOUR, {
      since: T0 + MINUTE,
      change: { update: { ...UPDATE, state: 'none' } },
    });
    given(...story(...opened))
      .when(check(later))
      .thenKinds('CheckFinished', 'IncidentClosed');
  });

  it.each([
    ['quiet', silent(T0 + 10 * MINUTE, T0)],
    ['quiet, the update stands', silent(T0 + HOUR, T0, { update: UPDATE })],
    ['down', down(T0 + HOUR, T0)],
  ])('%s closes nothing', (_what, found) => {
    given(...story(...asked()))
      .when(check(found))
      .thenKinds('CheckFinished');
  });
});

describe('recovery R1', () => {
  const openedDown = [check(down(T0, T0 - HOUR))];

  it('is not needed any more when the service comes up by itself and crashes: the ladder begins', () => {
    const history = story(...openedDown, ask(T0 + SECOND, 'R1', null));
    const outcome = given(...history).when(check(crashing(T0 + MINUTE)));
    outcome.thenKinds('CheckFinished', 'RequestEnded', 'OfferMade');
    const why = 'the orchestrator runs again, and crashes';
    expect(outcome.decision).toMatchObject([{}, { why }, { why }]);
    expect(outcome.state.incident).toMatchObject({
      offered: '1',
      request: { end: { as: 'no-longer-needed' } },
    });
  });

  it('stays offered while the group is not Online, whatever crashed just now', () => {
    given(...story(...openedDown))
      .when(check(down(T0 + MINUTE, T0 + SECOND)))
      .thenKinds('CheckFinished');
  });

  const exhausted = [
    check(crashing(T0), { rules: rules({ ladder: [RUNG_1] }) }),
    ask(T0 + SECOND, '1', null, { proposal: NOTHING }),
  ];
  const gaveUp = down(T0 + HOUR, T0);

  it('is offered when the cluster gives up later, while nothing is judged and nobody is asked', () => {
    const outcome = given(...story(...exhausted)).when(check(gaveUp));
    outcome.thenKinds('CheckFinished', 'OfferMade');
    expect(outcome.state.incident?.offered).toBe('R1');
    given(...story(...exhausted, check(gaveUp)))
      .when(check(down(T0 + 2 * HOUR, T0)))
      .thenKinds('CheckFinished');
  });

  it.each(['Failed', 'Offline', 'PartialOnline'] as const)(
    'is offered when the group is %s, and it is said why',
    (state) => {
      const group = { state, owner: 'n1', members: [] };
      const outcome = given(...story(...exhausted)).when(check({ ...gaveUp, group }));
      const why = 'the cluster gave up restarting the orchestrator';
      expect(outcome.decision).toMatchObject([{}, { kind: 'OfferMade', rung: 'R1', why }]);
      expect(given().when(check({ ...gaveUp, group })).decision).toMatchObject([
        {},
        { kind: 'IncidentOpened' },
        { kind: 'OfferMade', rung: 'R1', why },
      ]);
    },
  );

  it('is not offered while it crashes: the cluster may restart it yet', () => {
    given(...story(...exhausted))
      .when(check(down(T0 + HOUR, T0 + HOUR - MINUTE)))
      .thenKinds('CheckFinished');
  });

  it('stays offered when the service came up and has not crashed: that is for the next checks to say', () => {
    const quiet = report(T0 + MINUTE, { crashes: crashes(T0 - HOUR) });
    const outcome = given(...story(...openedDown)).when(check(quiet));
    outcome.thenKinds('CheckFinished');
    expect(outcome.state).toMatchObject({ latest: { presence: 'quiet' }, incident: { offered: 'R1' } });
  });

  it('is not offered any more when it crashes again and every mitigation was tried', () => {
    const back = given(...story(...exhausted, check(gaveUp))).when(check(crashing(T0 + 2 * HOUR)));
    back.thenKinds('CheckFinished', 'LadderExhausted');
    expect(back.state.incident?.offered).toBeNull();
  });

  it('is offered once per silence', () => {
    const tried = [...exhausted, check(gaveUp), ask(T0 + HOUR, 'R1', null, { proposal: NOTHING })];
    given(...story(...tried))
      .when(check(down(T0 + 2 * HOUR, T0)))
      .thenKinds('CheckFinished');
    given(...story(...tried))
      .when(check(down(T0 + 3 * HOUR, T0 + 2 * HOUR)))
      .thenKinds('CheckFinished', 'OfferMade');
  });

  it('is not offered while somebody decides on something else, or while the group is on its way', () => {
    given(...story(...asked()))
      .when(check(gaveUp))
      .thenKinds('CheckFinished');
    const coming = { ...gaveUp, group: { state: 'Pending', owner: 'n1', members: [] } } as const;
    given(...story(...exhausted))
      .when(check(coming))
      .thenKinds('CheckFinished');
  });

  it('run, and it crashes again: then the ladder begins with its first rung', () => {
    const at = T0 + 2 * MINUTE;
    const history = story(
      ...openedDown,
      ask(T0 + SECOND, 'R1', null),
      vote(T0 + MINUTE, ADA),
      check(down(at - SECOND, T0 - HOUR, { startedAt: at - 5 * SECOND })),
      beginRun(at),
      beginStep(at, 0),
      endStep(at + SECOND, 0),
      beginStep(at + SECOND, 1),
      endStep(at + 2 * SECOND, 1),
    );
    const outcome = given(...history).when(check(crashing(at + 5 * MINUTE)));
    outcome.thenKinds('CheckFinished', 'ValidationJudged', 'RungEnded', 'OfferMade');
    expect(offersOf([...history, ...(outcome.decision as readonly IncidentEvent[])])).toEqual(['R1', '1']);
    expect(outcome.state.incident?.rungs).toMatchObject([{ rung: 'R1', result: 'not-fixed' }]);
  });
});
