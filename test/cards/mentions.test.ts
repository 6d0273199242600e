import type { ClusterState } from '../../src/incident/state';
import type { CardContext, Mention } from '../../src/ports';
import { SHARED } from '../support/card-contexts';
import { PAINTER, phase } from '../support/golden-cards';
import { ADA, BEN, OLGA, NOW } from '../support/incident-states';

const called = (
  kind: Parameters<typeof PAINTER.mentions>[0],
  detail: string,
  state: ClusterState,
  context: CardContext = SHARED,
): string[] => PAINTER.mentions(kind, detail, state, context).map(({ name }) => name);

const withApprovers = (people: readonly Mention[]): CardContext => ({
  ...SHARED,
  policy: { ...SHARED.policy, approvers: people.map((one) => ({ ...one, tenantId: ADA.tenantId })) },
  approverNames: {},
});

describe('a notice calls by name', () => {
  it('who may vote on what is asked', () => {
    expect(PAINTER.mentions('asked', '1', phase('ask'), SHARED)).toEqual(
      [ADA, BEN, OLGA].map(({ objectId, name }) => ({ objectId, name })),
    );
  });

  it('in a reminder only who has not voted, and not who asked', () => {
    const state = phase('ask-production');
    const voters = state.incident?.request?.votes.map(({ by }) => by.name);
    expect([voters, state.incident?.request?.requester?.name]).toEqual([[ADA.name], OLGA.name]);
    expect(called('reminder', '', state)).toEqual([BEN.name]);
  });

  it.each([
    ['a request that is over', 'asked', '1', 'denied'],
    ['another request than the one that is told of', 'asked', '2', 'ask'],
    ['an approval that is complete', 'reminder', '', 'granted'],
    ['news that ask for nothing', 'run-started', '1', 'ask'],
  ] as const)('nobody for %s', (_what, kind, detail, name) => {
    expect(called(kind, detail, phase(name))).toEqual([]);
  });

  it('nobody for a request that nobody can complete', () => {
    const state = phase('ask');
    const request = { ...state.incident?.request, lacking: 'nobody is left' };
    const lacking = { ...state, incident: { ...state.incident, request } } as ClusterState;
    expect(called('reminder', '', lacking)).toEqual([]);
    expect(called('reminder', '', state)).not.toEqual([]);
  });

  it('nobody once the time to decide is over', () => {
    const after = { ...SHARED, now: NOW + 7 * 86_400_000 };
    expect(called('asked', '1', phase('ask'), after)).toEqual([]);
  });

  it('every approver where a run has left something half-done', () => {
    expect(called('half-done', 'n1 is paused', phase('ask-production'))).toEqual([
      ADA.name,
      BEN.name,
      OLGA.name,
    ]);
  });

  it('each person once, and at most ten', () => {
    const person = (n: number): Mention => ({ objectId: `p${n}`, name: `Person ${n}` });
    const many = Array.from({ length: 12 }, (_, n) => person(n));
    expect(called('half-done', '', phase('ask'), withApprovers(many))).toHaveLength(10);
    expect(called('half-done', '', phase('ask'), withApprovers([person(1), person(1)]))).toEqual([
      'Person 1',
    ]);
  });

  it('invariant 16: by a name in which nothing ends the mention or is formatted', () => {
    const names = ['A</at><at>B', '**x** [y](z)', '\u202e \u200b', 'Núñez, O’Neil (Ops)'];
    const people = names.map((name, n) => ({ objectId: `p${n}`, name }));
    expect(called('half-done', '', phase('ask'), withApprovers(people))).toEqual([
      'A‹/at›‹at›B',
      '∗∗x∗∗ ［y］(z)',
      '–',
      'Núñez, O’Neil (Ops)',
    ]);
  });
});
