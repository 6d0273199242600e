import {
  ADA,
  ANTON,
  ask,
  attest,
  BEN,
  freeze,
  HOUR,
  MINUTE,
  NOTHING,
  OLGA,
  proposal,
  SECOND,
  T0,
  vote,
} from './support/builders';
import { given, story } from './support/given';
import { asked, askedForTwo, opened, running } from './support/stories';

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
    given(...story(...opened))
      .when(ask(AT, '1', null, { proposal: NOTHING }))
      .thenKinds('RungEnded', 'OfferMade');
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
