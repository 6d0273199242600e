import type { CheckReport, UpdateReport } from '../../src/incident/evidence';
import { crashInterval, hasMoved, judgePresence, soakMs } from '../../src/incident/presence';
import type { Presence } from '../../src/incident/presence';
import {
  crashes,
  crashing,
  down,
  HOUR,
  MINUTE,
  node,
  report,
  rules,
  SECOND,
  silent,
  T0,
  UPDATE,
} from './support/builders';

const { timing } = rules();
const AGO = (ms: number): number => T0 - ms;

function crashedUntil(lastAgoMs: number, intervalMs = MINUTE): CheckReport {
  return report(T0, { crashes: crashes(AGO(lastAgoMs), 20, intervalMs) });
}

describe('design 1: presence', () => {
  it.each<[string, CheckReport, Presence]>([
    ['a crash just now', crashing(T0), 'present'],
    ['a crash a moment before 15 min', crashedUntil(15 * MINUTE - 1), 'present'],
    ['a crash 15 min ago, once a minute', crashedUntil(15 * MINUTE), 'quiet'],
    [
      'a crash 29 min ago, every 10 min: 3 intervals count',
      crashedUntil(29 * MINUTE, 10 * MINUTE),
      'present',
    ],
    ['a crash 30 min ago, every 10 min', crashedUntil(30 * MINUTE, 10 * MINUTE), 'quiet'],
    ['one crash, interval unknown', report(T0, { crashes: [AGO(14 * MINUTE)] }), 'present'],
    ['a crash in the future of our clock (skew)', report(T0, { crashes: [T0 + 3 * SECOND] }), 'present'],
    ['a crash just now, and the group Failed', down(T0, AGO(MINUTE)), 'present'],
    ['no crash for long, and the group Failed', down(T0, AGO(HOUR)), 'down'],
    ['no crash ever', report(T0), 'quiet'],
    ['proven over', silent(T0, AGO(HOUR)), 'gone'],
  ])('%s -> %s', (_what, found, presence) => {
    expect(judgePresence(found, timing)).toBe(presence);
  });

  it.each<[string, Partial<CheckReport>, Presence]>([
    ['the group is Offline', { group: { state: 'Offline', owner: 'n1', members: [] } }, 'down'],
    ['the group is Pending', { group: { state: 'Pending', owner: 'n1', members: [] } }, 'down'],
    ['the process is gone', { process: null }, 'down'],
    [
      'the process did not live on',
      { process: { node: 'n1', processId: 1, startedAt: AGO(HOUR), livedOn: false } },
      'down',
    ],
    [
      'the state of the group is not known',
      { group: { state: 'Unknown', owner: null, members: [] } },
      'quiet',
    ],
    [
      'nobody looked at the owner',
      { group: { state: 'Online', owner: 'n3', members: [] }, process: null },
      'quiet',
    ],
    [
      'the group is Failed, whoever looked at its owner',
      { group: { state: 'Failed', owner: 'n3', members: [] }, process: null },
      'down',
    ],
    [
      'no process, and nobody knows the owner: every node was looked at',
      { group: { state: 'Online', owner: null, members: [] }, process: null },
      'down',
    ],
    [
      'no process, nobody knows the owner, and one node is blind',
      {
        group: { state: 'Online', owner: null, members: [] },
        nodes: [node('n1'), node('n2', { status: 'denied', finding: null })],
        process: null,
      },
      'quiet',
    ],
    [
      'the owner is blind',
      {
        nodes: [
          node('n1', { status: 'denied', finding: 'matches', matchingCrashes: [AGO(HOUR)] }),
          node('n2'),
        ],
        process: null,
      },
      'quiet',
    ],
    [
      'the process lives for less than the soak',
      { process: { node: 'n1', processId: 1, startedAt: AGO(15 * MINUTE - 1), livedOn: true } },
      'quiet',
    ],
    [
      'the process lives as long as the soak',
      { process: { node: 'n1', processId: 1, startedAt: AGO(15 * MINUTE), livedOn: true } },
      'gone',
    ],
    ['the update stands still', { update: UPDATE }, 'quiet'],
    ['the update is not known', { update: { ...UPDATE, state: 'unknown' } }, 'quiet'],
    [
      'the update is not known now, whatever it did before',
      { update: { ...UPDATE, state: 'unknown', lastChangeAt: AGO(MINUTE) } },
      'quiet',
    ],
    [
      'the update changed last in the moment of the crash',
      { update: { ...UPDATE, lastChangeAt: AGO(HOUR) } },
      'quiet',
    ],
    ['the update moved since', { update: { ...UPDATE, lastChangeAt: AGO(MINUTE) } }, 'gone'],
    ['the update finished', { update: { ...UPDATE, state: 'succeeded' } }, 'gone'],
    ['the update failed', { update: { ...UPDATE, state: 'failed' } }, 'gone'],
  ])('an hour after the last crash, %s -> %s', (_what, change, presence) => {
    expect(judgePresence(silent(T0, AGO(HOUR), change), timing)).toBe(presence);
  });

  it('given a run after which it crashes every ten minutes and no longer every minute, then three of those intervals count', () => {
    const slow = [-44, -34, -24].map((minutes) => T0 + minutes * MINUTE);
    const ranAt = AGO(50 * MINUTE);
    const all = [...crashes(ranAt - MINUTE, 20, MINUTE), ...slow];
    expect(judgePresence(report(T0, { crashes: all }), timing, null, ranAt)).toBe('present');
    expect(judgePresence(report(T0 + 6 * MINUTE, { crashes: all }), timing, null, ranAt)).toBe('quiet');
    // The pace of before the run says nothing of now.
    expect(judgePresence(report(T0, { crashes: all }), timing)).toBe('quiet');
  });

  it('given a run after which it crashes rarely, then it is proven over only after a soak of those intervals', () => {
    const ranAt = AGO(4 * HOUR);
    const slow = [AGO(3 * HOUR + 20 * MINUTE), AGO(3 * HOUR), AGO(2 * HOUR + 40 * MINUTE)];
    const all = [...crashes(ranAt - MINUTE, 20, MINUTE), ...slow];
    const quiet = silent(T0, AGO(2 * HOUR + 40 * MINUTE));
    const nodes = quiet.nodes.map((one, index) => (index === 0 ? { ...one, matchingCrashes: all } : one));
    expect(judgePresence({ ...quiet, nodes }, timing, null, ranAt)).toBe('quiet');
    expect(judgePresence({ ...quiet, nodes }, timing)).toBe('gone');
  });

  it('a blind node never proves that it is over', () => {
    const found = silent(T0, AGO(HOUR));
    const [first] = found.nodes;
    const nodes = [first ?? node('n1'), node('n2', { status: 'unreachable', finding: null })];
    expect(judgePresence({ ...found, nodes }, timing)).toBe('quiet');
  });

  it('the newest crash of any node counts', () => {
    const matching = (name: string, last: number) =>
      node(name, { finding: 'matches', matchingCrashes: crashes(last, 3) });
    const nodes = [matching('n1', AGO(MINUTE)), matching('n2', AGO(HOUR))];
    expect(judgePresence(report(T0, { change: { nodes } }), timing)).toBe('present');
  });

  it('a check that asked no node proves nothing', () => {
    const found = silent(T0, AGO(HOUR), { nodes: [] });
    const process = { node: 'n1', processId: 1, startedAt: AGO(HOUR), livedOn: true };
    expect(judgePresence({ ...found, process }, timing, AGO(HOUR))).toBe('quiet');
  });

  it('crashes that have left the look-back are still known from the incident', () => {
    const found = report(T0, { since: AGO(30 * HOUR), change: { update: { ...UPDATE, state: 'none' } } });
    expect(judgePresence(found, timing, null)).toBe('quiet');
    expect(judgePresence(found, timing, AGO(30 * HOUR))).toBe('gone');
    expect(judgePresence(found, timing, AGO(MINUTE))).toBe('quiet');
  });
});

describe('whether the update moved since it was last known', () => {
  it.each<[string, Partial<UpdateReport>, Partial<UpdateReport>, boolean]>([
    ['one more step is finished', {}, { finishedSteps: 13 }, true],
    ['it works on another step', {}, { currentStep: 'Next' }, true],
    ['its step cannot be read now', {}, { currentStep: null }, false],
    ['when its step changed cannot be read', {}, { lastChangeAt: null }, false],
    ['it was not known before', { state: 'unknown', finishedSteps: 0, currentStep: null }, {}, false],
  ])('%s', (_what, before, now, moved) => {
    expect(hasMoved({ ...UPDATE, ...now }, { ...UPDATE, ...before }, T0)).toBe(moved);
  });
});

describe('design 3: crash interval and soak', () => {
  it.each<[string, number[], number | null]>([
    ['no crash', [], null],
    ['one crash', [T0], null],
    ['two crashes', [T0, T0 + 62_000], 62_000],
    [
      'a pause among regular crashes does not count',
      [0, 60, 120, 7200, 7260, 7320].map((s) => s * SECOND),
      60_000,
    ],
    ['only the newest ten gaps count', [...crashes(T0, 30, HOUR), ...crashes(T0 + 10 * MINUTE, 10)], 60_000],
  ])('%s', (_what, at, interval) => {
    expect(crashInterval(at)).toBe(interval);
  });

  it.each([
    ['unknown interval: the minimum', null, 15 * MINUTE],
    ['a short interval: the minimum', MINUTE, 15 * MINUTE],
    ['a long interval: ten of them', 10 * MINUTE, 100 * MINUTE],
  ])('%s', (_what, interval, expected) => {
    expect(soakMs(interval, timing)).toBe(expected);
  });
});
