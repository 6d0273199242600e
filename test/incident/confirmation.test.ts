import type { IncidentCommand } from '../../src/incident/commands';
import { isConfirmationDue } from '../../src/incident/confirmation';
import type { RejectionReason } from '../../src/incident/rejection';
import {
  ADA,
  ask,
  BEN,
  check,
  CLEO,
  crashing,
  HOUR,
  MINUTE,
  OLGA,
  policy,
  proposal,
  rules,
  RUNG_4,
  SECOND,
  T0,
  vote,
  withdrawVote,
} from './support/builders';
import { given, story } from './support/given';

const CONFIRMED_RUNG = { ...RUNG_4, confirm: 'node-name' } as const;

/** Olga asked for the restart of nodes; the first of two people has approved without typing. */
function voted(nodes: readonly string[] = ['as-n2.contoso.lab']): readonly IncidentCommand[] {
  return [...asked(nodes), vote(T0 + MINUTE, ADA)];
}

function asked(nodes: readonly string[]): readonly IncidentCommand[] {
  return [
    check(crashing(T0), { rules: rules({ ladder: [CONFIRMED_RUNG] }) }),
    ask(T0 + SECOND, '4', OLGA, { proposal: proposal({ coveredNodes: nodes, attestSteps: null }) }),
  ];
}

const second = (confirmation: string | null, by = BEN) => vote(T0 + 2 * MINUTE, by, { confirmation });

describe('invariant 3: whose vote completes a node restart types the name of the node', () => {
  it('the first voter need not type, the second completes it by typing', () => {
    const outcome = given(...story(...voted())).when(second('as-n2'));
    outcome.thenKinds('VoteCast', 'RequestGranted');
    expect(outcome.state.incident?.request?.votes.map(({ confirmed }) => confirmed)).toEqual([
      undefined,
      'as-n2',
    ]);
  });

  it.each<[string, IncidentCommand, RejectionReason]>([
    ['nothing typed', second(null), 'confirmation-missing'],
    ['only blanks typed', second('  '), 'confirmation-missing'],
    ['another node', second('as-n3'), 'confirmation-wrong'],
    ['a part of the name', second('as-n'), 'confirmation-wrong'],
    ['another domain', second('as-n2.fabrikam.lab'), 'confirmation-wrong'],
    ['the node and another one', second('as-n2 as-n3'), 'confirmation-wrong'],
    ['the same person twice', second('as-n2', ADA), 'already-voted'],
    ['the requester', second('as-n2', OLGA), 'not-eligible'],
    [
      'the requester, an approver',
      vote(T0 + 2 * MINUTE, OLGA, {
        confirmation: 'as-n2',
        policy: policy({ approvers: [ADA, BEN, OLGA] }),
      }),
      'requester',
    ],
    [
      'an outsider',
      vote(T0 + 2 * MINUTE, CLEO, { confirmation: 'as-n2', policy: policy({ approvers: [ADA, BEN] }) }),
      'not-eligible',
    ],
    ['too late', vote(T0 + SECOND + HOUR, BEN, { confirmation: 'as-n2' }), 'expired'],
  ])('refused and not cast: %s', (_what, command, reason) => {
    const outcome = given(...story(...voted())).when(command);
    outcome.thenRejected(reason);
    expect(outcome.state.incident?.request).toMatchObject({ status: 'pending' });
    expect(outcome.state.incident?.request?.votes).toHaveLength(1);
  });

  it.each(['as-n2', 'AS-N2', 'as-n2.contoso.lab', ' As-N2.Contoso.Lab '])('%j is the name', (typed) => {
    given(...story(...voted()))
      .when(second(typed))
      .thenKinds('VoteCast', 'RequestGranted');
  });

  it('of several nodes all have to be typed, in any order', () => {
    const both = given(...story(...voted(['as-n2', 'as-n3'])));
    both.when(second('as-n2')).thenRejected('confirmation-wrong');
    both.when(second('as-n3, as-n2')).thenKinds('VoteCast', 'RequestGranted');
  });

  it('who types first has to be right too, and still does not complete it', () => {
    const first = given(...story(...asked(['as-n2'])));
    first.when(second('as-n1')).thenRejected('confirmation-wrong');
    first.when(second('as-n2')).thenKinds('VoteCast');
  });

  it.each([
    ['as-n2', 'as-n2', null],
    ['as-n2: it crashes', 'as-n2', 'it crashes'],
    ['as-n2 : it crashes', 'as-n2', 'it crashes'],
    ['as-n2 since noon: it crashes', 'as-n2', 'since noon: it crashes'],
    ['it crashes on as-n2', 'as-n2', 'it crashes on as-n2'],
  ])('typed in one line, %j: the name is no part of the reason', (line, confirmation, reason) => {
    const typed = vote(T0 + 2 * MINUTE, BEN, { confirmation, reason: line });
    const outcome = given(...story(...voted())).when(typed);
    expect(outcome.state.incident?.request?.votes.at(-1)).toMatchObject({ reason, confirmed: 'as-n2' });
  });

  it('a reason without a typed name stays as it is', () => {
    const outcome = given(...story(...asked(['as-n2']))).when(
      vote(T0 + MINUTE, ADA, { reason: 'it crashes' }),
    );
    expect(outcome.state.incident?.request?.votes).toMatchObject([{ reason: 'it crashes' }]);
  });

  it('all typed names are kept with the vote', () => {
    const outcome = given(...story(...voted(['as-n2', 'as-n3']))).when(second('as-n3,  as-n2'));
    expect(outcome.state.incident?.request?.votes.at(-1)).toMatchObject({ confirmed: 'as-n3 as-n2' });
  });

  it('a full name is right for a node that the request names by its short one', () => {
    given(...story(...voted(['as-n2'])))
      .when(second('as-n2.contoso.lab'))
      .thenKinds('VoteCast', 'RequestGranted');
  });

  it('a deny confirms nothing, and its reason is kept as it was typed', () => {
    const reason = 'as-n2: not during the backup';
    const outcome = given(...story(...voted())).when(
      vote(T0 + 2 * MINUTE, BEN, { decision: 'deny', confirmation: 'as-n2', reason }),
    );
    const cast = outcome.state.incident?.request?.votes.at(-1);
    expect(cast).toMatchObject({ decision: 'deny', reason });
    expect(cast).not.toHaveProperty('confirmed');
  });

  it('a deny needs no name', () => {
    given(...story(...voted()))
      .when(vote(T0 + 2 * MINUTE, BEN, { decision: 'deny' }))
      .thenKinds('VoteCast', 'RequestEnded');
  });

  it('when the one who typed withdrew, the next who completes it types again', () => {
    const again = given(...story(...voted(), second('as-n2'), withdrawVote(T0 + 3 * MINUTE, BEN)));
    again.when(vote(T0 + 4 * MINUTE, CLEO)).thenRejected('confirmation-missing');
  });

  it('a request that names no node can be approved by no word', () => {
    given(...story(...voted([])))
      .when(second('as-n2'))
      .thenRejected('confirmation-wrong');
  });

  it('a mitigation without it needs none, and is not kept by one', () => {
    const plain = story(check(crashing(T0), { rules: rules({ ladder: [RUNG_4] }) }), ask(T0, '4', OLGA));
    const outcome = given(...plain).when(
      vote(T0 + MINUTE, ADA, { confirmation: 'whatever', reason: 'whatever: it crashes' }),
    );
    outcome.thenKinds('VoteCast');
    const cast = outcome.state.incident?.request?.votes[0];
    expect(cast).toMatchObject({ reason: 'whatever: it crashes' });
    expect(cast).not.toHaveProperty('confirmed');
  });
});

describe('when the next approval has to come with the name', () => {
  const unconfirmed: readonly IncidentCommand[] = [
    check(crashing(T0), { rules: rules({ ladder: [RUNG_4] }) }),
    ask(T0 + SECOND, '4', OLGA),
    vote(T0 + MINUTE, ADA),
  ];

  it.each<[string, readonly IncidentCommand[], ReturnType<typeof policy>, boolean]>([
    ['two are lacking', asked(['as-n2']), policy(), false],
    ['one is lacking', voted(), policy(), true],
    [
      'one was lacking, and the first one may not vote any more',
      voted(),
      policy({ approvers: [BEN, CLEO] }),
      false,
    ],
    [
      'one was lacking, and one more is needed now',
      voted(),
      policy({ terms: { ...RUNG_4, votesNeeded: 3 } }),
      false,
    ],
    ['it is granted', [...voted(), second('as-n2')], policy(), false],
    ['the mitigation needs no name', unconfirmed, policy(), false],
  ])('%s', (_what, commands, now, expected) => {
    const { request } = given(...story(...commands)).state.incident ?? {};
    if (!request) throw new Error('nothing was asked');
    expect(isConfirmationDue(request, now)).toBe(expected);
  });
});
