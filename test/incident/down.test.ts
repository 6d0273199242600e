import {
  ADA,
  ask,
  beginRun,
  beginStep,
  check,
  endStep,
  HOUR,
  MINUTE,
  NOTHING,
  R1,
  ROOT_MISSING,
  rules,
  RUNG_1,
  RUNG_2,
  RUNG_ROOTS,
  SECOND,
  silent,
  stop,
  vote,
} from './support/builders';
import { given, story } from './support/given';
import { crashesAgain, isDown, resultsOf, THREE, under } from './support/after-run-moves';
import { RAN_AT, ran, SETTLED_AT } from './support/stories';

describe('invariant 11: down, and its recovery', () => {
  /** Mitigation 1 ran, the service stayed down, R1 ran. */
  const DOWN_AT = SETTLED_AT + MINUTE;
  const R1_AT = DOWN_AT + 2 * MINUTE;
  const second = { requestId: 'request-2', runId: 'run-2' };
  const recovered = under(THREE, [
    ...ran(),
    isDown(DOWN_AT),
    ask(DOWN_AT + SECOND, 'R1', null, { requestId: 'request-2', shortId: 'R8' }),
    vote(DOWN_AT + 2 * SECOND, ADA, { requestId: 'request-2' }),
    isDown(R1_AT - SECOND, { startedAt: R1_AT - 2 * SECOND }),
    beginRun(R1_AT, second),
    beginStep(R1_AT, 0, second),
    endStep(R1_AT, 0, 'succeeded', second),
    beginStep(R1_AT, 1, second),
    endStep(R1_AT, 1, 'succeeded', second),
  ]);

  it('offers the recovery, once', () => {
    const outcome = given(...story(...ran())).when(isDown(DOWN_AT));
    outcome.thenKinds('CheckFinished', 'ValidationJudged', 'OfferMade');
    expect(outcome.state.incident?.offered).toBe('R1');
    given(...story(...ran(), isDown(DOWN_AT)))
      .when(isDown(DOWN_AT + MINUTE))
      .thenKinds('CheckFinished');
  });

  it('then the rung before is validated again', () => {
    expect(given(...story(...recovered)).state.incident?.validation).toMatchObject({
      runId: 'run-2',
      rung: '1',
      since: R1_AT,
      result: 'soaking',
    });
  });

  it('while the recovery runs nothing is judged', () => {
    const running = recovered.slice(0, -3);
    expect(given(...story(...running)).state.incident?.run).toMatchObject({ id: 'run-2', endedAt: null });
    given(...story(...running))
      .when(crashesAgain(R1_AT + SECOND))
      .thenKinds('CheckFinished');
  });

  it('fixed after the recovery: both have their result', () => {
    const outcome = given(...story(...recovered)).when(
      check(
        silent(R1_AT + 20 * MINUTE, RAN_AT, {
          process: { node: 'n1', processId: 7, startedAt: R1_AT, livedOn: true },
        }),
      ),
    );
    expect(outcome.state.incident?.status).toBe('closed');
    expect(resultsOf(outcome.state)).toEqual([
      ['R1', 'recovered'],
      ['1', 'fixed'],
    ]);
  });

  it('it crashes after the recovery: the rung before is not-fixed, and the one after it is next', () => {
    const outcome = given(...story(...recovered)).when(crashesAgain(R1_AT + 5 * MINUTE));
    expect(resultsOf(outcome.state)).toEqual([
      ['R1', 'not-fixed'],
      ['1', 'not-fixed'],
    ]);
    expect(outcome.state.incident?.offered).toBe('2');
  });

  it('down again after the recovery needs a person; when it crashes later the ladder goes on', () => {
    const again = R1_AT + 5 * MINUTE;
    const outcome = given(...story(...recovered)).when(isDown(again));
    outcome.thenKinds('CheckFinished', 'ValidationJudged', 'RungEnded', 'LadderExhausted');
    expect(outcome.decision).toMatchObject([
      {},
      {},
      { record: { rung: 'R1', result: 'not-fixed' } },
      {
        why: "bringing the group online did not last: no new crash, but the orchestrator's group is Failed: it is silent, not healthy; look at its resources and the service account",
      },
    ]);
    const offline = isDown(again + MINUTE, { group: { state: 'Offline', owner: 'n1', members: [] } });
    given(...story(...recovered, isDown(again)))
      .when(offline)
      .thenKinds('CheckFinished', 'ValidationJudged');
    const later = given(...story(...recovered, isDown(again))).when(crashesAgain(again + HOUR));
    expect(resultsOf(later.state)).toEqual([
      ['R1', 'not-fixed'],
      ['1', 'not-fixed'],
    ]);
    expect(later.state.incident?.offered).toBe('2');
  });

  it('a recovery that is still asked ends when it crashes: the service runs', () => {
    const pending = story(...recovered.slice(0, ran().length + 2));
    const outcome = given(...pending).when(crashesAgain(DOWN_AT + MINUTE));
    outcome.thenKinds('CheckFinished', 'ValidationJudged', 'RequestEnded', 'RungEnded', 'OfferMade');
    expect(outcome.state.incident).toMatchObject({
      offered: '2',
      request: { end: { as: 'no-longer-needed' } },
    });
  });

  it('a recovery that is still asked ends when somebody else brought it up and it is fixed', () => {
    const pending = story(...recovered.slice(0, ran().length + 2));
    const up = silent(DOWN_AT + HOUR, RAN_AT - SECOND, {
      process: { node: 'n1', processId: 7, startedAt: DOWN_AT + MINUTE, livedOn: true },
    });
    const outcome = given(...pending).when(check(up));
    outcome.thenKinds('CheckFinished', 'ValidationJudged', 'RungEnded', 'RequestEnded', 'IncidentClosed');
    expect(outcome.state.incident?.request?.end?.as).toBe('no-longer-needed');
  });

  it('without a recovery in the rules nothing is offered, and it is said that it is down', () => {
    const none = under(rules({ recoveries: [] }), ran());
    given(...story(...none))
      .when(isDown(DOWN_AT))
      .thenKinds('CheckFinished', 'ValidationJudged');
  });

  describe('given a recovery that was stopped before its first step', () => {
    const stopped = [...recovered.slice(0, ran().length + 5), stop(R1_AT), beginStep(R1_AT, 0, second)];
    const later = R1_AT + 5 * MINUTE;

    it('then it is still offered while it stays down', () => {
      const outcome = given(...story(...stopped)).when(isDown(later));
      outcome.thenKinds('CheckFinished');
      expect(outcome.state.incident?.offered).toBe('R1');
    });

    it('then it has no part in what became of the mitigation', () => {
      expect(resultsOf(given(...story(...stopped)).when(crashesAgain(later)).state)).toEqual([
        ['1', 'not-fixed'],
      ]);
    });
  });

  it('while a recovery is asked for, a root certificate found missing offers nothing beside it', () => {
    const own = rules({ ladder: [RUNG_ROOTS, RUNG_1, RUNG_2], recoveries: [R1] });
    const pending = under(own, recovered.slice(0, ran().length + 2));
    const up = silent(DOWN_AT + HOUR, RAN_AT - SECOND, {
      roots: ROOT_MISSING,
      process: { node: 'n1', processId: 7, startedAt: DOWN_AT + MINUTE, livedOn: true },
    });
    const outcome = given(...story(...pending)).when(check(up));
    outcome.thenKinds('CheckFinished', 'ValidationJudged');
    expect(outcome.state.incident).toMatchObject({
      validation: { result: 'cannot-tell' },
      request: { status: 'pending', terms: { id: 'R1' } },
    });
  });

  it('a recovery that has nothing to do leaves the judgement of the rung before alone', () => {
    const history = story(...under(THREE, ran()), isDown(DOWN_AT));
    const outcome = given(...history).when(ask(DOWN_AT + SECOND, 'R1', null, { proposal: NOTHING }));
    outcome.thenKinds('RungEnded');
    expect(outcome.state.incident).toMatchObject({
      offered: null,
      validation: { rung: '1', result: 'down' },
    });
  });
});
