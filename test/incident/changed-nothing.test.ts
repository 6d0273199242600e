import type { IncidentCommand } from '../../src/incident/commands';
import {
  ADA,
  ask,
  attest,
  beginRun,
  beginStep,
  BEN,
  check,
  crashing,
  down,
  endStep,
  freeze,
  HOUR,
  MINUTE,
  node,
  OLGA,
  report,
  SECOND,
  silent,
  stop,
  T0,
  vote,
} from './support/builders';
import { given, story } from './support/given';
import { asked, opened, RAN_AT, ran, rechecked, RECHECKED_AT, SETTLED_AT } from './support/stories';

const SOAKED_AT = SETTLED_AT + 15 * MINUTE;
const isSilent = (at: number): IncidentCommand => check(silent(at, RAN_AT - SECOND));

describe('a run that changed nothing', () => {
  it('stopped before its first step: not validated, and the rung can be asked for again', () => {
    const stopped = story(
      ...rechecked(),
      beginRun(RECHECKED_AT),
      stop(RECHECKED_AT),
      beginStep(RECHECKED_AT, 0),
    );
    expect(given(...stopped).state.incident).toMatchObject({
      offered: '1',
      validation: null,
      run: { result: 'stopped' },
    });
    given(...stopped)
      .when(ask(RECHECKED_AT + SECOND, '1', OLGA, { requestId: 'request-2' }))
      .thenKinds('RequestOpened');
  });

  it('a recovery stopped before its first step can be asked for again', () => {
    const at = T0 + 2 * MINUTE;
    const stopped = story(
      check(down(T0, T0 - HOUR)),
      ask(T0 + SECOND, 'R1', null),
      vote(T0 + MINUTE, ADA),
      check(down(at, T0 - HOUR)),
      beginRun(at),
      freeze(at),
      beginStep(at, 0),
    );
    given(...stopped)
      .when(ask(at + SECOND, 'R1', OLGA, { requestId: 'request-2' }))
      .thenKinds('RequestOpened');
  });

  it('attested, and it is gone: validated like any run', () => {
    const outcome = given(...story(...asked(), attest(T0 + MINUTE), beginStep(T0 + MINUTE, 0))).when(
      endStep(T0 + MINUTE, 0),
    );
    outcome.thenKinds('StepEnded', 'RunEnded', 'RequestEnded', 'ValidationBegun');
    expect(outcome.state.incident?.request?.end?.as).toBe('attested');
  });

  it('attested, but it is still there: the rung is not used up, the bot asks again', () => {
    const outcome = given(...story(...asked(), attest(T0 + MINUTE), beginStep(T0 + MINUTE, 0))).when(
      endStep(T0 + MINUTE, 0, 'failed'),
    );
    outcome.thenKinds('StepEnded', 'RunEnded', 'RequestEnded', 'OfferMade');
    expect(outcome.decision).toMatchObject([{}, {}, {}, { rung: '1', why: 'attested, but step 0 failed' }]);
    expect(outcome.state.incident).toMatchObject({ offered: '1', validation: null, rungs: [] });
  });

  it('two people agreed on production impact, and it failed at once: validated, because something was tried', () => {
    const at = T0 + 2 * MINUTE;
    const history = story(
      ...opened,
      ask(T0 + SECOND, '4', OLGA),
      vote(T0 + MINUTE, ADA),
      vote(T0 + MINUTE, BEN),
      check(crashing(at, { nodes: [node('n1', { finding: 'matches', matchingCrashes: [at - SECOND] })] })),
      beginRun(at),
      beginStep(at, 0),
    );
    given(...history)
      .when(endStep(at + SECOND, 0, 'failed'))
      .thenKinds('StepEnded', 'RunEnded', 'RequestEnded', 'ValidationBegun');
  });

  it('a fresh report of another cluster state changes nothing about an incident that is closed', () => {
    const closed = story(...ran(), isSilent(SOAKED_AT));
    given(...closed)
      .when(check(report(SOAKED_AT + MINUTE)))
      .thenKinds('CheckFinished');
  });
});
