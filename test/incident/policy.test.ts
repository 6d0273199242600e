import type { Approver } from '../../src/incident/approval';
import { refuseVote } from '../../src/incident/approval';
import type { IncidentEvent } from '../../src/incident/events';
import { remindersAt, requestToRemindOf } from '../../src/incident/reminders';
import type { RungTerms } from '../../src/incident/rules';
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
} from './support/builders';
import { given, story } from './support/given';
import { asked, askedForTwo, granted, GRANTED_AT, opened } from './support/stories';

const AT = T0 + MINUTE;
const rung = (change: Partial<RungTerms>): RungTerms => ({ ...RUNG_1, ...change });
const requestOf = (outcome: ReturnType<ReturnType<typeof given>['when']>) => outcome.state.incident?.request;

describe('the stricter policy counts', () => {
  it('more votes configured than the incident was opened with: the ask needs them', () => {
    const strict = policy({ terms: rung({ votesNeeded: 2 }) });
    const outcome = given(...story(...opened)).when(ask(AT, '1', null, { policy: strict }));
    expect(requestOf(outcome)?.terms.votesNeeded).toBe(2);
  });

  it('fewer votes configured than the incident was opened with: nothing changes', () => {
    const loose = policy({ terms: rung({ votesNeeded: 0 }) });
    const outcome = given(...story(...opened)).when(ask(AT, '1', null, { policy: loose }));
    expect(requestOf(outcome)?.terms.votesNeeded).toBe(1);
  });

  it('more votes needed since it was opened: one vote grants no more, and a grant is taken back', () => {
    const strict = policy({ terms: rung({ votesNeeded: 2 }) });
    given(...story(...asked()))
      .when(vote(AT, ADA, { policy: strict }))
      .thenKinds('VoteCast');
    const fresh = check(crashing(GRANTED_AT + SECOND));
    const outcome = given(...story(...granted(), fresh)).when(
      beginRun(GRANTED_AT + 2 * SECOND, { policy: strict }),
    );
    outcome.thenKinds('GrantRevoked');
    expect(JSON.stringify(outcome.decision)).toContain('it needs 2 approvals now');
  });

  it('fewer votes needed since it was opened: an open request keeps its number', () => {
    const loose = policy({ terms: rung({ id: '4', votesNeeded: 1 }) });
    given(...story(...askedForTwo))
      .when(vote(AT, ADA, { policy: loose }))
      .thenKinds('VoteCast');
  });

  it('of two lives of a request the shorter one counts', () => {
    for (const [configured, life] of [
      [10 * MINUTE, 10 * MINUTE],
      [2 * HOUR, HOUR],
    ] as const) {
      const changed = policy({ terms: rung({ requestLifetimeMs: configured }) });
      const outcome = given(...story(...opened)).when(ask(AT, '1', null, { policy: changed }));
      expect(requestOf(outcome)?.expiresAt).toBe(AT + life);
    }
  });

  it('a request that an older version opened remembers no policy: the present one alone counts', () => {
    const older = story(...askedForTwo).map((event): IncidentEvent => {
      if (event.kind !== 'RequestOpened') return event;
      const { policy: _none, ...request } = event.request;
      return { ...event, request };
    });
    const withOlga = policy({ approvers: [ADA, OLGA], requesterMayVote: true });
    given(...older)
      .when(vote(AT, OLGA, { policy: withOlga }))
      .thenKinds('VoteCast');
    given(...older)
      .when(vote(AT, OLGA, { policy: { ...withOlga, requesterMayVote: false } }))
      .thenRejected('requester');
    given(...older)
      .when(vote(AT, BEN, { policy: withOlga }))
      .thenRejected('not-eligible');
  });

  it('somebody added since it was opened does not vote on it; somebody removed does not either', () => {
    const added = policy({ approvers: [ADA, BEN, CLEO, OLGA] });
    given(...story(...asked()))
      .when(vote(AT, OLGA, { policy: added }))
      .thenRejected('not-eligible');
    given(...story(...asked()))
      .when(vote(AT, ADA, { policy: policy({ approvers: [BEN] }) }))
      .thenRejected('not-eligible');
  });

  it('the switch for the requester, thrown since it was opened, does not hold for it', () => {
    const withOlga = policy({ approvers: [ADA, BEN, CLEO, OLGA] });
    const askedByOlga = story(...opened, ask(AT, '4', OLGA, { policy: withOlga }));
    given(...askedByOlga)
      .when(vote(AT, OLGA, { policy: { ...withOlga, requesterMayVote: true } }))
      .thenRejected('requester');
  });

  it('a mitigation that is switched off is not asked for, and a grant for it waits', () => {
    const off = policy({ forbidden: 'mitigation 1 is switched off' });
    const blocked = given(...story(...opened)).when(ask(AT, '1', null, { policy: off }));
    blocked.thenKinds('AskBlocked');
    given(...story(...opened))
      .when(ask(AT, '1', OLGA, { policy: off }))
      .thenRejected('not-offered');
    const fresh = check(crashing(GRANTED_AT + SECOND));
    const held = given(...story(...granted(), fresh)).when(
      beginRun(GRANTED_AT + 2 * SECOND, { policy: off }),
    );
    held.thenKinds('GrantHeld');
    expect(requestOf(held)?.held).toBe('mitigation 1 is switched off');
  });
});

describe('groups of the directory', () => {
  const members: readonly Approver[] = [
    { ...ADA, group: 'oncall' },
    { ...BEN, group: 'oncall' },
  ];
  const byGroup = policy({ approvers: members });
  const askedByGroup = story(...opened, ask(AT, '1', null, { policy: byGroup }));

  it('who joins the group while a request is open may vote on it', () => {
    const joined = policy({ approvers: [...members, { ...OLGA, group: 'oncall' }] });
    given(...askedByGroup)
      .when(vote(AT, OLGA, { policy: joined }))
      .thenKinds('VoteCast', 'RequestGranted');
  });

  it('a group named since it was opened does not count for it', () => {
    const other = policy({ approvers: [...members, { ...OLGA, group: 'other' }] });
    given(...askedByGroup)
      .when(vote(AT, OLGA, { policy: other }))
      .thenRejected('not-eligible');
  });

  it('one person in two groups and in person is one vote', () => {
    const twice = policy({
      approvers: [ADA, { ...ADA, group: 'oncall' }, BEN],
      terms: rung({ votesNeeded: 2 }),
    });
    const events = story(...opened, ask(AT, '1', null, { policy: twice }), vote(AT, ADA, { policy: twice }));
    given(...events)
      .when(vote(AT + SECOND, ADA, { policy: twice }))
      .thenRejected('already-voted');
    given(...events)
      .when(vote(AT + SECOND, BEN, { policy: twice }))
      .thenKinds('VoteCast', 'RequestGranted');
  });

  it('while the directory cannot be read nothing runs, and no approval is taken back', () => {
    const fresh = check(crashing(AT + SECOND));
    const ready = story(
      ...opened,
      ask(AT, '1', null, { policy: byGroup }),
      vote(AT, ADA, { policy: byGroup }),
      fresh,
    );
    const silentDirectory = policy({ approvers: [], unreadable: ['On call'] });
    const held = given(...ready).when(beginRun(AT + 2 * SECOND, { policy: silentDirectory }));
    held.thenKinds('GrantHeld');
    expect(requestOf(held)?.held).toContain('On call');
  });
});

describe('feasibility: who is missing is said before anything is asked', () => {
  it.each([
    [[], 'nobody could vote', '2 more people are missing'],
    [[{ ...ADA }], 'only Ada could vote', '1 more person is missing'],
  ])('%# to the person who asks', (approvers, who, lacking) => {
    const outcome = given(...story(...opened)).when(ask(AT, '4', OLGA, { policy: policy({ approvers }) }));
    outcome.thenRejected('too-few-voters');
    expect(JSON.stringify(outcome.decision)).toContain(who);
    expect(JSON.stringify(outcome.decision)).toContain(lacking);
  });

  it('the requester is named as the one who cannot', () => {
    const outcome = given(...story(...opened)).when(
      ask(AT, '4', BEN, { policy: policy({ approvers: [ADA, BEN] }) }),
    );
    expect(JSON.stringify(outcome.decision)).toContain('Ben asked and so cannot');
  });

  it('a group that cannot be read is named', () => {
    const outcome = given(...story(...opened)).when(
      ask(AT, '4', OLGA, { policy: policy({ approvers: [], unreadable: ['On call'] }) }),
    );
    expect(JSON.stringify(outcome.decision)).toContain('the members of On call cannot be read now');
  });
});

describe('a reason, and how long things live', () => {
  const withReason = policy({ terms: rung({ reasonRequired: true }) });

  it('an approval without the needed reason is refused, a deny without one is taken', () => {
    const events = story(...opened, ask(AT, '1', null, { policy: withReason }));
    given(...events)
      .when(vote(AT, ADA, { policy: withReason, reason: '  ' }))
      .thenRejected('reason-missing');
    given(...events)
      .when(vote(AT, ADA, { policy: withReason, reason: 'change 4711' }))
      .thenKinds('VoteCast', 'RequestGranted');
    given(...events)
      .when(vote(AT, ADA, { policy: withReason, decision: 'deny' }))
      .thenKinds('VoteCast', 'RequestEnded');
  });

  it('a card may offer the vote before the reason is typed', () => {
    const { incident } = given(...story(...opened, ask(AT, '1', null, { policy: withReason }))).state;
    if (!incident?.request) throw new Error('the story asks');
    const { reason: _later, ...offered } = vote(AT, ADA);
    expect(refuseVote(incident.request, offered, withReason, AT)).toBeNull();
    expect(refuseVote(incident.request, { ...offered, reason: null }, withReason, AT)).toBe('reason-missing');
  });

  it('a grant has a life of its own: counted from the grant, and at its end it is over', () => {
    const short = policy({ terms: rung({ grantLifetimeMs: 10 * MINUTE }) });
    const events = story(
      ...opened,
      ask(AT, '1', null, { policy: short }),
      vote(AT + 55 * MINUTE, ADA, { policy: short }),
    );
    expect(given(...events).state.incident?.request?.expiresAt).toBe(AT + 65 * MINUTE);
    given(...events)
      .when({ kind: 'Tick', at: AT + 65 * MINUTE - 1 })
      .thenNothing();
    given(...events)
      .when({ kind: 'Tick', at: AT + 65 * MINUTE })
      .thenKinds('RequestEnded');
  });

  it('a grant life made shorter since counts', () => {
    const short = policy({ terms: rung({ grantLifetimeMs: MINUTE }) });
    given(...story(...granted(), check(crashing(GRANTED_AT + MINUTE))))
      .when(beginRun(GRANTED_AT + MINUTE, { policy: short }))
      .thenKinds('RequestEnded');
  });
});

describe('reminders', () => {
  const { state } = given(...story(...asked()));
  const openedAt = T0 + SECOND;
  const last = openedAt + 55 * MINUTE;

  it('are about a request that is still undecided', () => {
    expect(requestToRemindOf(state, 'half:request-1', openedAt + 30 * MINUTE)?.id).toBe('request-1');
    expect(requestToRemindOf(state, 'last:request-1', last)?.id).toBe('request-1');
  });

  it('come for the last time a tenth before the end of a short life, and never where nothing is asked', () => {
    const terms = rung({ requestLifetimeMs: 20 * MINUTE });
    expect(remindersAt({ openedAt: AT, terms })).toEqual({ half: AT + 10 * MINUTE, last: AT + 18 * MINUTE });
    expect(requestToRemindOf(given().state, 'half:request-1', AT)).toBeNull();
    expect(requestToRemindOf(given(...story(...opened)).state, 'half:request-1', AT)).toBeNull();
  });

  it('are not sent for another request, a decided one, or after the end; a late first one gives way to the last', () => {
    expect(requestToRemindOf(state, 'half:request-2', openedAt)).toBeNull();
    expect(requestToRemindOf(state, 'half:request-1', last)).toBeNull();
    expect(requestToRemindOf(state, 'last:request-1', openedAt + HOUR)).toBeNull();
    expect(requestToRemindOf(given(...story(...granted())).state, 'last:request-1', last)).toBeNull();
  });
});
