import { isFreeOfPlan, readUpdate, UPDATE_UNKNOWN } from '../../src/detection/update-report';
import type { UpdateReport } from '../../src/incident/evidence';
import { updateMotion } from '../../src/incident/update-motion';
import type { UpdateProgress } from '../../src/powershell/operations/get-update-progress';

type Answer = NonNullable<NonNullable<UpdateProgress['node']['progress']>['value']>;

const ASKED = 1_760_000_000_000;
const FINE = { status: 'ok', errorId: null, message: null, hint: null } as const;
const RUN: NonNullable<Answer['run']> = {
  resourceId: 'r',
  displayName: 'u',
  version: '1',
  updateState: 'Installing',
  state: 'InProgress',
  startedAtUtc: 1,
  lastUpdatedAtUtc: 2_000_000_000_000,
  lastUpdatedText: '',
};

function step(
  path: string,
  status: string,
  change: Partial<Answer['steps'][number]> = {},
): Answer['steps'][number] {
  return {
    path,
    name: `step ${path}`,
    status,
    startedAtUtc: null,
    endedAtUtc: null,
    lastUpdatedAtUtc: null,
    errorMessage: '',
    leaf: true,
    ...change,
  };
}

function progress(value: Partial<Answer> | null, node: object = {}, part: object = {}): UpdateProgress {
  const full: Answer = {
    computerName: 'N1',
    readAtUtc: 1,
    processId: 1,
    processStartedAtUtc: null,
    run: RUN,
    steps: [],
    plan: null,
    planErrorId: null,
    ...value,
  };
  return {
    checkedAtUtc: ASKED,
    node: {
      node: 'n1',
      ...FINE,
      checkedAtUtc: ASKED,
      nodeUtc: ASKED,
      roundTripMs: 1,
      skewMs: 0,
      bootUtc: null,
      osBuild: null,
      languageMode: null,
      powershellVersion: null,
      sessionClosed: true,
      sessionGone: true,
      sessionGoneReason: null,
      ...node,
      progress: { ...FINE, value: value ? full : null, ...part },
    },
  };
}

describe('the run of the update, read', () => {
  it('nodes with unfinished work of the plan: any word that does not say that it is over', () => {
    const task = (nodeName: string, status: string) => ({ nodeName, status, taskId: `task-${nodeName}` });
    const remoteTasks = [
      task('as-n1', 'Success'),
      task('as-n2', 'InProgress'),
      task('as-n2', 'Completed'),
      task('as-n3', ''),
    ];
    const plan = { instanceId: 'i', name: 'n', status: 'Running', lastModifiedUtc: null, remoteTasks };
    const read = readUpdate(progress({ plan }), ASKED);
    expect(read.busyNodes).toEqual(['as-n2', 'as-n3']);
    expect(['as-n1', 'AS-N2.contoso.lab', 'as-n3'].map((node) => isFreeOfPlan(read, node))).toEqual([
      true,
      false,
      false,
    ]);
    expect(isFreeOfPlan(readUpdate(progress({}), ASKED), 'as-n1')).toBeNull();
    expect(isFreeOfPlan({ ...read, state: 'none', busyNodes: null }, 'as-n2')).toBe(true);
  });

  it('a run in progress: finished leaves, the leaf at work, the newest time of any step', () => {
    const steps = [
      step('1', 'InProgress', { leaf: false, startedAtUtc: 100, endedAtUtc: null }),
      step('1.1', 'Success', { startedAtUtc: 100, endedAtUtc: 200 }),
      step('1.2', 'InProgress', { startedAtUtc: 300 }),
      step('1.3', 'NotStarted'),
    ];
    expect(readUpdate(progress({ steps }), ASKED)).toEqual({
      state: 'in-progress',
      finishedSteps: 1,
      totalSteps: 3,
      currentStep: 'step 1.2',
      lastChangeAt: 300,
      askedAt: ASKED,
      session: 'gone',
      busyNodes: null,
    });
  });

  it.each([
    ['InProgress', 'in-progress'],
    ['Succeeded', 'succeeded'],
    ['Failed', 'failed'],
    ['Something new', 'unknown'],
    ['', 'unknown'],
    ['constructor', 'unknown'],
    ['__proto__', 'unknown'],
  ])('state %j is %s', (state, expected) => {
    expect(readUpdate(progress({ run: { ...RUN, state } }), ASKED).state).toBe(expected);
  });

  it('a failed run names the leaf that failed', () => {
    const steps = [step('1', 'Success'), step('2', 'Error')];
    expect(readUpdate(progress({ run: { ...RUN, state: 'Failed' }, steps }), ASKED)).toMatchObject({
      state: 'failed',
      currentStep: 'step 2',
    });
  });

  it('the time at which the run itself was last asked is no progress', () => {
    expect(readUpdate(progress({}), ASKED).lastChangeAt).toBeNull();
  });

  it('a step that was skipped is not waited for', () => {
    const steps = [step('1', 'Success'), step('2', 'Skipped'), step('3', 'NotStarted')];
    expect(readUpdate(progress({ steps }), ASKED)).toMatchObject({ finishedSteps: 2, totalSteps: 3 });
  });

  it('invariant 18: it is told what became of the session that asked', () => {
    const session = (node: object): unknown => readUpdate(progress({}, node), ASKED).session;
    expect(session({})).toBe('gone');
    expect(session({ sessionGone: false })).toBe('left');
    expect(session({ sessionGone: null })).toBe('not-proven');
    expect(session({ sessionClosed: null, sessionGone: null })).toBeUndefined();
    expect(readUpdate(null, ASKED).session).toBeUndefined();
  });

  it('no run is proven only by an answer', () => {
    expect(readUpdate(progress({ run: null }), ASKED)).toEqual({
      ...UPDATE_UNKNOWN,
      state: 'none',
      askedAt: ASKED,
      session: 'gone',
    });
  });

  it.each<[string, UpdateProgress | null]>([
    ['no answer at all', null],
    ['an unreachable node', progress(null, { status: 'unreachable' })],
    ['a denied query', progress(null, {}, { status: 'denied' })],
    ['a node that failed after the answer', progress({ run: null }, { status: 'unavailable' })],
    ['a part that failed, with a value', progress({ run: null }, {}, { status: 'unavailable' })],
  ])('%s is unknown, and when it was asked is remembered', (_what, answer) => {
    expect(readUpdate(answer, ASKED)).toMatchObject({ ...UPDATE_UNKNOWN, askedAt: ASKED });
  });
});

describe('whether the update gets on', () => {
  const MINUTE = 60_000;
  const at = (change: Partial<UpdateReport>): unknown =>
    updateMotion({ ...UPDATE_UNKNOWN, state: 'in-progress', askedAt: ASKED, ...change });

  it.each<[string, Partial<UpdateReport>, unknown]>([
    ['a step changed just before it was asked', { lastChangeAt: ASKED - 1 }, { kind: 'moving' }],
    [
      'one millisecond less than half an hour ago',
      { lastChangeAt: ASKED - 30 * MINUTE + 1 },
      { kind: 'moving' },
    ],
    [
      'half an hour ago',
      { lastChangeAt: ASKED - 30 * MINUTE },
      { kind: 'stalled', since: ASKED - 30 * MINUTE },
    ],
    ['no step has a time', { lastChangeAt: null }, { kind: 'unknown' }],
    ['nobody asked', { lastChangeAt: ASKED, askedAt: null }, { kind: 'unknown' }],
    ['it succeeded long ago', { state: 'succeeded', lastChangeAt: 1 }, { kind: 'finished' }],
    ['it failed', { state: 'failed', lastChangeAt: ASKED }, { kind: 'failed' }],
    ['there is none', { state: 'none' }, { kind: 'none' }],
    ['it could not be read', { state: 'unknown', lastChangeAt: ASKED }, { kind: 'unknown' }],
  ])('%s', (_what, change, expected) => {
    expect(at(change)).toEqual(expected);
  });
});
