import type { CheckReport } from '../../src/incident/evidence';
import type { IncidentCommand } from '../../src/incident/commands';
import type { IncidentEvent } from '../../src/incident/events';
import {
  check,
  crashes,
  crashing,
  down,
  HOUR,
  MINUTE,
  node,
  report,
  SECOND,
  T0,
  UPDATE,
} from './support/builders';
import { given, story } from './support/given';
import { opened } from './support/stories';

const AT = T0 + MINUTE;
/** What the bot's own watch saw. */
const watched = (found: CheckReport): IncidentCommand => check({ ...found, reason: 'watch' });
const blind = (status: 'denied' | 'unreachable') => [node('n1'), node('n2', { status, finding: null })];
const members = (state: string): CheckReport['group'] => ({
  state: 'Online',
  owner: 'n1',
  members: [
    { node: 'n1', state: 'Up' },
    { node: 'n2', state },
  ],
});

describe('a watch that saw something new is written into the log, though the verdict is the same', () => {
  const quiet = (at: number, change: Partial<CheckReport> = {}): CheckReport =>
    report(at, { since: T0 - HOUR, change });
  const silentSince = (at: number, last: number): CheckReport =>
    report(at, { crashes: crashes(last), since: last + SECOND });

  it.each<[string, CheckReport, CheckReport]>([
    [
      'a blind node is blind for another reason',
      quiet(T0, { nodes: blind('denied') }),
      quiet(AT, { nodes: blind('unreachable') }),
    ],
    [
      'a log lost what it knew',
      quiet(T0, { nodes: [node('n1'), node('n2', { coveredSince: T0 - 2 * HOUR })] }),
      quiet(AT, { nodes: [node('n1'), node('n2', { coveredSince: T0 - HOUR })] }),
    ],
    ['a node of the cluster went down', quiet(T0), quiet(AT, { group: members('Down') })],
    [
      'a crash that nobody had read before, no longer present',
      silentSince(T0, T0 - 50 * MINUTE),
      silentSince(AT, T0 - 40 * MINUTE),
    ],
  ])('%s', (_what, before, now) => {
    const known = given(...story(check(before)));
    const outcome = known.when(watched(now));
    outcome.thenKinds('CheckFinished');
    expect(outcome.state.latest).toMatchObject({
      verdict: known.state.latest?.verdict,
      presence: known.state.latest?.presence,
    });
  });
});

describe('a watch that saw nothing new is not', () => {
  it('asking for the update counts only while the issue is present', () => {
    const asks = { ...UPDATE, askedAt: AT };
    given(...story(check(report(T0, { since: T0 - HOUR }))))
      .when(watched(report(AT, { since: T0 - HOUR, change: { update: asks } })))
      .thenNothing();
  });

  it('while it crashes, each look sees another process: that is no news', () => {
    const another = { node: 'n1', processId: 101, startedAt: AT - 5 * SECOND, livedOn: true };
    given(...story(...opened))
      .when(watched(crashing(AT, { process: another })))
      .thenNothing();
  });

  it('while it crashes, its group is found Online, Pending or Failed: that is no news either', () => {
    const pending = { ...members('Up'), state: 'Pending' } as const;
    given(...story(check({ ...crashing(T0), group: members('Up') })))
      .when(watched({ ...crashing(AT), group: pending }))
      .thenNothing();
    given(...story(check({ ...report(T0, { since: T0 - HOUR }), group: members('Up') })))
      .when(watched({ ...report(AT, { since: T0 - HOUR }), group: pending }))
      .thenKinds('CheckFinished');
  });

  it('a service that is still down, without a process', () => {
    given(...story(check(down(T0, T0 - HOUR))))
      .when(watched(down(AT, T0 - HOUR)))
      .thenNothing();
  });

  it('but everything is written while a node may be paused', () => {
    const paused: IncidentEvent = {
      kind: 'HalfDoneLeft',
      at: T0,
      left: { kind: 'node-paused', node: 'n2', service: null },
    };
    const looks = (at: number) => watched({ ...crashing(at), group: members('Paused') });
    given(...story(...opened, check({ ...crashing(T0 + SECOND), group: members('Paused') })), paused)
      .when(looks(AT))
      .thenKinds('CheckFinished');
    given(...story(...opened, check({ ...crashing(T0 + SECOND), group: members('Paused') })))
      .when(looks(AT))
      .thenNothing();
  });
});
