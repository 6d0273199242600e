import type { UpdateReport } from '../../src/incident/evidence';
import type { IncidentCommand } from '../../src/incident/commands';
import { isPlanRead } from '../../src/incident/plan-read';
import { ask, check, crashing, MINUTE, OLGA, proposal, SECOND, T0, UPDATE } from './support/builders';
import { given, story } from './support/given';

const UNREAD: Partial<UpdateReport> = { state: 'unknown', busyNodes: null };
const IN_AGENTS = 'where the update works in the agents could not be read';
/** Targets that depend on where the update's plan works, which nobody could read. */
const PARTIAL = proposal({ unread: [IN_AGENTS] });
const whole = proposal({ facts: { agents: ['n1', 'n2'] } });

/** A check that asked for the update at that minute. */
function asked(minute: number, change: Partial<UpdateReport>): IncidentCommand {
  const at = T0 + minute * MINUTE;
  return check(crashing(at, { update: { ...UPDATE, askedAt: at, ...change } }));
}

const vain = (count: number): readonly IncidentCommand[] =>
  Array.from({ length: count }, (_, index) => asked(index, UNREAD));
const AT = T0 + 10 * MINUTE;

describe('what depends on the plan is asked once the plan was read', () => {
  it('never read so far: nobody is asked yet, and it is said why', () => {
    const outcome = given(...story(...vain(1))).when(ask(AT, '1', null, { proposal: PARTIAL }));
    outcome.thenRejected('not-read-yet');
    expect(outcome.decision).toMatchObject({ detail: IN_AGENTS });
  });

  it('and everything that could not be read is named', () => {
    const two = proposal({ unread: [IN_AGENTS, 'the sessions of n2 could not be read'] });
    const outcome = given(...story(...vain(1))).when(ask(AT, '1', null, { proposal: two }));
    expect(outcome.decision).toMatchObject({ detail: `${IN_AGENTS}; the sessions of n2 could not be read` });
  });

  it('also not when a person asks: the approval would be for other steps than those that run', () => {
    given(...story(...vain(1)))
      .when(ask(AT, '1', OLGA, { proposal: PARTIAL }))
      .thenRejected('not-read-yet');
  });

  it('read at last: asked, with the agents', () => {
    given(...story(...vain(1), asked(5, { busyNodes: [] })))
      .when(ask(AT, '1', null, { proposal: whole }))
      .thenKinds('RequestOpened');
  });

  it.each([
    [3, 'not yet'],
    [4, 'asked'],
    [9, 'asked'],
  ] as const)('asked for in vain %i times in a row: %s', (count, result) => {
    const outcome = given(...story(...vain(count))).when(ask(AT, '1', null, { proposal: PARTIAL }));
    if (result === 'asked') outcome.thenKinds('RequestOpened');
    else outcome.thenRejected('not-read-yet');
  });

  it('a check that did not ask is no try, and an answer begins the count anew', () => {
    const silent = Array.from({ length: 9 }, (_, index) =>
      check(crashing(T0 + index * SECOND, { update: { ...UPDATE, ...UNREAD, askedAt: T0 } })),
    );
    expect(given(...story(...silent)).state.askedInVain).toBe(1);
    const answered = [...vain(3), asked(4, { busyNodes: ['n1'] }), asked(5, UNREAD)];
    expect(given(...story(...answered)).state.askedInVain).toBe(1);
  });
});

describe('whether it is known where the plan works', () => {
  it.each<[string, Partial<UpdateReport>, boolean]>([
    ['no update runs', { state: 'none' }, true],
    ['it is over', { state: 'succeeded' }, true],
    ['its work was read', { state: 'in-progress', busyNodes: ['n2'] }, true],
    ['it failed, its work was read', { state: 'failed', busyNodes: [] }, true],
    ['it is in progress, its work was not read', { state: 'in-progress', busyNodes: null }, false],
    ['nobody answered', { state: 'unknown', busyNodes: null }, false],
  ])('%s', (_what, change, isRead) => {
    expect(isPlanRead({ ...UPDATE, ...change })).toBe(isRead);
  });
});
