import type { IncidentCommand } from '../../src/incident/commands';
import type { IncidentEvent } from '../../src/incident/events';
import {
  ADA,
  ask,
  BEN,
  beginRun,
  beginStep,
  check,
  CLEO,
  crashing,
  digestOf,
  down,
  FACTS,
  freeze,
  HOUR,
  loseStep,
  MINUTE,
  OLGA,
  policy,
  proposal,
  settleRun,
  SECOND,
  silent,
  T0,
  tick,
  UPDATE,
  vote,
  ANTON,
} from './support/builders';
import { given, story } from './support/given';
import {
  asked,
  askedForTwo,
  granted,
  GRANTED_AT,
  grantedByTwo,
  opened,
  rechecked,
  RECHECKED_AT,
  running,
} from './support/stories';

const EXPIRES_AT = T0 + SECOND + HOUR;
const AT = RECHECKED_AT + SECOND;
const quietNow = silent(RECHECKED_AT + 20 * MINUTE, GRANTED_AT, { update: UPDATE });

describe('invariant 6: everything is looked at again before a run', () => {
  it('nothing changed: the run starts with the steps that were approved', () => {
    const outcome = given(...story(...rechecked())).when(beginRun(AT));
    outcome.thenKinds('RunStarted');
    expect(outcome.state.incident).toMatchObject({
      request: { status: 'running' },
      run: {
        id: 'run-1',
        attested: false,
        endedAt: null,
        steps: [{ status: 'planned' }, { status: 'planned' }],
      },
    });
  });

  it('down is reason enough, too', () => {
    const stillDown = story(...granted(), check(down(T0 + 30 * MINUTE, T0)));
    given(...stillDown)
      .when(beginRun(T0 + 31 * MINUTE))
      .thenKinds('RunStarted');
  });

  it.each([
    [-1, 'RunStarted'],
    [0, 'RequestEnded'],
    [1, 'RequestEnded'],
  ] as const)('%i ms from the expiry', (offset, kind) => {
    const fresh = crashing(EXPIRES_AT - SECOND);
    const outcome = given(...story(...granted(), check(fresh))).when(beginRun(EXPIRES_AT + offset));
    outcome.thenKinds(kind);
    expect(outcome.state.incident?.request?.end?.as).toBe(offset < 0 ? undefined : 'expired');
  });

  it('an approver lost the role: the grant is taken back, and somebody else may approve', () => {
    const now = policy({ approvers: [BEN] });
    const outcome = given(...story(...rechecked())).when(beginRun(AT, { policy: now }));
    outcome.thenKinds('GrantRevoked');
    const revoked = given(...story(...rechecked(), beginRun(AT, { policy: now })));
    revoked.when(vote(AT + SECOND, BEN, { policy: now })).thenKinds('VoteCast', 'RequestGranted');
  });

  it('one of two approvers lost the role: not enough', () => {
    const fresh = story(...grantedByTwo, check(crashing(RECHECKED_AT)));
    given(...fresh)
      .when(beginRun(AT, { policy: policy({ approvers: [ADA, CLEO] }) }))
      .thenKinds('GrantRevoked');
    given(...fresh)
      .when(beginRun(AT))
      .thenKinds('RunStarted');
  });

  it('the facts changed: superseded, says what changed, and the bot asks again', () => {
    const facts = { ...FACTS, groupOwner: 'n2' };
    const outcome = given(...story(...rechecked())).when(beginRun(AT, { facts, digest: digestOf(facts) }));
    outcome.thenKinds('RequestEnded', 'OfferMade');
    expect(outcome.state.incident?.request?.end).toMatchObject({ as: 'superseded' });
    expect(outcome.state.incident?.request?.end?.why).toMatch(/groupOwner: was "?n1"?, is "?n2"?/);
    const again = story(...rechecked(), beginRun(AT, { facts, digest: digestOf(facts) }));
    given(...again)
      .when(ask(AT + SECOND, '1', null, { requestId: 'request-2', proposal: proposal({ facts }) }))
      .thenKinds('RequestOpened');
  });

  it('superseded while a person asked: the bot does not ask in the place of the requester', () => {
    const facts = { ...FACTS, target: 'caller-2' };
    const out = story(
      ...opened,
      ask(T0 + SECOND, '1', OLGA),
      vote(GRANTED_AT, ADA),
      check(crashing(RECHECKED_AT)),
    );
    const outcome = given(...out).when(beginRun(AT, { facts, digest: digestOf(facts) }));
    outcome.thenKinds('RequestEnded');
    expect(outcome.state.incident?.offered).toBe('1');
  });

  it('it is gone: no longer needed', () => {
    const gone = silent(RECHECKED_AT, T0 - HOUR);
    const history = story(...opened, ask(T0 + SECOND, '1', null), vote(GRANTED_AT, ADA), check(gone));
    expect(given(...history).state.incident).toMatchObject({
      status: 'closed',
      request: { end: { as: 'no-longer-needed' } },
    });
    given(...history)
      .when(beginRun(AT))
      .thenRejected('not-granted');
  });

  const holds: readonly (readonly [string, readonly IncidentCommand[], number, string])[] = [
    ['it is quiet', [...granted(), check(quietNow)], quietNow.finishedAt, 'quiet now'],
    ['the cluster is frozen', [...rechecked(), freeze(AT)], AT, 'frozen by Anton: change window'],
    ['there is no evidence from after the grant', [...granted()], AT, 'fresh evidence'],
    [
      'the evidence began before the grant',
      [...granted(), check({ ...crashing(RECHECKED_AT), startedAt: GRANTED_AT - 1 })],
      AT,
      'fresh evidence',
    ],
  ];
  it.each(holds)('%s: nothing runs, the grant waits and says why, once', (_what, commands, at, why) => {
    const outcome = given(...story(...commands)).when(beginRun(at));
    outcome.thenKinds('GrantHeld');
    expect(outcome.state.incident).toMatchObject({ run: null, request: { status: 'granted' } });
    expect(outcome.state.incident?.request?.held).toContain(why);
    const held = story(...commands, beginRun(at));
    given(...held)
      .when(beginRun(at + SECOND))
      .thenNothing();
  });

  it('a grant that waits runs when what held it is over', () => {
    const lifted = story(...rechecked(), freeze(AT), beginRun(AT), {
      kind: 'Unfreeze',
      at: AT + SECOND,
      by: ANTON,
    });
    const outcome = given(...lifted).when(beginRun(AT + 2 * SECOND));
    outcome.thenKinds('RunStarted');
    expect(outcome.state.incident?.request?.held).toBeNull();
  });

  it('a grant that waits expires by its own expiry', () => {
    const held = story(...rechecked(), freeze(AT), beginRun(AT));
    given(...held)
      .when(tick(EXPIRES_AT - 1))
      .thenNothing();
    const outcome = given(...held).when(tick(EXPIRES_AT));
    outcome.thenKinds('RequestEnded');
    expect(outcome.state.incident?.request?.end).toMatchObject({
      as: 'expired',
      why: 'approved, but it could not run in time',
    });
    given(...held)
      .when(beginRun(EXPIRES_AT))
      .thenKinds('RequestEnded');
  });

  it('a request that is only asked, half approved or unknown never runs', () => {
    given(...story(...asked(), check(crashing(RECHECKED_AT))))
      .when(beginRun(AT))
      .thenRejected('not-granted');
    given(...story(...askedForTwo, vote(GRANTED_AT, ADA), check(crashing(RECHECKED_AT))))
      .when(beginRun(AT))
      .thenRejected('not-granted');
    given().when(beginRun(AT)).thenRejected('no-such-request');
  });

  it('a clock that went back behind the grant runs nothing', () => {
    const back = story(...granted(), check(crashing(T0 - HOUR)));
    given(...back)
      .when(beginRun(T0 - HOUR + SECOND))
      .thenKinds('GrantHeld');
  });
});

describe('invariant 9: one run per cluster at a time', () => {
  it('the same grant never starts a second run', () => {
    given(...story(...running()))
      .when(beginRun(AT, { runId: 'run-2' }))
      .thenRejected('not-granted');
  });

  it('an unknown run that nobody settled blocks the next one', () => {
    const unknown = story(...running(), beginStep(RECHECKED_AT, 0), loseStep(AT, 0));
    given(...unknown)
      .when(ask(AT, '1', OLGA, { requestId: 'request-2' }))
      .thenRejected('run-open');
    const settled = story(
      ...running(),
      beginStep(RECHECKED_AT, 0),
      loseStep(AT, 0),
      settleRun(RECHECKED_AT + MINUTE, 'did-not-happen'),
    );
    expect(given(...settled).state.incident?.run?.settled?.as).toBe('did-not-happen');
  });

  it('a grant that stands in the log beside an unsettled run is held back, whatever let it in', () => {
    const unknown = story(...running(), beginStep(RECHECKED_AT, 0), loseStep(AT, 0));
    const grant = story(...granted()).flatMap((event): readonly IncidentEvent[] => {
      if (event.kind === 'RequestOpened')
        return [{ ...event, at: AT, request: { ...event.request, id: 'request-2' } }];
      return event.kind === 'VoteCast' || event.kind === 'RequestGranted'
        ? [{ ...event, requestId: 'request-2' }]
        : [];
    });
    const begin = beginRun(AT, { requestId: 'request-2', runId: 'run-2' });
    given(...unknown, ...grant)
      .when(begin)
      .then({
        kind: 'GrantHeld',
        at: AT,
        requestId: 'request-2',
        why: 'another run on this cluster is not settled',
      });
  });
});
