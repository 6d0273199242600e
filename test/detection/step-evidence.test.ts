import { judgeStepEvidence } from '../../src/detection/step-evidence';
import type { StepLook } from '../../src/detection/step-evidence';
import type { Step, StepPlan } from '../../src/incident/run';
import type { StepEvidenceReport, StepJournal } from '../../src/powershell/operations/get-step-evidence';

const T0 = Date.UTC(2026, 9, 14, 20, 0, 0);
const MINUTE = 60_000;
const FINE = { status: 'ok', errorId: null, message: null, hint: null } as const;

const PLAN: StepPlan = {
  operation: 'Restart-NodeService',
  node: 'n1',
  parameters: { service: 'LcmController' },
  title: 'Restart LcmController on n1',
  deadlineMs: 5 * MINUTE,
};

function step(plan: Partial<StepPlan> = {}): Step {
  return {
    plan: { ...PLAN, ...plan },
    status: 'unknown',
    startedAt: T0,
    endedAt: T0 + MINUTE,
    owner: 'runner-1',
    fence: 7,
    detail: null,
    evidence: null,
  };
}

const NOTHING: StepJournal = {
  computerName: 'N1',
  readAtUtc: T0 + MINUTE,
  problem: null,
  errorId: null,
  entry: 'none',
  begunAtUtc: null,
  action: null,
  notAfterUtc: null,
  endedAtUtc: null,
  outcome: null,
  reason: null,
  highestFence: 0,
};
const BEGUN: StepJournal = { ...NOTHING, entry: 'begun', begunAtUtc: T0 + 5000 };
const ENDED: StepJournal = {
  ...BEGUN,
  entry: 'ended',
  endedAtUtc: T0 + 9000,
  outcome: 'succeeded',
  reason: 'restarted',
};

type Node = StepEvidenceReport['node'];

function report(journal: StepJournal | null, change: Partial<Node> = {}): StepEvidenceReport {
  return {
    checkedAtUtc: T0 + MINUTE,
    node: {
      node: 'n1',
      ...FINE,
      checkedAtUtc: T0 + MINUTE,
      nodeUtc: T0 + MINUTE,
      roundTripMs: 20,
      skewMs: 0,
      bootUtc: T0 - 60 * MINUTE,
      osBuild: null,
      languageMode: 'NoLanguage',
      powershellVersion: '5.1',
      sessionClosed: true,
      journal: journal && { ...FINE, value: journal },
      services: null,
      groups: null,
      ...change,
    },
  };
}

function judge(change: Partial<StepLook>): ReturnType<typeof judgeStepEvidence> {
  return judgeStepEvidence({
    step: step(),
    notAfter: T0 + 5 * MINUTE,
    now: T0 + MINUTE,
    report: null,
    why: '',
    callerGone: null,
    ...change,
  });
}

const NEVER =
  'the journal of n1 has no entry of it and its time is over: it did not begin and cannot begin any more';

describe('invariant 8: what the journal of a node proves', () => {
  test.each<[string, StepJournal, ReturnType<typeof judge>['journal'], string]>([
    [
      'a beginning',
      BEGUN,
      'begun',
      'the journal of n1 says: begun at 2026-10-14 20:00:05 UTC; no end is noted',
    ],
    [
      'an end',
      ENDED,
      'ended',
      'the journal of n1 says: begun at 2026-10-14 20:00:05 UTC, ended at 2026-10-14 20:00:09 UTC: succeeded, restarted',
    ],
    [
      'nothing so far',
      NOTHING,
      'none',
      'the journal of n1 has no entry of it so far; it could begin until 2026-10-14 20:05:00 UTC',
    ],
    ['nothing, right after its time', { ...NOTHING, readAtUtc: T0 + 6 * MINUTE }, 'none', 'so far'],
    ['nothing, and its time is over', { ...NOTHING, readAtUtc: T0 + 6 * MINUTE + 1 }, 'never-began', NEVER],
  ])('%s', (_what, journal, says, fact) => {
    const judged = judge({ report: report(journal) });
    expect(judged).toMatchObject({ at: T0 + MINUTE, journal: says });
    expect(judged.facts[0]).toContain(fact);
  });

  test('times are told by our clock, and an early node clock proves nothing too soon', () => {
    const ahead = report(BEGUN, { skewMs: 90_000 });
    expect(judge({ report: ahead }).facts[0]).toContain('begun at 2026-10-14 19:58:35 UTC');
    const read = { ...NOTHING, readAtUtc: T0 + 7 * MINUTE };
    expect(judge({ report: report(read, { skewMs: 90_000 }) }).journal).toBe('none');
    expect(judge({ report: report(read) }).journal).toBe('never-began');
  });

  test.each<[string, StepEvidenceReport | null, string]>([
    ['nobody could be asked', null, 'PowerShell did not start'],
    [
      'the node is gone',
      report(null, { status: 'unreachable', hint: 'See whether it is up.' }),
      'See whether it is up.',
    ],
    [
      'the journal is not to be trusted',
      report({ ...NOTHING, entry: null, problem: 'journal-not-protected' }),
      'journal-not-protected',
    ],
  ])('nothing, when %s', (_what, asked, why) => {
    const judged = judge({ report: asked, why: 'PowerShell did not start' });
    expect(judged.journal).toBe('unreadable');
    expect(judged.facts[0]).toBe(`the journal of n1 could not be read: ${why}`);
  });
});

describe('what is seen of the thing itself', () => {
  const service = (state: string, startedAtUtc: string | null) => ({
    ...FINE,
    value: {
      computerName: 'N1',
      readAtUtc: T0,
      accounts: [],
      services: [
        {
          name: 'LcmController',
          installed: true,
          state,
          startMode: 'Auto',
          startName: 'LocalSystem',
          accountKind: 'built-in' as const,
          account: null,
          exitCode: 0,
          processId: null,
          startedAtUtc,
          dependents: [],
          dependentsErrorId: null,
        },
      ],
    },
  });
  const GROUP = 'Azure Stack HCI Update Service Cluster Group' as const;
  const groups = {
    ...FINE,
    value: {
      computerName: 'N2',
      readAtUtc: T0,
      nodes: [{ name: 'n1', state: 'Paused', statusInformation: 'Normal', drainStatus: 'InProgress' }],
      groups: [
        {
          name: GROUP,
          count: 1,
          state: 'Offline' as const,
          ownerNode: 'N2',
          lockedFromMoving: false,
          resources: [],
          errorId: null,
        },
      ],
    },
  };

  test.each<[string, Partial<StepLook>, readonly string[]]>([
    [
      'a service that was left stopped',
      { report: report(BEGUN, { services: service('Stopped', null) }) },
      ['LcmController on n1 is Stopped'],
    ],
    [
      'since when a service runs',
      { report: report(BEGUN, { services: service('Running', '2026-10-14T20:00:08.0000000Z') }) },
      ['LcmController on n1 is Running since 2026-10-14 20:00:08 UTC'],
    ],
    [
      'a group, where it is',
      {
        report: report(BEGUN, { groups }),
        step: step({ operation: 'Move-ClusterServiceGroup', parameters: { name: GROUP } }),
      },
      [`"${GROUP}" is Offline on N2`],
    ],
    [
      'a node, seen by the one that was asked',
      {
        report: report(BEGUN, { groups }),
        step: step({ operation: 'Suspend-Node', through: 'n2', parameters: {} }),
      },
      ['n1 is Paused, drain InProgress'],
    ],
    [
      'a node that was not restarted',
      { report: report(BEGUN), step: step({ operation: 'Restart-Node', parameters: {} }) },
      ['n1 was not restarted: it runs since 2026-10-14 19:00:00 UTC'],
    ],
    [
      'a node that was restarted, whatever the step was',
      { report: report(BEGUN, { bootUtc: T0 + 30_000 }) },
      ['n1 was restarted: it runs since 2026-10-14 20:00:30 UTC'],
    ],
    ['a session that is gone', { report: report(BEGUN), callerGone: true }, ['the session is gone']],
    ['a session that is there', { callerGone: false }, ['the session that was to be ended is still there']],
  ])('%s', (_what, look, facts) => {
    expect(judge(look).facts.slice(1)).toEqual(facts);
  });
});
