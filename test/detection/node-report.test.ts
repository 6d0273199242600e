import { reportOf } from '../../src/detection/check-cluster';
import type { CheckRequest } from '../../src/detection/check-cluster';
import { readNode } from '../../src/detection/node-report';
import type { NodeEvidence } from '../../src/detection/node-report';
import { UPDATE_UNKNOWN } from '../../src/detection/update-report';
import { isDown } from '../../src/incident/presence';
import { judgeVerdict } from '../../src/incident/verdict';
import { clusterEvidence, corpus, CRASHED_AT, crashRecords, nodeEvidence, service } from './support/evidence';

const SAMPLE = '001-sample-as-recorded';
const RUNS = service(7120, CRASHED_AT + 10_000);

describe('one node, read', () => {
  it.each([
    ['the issue', SAMPLE, 'matches', 1, 0],
    ['another crash', '025-other-exception', 'other-crash', 0, 1],
    ['a crash without a stack', '032-only-7031', 'crash-without-stack', 0, 1],
    ['nothing', '035-nothing', 'no-crash', 0, 0],
  ] as const)('%s', (_what, file, finding, matching, other) => {
    const { report } = readNode(nodeEvidence('n1', { crashRecords: crashRecords(corpus(file)) }));
    expect(report).toMatchObject({ node: 'n1', status: 'ok', finding, otherCrashes: other });
    expect(report.matchingCrashes).toHaveLength(matching);
  });

  it('shows the trace of the decisive crash', () => {
    const { trace } = readNode(nodeEvidence('n1', { crashRecords: crashRecords(corpus(SAMPLE)) }));
    expect(trace?.at).toBe(CRASHED_AT);
    expect(trace?.frames.filter(({ isSignature }) => isSignature).map(({ text }) => text)).toEqual([
      expect.stringContaining('SecurityAuditLogger.MtlsCertificateException'),
    ]);
  });

  it.each([
    [0, 0],
    [999, 0],
    [-999, 0],
    [1000, -1000],
    [-90_000, 90_000],
    [3600_000.4, -3600_000],
    [null, 0],
  ])('a clock that is %p ms ahead moves its times by %p', (skewMs, shift) => {
    const read = readNode(
      nodeEvidence('n1', { skewMs, crashRecords: crashRecords(corpus(SAMPLE)), orchestrator: RUNS }),
    );
    expect(read.report.matchingCrashes).toEqual([CRASHED_AT + shift]);
    expect(read.trace?.at).toBe(CRASHED_AT + shift);
    expect(read.process?.startedAt).toBe(CRASHED_AT + 10_000 + shift);
    expect(read.report.skewMs).toBe(skewMs);
  });

  it('keeps the newest hundred crashes', () => {
    const many = Array.from({ length: 130 }, (_, index) =>
      corpus(SAMPLE, CRASHED_AT + index * 60_000),
    ).flat();
    const { matchingCrashes } = readNode(nodeEvidence('n1', { crashRecords: crashRecords(many) })).report;
    expect(matchingCrashes).toHaveLength(100);
    expect(matchingCrashes.at(-1)).toBe(CRASHED_AT + 129 * 60_000);
  });
});

describe('invariant 17: what could not be read is not well', () => {
  const failed = (
    status: 'denied' | 'unavailable',
    hint: string,
  ): Pick<NodeEvidence, 'status' | 'errorId' | 'message' | 'hint'> => ({
    status,
    errorId: 'x',
    message: null,
    hint,
  });

  it.each<[string, Partial<NodeEvidence>, string]>([
    [
      'an unreachable node',
      {
        status: 'unreachable',
        hint: 'switch it on',
        crashRecords: null,
        orchestrator: null,
        checkedAtUtc: null,
      },
      'unreachable',
    ],
    [
      'a denied node',
      { status: 'denied', hint: 'grant it', crashRecords: null, orchestrator: null },
      'denied',
    ],
    [
      'an unreadable log',
      { crashRecords: crashRecords([], { ...failed('denied', 'read the log'), value: null }) },
      'denied',
    ],
    [
      'one of two logs unreadable',
      { crashRecords: crashRecords([], failed('unavailable', 'enable the log')) },
      'unavailable',
    ],
    ['no records at all', { crashRecords: null }, 'unavailable'],
    [
      'a service nobody may ask for',
      {
        orchestrator: {
          ...RUNS,
          ...failed('denied', 'let me see the service'),
          second: null,
          livedOn: false,
        },
      },
      'denied',
    ],
  ])('%s', (_what, change, status) => {
    const { report } = readNode(nodeEvidence('n1', change));
    expect(report).toMatchObject({ status, finding: null });
    expect(report.hint === null).toBe(change.crashRecords === null && change.hint === undefined);
  });

  it('the issue itself counts even on a node that is blind in part', () => {
    const { report } = readNode(
      nodeEvidence('n1', { crashRecords: crashRecords(corpus(SAMPLE), failed('denied', 'x')) }),
    );
    expect(report).toMatchObject({ status: 'denied', finding: 'matches' });
  });

  it('another crash on a node that is blind in part proves nothing', () => {
    const { report } = readNode(
      nodeEvidence('n1', {
        crashRecords: crashRecords(corpus('025-other-exception'), failed('denied', 'x')),
      }),
    );
    expect(report).toMatchObject({ status: 'denied', finding: null });
  });
});

const REQUEST: CheckRequest = {
  cluster: {
    name: 'cluster-1',
    nodes: ['n1', 'n2'],
    connection: {},
    certificateSubjects: [],
    rootNames: [],
    channel: null,
    protectedVms: null,
    botHostVm: null,
  },
  checkId: 'check-1',
  reason: 'asked',
  knownUpdate: UPDATE_UNKNOWN,
  mayAskUpdate: false,
};
const read = (...args: Parameters<typeof clusterEvidence>): ReturnType<typeof reportOf> =>
  reportOf(REQUEST, clusterEvidence(...args), UPDATE_UNKNOWN, CRASHED_AT, CRASHED_AT + 60_000);

describe('all nodes in one report', () => {
  it('the process is the one on the owner, by short name or in full', () => {
    const nodes = [
      nodeEvidence('n1.contoso.lab', { orchestrator: RUNS }),
      nodeEvidence('n2.contoso.lab', { orchestrator: service(1, 1) }),
    ];
    expect(read(nodes, { ownerNode: 'N1' }).process).toMatchObject({
      node: 'n1.contoso.lab',
      processId: 7120,
    });
    expect(read(nodes, { ownerNode: 'N2.CONTOSO.LAB' }).process).toMatchObject({ processId: 1 });
    expect(judgeVerdict(read(nodes)).verdict).toBe('healthy');
  });

  it('a process on another node than the owner is not the proof', () => {
    const report = read([nodeEvidence('n1'), nodeEvidence('n2', { orchestrator: RUNS })], {
      ownerNode: 'N1',
    });
    expect(report.process).toBeNull();
    expect(judgeVerdict(report).verdict).toBe('unknown');
  });

  it('a cluster that nobody could ask is Unknown, whatever it said', () => {
    const report = read([nodeEvidence('n1', { orchestrator: RUNS })], {
      status: 'denied',
      groupState: 'Online',
    });
    expect(report.group).toMatchObject({ state: 'Unknown', owner: null });
    expect(judgeVerdict(report).verdict).toBe('unknown');
  });

  it('a service nobody may look at is not a service that is down', () => {
    const hidden = { ...RUNS, status: 'denied', first: null, second: null, livedOn: false } as const;
    expect(isDown(read([nodeEvidence('n1', { orchestrator: hidden }), nodeEvidence('n2')]))).toBe(false);
    expect(isDown(read([nodeEvidence('n1'), nodeEvidence('n2')]))).toBe(true);
  });

  it('the trace shown is of the issue itself, and the newest of those', () => {
    const other = nodeEvidence('n1', {
      crashRecords: crashRecords(corpus('025-other-exception', CRASHED_AT + 50_000)),
    });
    const older = nodeEvidence('n2', { crashRecords: crashRecords(corpus(SAMPLE, CRASHED_AT)) });
    const newer = nodeEvidence('n3', { crashRecords: crashRecords(corpus(SAMPLE, CRASHED_AT + 20_000)) });
    expect(read([other, older, newer]).trace).toMatchObject({ node: 'n3', at: CRASHED_AT + 20_000 });
    expect(read([other]).trace?.node).toBe('n1');
  });

  it('no node answers: unknown, never healthy', () => {
    const gone = { status: 'unreachable', crashRecords: null, orchestrator: null } as const;
    const report = read([nodeEvidence('n1', gone), nodeEvidence('n2', gone)], {
      status: 'unavailable',
      ownerNode: null,
      groupState: 'Unknown',
    });
    expect(judgeVerdict(report).verdict).toBe('unknown');
    expect(isDown(report)).toBe(false);
  });
});
