import type { IncidentCommand } from '../../src/incident/commands';
import type { UpdateReport } from '../../src/incident/evidence';
import { ADA, ask, check, crashing, MINUTE, SECOND, silent, T0, UPDATE, vote } from './support/builders';
import { reactions } from './support/reactions';
import { asked, askedForTwo, granted, GRANTED_AT, opened } from './support/stories';

describe('the card of a request that people decide on', () => {
  const cardAfter = (...looks: readonly number[]): readonly number[] =>
    reactions(...asked(), ...looks.map((at) => check(crashing(at))))
      .filter(({ event }) => event.kind === 'CheckFinished' && event.at > T0)
      .flatMap(({ effects }) =>
        effects.filter(({ kind }) => kind === 'incident-card').map(({ dueAt }) => dueAt),
      );

  it('lies still while looks find the same, and follows every five minutes', () => {
    const openedAt = T0 + SECOND;
    const looks = [MINUTE, 2 * MINUTE, 5 * MINUTE - 1, 5 * MINUTE, 11 * MINUTE].map(
      (after) => openedAt + after,
    );
    const due = [5, 5, 5, 10, 15].map((minutes) => openedAt + minutes * MINUTE);
    expect(cardAfter(...looks)).toEqual(due);
  });

  it('lies still whatever the crashing service is found doing', () => {
    const pending = { ...crashing(T0 + MINUTE).group, state: 'Pending' } as const;
    const cards = reactions(...asked(), check({ ...crashing(T0 + MINUTE), group: pending })).at(-1)?.effects;
    expect(cards?.map(({ kind, dueAt }) => [kind, dueAt])).toEqual([
      ['incident-card', T0 + SECOND + 5 * MINUTE],
    ]);
  });

  it('lies still whether or not the crashing service could be asked for the update', () => {
    const unread: UpdateReport = { ...UPDATE, state: 'unknown', finishedSteps: 0, currentStep: null };
    const looks = [UPDATE, unread, UPDATE, unread].map((update, k) =>
      check({ ...crashing(T0 + (k + 1) * 30 * SECOND), update }),
    );
    const cards = reactions(check(crashing(T0, { update: UPDATE })), ask(T0 + SECOND, '1', null), ...looks)
      .filter(({ event }) => event.kind === 'CheckFinished' && event.at > T0)
      .map(({ event }) => event.kind === 'CheckFinished' && event.isRepeat);
    expect(cards).toEqual([true, true, true, true]);
    const moved = { ...UPDATE, finishedSteps: UPDATE.finishedSteps + 1 };
    const last = reactions(...asked(), check({ ...crashing(T0 + MINUTE), update: moved })).at(-1)?.event;
    expect(last).not.toHaveProperty('isRepeat');
  });

  it.each<[string, readonly IncidentCommand[], number]>([
    ['a look finds something else', [...asked(), check(silent(T0 + MINUTE, T0))], T0 + MINUTE],
    ['somebody votes', [...askedForTwo, vote(T0 + MINUTE, ADA)], T0 + MINUTE],
    ['nothing is asked', [...opened, check(crashing(T0 + MINUTE))], T0 + MINUTE],
    ['it was granted', [...granted(), check(crashing(GRANTED_AT + MINUTE))], GRANTED_AT + MINUTE],
  ])('follows at once when %s', (_what, commands, at) => {
    const cards = reactions(...commands).flatMap(({ effects }) =>
      effects.filter(({ kind }) => kind === 'incident-card'),
    );
    expect(cards.at(-1)?.dueAt).toBe(at);
  });
});
