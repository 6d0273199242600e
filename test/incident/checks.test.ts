import type { CheckReport } from '../../src/incident/evidence';
import { mayAskUpdate } from '../../src/incident/decide-check';
import type { IncidentCommandOf } from './support/builders';
import {
  ADA,
  ask,
  check,
  crashes,
  crashing,
  HOUR,
  MINUTE,
  node,
  OLGA,
  report,
  SECOND,
  silent,
  T0,
  UPDATE,
} from './support/builders';
import { given, story } from './support/given';
import { asked, opened, ran, SETTLED_AT } from './support/stories';

const QUERY_MS = 5 * MINUTE;
const HERE = { conversationId: 'a', serviceUrl: 'https://example.test' };
const THERE = { conversationId: 'b', serviceUrl: 'https://example.test' };

function start(
  at: number,
  change: Partial<IncidentCommandOf<'StartCheck'>> = {},
): IncidentCommandOf<'StartCheck'> {
  return {
    kind: 'StartCheck',
    at,
    checkId: 'check-1',
    by: OLGA,
    answerTo: HERE,
    updateQueryMs: QUERY_MS,
    ...change,
  };
}

const watch = (found: CheckReport): CheckReport => ({ ...found, reason: 'watch' });

describe('a check joins the one in progress (invariant 15)', () => {
  it('the first starts it, the second joins, and both are answered', () => {
    given().when(start(T0)).thenKinds('CheckStarted');
    given(...story(start(T0)))
      .when(start(T0 + SECOND, { checkId: 'check-2', answerTo: THERE }))
      .then({ kind: 'CheckJoined', at: T0 + SECOND, checkId: 'check-1', by: OLGA, answerTo: THERE });
    const joined = story(start(T0), start(T0 + SECOND, { checkId: 'check-2', answerTo: THERE }));
    const outcome = given(...joined).when(check({ ...report(T0 + MINUTE), checkId: 'check-1' }));
    expect(outcome.decision).toMatchObject([{ kind: 'CheckFinished', answerTo: [HERE, THERE] }]);
    expect(outcome.state.check).toBeNull();
  });

  it('everybody who asked is remembered once', () => {
    const twice = story(
      start(T0),
      start(T0 + SECOND, { checkId: 'check-2', by: ADA, answerTo: THERE }),
      start(T0 + 2 * SECOND, { checkId: 'check-3', by: ADA, answerTo: null }),
    );
    expect(given(...twice).state.check).toMatchObject({ askedBy: [OLGA, ADA], answerTo: [HERE, THERE] });
  });

  it('a watch that ends meanwhile neither ends it nor answers it', () => {
    const outcome = given(...story(start(T0))).when(check(watch(report(T0 + SECOND))));
    expect(outcome.decision).toMatchObject([{ kind: 'CheckFinished', answerTo: [] }]);
    expect(outcome.state.check?.checkId).toBe('check-1');
  });

  it('after its end the next one starts anew', () => {
    const done = story(start(T0), check({ ...report(T0 + MINUTE), checkId: 'check-1' }));
    given(...done)
      .when(start(T0 + 2 * MINUTE, { checkId: 'check-2' }))
      .thenKinds('CheckStarted');
  });
});

describe('a look that was overtaken by a later one', () => {
  const at = T0 + 20 * MINUTE;
  const asks = { ...UPDATE, askedAt: at };
  /** It began, and asked about the update, before the crash that the later one saw; it ended after that one. */
  const late = silent(at - 5 * SECOND, T0 - 10 * SECOND, { finishedAt: at + 5 * SECOND, update: asks });
  const seen = story(
    ...asked(),
    check(report(at, { crashes: [...crashes(T0 - 10 * SECOND), at - SECOND] })),
    start(at),
  );

  it('given it saw that the issue is gone, closes nothing: the later one saw a crash', () => {
    const outcome = given(...seen).when(check(watch(late)));
    outcome.thenKinds('CheckFinished');
    expect(outcome.state.latest).toMatchObject({ presence: 'present', lastCrashAt: at - SECOND });
    expect(outcome.state.incident?.request?.status).toBe('pending');
  });

  it('answers who asked for it with what is known, and counts as a question about the update', () => {
    const outcome = given(...seen).when(check({ ...late, checkId: 'check-1' }));
    expect(outcome.decision).toMatchObject([
      { kind: 'CheckFinished', presence: 'present', answerTo: [HERE] },
    ]);
    expect(outcome.state).toMatchObject({ check: null, updateAskedAt: at });
  });

  it('is told from one after our clock went back, which counts', () => {
    const back = silent(at - HOUR, T0 - 3 * HOUR);
    expect(given(...seen).when(check(back)).state.latest?.report.startedAt).toBe(at - HOUR);
  });
});

describe('invariant 18: how often the orchestrator is asked for the update', () => {
  const presentAsked = story(check(crashing(T0, { update: { ...UPDATE, askedAt: T0 } })));

  it.each([
    [QUERY_MS - 1, false],
    [QUERY_MS, true],
    [-HOUR, false],
  ])('while the issue is present, %i ms after the last time: %s', (after, may) => {
    expect(mayAskUpdate(given(...presentAsked).state, T0 + after, QUERY_MS)).toBe(may);
    expect(given(...presentAsked).when(start(T0 + after)).decision).toMatchObject([{ mayAskUpdate: may }]);
  });

  it('freely while it is not present, and when it was never asked', () => {
    expect(mayAskUpdate(given().state, T0, QUERY_MS)).toBe(true);
    expect(mayAskUpdate(given(...story(check(report(T0)))).state, T0, QUERY_MS)).toBe(true);
    const never = story(check(crashing(T0, { update: { ...UPDATE, askedAt: null } })));
    expect(mayAskUpdate(given(...never).state, T0, QUERY_MS)).toBe(true);
  });

  it('not by a watch beside a check that asks already', () => {
    const never = story(check(crashing(T0, { update: { ...UPDATE, askedAt: null } })), start(T0 + SECOND));
    expect(mayAskUpdate(given(...never).state, T0 + 2 * SECOND, QUERY_MS)).toBe(false);
    expect(mayAskUpdate(given(...never).state, T0 + SECOND + QUERY_MS, QUERY_MS)).toBe(true);
  });

  it('a watch that asked is remembered even when it saw nothing new', () => {
    const before = story(
      check(crashing(T0, { update: { ...UPDATE, askedAt: T0 } })),
      check(crashing(T0 + 4 * MINUTE, { update: { ...UPDATE, askedAt: T0 } })),
    );
    const at = T0 + QUERY_MS;
    expect(mayAskUpdate(given(...before).state, at, QUERY_MS)).toBe(true);
    const again = check(watch(crashing(at, { update: { ...UPDATE, askedAt: at } })));
    const outcome = given(...before).when(again);
    outcome.thenKinds('CheckFinished');
    expect(mayAskUpdate(outcome.state, at + SECOND, QUERY_MS)).toBe(false);
  });

  it('a check that did not ask does not count as one', () => {
    const later = story(
      check(crashing(T0, { update: { ...UPDATE, askedAt: T0 } })),
      check(crashing(T0 + MINUTE, { update: { ...UPDATE, askedAt: null } })),
    );
    expect(given(...later).state.updateAskedAt).toBe(T0);
  });
});

describe('what a watch writes into the log', () => {
  const quietWatch = watch(report(T0 + MINUTE, { since: T0 }));
  const before = story(check(report(T0, { since: T0 })));

  it('the first look, and whatever was asked for', () => {
    given()
      .when(check(watch(report(T0))))
      .thenKinds('CheckFinished');
    given(...before)
      .when(check({ ...quietWatch, reason: 'asked' }))
      .thenKinds('CheckFinished');
    given(...before)
      .when(check({ ...quietWatch, reason: 'recheck' }))
      .thenKinds('CheckFinished');
  });

  it('not the same again', () => {
    given(...before)
      .when(check(quietWatch))
      .thenNothing();
  });

  it.each<[string, Partial<CheckReport>]>([
    ['a node becomes blind', { nodes: [node('n1'), node('n2', { status: 'denied', finding: null })] }],
    ['a crash', { nodes: [node('n1', { finding: 'other-crash', otherCrashes: 1 }), node('n2')] }],
    ['the group moves', { group: { state: 'Online', owner: 'n2', members: quietWatch.group.members } }],
    ['the process restarts', { process: { node: 'n1', processId: 101, startedAt: T0, livedOn: true } }],
    ['the update moves', { update: { ...UPDATE, finishedSteps: 13 } }],
  ])('%s', (_what, change) => {
    given(...before)
      .when(check({ ...quietWatch, ...change }))
      .thenKinds('CheckFinished');
  });

  it('while an incident is open: at least every 5 min, and everything while a request or a validation waits for it', () => {
    const again = (at: number): CheckReport => watch(crashing(at));
    given(...story(...opened))
      .when(check(again(T0 + MINUTE)))
      .thenNothing();
    given(...story(...opened))
      .when(check(again(T0 + QUERY_MS)))
      .thenKinds('CheckFinished');
    given(...story(...asked()))
      .when(check(again(T0 + MINUTE)))
      .thenKinds('CheckFinished');
    const judged = story(...ran(), check(crashing(SETTLED_AT + MINUTE)));
    given(...judged)
      .when(check(again(SETTLED_AT + 2 * MINUTE)))
      .thenNothing();
    const validating = story(...ran(), check(report(SETTLED_AT + MINUTE, { since: SETTLED_AT })));
    given(...validating)
      .when(check(watch(report(SETTLED_AT + 2 * MINUTE, { since: SETTLED_AT }))))
      .thenKinds('CheckFinished');
  });
});

describe('an offer that cannot be prepared', () => {
  const block = (rung: string, why: string): IncidentCommandOf<'BlockAsk'> => ({
    kind: 'BlockAsk',
    by: null,
    at: T0 + SECOND,
    rung,
    why,
  });

  it('is said on the card, once per reason', () => {
    given(...story(...opened))
      .when(block('1', 'no answer'))
      .thenKinds('AskBlocked');
    given(...story(...opened, block('1', 'no answer')))
      .when(block('1', 'no answer'))
      .thenNothing();
    given(...story(...opened, block('1', 'no answer')))
      .when(block('1', 'denied'))
      .thenKinds('AskBlocked');
  });

  it("is nobody's business when it is not offered", () => {
    given(...story(...opened))
      .when(block('4', 'no answer'))
      .thenNothing();
    given().when(block('1', 'no answer')).thenNothing();
  });

  it('is forgotten when it could be asked after all', () => {
    expect(
      given(...story(...opened, block('1', 'no answer'), ask(T0 + MINUTE, '1', null))).state.incident
        ?.blocked,
    ).toBeNull();
  });
});
