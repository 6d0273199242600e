import type { IncidentCommand } from '../../src/incident/commands';
import type { RejectionReason } from '../../src/incident/rejection';
import {
  ADA,
  ask,
  beginRun,
  check,
  crashing,
  digestOf,
  FACTS,
  HOUR,
  MINUTE,
  OLGA,
  SECOND,
  settleRun,
  settleValidation,
  stop,
  T0,
  tick,
  vote,
} from './support/builders';
import { given, story } from './support/given';
import { asked, granted, GRANTED_AT, opened, running } from './support/stories';

const LATE = T0 + 2 * HOUR;

describe('a cluster on which nothing was found yet', () => {
  it.each<[IncidentCommand, RejectionReason]>([
    [beginRun(T0), 'no-such-request'],
    [stop(T0), 'nothing-to-stop'],
    [settleRun(T0), 'nothing-to-settle'],
    [settleValidation(T0, 'fixed'), 'nothing-to-settle'],
  ])('%j is refused', (command, reason) => {
    given().when(command).thenRejected(reason);
  });
});

describe('time that passes ends only what waits for people, or for its run', () => {
  it.each<[string, readonly IncidentCommand[]]>([
    ['nothing was found', []],
    ['nothing was asked', opened],
    ['it was denied', [...asked(), vote(T0 + MINUTE, ADA, { decision: 'deny' })]],
    ['it is being run', running()],
  ])('%s: nothing', (_what, commands) => {
    given(...story(...commands))
      .when(tick(LATE))
      .thenNothing();
  });
});

describe('what ends before its run is asked for again by who asked', () => {
  const moved = { ...FACTS, groupOwner: 'n2' };
  const changed = (at: number) => beginRun(at, { facts: moved, digest: digestOf(moved) });
  const fresh = check(crashing(GRANTED_AT + SECOND));

  it('by the bot with the new facts', () => {
    const outcome = given(...story(...granted(), fresh)).when(changed(GRANTED_AT + SECOND));
    outcome.thenKinds('RequestEnded', 'OfferMade');
    expect(outcome.decision).toMatchObject([
      { as: 'superseded' },
      { rung: '1', why: 'asked again with the new facts' },
    ]);
  });

  it('by nobody when a person asked', () => {
    const byPerson = [...opened, ask(T0 + SECOND, '1', OLGA), vote(GRANTED_AT, ADA), fresh];
    given(...story(...byPerson))
      .when(changed(GRANTED_AT + SECOND))
      .thenKinds('RequestEnded');
  });

  it('by nobody when its time was over', () => {
    given(...story(...granted()))
      .when(beginRun(LATE))
      .thenKinds('RequestEnded');
  });
});
