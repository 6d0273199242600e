import {
  ADA,
  ANTON,
  ask,
  attest,
  BEN,
  check,
  crashing,
  freeze,
  HOUR,
  MINUTE,
  NOTHING,
  OLGA,
  proposal,
  R1,
  rules,
  RUNG_1,
  RUNG_4,
  SECOND,
  T0,
  vote,
} from './support/builders';
import { given, story } from './support/given';
import { asked, askedForTwo, opened, RAN_AT, ran, running } from './support/stories';

const AT = T0 + MINUTE;
const EXPIRES_AT = T0 + SECOND + HOUR;

describe('invariant 15: who asks twice', () => {
  it('gets the one that is open', () => {
    const outcome = given(...story(...askedForTwo)).when(ask(AT, '4', BEN, { requestId: 'request-2' }));
    outcome.thenRejected('already-asked');
    expect(outcome.decision).toMatchObject({ detail: 'R7K2' });
    given(...story(...asked()))
      .when(ask(AT, '1', null, { requestId: 'request-2' }))
      .thenRejected('already-asked');
  });

  it('gets nothing without an incident, without such a mitigation, or while one runs', () => {
    given()
      .when(ask(AT, '1', OLGA))
      .thenRejected('no-incident');
    given(...story(...opened))
      .when(ask(AT, '9', OLGA))
      .thenRejected('not-offered');
    given(...story(...opened))
      .when(ask(AT, 'constructor', OLGA))
      .thenRejected('not-offered');
    given(...story(...opened))
      .when(ask(AT, 'R1', OLGA))
      .thenRejected('not-offered');
    given(...story(...running()))
      .when(ask(AT, '1', OLGA, { requestId: 'request-2' }))
      .thenRejected('run-open');
  });

  it('the bot asks only what is offered, a person may ask out of turn', () => {
    given(...story(...opened))
      .when(ask(AT, 'R1', null))
      .thenRejected('not-offered');
    given(...story(...opened))
      .when(ask(AT, '4', OLGA))
      .thenKinds('RequestOpened');
  });

  it('a denied mitigation stays offered: a person may ask again, nobody is asked by the bot', () => {
    const denied = story(...asked(), vote(AT, ADA, { decision: 'deny' }));
    expect(given(...denied).state.incident?.offered).toBe('1');
    given(...denied)
      .when(ask(AT + SECOND, '1', OLGA, { requestId: 'request-2' }))
      .thenKinds('RequestOpened');
  });

  it('what finds nothing is not asked', () => {
    const outcome = given(...story(...opened)).when(ask(AT, '1', null, { proposal: NOTHING }));
    outcome.thenKinds('RungEnded', 'OfferMade');
    expect(outcome.decision).toMatchObject([
      { record: { rung: '1', result: 'nothing-to-do', why: NOTHING.summary } },
      { rung: '4', why: 'the one before found nothing to do' },
    ]);
  });

  it('what the bot would not do, but a person may attest, is asked', () => {
    given(...story(...opened))
      .when(ask(AT, '1', null, { proposal: proposal({ steps: [] }) }))
      .thenKinds('RequestOpened');
  });

  it('nothing else while the last mitigation is still being validated', () => {
    const outcome = given(...story(...ran())).when(
      ask(RAN_AT + SECOND, '4', OLGA, { requestId: 'request-2' }),
    );
    outcome.thenRejected('not-offered');
    expect(outcome.decision).toMatchObject({ detail: 'the last mitigation is still being validated' });
  });

  it('nothing out of turn where the rules say so, and no recovery of what is not left half-done', () => {
    const own = rules({
      ladder: [RUNG_1, { ...RUNG_4, onlyInTurn: true }],
      recoveries: [R1, { ...R1, id: 'R3', mends: 'node-paused' }],
    });
    const { when } = given(...story(check(crashing(T0), { rules: own })));
    expect(when(ask(AT, '4', OLGA)).decision).toEqual({
      rejected: 'not-offered',
      detail: 'every mitigation before it has to be tried first',
    });
    expect(when(ask(AT, 'R3', OLGA)).decision).toEqual({
      rejected: 'not-offered',
      detail: 'no run left anything that it would put right',
    });
  });
});

describe('attesting that the owner ended it', () => {
  it('needs no vote and runs only what looks', () => {
    const outcome = given(...story(...asked())).when(attest(AT));
    outcome.thenKinds('RunStarted');
    expect(outcome.state.incident?.run).toMatchObject({
      attested: true,
      steps: [{ plan: { title: 'Stop gone?' } }],
    });
  });

  it('is refused where there is nothing to look for, too late, and while the cluster is frozen', () => {
    given(...story(...asked(proposal({ attestSteps: null }))))
      .when(attest(AT))
      .thenRejected('nothing-to-attest');
    given(...story(...asked()))
      .when(attest(EXPIRES_AT))
      .thenRejected('expired');
    given(...story(...asked(), freeze(AT)))
      .when(attest(AT))
      .thenRejected('frozen');
    given(...story(...asked(), freeze(AT), { kind: 'Unfreeze', at: AT, by: ANTON }))
      .when(attest(AT))
      .thenKinds('RunStarted');
  });
});
