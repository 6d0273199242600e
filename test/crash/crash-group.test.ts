import type { RecordKind } from '../../src/crash/analysis';
import {
  compareTicks,
  groupTicks,
  hasKind,
  inRecordOrder,
  inTrueOrder,
  timed,
  type CrashGroup,
  type TimedRecord,
} from '../../src/crash/crash-group';
import { record } from './print-record';

const START = Date.parse('2026-10-14T21:00:00Z');

/** A record of a log with its number there (null: none) at a second. */
function at(second: number, log: string, recordId: number | null, kind: RecordKind = 'runtime'): TimedRecord {
  const timeCreated = new Date(START + second * 1000).toISOString();
  return timed({
    record: record('', { log, recordId, timeCreated }),
    kind,
    whose: 'watched',
    text: '',
    pasted: false,
    trace: null,
    data: [],
    reportId: null,
  });
}

const group = (...members: TimedRecord[]): CrashGroup => ({ members, reports: [] });
const ordered = (groups: Readonly<Record<string, CrashGroup>>): string => {
  const names = new Map(Object.entries(groups).map(([name, each]) => [each, name]));
  return inTrueOrder(Object.values(groups))
    .map((each) => names.get(each))
    .join(' ');
};

describe('the order of two records', () => {
  it.each([
    ['within a log by number, whatever the clock says', at(9, 'A', 1), at(5, 'A', 2), -1],
    ['within a log in two spellings', at(9, ' a ', 1), at(5, 'A', 2), -1],
    ['of two logs by time', at(9, 'A', 1), at(5, 'B', 2), 1],
    ['where the first has no number', at(9, 'A', null), at(5, 'A', 2), 1],
    ['where the second has no number', at(9, 'A', 1), at(5, 'A', null), 1],
    ['at one time in two logs', at(5, 'A', 2), at(5, 'B', 1), 0],
  ])('%s', (_what, a, b, sign) => {
    expect(Math.sign(inRecordOrder(a, b))).toBe(sign);
    expect(Math.sign(inRecordOrder(b, a))).toBe(sign === 0 ? 0 : -sign);
  });

  it('compares times down to 100 ns', () => {
    expect([compareTicks(1n, 2n), compareTicks(2n, 1n), compareTicks(2n, 2n)]).toEqual([-1, 1, 0]);
  });
});

describe('a group of records', () => {
  it('is as old as its earliest member', () => {
    const members = [at(5, 'A', 1), at(3, 'B', 1), at(9, 'C', 1)];
    expect(groupTicks(group(...members))).toBe(members[1]?.ticks);
    expect(groupTicks(group())).toBe(0n);
  });

  it('has the kinds of its members and of its reports', () => {
    const late = at(900, 'A', 9, 'error-report');
    const one = { members: [at(5, 'A', 1)], reports: [late] };
    expect(
      (['runtime', 'error-report', 'application-error'] as const).map((kind) => hasKind(one, kind)),
    ).toEqual([true, true, false]);
  });
});

describe('the true order of the groups of a machine', () => {
  it.each([
    ['by time where nothing is numbered', { b: group(at(9, 'A', null)), a: group(at(5, 'A', null)) }, 'a b'],
    [
      'by number in one log, whatever the clock says',
      { b: group(at(5, 'A', 2)), a: group(at(9, 'A', 1)) },
      'a b',
    ],
    [
      'by number in the log that most have',
      {
        c: group(at(1, 'B', 3), at(1, 'A', 1)),
        a: group(at(9, 'B', 1)),
        b: group(at(5, 'B', 2), at(5, 'A', 2)),
      },
      'a b c',
    ],
    [
      'by number in the log whose name comes first, where two have as many',
      { b: group(at(1, 'A', 2), at(1, 'B', 1)), a: group(at(5, 'A', 1), at(5, 'B', 2)) },
      'a b',
    ],
    [
      'a log that is there twice in a group counts once',
      {
        b: group(at(9, 'B', 1), at(9, 'B', 2), at(9, 'A', 5)),
        a: group(at(5, 'A', 4)),
        c: group(at(1, 'A', 6), at(1, 'B', 0)),
      },
      'a b c',
    ],
    [
      'a group without that log between the others by time',
      { a: group(at(1, 'A', 1)), c: group(at(9, 'A', 2)), d: group(at(12, 'A', 3)), b: group(at(5, 'B', 1)) },
      'a b c d',
    ],
    [
      'such a group at the time of another behind it',
      { b: group(at(5, 'B', 1)), a: group(at(5, 'A', 1)), c: group(at(6, 'A', 2)) },
      'a b c',
    ],
    [
      'such groups among themselves by number',
      { a: group(at(1, 'A', 1)), z: group(at(99, 'A', 2)), c: group(at(5, 'B', 2)), b: group(at(9, 'B', 1)) },
      'a b c z',
    ],
    [
      'a group behind the one that has an older number of its log, whatever the clock says',
      {
        a: group(at(50, 'A', 1), at(50, 'B', 1)),
        b: group(at(60, 'A', 2)),
        c: group(at(5, 'B', 2)),
      },
      'a c b',
    ],
    [
      'a group in front of the one that has a newer number of its log, whatever the clock says',
      {
        b: group(at(1, 'A', 1), at(1, 'B', 2)),
        c: group(at(2, 'A', 2)),
        a: group(at(50, 'B', 1)),
      },
      'a b c',
    ],
    [
      'a group behind all that are older by number, also those without that log between them',
      {
        a: group(at(1, 'A', 1)),
        b: group(at(2, 'A', 2), at(2, 'B', 7)),
        c: group(at(0, 'B', 8)),
        d: group(at(3, 'A', 3)),
      },
      'a b c d',
    ],
    [
      'each group behind what is older than the one before it',
      {
        a: group(at(10, 'A', 1), at(10, 'B', 1)),
        b: group(at(9, 'B', 2)),
        c: group(at(20, 'A', 2), at(20, 'B', 3)),
        d: group(at(9, 'B', 4)),
        e: group(at(30, 'A', 3)),
      },
      'a b c d e',
    ],
    ['nothing', {}, ''],
  ])('%s', (_what, groups, order) => {
    expect(ordered(groups)).toBe(order);
  });
});
