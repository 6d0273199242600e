import { createRecordMemory } from '../../src/detection/record-memory';
import type { Marks } from '../../src/detection/record-memory';
import { readNode } from '../../src/detection/node-report';
import { judgeVerdict } from '../../src/incident/verdict';
import { node, report } from '../incident/support/builders';
import { corpus, crashRecords, CRASHED_AT, nodeEvidence } from './support/evidence';

type Evidence = ReturnType<typeof nodeEvidence>;
type Value = NonNullable<NonNullable<Evidence['crashRecords']>['value']>;
type Log = Value['logs'][number];

const HOUR = 3_600_000;
const SINCE = CRASHED_AT - 24 * HOUR;
const LONG_AGO = CRASHED_AT - 240 * HOUR;

function log(change: Partial<Log> = {}): Log {
  return {
    log: 'Application',
    status: 'ok',
    errorId: null,
    isEnabled: true,
    isFull: false,
    logMode: 'Circular',
    maximumBytes: 20_971_520,
    oldestRecordId: 1000,
    newestRecordId: 6000,
    recordCount: 5001,
    oldestUtc: LONG_AGO,
    clearedUtc: null,
    more: false,
    gap: null,
    ...change,
  };
}

/** One crash record with this id, that many minutes after the corpus's crash. */
const record = (recordId: number, minutes = 0): Value['records'][number][] =>
  corpus('001-sample-as-recorded')
    .slice(0, 1)
    .map((one) => ({
      ...one,
      log: 'Application',
      recordId,
      timeCreated: new Date(CRASHED_AT + minutes * 60_000).toISOString(),
    }));

function answer(
  logs: readonly Log[],
  records: Value['records'] = [],
  change: Partial<Evidence> = {},
): Evidence {
  const value = { ...crashRecords(records).value, readAtUtc: CRASHED_AT + HOUR, logs: [...logs] } as Value;
  return nodeEvidence('n1', { crashRecords: crashRecords(records, { value }), ...change });
}

const MARKS: Marks = { application: 6000, system: 0 };
const ids = (evidence: Evidence): readonly number[] =>
  evidence.crashRecords?.value?.records.map(({ recordId }) => recordId) ?? [];

describe('what was read of a log is not asked for again', () => {
  it('the first check asks for everything, the next one from the mark on', () => {
    const memory = createRecordMemory();
    expect(memory.marksOf('c', ['n1'])).toEqual({});
    memory.complete('c', answer([log()], record(5990)), undefined, SINCE);
    expect(memory.marksOf('c', ['n1', 'n2'])).toEqual({ n1: MARKS });
    expect(memory.marksOf('other', ['n1'])).toEqual({});
  });

  it('given newer records only, then those of earlier checks are there as well, once each', () => {
    const memory = createRecordMemory();
    memory.complete('c', answer([log()], [...record(5990), ...record(6000, 1)]), undefined, SINCE);
    const next = answer(
      [log({ newestRecordId: 6010, gap: false })],
      [...record(6000, 1), ...record(6009, 2)],
    );
    const whole = memory.complete('c', next, MARKS, SINCE);
    expect(ids(whole)).toEqual([5990, 6000, 6009]);
    expect(whole.gaps).toEqual([]);
    expect(readNode(whole).report).toMatchObject({ finding: 'matches', matchingCrashes: { length: 3 } });
    expect(memory.marksOf('c', ['n1'])).toEqual({ n1: { application: 6010, system: 0 } });
  });

  it('what has left the look-back is forgotten', () => {
    const memory = createRecordMemory();
    memory.complete('c', answer([log()], [...record(5990), ...record(6000, 61)]), undefined, SINCE);
    const later = memory.complete('c', answer([log({ gap: false })]), MARKS, SINCE + 24.5 * HOUR);
    expect(ids(later)).toEqual([6000]);
    expect(ids(memory.complete('c', answer([log({ gap: false })]), MARKS, SINCE))).toEqual([6000]);
  });

  it('the look-back is counted by the clock of the node that wrote the records', () => {
    const behind = { skewMs: -48 * HOUR };
    const memory = createRecordMemory();
    const seen = memory.complete('c', answer([log()], record(5990, -48 * 60), behind), undefined, SINCE);
    expect(ids(seen)).toEqual([5990]);
    expect(readNode(seen).report.matchingCrashes).toEqual([CRASHED_AT]);
  });

  it('a log that cannot be read now keeps its mark, and says nothing', () => {
    const memory = createRecordMemory();
    memory.complete('c', answer([log()], record(5990)), undefined, SINCE);
    const denied = memory.complete('c', answer([log({ status: 'denied' })]), MARKS, SINCE);
    expect(ids(denied)).toEqual([]);
    expect(memory.marksOf('c', ['n1'])).toEqual({ n1: MARKS });
    const back = memory.complete('c', answer([log({ newestRecordId: 6001, gap: false })]), MARKS, SINCE);
    expect([ids(back), back.gaps]).toEqual([[5990], []]);
  });

  it('a node that does not answer is handed on as it is', () => {
    const silent = nodeEvidence('n1', { status: 'unreachable', crashRecords: null });
    expect(createRecordMemory().complete('c', silent, undefined, SINCE)).toBe(silent);
  });

  it('a slower check that began earlier does not set the mark back', () => {
    const memory = createRecordMemory();
    memory.complete('c', answer([log()]), undefined, SINCE);
    memory.complete('c', answer([log({ newestRecordId: 6020, gap: false })]), MARKS, SINCE);
    const slow = memory.complete('c', answer([log({ newestRecordId: 6010, gap: false })]), MARKS, SINCE);
    expect([memory.marksOf('c', ['n1']), slow.gaps]).toEqual([{ n1: { application: 6020, system: 0 } }, []]);
  });
});

describe('invariant 17: what a log cannot say is noticed', () => {
  const AT = CRASHED_AT - HOUR;
  it.each<[string, Partial<Log>, string | null]>([
    ['reaches back', {}, null],
    ['reaches back exactly', { oldestUtc: SINCE }, null],
    ['is too short', { oldestUtc: AT }, 'short'],
    ['was cleared', { oldestUtc: AT + 5, clearedUtc: AT }, 'cleared'],
    [
      'is empty since it was cleared',
      { oldestUtc: null, recordCount: 0, newestRecordId: 0, clearedUtc: AT },
      'cleared',
    ],
    ['is empty for no known reason', { oldestUtc: null, recordCount: 0, newestRecordId: 0 }, 'short'],
    ['was cleared before the records it has', { oldestUtc: LONG_AGO, clearedUtc: AT }, null],
  ])('seen for the first time, a log that %s', (_what, change, cause) => {
    const whole = createRecordMemory().complete('c', answer([log(change)]), undefined, SINCE);
    expect(whole.gaps?.map((gap) => gap.cause)).toEqual(cause === null ? [] : [cause]);
    if (cause === 'cleared') expect(whole.gaps?.[0]?.coveredSince).toBe(AT);
  });

  it.each<[string, Partial<Log>, string | null]>([
    ['goes on', { newestRecordId: 6001, gap: false, oldestUtc: AT }, null],
    [
      'lost records nobody had read',
      { oldestRecordId: 7000, newestRecordId: 9000, gap: true, oldestUtc: AT },
      'overwritten',
    ],
    [
      'was cleared',
      { oldestRecordId: 1, newestRecordId: 9, gap: true, oldestUtc: AT + 1, clearedUtc: AT },
      'cleared',
    ],
    [
      'does not say how long it is',
      { newestRecordId: null, recordCount: null, gap: null, oldestUtc: AT },
      'overwritten',
    ],
    [
      'holds more than is read at once',
      { newestRecordId: 9000, gap: false, more: true, oldestUtc: AT },
      'too-many',
    ],
  ])('known before, a log that %s', (_what, change, cause) => {
    const memory = createRecordMemory();
    memory.complete('c', answer([log()]), undefined, SINCE);
    const whole = memory.complete('c', answer([log(change)], record(8, -60)), MARKS, SINCE);
    expect(whole.gaps?.map((gap) => gap.cause)).toEqual(cause === null ? [] : [cause]);
  });

  it.each<[string, Partial<Log>, number]>([
    ['is still empty', { oldestUtc: null, recordCount: 0, newestRecordId: 0 }, AT],
    ['has its first record', { oldestRecordId: 1, newestRecordId: 1, oldestUtc: AT + 5 * HOUR }, AT],
    [
      'was cleared again',
      { newestRecordId: 1, oldestUtc: AT + 9 * HOUR, clearedUtc: AT + 8 * HOUR },
      AT + 8 * HOUR,
    ],
  ])('a log that was seen empty, and %s', (_what, change, coveredSince) => {
    const empty = log({ oldestUtc: null, recordCount: 0, newestRecordId: 0, clearedUtc: AT });
    const memory = createRecordMemory();
    memory.complete('c', answer([empty]), undefined, SINCE);
    const none: Marks = { application: 0, system: 0 };
    const whole = memory.complete('c', answer([log({ clearedUtc: AT, ...change })]), none, SINCE);
    expect(whole.gaps?.map((gap) => gap.coveredSince)).toEqual([coveredSince]);
  });

  it('record ids that went back: the crashes of the former log stay true beside those of the new one', () => {
    const memory = createRecordMemory();
    memory.complete('c', answer([log()], [...record(3, -50), ...record(4, -40)]), undefined, SINCE);
    const cleared = log({ oldestRecordId: 1, newestRecordId: 9, gap: true, oldestUtc: AT, clearedUtc: AT });
    const whole = memory.complete(
      'c',
      answer([cleared], [...record(3, -20), ...record(4, -10)]),
      MARKS,
      SINCE,
    );
    expect(readNode(whole).report).toMatchObject({
      matchingCrashes: { length: 4 },
      coveredSince: AT,
      hint: expect.stringContaining('was cleared') as unknown,
    });
    expect(memory.marksOf('c', ['n1'])).toEqual({ n1: { application: 9, system: 0 } });
    const next = memory.complete(
      'c',
      answer([log({ newestRecordId: 9, gap: false })]),
      { application: 9, system: 0 },
      SINCE,
    );
    expect(next.gaps).toHaveLength(1);
    expect(ids(next)).toHaveLength(4);
  });

  it('no crash on a node whose log has a gap is unknown, never healthy', () => {
    const gap = report(CRASHED_AT, { change: { nodes: [node('n1'), node('n2', { coveredSince: AT })] } });
    expect(judgeVerdict(gap)).toMatchObject({
      verdict: 'unknown',
      why: [expect.stringContaining('n2') as unknown],
    });
  });
});
