import type { VotingPolicy } from '../../src/incident/approval';
import type { IncidentCommand } from '../../src/incident/commands';
import { react } from '../../src/incident/react';
import {
  ADA,
  ask,
  beginRun,
  BEN,
  check,
  CLEO,
  crashing,
  HOUR,
  MINUTE,
  OLGA,
  policy,
  RUNG_1,
  SECOND,
  T0,
  vote,
  withdrawVote,
} from './support/builders';
import { fold, given, story } from './support/given';
import { asked, askedForTwo, granted } from './support/stories';

const of = (...approvers: VotingPolicy['approvers']): VotingPolicy => policy({ approvers });
const look = (at: number, now: VotingPolicy): IncidentCommand => ({
  kind: 'LookAtVoters',
  at,
  requestId: 'request-1',
  policy: now,
});
const AT = T0 + 10 * SECOND;
const LATER = T0 + 5 * MINUTE;

describe('an open request whose votes can never come any more', () => {
  it.each<[string, readonly IncidentCommand[], VotingPolicy, string]>([
    [
      'nobody is an approver any more',
      asked(),
      of(),
      '0 of 1 approvals are there, and nobody else may vote on it now',
    ],
    [
      'one of two is left',
      askedForTwo,
      of(ADA),
      '0 of 2 approvals are there, and only Ada may vote on it now',
    ],
    [
      'the requester is the only other one',
      askedForTwo,
      of(ADA, OLGA),
      '0 of 2 approvals are there, and only Ada may vote on it now',
    ],
    [
      'one approved and the other is gone',
      [...askedForTwo, vote(AT, ADA)],
      of(ADA),
      '1 of 2 approvals are there, and nobody else may vote on it now',
    ],
    [
      'who approved is gone, one is left',
      [...askedForTwo, vote(AT, ADA)],
      of(BEN),
      '0 of 2 approvals are there, and only Ben may vote on it now',
    ],
    [
      'one of two took the vote back for good',
      [...askedForTwo, vote(AT, ADA), withdrawVote(AT, ADA)],
      of(ADA, BEN),
      '0 of 2 approvals are there, and only Ben may vote on it now',
    ],
    [
      'a person asked, and all the people are others than when it was asked',
      askedForTwo,
      of(
        { ...CLEO, objectId: 'f0000000-0000-4000-8000-000000000001' },
        { ...CLEO, objectId: 'f0000000-0000-4000-8000-000000000002' },
      ),
      '0 of 2 approvals are there, and nobody else may vote on it now',
    ],
    [
      'three are needed now and two are left, of whom one has no name',
      asked(),
      policy({
        approvers: [ADA, { tenantId: BEN.tenantId, objectId: BEN.objectId }],
        terms: { ...RUNG_1, votesNeeded: 3 },
      }),
      '0 of 3 approvals are there, and only Ada, somebody without a name may vote on it now',
    ],
  ])('is told of when %s', (_when, before, now, why) => {
    const outcome = given(...story(...before)).when(look(LATER, now));
    outcome.then({ kind: 'VotersLacking', at: LATER, requestId: 'request-1', why });
    expect(outcome.state.incident?.request).toMatchObject({ status: 'pending', lacking: why });
  });

  it('is told of once, and lifted when there are enough again', () => {
    const lacking = story(...askedForTwo, look(AT, of(ADA)));
    given(...lacking)
      .when(look(AT + SECOND, of(ADA)))
      .thenNothing();
    const back = given(...lacking).when(look(AT + SECOND, of(ADA, BEN)));
    back.then({ kind: 'VotersLacking', at: AT + SECOND, requestId: 'request-1', why: null });
    expect(back.state.incident?.request).not.toHaveProperty('lacking');
  });

  it('is told in the thread and on the card, both times', () => {
    for (const why of ['nobody is left', null]) {
      const event = { kind: 'VotersLacking', at: AT, requestId: 'request-1', why } as const;
      const effects = react(event, fold([event], given(...story(...asked())).state));
      expect(effects.map(({ kind }) => kind)).toEqual(['incident-card', 'notice']);
      expect(effects[1]).toMatchObject({ notice: 'voters', detail: why ?? '' });
    }
  });

  it('stays open to a vote of whoever may vote again, which lifts it', () => {
    const outcome = given(...story(...asked(), look(AT, of()))).when(vote(LATER, ADA));
    outcome.thenKinds('VoteCast', 'RequestGranted');
    expect(outcome.state.incident?.request).not.toHaveProperty('lacking');
  });

  it.each<[string, readonly IncidentCommand[], number, VotingPolicy]>([
    ['enough may vote', askedForTwo, AT, of(ADA, BEN)],
    ['one approved and one is left', [...askedForTwo, vote(AT, ADA)], AT, of(ADA, BEN)],
    [
      'a group cannot be read: nobody knows',
      askedForTwo,
      AT,
      policy({ approvers: [], unreadable: ['On call'] }),
    ],
    ['it is granted: the recheck looks', granted(), LATER, of()],
    ['it is over', asked(), T0 + SECOND + HOUR, of()],
    ['there is no such request', [], AT, of()],
  ])('is not said when %s', (_when, before, at, now) => {
    given(...story(...before))
      .when(look(at, now))
      .thenNothing();
  });
});

describe('an open request of the bot when other people may approve now', () => {
  const others = of({ ...CLEO, objectId: 'f0000000-0000-4000-8000-000000000001' });

  it('is superseded and asked again of them', () => {
    const outcome = given(...story(...asked())).when(look(LATER, others));
    outcome.then(
      {
        kind: 'RequestEnded',
        at: LATER,
        requestId: 'request-1',
        as: 'superseded',
        why: 'who may approve has changed since it was asked: 0 of 1 approvals are there, and nobody else may vote on it now',
        askedAnewUnder: others.hash,
      },
      { kind: 'OfferMade', at: LATER, rung: '1', why: 'asked again of those who may approve now' },
    );
    expect(outcome.state.incident?.request?.end).toMatchObject({ as: 'superseded' });
  });

  it('from when it is one minute old', () => {
    const { when } = given(...story(...asked()));
    when(look(T0 + SECOND + MINUTE - 1, others)).thenKinds('VotersLacking');
    when(look(T0 + SECOND + MINUTE, others)).thenKinds('RequestEnded', 'OfferMade');
  });

  it('but not at once: processes that are restarted one after the other do not chase each other', () => {
    given(...story(...asked()))
      .when(look(AT, others))
      .thenKinds('VotersLacking');
  });

  it('once: whoever asks by an older policy is not had to ask again and again', () => {
    const anew = story(
      ...asked(),
      look(LATER, others),
      ask(LATER + SECOND, '1', null, { requestId: 'request-2', shortId: 'R8K3' }),
    );
    const again = (now: VotingPolicy) =>
      given(...anew).when({ ...look(LATER + 5 * MINUTE, now), requestId: 'request-2' } as IncidentCommand);
    again(others).thenKinds('VotersLacking');
    again({ ...others, hash: 'policy-9' }).thenKinds('RequestEnded', 'OfferMade');
  });

  it('and never because somebody took a vote back', () => {
    const back = story(...asked(), vote(AT, ADA), withdrawVote(AT + SECOND, ADA));
    given(...back)
      .when(look(LATER, others))
      .thenKinds('VotersLacking');
  });
});

describe('a grant that was taken back because somebody lost the role for a while', () => {
  const twice = [...askedForTwo, vote(AT, ADA), vote(AT + SECOND, BEN)];
  const takenBack = story(...twice, check(crashing(LATER)), beginRun(LATER + SECOND, { policy: of(ADA) }));

  it('is granted again when one of those who approved says so again, once both may vote', () => {
    const { state, when } = given(...takenBack);
    expect(state.incident?.request?.status).toBe('pending');
    when(vote(LATER + MINUTE, ADA)).thenKinds('VoteCast', 'RequestGranted');
  });

  it('but not while the other may not, nor by itself', () => {
    given(...takenBack)
      .when(vote(LATER + MINUTE, ADA, { policy: of(ADA) }))
      .thenRejected('already-voted');
    given(...takenBack)
      .when(look(LATER + MINUTE, of(ADA, BEN)))
      .thenNothing();
  });

  it('a vote that was taken back by its voter stays taken back', () => {
    const withdrawn = story(...twice, withdrawVote(LATER, BEN));
    given(...withdrawn)
      .when(vote(LATER + SECOND, BEN))
      .thenRejected('vote-withdrawn');
    given(...withdrawn)
      .when(vote(LATER + SECOND, ADA))
      .thenRejected('already-voted');
  });
});
