import { countingApprovals, voidVoters } from '../../src/incident/approval';
import type { CastVote, IncidentCommand } from '../../src/incident/commands';
import type { IncidentEvent } from '../../src/incident/events';
import type { RejectionReason } from '../../src/incident/rejection';
import {
  ADA,
  ask,
  attest,
  BEN,
  beginRun,
  CLEO,
  crashing,
  check,
  digestOf,
  FACTS,
  HOUR,
  MINUTE,
  OLGA,
  OTHER_TENANT,
  person,
  policy,
  proposal,
  RUNG_4,
  rules,
  SECOND,
  silent,
  T0,
  tick,
  vote,
  withdrawVote,
} from './support/builders';
import { fold, given, story } from './support/given';
import { asked, askedForTwo, granted, GRANTED_AT, grantedByTwo, opened, running } from './support/stories';

const AT = T0 + MINUTE;
const EXPIRES_AT = T0 + SECOND + HOUR;
const NOBODY = policy({ approvers: [] });
const WITH_REQUESTER = policy({ approvers: [ADA, BEN, OLGA], requesterMayVote: true });
const withdrawRequest = (at: number, by = OLGA): IncidentCommand => ({
  kind: 'WithdrawRequest',
  at,
  requestId: 'request-1',
  by,
});

describe('invariant 1: only configured people approve', () => {
  it('an empty policy means nobody: the bot does not ask, and says why', () => {
    const outcome = given(...story(...opened)).when(ask(AT, '1', null, { policy: NOBODY }));
    outcome.thenKinds('AskBlocked');
    expect(outcome.state.incident?.blocked).toContain('nobody could vote');
  });

  it('it is said once, not at every try', () => {
    const blocked = story(...opened, ask(AT, '1', null, { policy: NOBODY }));
    given(...blocked)
      .when(ask(AT + SECOND, '1', null, { policy: NOBODY }))
      .thenNothing();
  });

  it('an empty policy refuses a person who asks, and every vote', () => {
    given(...story(...opened))
      .when(ask(AT, '4', OLGA, { policy: NOBODY }))
      .thenRejected('too-few-voters');
    given(...story(...asked()))
      .when(vote(AT, ADA, { policy: NOBODY }))
      .thenRejected('not-eligible');
  });

  it.each<[string, CastVote['by']]>([
    ['somebody who is not an approver', OLGA],
    ['an approver of another tenant, with the same object id', { ...ADA, tenantId: OTHER_TENANT }],
    ['somebody with the name of an approver', person('Ada', 77)],
    ['nobody in particular', { tenantId: '', objectId: '', name: '' }],
  ])('%s cannot vote', (_who, by) => {
    given(...story(...asked()))
      .when(vote(AT, by))
      .thenRejected('not-eligible');
    given(...story(...asked()))
      .when(vote(AT, by, { decision: 'deny' }))
      .thenRejected('not-eligible');
  });

  it('what could never be granted is not asked: two are needed, and the requester is one of two approvers', () => {
    const two = policy({ approvers: [ADA, OLGA] });
    given(...story(...opened))
      .when(ask(AT, '4', OLGA, { policy: two }))
      .thenRejected('too-few-voters');
    const twice = policy({ approvers: [ADA, { ...ADA, objectId: ADA.objectId.toUpperCase() }] });
    given(...story(...opened))
      .when(ask(AT, '4', OLGA, { policy: twice }))
      .thenRejected('too-few-voters');
  });
});

describe('invariant 2: a person is tenant id and object id', () => {
  it('a name, and upper or lower case, do not matter', () => {
    const same = {
      tenantId: ADA.tenantId.toUpperCase(),
      objectId: ADA.objectId.toUpperCase(),
      name: 'A. Approver',
    };
    const history = story(...askedForTwo, vote(AT, ADA));
    given(...history)
      .when(vote(AT, same))
      .thenRejected('already-voted');
  });

  it('the same object id in another tenant is another person', () => {
    const twin = { ...OLGA, tenantId: OTHER_TENANT };
    const both = policy({ approvers: [ADA, twin] });
    given(...story(...opened, ask(T0 + SECOND, '4', OLGA, { policy: both })))
      .when(vote(AT, twin, { policy: both }))
      .thenKinds('VoteCast');
  });
});

describe('invariant 3: how many people', () => {
  it('no impact: one approver grants it', () => {
    const outcome = given(...story(...asked())).when(vote(AT, ADA));
    outcome.thenKinds('VoteCast', 'RequestGranted');
    expect(outcome.state.incident?.request).toMatchObject({ status: 'granted', grantedAt: AT });
  });

  it('production impact: the first of two approvers does not grant it, the second does', () => {
    const first = given(...story(...askedForTwo)).when(vote(AT, ADA));
    first.thenKinds('VoteCast');
    expect(first.state.incident?.request?.status).toBe('pending');
    given(...story(...askedForTwo, vote(AT, ADA)))
      .when(vote(AT, BEN))
      .thenKinds('VoteCast', 'RequestGranted');
  });

  it('the same person twice is one vote', () => {
    given(...story(...askedForTwo, vote(AT, ADA)))
      .when(vote(AT + SECOND, ADA))
      .thenRejected('already-voted');
  });

  it('the same person listed twice, as if in two roles, is one vote', () => {
    const twice = policy({ approvers: [ADA, ADA, BEN] });
    const first = given(...story(...askedForTwo)).when(vote(AT, ADA, { policy: twice }));
    first.thenKinds('VoteCast');
    given(...story(...askedForTwo, vote(AT, ADA, { policy: twice })))
      .when(vote(AT, ADA, { policy: twice }))
      .thenRejected('already-voted');
  });

  it('two votes of one person in the log still count as one', () => {
    const { request } = given(...story(...askedForTwo, vote(AT, ADA))).state.incident ?? {};
    if (!request) throw new Error('no request');
    const twice = {
      ...request,
      votes: [...request.votes, ...request.votes.map((one) => ({ ...one, at: AT + 1 }))],
    };
    expect(countingApprovals(twice, policy())).toHaveLength(1);
  });

  it('the requester cannot vote on the own request, even as an approver', () => {
    const withOlga = policy({ approvers: [ADA, BEN, OLGA] });
    given(...story(...askedForTwo))
      .when(vote(AT, OLGA, { policy: withOlga }))
      .thenRejected('requester');
    given(...story(...askedForTwo))
      .when(vote(AT, OLGA, { policy: withOlga, decision: 'deny' }))
      .thenRejected('requester');
  });

  it('the switch lets the requester be one of the two, never both', () => {
    const history = story(
      ...opened,
      ask(T0 + SECOND, '4', OLGA, { policy: WITH_REQUESTER }),
      vote(AT, OLGA, { policy: WITH_REQUESTER }),
    );
    const state = given(...history).state;
    expect(state.incident?.request?.status).toBe('pending');
    given(...history)
      .when(vote(AT, OLGA, { policy: WITH_REQUESTER }))
      .thenRejected('already-voted');
    given(...history)
      .when(vote(AT, ADA, { policy: WITH_REQUESTER }))
      .thenKinds('VoteCast', 'RequestGranted');
  });

  it('the vote of a requester stops counting when the switch is taken away', () => {
    const withOlga = policy({ approvers: [ADA, BEN, OLGA] });
    const history = story(
      ...opened,
      ask(T0 + SECOND, '4', OLGA, { policy: WITH_REQUESTER }),
      vote(AT, OLGA, { policy: WITH_REQUESTER }),
    );
    given(...history)
      .when(vote(AT, ADA, { policy: withOlga }))
      .thenKinds('VoteCast');
  });

  it('a vote of somebody who is no approver any more does not count for the second', () => {
    const history = story(...askedForTwo, vote(AT, ADA));
    given(...history)
      .when(vote(AT, BEN, { policy: policy({ approvers: [BEN, CLEO] }) }))
      .thenKinds('VoteCast');
  });

  it('a mitigation with production impact is never asked by the bot, even when it is its turn', () => {
    const own = rules({ ladder: [RUNG_4] });
    given(...story(check(crashing(T0), { rules: own })))
      .when(ask(AT, '4', null))
      .thenRejected('not-offered');
  });
});

describe('invariant 4: a request is bound to its digest', () => {
  const digest = digestOf(FACTS);

  it.each<[string, string | null, RejectionReason | null]>([
    ['the beginning of its digest', digest.slice(0, 12), null],
    ['the whole digest', digest, null],
    ['none: typed', null, null],
    [
      'the digest of another version',
      digestOf({ ...FACTS, target: 'caller-2' }).slice(0, 12),
      'other-version',
    ],
    ['more than the digest', `${digest}0`, 'other-version'],
  ])('a click with %s', (_what, digestPrefix, refusal) => {
    const outcome = given(...story(...asked())).when(vote(AT, ADA, { digestPrefix }));
    if (refusal === null) outcome.thenKinds('VoteCast', 'RequestGranted');
    else outcome.thenRejected(refusal);
  });

  it('an id that is not the newest request is refused for everything', () => {
    const other = { requestId: 'request-0' };
    const { when } = given(...story(...asked()));
    when(vote(AT, ADA, other)).thenRejected('no-such-request');
    when({ ...withdrawVote(AT, ADA), ...other }).thenRejected('no-such-request');
    when({ ...withdrawRequest(AT), ...other }).thenRejected('no-such-request');
    when(attest(AT, OLGA, other)).thenRejected('no-such-request');
    when(beginRun(AT, other)).thenRejected('no-such-request');
  });

  it('what the voter was shown, and whether the owner agrees, stays with the vote; a deny claims no agreement', () => {
    const shown = 'c'.repeat(64);
    const voteOf = (change: Partial<CastVote>) =>
      given(...story(...asked(proposal({ needsOwnerAgreement: true })))).when(vote(AT, ADA, change)).state
        .incident?.request?.votes[0];
    expect(voteOf({ ownerAgrees: true, shown })).toMatchObject({ ownerAgrees: true, shown });
    expect(voteOf({ ownerAgrees: true, shown: null })).toHaveProperty('shown', null);
    expect(voteOf({ ownerAgrees: true })).not.toHaveProperty('shown');
    expect(voteOf({ ownerAgrees: true, decision: 'deny' })).toMatchObject({ ownerAgrees: false });
    const plain = given(...story(...asked())).when(vote(AT, ADA)).state.incident?.request?.votes[0];
    expect(plain).toMatchObject({ ownerAgrees: false });
  });

  it('circumstantial evidence: an approval counts only with the agreement of the owner, a deny always', () => {
    const needs = asked(proposal({ needsOwnerAgreement: true }));
    given(...story(...needs))
      .when(vote(AT, ADA))
      .thenRejected('owner-agreement-missing');
    given(...story(...needs))
      .when(vote(AT, ADA, { ownerAgrees: true }))
      .thenKinds('VoteCast', 'RequestGranted');
    given(...story(...needs))
      .when(vote(AT, ADA, { decision: 'deny' }))
      .thenKinds('VoteCast', 'RequestEnded');
  });
});

describe('invariant 5: deny, expiry, withdrawal, end states', () => {
  it('one deny ends the request, with its reason', () => {
    const outcome = given(...story(...askedForTwo, vote(AT, ADA))).when(
      vote(AT, BEN, { decision: 'deny', reason: 'not today' }),
    );
    outcome.thenKinds('VoteCast', 'RequestEnded');
    expect(outcome.state.incident?.request).toMatchObject({
      status: 'ended',
      end: { as: 'denied', why: 'Ben denied it: not today' },
    });
  });

  it('a deny after the own approval ends it', () => {
    given(...story(...askedForTwo, vote(AT, ADA)))
      .when(vote(AT, ADA, { decision: 'deny' }))
      .thenKinds('VoteCast', 'RequestEnded');
  });

  it('a deny after the grant, before the run, ends it', () => {
    const outcome = given(...story(...granted())).when(vote(GRANTED_AT + SECOND, BEN, { decision: 'deny' }));
    outcome.thenKinds('VoteCast', 'RequestEnded');
    const denied = story(...granted(), vote(GRANTED_AT + SECOND, BEN, { decision: 'deny' }));
    given(...denied)
      .when(beginRun(GRANTED_AT + MINUTE))
      .thenRejected('not-granted');
  });

  it.each<[number, RejectionReason | null]>([
    [-1, null],
    [0, 'expired'],
    [1, 'expired'],
  ])('a vote %i ms from the expiry', (offset, refusal) => {
    const outcome = given(...story(...asked())).when(vote(EXPIRES_AT + offset, ADA));
    if (refusal === null) outcome.thenKinds('VoteCast', 'RequestGranted');
    else outcome.thenRejected(refusal);
  });

  it.each([
    [-1, false],
    [0, true],
    [1, true],
  ])('time passes to %i ms from the expiry: ended %s', (offset, ends) => {
    const pending = given(...story(...asked())).when(tick(EXPIRES_AT + offset));
    const waiting = given(...story(...granted())).when(tick(EXPIRES_AT + offset));
    if (ends) pending.thenKinds('RequestEnded');
    else pending.thenNothing();
    if (ends) waiting.thenKinds('RequestEnded');
    else waiting.thenNothing();
  });

  it('a withdrawn approval is not cast again', () => {
    const history = story(...askedForTwo, vote(AT, ADA), withdrawVote(AT + SECOND, ADA));
    given(...history)
      .when(vote(AT + MINUTE, ADA))
      .thenRejected('vote-withdrawn');
    given(...history)
      .when(withdrawVote(AT + MINUTE, ADA))
      .thenNothing();
    given(...history)
      .when(vote(AT + MINUTE, BEN))
      .thenKinds('VoteCast');
  });

  it('who withdrew an approval may still deny: any eligible deny ends the request', () => {
    const history = story(...askedForTwo, vote(AT, ADA), withdrawVote(AT + SECOND, ADA));
    given(...history)
      .when(vote(AT + MINUTE, ADA, { decision: 'deny' }))
      .thenKinds('VoteCast', 'RequestEnded');
  });

  it('withdrawing after the grant takes the grant back', () => {
    const outcome = given(...story(...grantedByTwo)).when(withdrawVote(GRANTED_AT + SECOND, BEN));
    outcome.thenKinds('VoteWithdrawn', 'GrantRevoked');
    expect(outcome.state.incident?.request).toMatchObject({ status: 'pending', grantedAt: null });
    const revoked = story(...grantedByTwo, withdrawVote(GRANTED_AT + SECOND, BEN));
    given(...revoked)
      .when(vote(GRANTED_AT + MINUTE, CLEO))
      .thenKinds('VoteCast', 'RequestGranted');
  });

  it('who approved does not approve again while the grant stands', () => {
    given(...story(...granted()))
      .when(vote(GRANTED_AT + SECOND, ADA))
      .thenRejected('already-voted');
  });

  it('a deny is no approval, and none that has to be told as void', () => {
    const { request } = given(...story(...asked(), vote(AT, ADA, { decision: 'deny' }))).state.incident ?? {};
    if (!request) throw new Error('the story asks');
    expect(countingApprovals(request, policy())).toEqual([]);
    expect(voidVoters(request, NOBODY)).toEqual([]);
  });

  it('a third approval is noted and grants nothing again', () => {
    given(...story(...grantedByTwo))
      .when(vote(GRANTED_AT + SECOND, CLEO))
      .thenKinds('VoteCast');
  });

  it('even events that come after its end change nothing', () => {
    const denied = given(...story(...askedForTwo, vote(AT, BEN, { decision: 'deny' }))).state;
    const late: readonly IncidentEvent[] = [
      { kind: 'RequestGranted', at: AT, requestId: 'request-1' },
      { kind: 'RequestEnded', at: AT, requestId: 'request-1', as: 'expired', why: '' },
    ];
    expect(fold(late, denied).incident?.request).toEqual(denied.incident?.request);
  });

  it('a third approval keeps the grant when one of the first two is withdrawn', () => {
    const three = story(...grantedByTwo, vote(GRANTED_AT + SECOND, CLEO));
    given(...three)
      .when(withdrawVote(GRANTED_AT + MINUTE, BEN))
      .thenKinds('VoteWithdrawn');
  });

  it('withdrawing what was not voted says so', () => {
    given(...story(...askedForTwo))
      .when(withdrawVote(AT, ADA))
      .thenRejected('nothing-to-withdraw');
  });

  it('only the requester takes a request back; what the bot asked nobody does', () => {
    given(...story(...askedForTwo))
      .when(withdrawRequest(AT, ADA))
      .thenRejected('not-yours');
    given(...story(...asked()))
      .when(withdrawRequest(AT))
      .thenRejected('not-yours');
    const outcome = given(...story(...askedForTwo)).when(withdrawRequest(AT));
    outcome.thenKinds('RequestEnded');
    expect(outcome.state.incident?.request?.end).toMatchObject({
      as: 'withdrawn',
      why: 'Olga withdrew the request',
    });
  });

  const ends: readonly (readonly [string, readonly IncidentCommand[], RejectionReason])[] = [
    ['denied', [...askedForTwo, vote(AT, BEN, { decision: 'deny' })], 'ended'],
    ['expired', [...askedForTwo, tick(EXPIRES_AT)], 'expired'],
    ['withdrawn', [...askedForTwo, withdrawRequest(AT)], 'ended'],
    ['no longer needed', [...askedForTwo, check(silent(T0 + 30 * MINUTE, T0))], 'ended'],
  ];
  it.each(ends)('%s is final', (_what, commands, refusal) => {
    const { when, state } = given(...story(...commands));
    const at = T0 + 40 * MINUTE;
    when(vote(at, ADA)).thenRejected(refusal);
    when(vote(at, ADA, { decision: 'deny' })).thenRejected(refusal);
    when(withdrawVote(at, ADA)).thenRejected('ended');
    when(withdrawRequest(at)).thenRejected('ended');
    when(attest(at)).thenRejected(refusal);
    when(beginRun(at)).thenRejected('not-granted');
    expect(when(tick(at + HOUR)).state.incident?.request).toEqual(state.incident?.request);
  });

  it('once it runs the requester does not take it back any more', () => {
    const at = GRANTED_AT + MINUTE;
    given(...story(...grantedByTwo, check(crashing(at)), beginRun(at)))
      .when(withdrawRequest(at + SECOND))
      .thenRejected('already-running');
  });

  it('once it runs nobody votes on it any more', () => {
    const { when } = given(...story(...running()));
    const at = GRANTED_AT + MINUTE;
    when(vote(at, BEN)).thenRejected('already-running');
    when(vote(at, BEN, { decision: 'deny' })).thenRejected('already-running');
    when(withdrawVote(at, ADA)).thenRejected('already-running');
    when(attest(at)).thenRejected('already-running');
    when(beginRun(at)).thenRejected('not-granted');
  });
});
