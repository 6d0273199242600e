import type { CheckReport, UpdateReport } from '../../src/incident/evidence';
import type { Validation, ValidationResult } from '../../src/incident/validation';
import { beginValidation, judgeAgain, judgeValidation } from '../../src/incident/validation';
import {
  crashes,
  down,
  HOUR,
  MINUTE,
  node,
  report,
  ROOT_MISSING,
  rules,
  SECOND,
  T0,
  UPDATE,
} from './support/builders';

const { timing } = rules();
const NONE: UpdateReport = { ...UPDATE, state: 'none' };
const SETTLED = T0 + timing.settleMs;
const SOAKED = SETTLED + timing.soakMinimumMs;

function begun(intervalMs: number | null = MINUTE): Validation {
  return beginValidation({ runId: 'run-1', rung: '1', endedAt: T0 }, intervalMs, UPDATE, timing);
}

/** A check after the run (which ended at T0): the last crash was before it, one process lives since a second later. */
function after(at: number, change: Partial<CheckReport> = {}, last = T0 - SECOND): CheckReport {
  return report(at, {
    crashes: crashes(last),
    since: last + 2 * SECOND,
    change: { update: NONE, ...change },
  });
}

function judge(...reports: readonly CheckReport[]): Validation {
  return reports.reduce((validation, one) => judgeValidation(validation, one, timing), begun());
}

const RESTARTED = { node: 'n1', processId: 200, startedAt: SETTLED + 5 * MINUTE, livedOn: true };
const group = (state: CheckReport['group']['state']): Partial<CheckReport> => ({
  group: { state, owner: 'n1', members: [] },
});
const BLIND = { nodes: [node('n1'), node('n2', { status: 'unreachable', finding: null })] };

describe('invariant 11: the table of what a validation says', () => {
  it.each<[string, CheckReport, ValidationResult]>([
    ['before the settle time', after(SETTLED - 1), 'soaking'],
    [
      'before the settle time, the group Failed: a request in flight may have crashed it',
      after(SETTLED - 1, group('Failed')),
      'soaking',
    ],
    ['a crash within the settle time', after(SETTLED + 10 * SECOND, {}, SETTLED - SECOND), 'soaking'],
    ['a crash exactly at the settle time', after(SETTLED + 10 * SECOND, {}, SETTLED), 'soaking'],
    ['a crash a moment after the settle time', after(SETTLED + 10 * SECOND, {}, SETTLED + 1), 'not-fixed'],
    [
      'a crash, and a node blind',
      after(SETTLED + 2 * SECOND, {
        nodes: [
          node('n1', { finding: 'matches', matchingCrashes: [SETTLED + 1] }),
          node('n2', { status: 'denied', finding: null }),
        ],
      }),
      'not-fixed',
    ],
    ['a crash, and the group Failed', down(SETTLED + 10 * SECOND, SETTLED + 1), 'not-fixed'],
    ['silence, the soak not over', after(SOAKED - 1), 'soaking'],
    ['silence, the group Failed', after(SETTLED + MINUTE, group('Failed')), 'down'],
    ['silence, the group Offline', after(SETTLED + MINUTE, group('Offline')), 'down'],
    ['silence, the group on its way', after(SETTLED + MINUTE, group('Pending')), 'soaking'],
    ['soaked, the group still on its way', after(SOAKED, group('Pending')), 'down'],
    ['soaked, no process', after(SOAKED, { process: null }), 'down'],
    [
      'soaked, a process that did not live on',
      after(SOAKED, { process: { node: 'n1', processId: 1, startedAt: T0, livedOn: false } }),
      'down',
    ],
    ['soaked, the group not known', after(SOAKED, group('Unknown')), 'cannot-tell'],
    [
      'soaked, nobody looked at the owner',
      after(SOAKED, { group: { state: 'Online', owner: 'n3', members: [] }, process: null }),
      'cannot-tell',
    ],
    ['soaked, no update', after(SOAKED), 'fixed'],
    ['soaked, the update finished', after(SOAKED, { update: { ...UPDATE, state: 'succeeded' } }), 'fixed'],
    [
      'soaked, the update finished a step',
      after(SOAKED, { update: { ...UPDATE, finishedSteps: 13 } }),
      'fixed',
    ],
    [
      'soaked, the update works on another step',
      after(SOAKED, { update: { ...UPDATE, currentStep: 'Next' } }),
      'fixed',
    ],
    [
      'soaked, the update changed after the run',
      after(SOAKED, { update: { ...UPDATE, lastChangeAt: T0 + 1 } }),
      'fixed',
    ],
    ['soaked, the update stands still', after(SOAKED, { update: UPDATE }), 'waiting'],
    [
      'soaked, the update not readable',
      after(SOAKED, { update: { ...UPDATE, state: 'unknown' } }),
      'waiting',
    ],
    ['waited a moment less than 30 min', after(SOAKED + timing.waitingMs - 1, { update: UPDATE }), 'waiting'],
    ['waited 30 min', after(SOAKED + timing.waitingMs, { update: UPDATE }), 'cannot-tell'],
    ['soaked, a node blind', after(SOAKED, BLIND), 'cannot-tell'],
    ['soaked, a node blind and no process', after(SOAKED, { ...BLIND, process: null }), 'cannot-tell'],
  ])('%s -> %s', (_what, found, result) => {
    const judged = judge(found);
    expect(judged.result).toBe(result);
    expect(judged.why).not.toBe('');
    expect(judged.resumeNeeded).toBe(false);
  });

  it('a failed update run: fixed, and a person has to resume it', () => {
    expect(judge(after(SOAKED, { update: { ...UPDATE, state: 'failed' } }))).toMatchObject({
      result: 'fixed',
      resumeNeeded: true,
      why: "the crash is gone; the update's run is Failed, a person has to resume it",
    });
  });

  it('says why: what is waited for, who is blind, what did not live on', () => {
    expect(begun().why).toBe('waiting for the first evidence after the run');
    const gap = [
      node('n1', { coveredSince: SETTLED + 1 }),
      node('n2', { status: 'unreachable', finding: null }),
    ];
    expect(judge(after(SOAKED, { nodes: gap })).why).toBe(
      'no new crash seen, but not every node can be read: n1 (its logs have a gap since then), n2 (unreachable)',
    );
    expect(judge(after(SETTLED + MINUTE), after(SOAKED - MINUTE, { process: RESTARTED })).why).toBe(
      'no new crash record, but the orchestrator process did not live on',
    );
  });

  it('what is not known of the root certificates is told with a cure, and with nothing less', () => {
    const roots = { state: 'unknown', why: 'n2 was not read', missing: [], notCompared: [] } as const;
    expect(judge(after(SOAKED, { roots })).why).toContain('n2 was not read');
    expect(judge(after(SOAKED, { roots, update: UPDATE }))).toMatchObject({
      result: 'waiting',
      why: 'the crash is gone; the update has not moved yet',
    });
  });
});

describe('invariant 11: the soak', () => {
  it('is ten intervals when that is longer than the minimum', () => {
    const slow = crashes(T0 - SECOND, 20, 10 * MINUTE);
    const at = (ms: number): CheckReport =>
      report(ms, { crashes: slow, since: T0, change: { update: NONE } });
    const start = begun(10 * MINUTE);
    expect(start.soakEndsAt).toBe(SETTLED + 100 * MINUTE);
    expect(judgeValidation(start, at(SETTLED + 100 * MINUTE - 1), timing).result).toBe('soaking');
    expect(judgeValidation(start, at(SETTLED + 100 * MINUTE), timing).result).toBe('fixed');
  });

  it('with an unknown interval is the minimum, and grows when the interval becomes known', () => {
    const start = begun(null);
    expect(start.soakEndsAt).toBe(SOAKED);
    const slow = report(SOAKED, {
      crashes: crashes(T0 - SECOND, 3, 10 * MINUTE),
      since: T0,
      change: { update: NONE },
    });
    expect(judgeValidation(start, slow, timing)).toMatchObject({ result: 'soaking', soakMs: 100 * MINUTE });
  });

  it('is proven only up to the beginning of a check, however late the check ends', () => {
    const slow = after(SOAKED - SECOND, { finishedAt: SOAKED + MINUTE });
    expect(judge(slow).result).toBe('soaking');
  });

  it('begins anew with a process that started later', () => {
    const late = { node: 'n1', processId: 1, startedAt: SETTLED + 4 * MINUTE, livedOn: true };
    expect(judge(after(SOAKED, { process: late })).result).toBe('soaking');
    expect(judge(after(SOAKED + 4 * MINUTE, { process: late })).result).toBe('fixed');
  });

  it('a process that did not live through it is down, and the next one has to live through a whole soak', () => {
    const first = after(SETTLED + MINUTE);
    const changed = judge(first, after(SOAKED - MINUTE, { process: RESTARTED }));
    expect(changed).toMatchObject({ result: 'down', soakEndsAt: RESTARTED.startedAt + 15 * MINUTE });
    expect(judgeValidation(changed, after(SOAKED, { process: RESTARTED }), timing).result).toBe('soaking');
    const whole = RESTARTED.startedAt + 15 * MINUTE;
    expect(judgeValidation(changed, after(whole, { process: RESTARTED }), timing).result).toBe('fixed');
  });

  it('the same process seen with a start two seconds off is the same process', () => {
    const again = { node: 'n1', processId: 100, startedAt: T0 + 3 * SECOND, livedOn: true };
    expect(judge(after(SETTLED + MINUTE), after(SOAKED + 3 * SECOND, { process: again })).result).toBe(
      'fixed',
    );
  });

  it('the process that dies within the settle time is not the one that has to live', () => {
    const early = after(T0 + 30 * SECOND, {}, T0 + 20 * SECOND);
    expect(judge(early).process).toBeNull();
    const next = { node: 'n1', processId: 300, startedAt: T0 + 50 * SECOND, livedOn: true };
    const judged = judge(early, after(SETTLED + MINUTE, { process: next }, T0 + 45 * SECOND));
    expect(judged).toMatchObject({ result: 'soaking', process: { processId: 300 } });
  });
});

describe('invariant 11: what was judged is judged again by itself, or never again', () => {
  it('a blind node: judged again when it can be read', () => {
    const blind = judge(after(SOAKED, BLIND));
    expect(judgeValidation(blind, after(SOAKED + HOUR), timing).result).toBe('fixed');
  });

  it('cannot-tell for an update that stood still: fixed when it moves after all, not-fixed when it crashes', () => {
    const still = judge(after(SOAKED + timing.waitingMs, { update: UPDATE }));
    const later = SOAKED + 2 * HOUR;
    const moved = after(later, { update: { ...UPDATE, finishedSteps: 13 } });
    expect(judgeValidation(still, moved, timing).result).toBe('fixed');
    expect(judgeValidation(still, after(later, {}, later - SECOND), timing).result).toBe('not-fixed');
  });

  it.each(['fixed', 'not-fixed'] as const)('%s is final', (result) => {
    const final = { ...begun(), result };
    expect(judgeValidation(final, down(SOAKED, SOAKED - SECOND), timing)).toBe(final);
  });

  it.each<[string, CheckReport, ValidationResult]>([
    ['it crashes', after(SOAKED + HOUR, {}, SOAKED + MINUTE), 'not-fixed'],
    ['its group is Failed', after(SOAKED + HOUR, group('Failed')), 'down'],
    ['a root certificate is missing', after(SOAKED + HOUR, { roots: ROOT_MISSING }), 'cannot-tell'],
    ['a node is blind', after(SOAKED + HOUR, BLIND), 'fixed'],
    ['the update stands still', after(SOAKED + HOUR, { update: UPDATE }), 'fixed'],
  ])('fixed, and the incident still open for another reason: %s -> %s', (_what, found, result) => {
    const fixed = judge(after(SOAKED));
    expect(fixed.result).toBe('fixed');
    expect(judgeAgain(fixed, found, timing).result).toBe(result);
  });

  it('a check that began before the run ended says nothing about the run, however late it is recorded', () => {
    const start = begun();
    const old = { ...after(SOAKED, {}, SETTLED + 1), startedAt: T0 - 1 };
    expect(judgeValidation(start, old, timing)).toBe(start);
  });

  it('a clock that went back proves nothing: no verdict until it has caught up', () => {
    const start = begun();
    expect(judgeValidation(start, after(T0 - HOUR, {}, T0 - 2 * HOUR), timing)).toBe(start);
    const soaked = judge(after(SOAKED, { update: UPDATE }));
    expect(judgeValidation(soaked, after(SETTLED - SECOND), timing).result).toBe('soaking');
  });
});
