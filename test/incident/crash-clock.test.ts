import { crashesBetween } from '../../src/incident/crash-clock';
import { presentInterval } from '../../src/incident/presence';
import { check, crashes, HOUR, MINUTE, node, report, SECOND, silent, T0, UPDATE } from './support/builders';
import { given, story } from './support/given';
import { ran, SETTLED_AT } from './support/stories';

describe('the crash clock', () => {
  const found = report(T0, { crashes: [T0 - 9, T0 - 6, T0 - 4, T0 - 1] });

  it.each([
    [T0 - 10, T0, 4, 3],
    [T0 - 9, T0, 3, 3],
    [T0 - 9, T0 - 4, 2, 2],
    [T0 - 4, T0, 1, null],
    [T0, T0 + 1, 0, null],
  ])('between %i and %i', (from, until, count, intervalMs) => {
    expect(crashesBetween(found, from, until)).toEqual({ crashes: count, isWhole: true, intervalMs });
  });

  it('says when there may have been more than the times that are kept', () => {
    const long = node('n1', { finding: 'matches', matchingCrashes: crashes(T0, 100), matchingCount: 900 });
    const many = report(T0, { change: { nodes: [long] } });
    expect(crashesBetween(many, T0 - 99 * MINUTE, T0)).toMatchObject({ crashes: 99, isWhole: true });
    expect(crashesBetween(many, T0 - 99 * MINUTE - 1, T0)).toMatchObject({ crashes: 100, isWhole: false });
    expect(given().when(check(many)).state.latest?.crashes).toBe(900);
  });

  it('is not whole when the times of one node of several are not, and a node without crashes lacks none', () => {
    const long = node('n1', { finding: 'matches', matchingCrashes: crashes(T0, 100), matchingCount: 900 });
    const none = node('n2', { matchingCount: 0 });
    const from = T0 - 200 * MINUTE;
    expect(crashesBetween(report(T0, { change: { nodes: [long, none] } }), from, T0).isWhole).toBe(false);
    expect(crashesBetween(report(T0, { change: { nodes: [node('n1'), none] } }), from, T0).isWhole).toBe(
      true,
    );
  });

  it('measures the interval anew after a run, as soon as two crashes show it', () => {
    const fast = crashes(T0, 20, SECOND);
    expect(presentInterval(fast, null)).toBe(SECOND);
    expect(presentInterval([...fast, T0 + MINUTE], T0)).toBe(SECOND);
    expect(presentInterval([...fast, T0 + MINUTE, T0 + 3 * MINUTE], T0)).toBe(2 * MINUTE);
    const slow = [SETTLED_AT - 50 * SECOND, SETTLED_AT + 4 * MINUTE + 10 * SECOND];
    const before = crashes(SETTLED_AT - 2 * MINUTE, 20, SECOND);
    const found = check(report(SETTLED_AT + 5 * MINUTE, { crashes: [...before, ...slow] }));
    expect(given(...story(...ran())).when(found).state.latest?.intervalMs).toBe(5 * MINUTE);
    expect(given().when(found).state.latest?.intervalMs).toBe(SECOND);
  });

  it('the mitigation that did not help keeps when its run ended, so that the crashes after it can be counted', () => {
    const lateCrash = [SETTLED_AT + MINUTE, SETTLED_AT + 5 * MINUTE];
    const after = report(SETTLED_AT + 6 * MINUTE, { crashes: lateCrash });
    const { incident, latest } = given(...story(...ran())).when(check(after)).state;
    const [first] = incident?.rungs ?? [];
    expect(first).toMatchObject({ rung: '1', result: 'not-fixed', ranAt: SETTLED_AT - MINUTE });
    expect(latest?.intervalMs).toBe(4 * MINUTE);
    expect(crashesBetween(after, first?.ranAt ?? 0, after.finishedAt).crashes).toBe(2);
  });
});

describe('invariant 17: a log that lost what came after the run proves nothing', () => {
  const at = SETTLED_AT + 2 * HOUR;
  const withGap = (coveredSince: number): ReturnType<typeof report> => {
    const quiet = silent(at, SETTLED_AT - 2 * MINUTE, { update: { ...UPDATE, state: 'none' } });
    const [first, second] = quiet.nodes;
    if (!first || !second) throw new Error('two nodes');
    return { ...quiet, nodes: [first, { ...second, coveredSince }] };
  };

  it.each([
    ['a gap that ended before it', SETTLED_AT, 'fixed'],
    ['a gap after it', SETTLED_AT + 1, 'cannot-tell'],
  ])('%s: %s', (_what, coveredSince, result) => {
    const outcome = given(...story(...ran())).when(check(withGap(coveredSince)));
    expect(outcome.state.incident?.validation?.result).toBe(result);
  });

  it('nor does it prove that the issue is over by itself', () => {
    const judged = (coveredSince: number): unknown =>
      given().when(check(withGap(coveredSince))).state.latest?.presence;
    expect(judged(SETTLED_AT - 2 * MINUTE)).toBe('gone');
    expect(judged(SETTLED_AT)).toBe('quiet');
  });
});
