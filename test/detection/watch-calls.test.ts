import { tracesOf } from '../../src/detection/call-trace';
import { watchCalls } from '../../src/detection/watch-calls';
import type { Candidate } from '../../src/detection/grade-candidate';
import type { CheckReport } from '../../src/incident/evidence';
import type { JsonValue } from '../../src/incident/json';
import type { PowerShell, PowerShellOutcome } from '../../src/ports';
import type { CallerCandidates } from '../../src/powershell/operations/find-caller-candidate';
import type { CertificateCalls } from '../../src/powershell/operations/find-certificate-call';
import { check, crashing, T0 } from '../incident/support/builders';
import { fold, story } from '../incident/support/given';
import { NODE_RESTART } from '../support/node-restart-times';
import { CRASHED_AT, found, foundOn } from './support/evidence';
import { CALLER, FIRST, lookUntil, OLD, PIDS, SECOND, soundCandidates, SUBJECT } from './support/watched';

const CLUSTER = {
  name: 'cluster-1',
  nodes: ['n1', 'n2'],
  connection: { transport: 'winrm' },
  certificateSubjects: [SUBJECT],
  rootNames: [],
  channel: null,
  protectedVms: null,
  botHostVm: null,
};
const DETECTION = {
  watchMs: 1,
  watchInIncidentMs: 1,
  lookBackMs: 1000,
  proofGapMs: 1,
  nodeDeadlineMs: 24_000,
  steadyMs: 1000,
  groupMoveMs: 30_000,
  nodeRestart: NODE_RESTART,
  skewLimitMs: 5000,
  updateStalledMs: 1_800_000,
};
const SEARCHED = found(foundOn('n1', { certificateLogEnabled: true }), foundOn('n2'));
/** After both crashes. */
const LATER = SECOND + 1000;

interface Setting {
  readonly subjects?: readonly string[];
  readonly report?: Partial<CheckReport>;
  readonly searched?: CallerCandidates;
  readonly candidates?: readonly Candidate[];
  readonly isUnchecked?: boolean;
}

interface Watched {
  /** What came of it: the process that was seen, or why none was. */
  readonly result: string | number;
  readonly asked: readonly { readonly operation: string; readonly parameters: unknown }[];
}

function crashesEvery(intervalMs: number): CheckReport {
  const report = crashing(T0);
  const matchingCrashes = [T0 - intervalMs - 1000, T0 - 1000];
  const nodes = report.nodes.map((node) => (node.node === 'n1' ? { ...node, matchingCrashes } : node));
  return { ...report, nodes };
}

/** Watches while these looks are answered, the last one again and again. */
async function watch(
  looks: readonly (CertificateCalls | PowerShellOutcome)[],
  setting: Setting = {},
): Promise<Watched> {
  const asked: { operation: string; parameters: unknown }[] = [];
  const powershell: PowerShell = {
    run: async ({ operation, parameters }) => {
      const answer = looks[Math.min(asked.length, looks.length - 1)];
      asked.push({ operation, parameters });
      if (!answer) throw new Error('nothing was to be asked');
      return 'kind' in answer ? answer : { kind: 'reported', ok: true, value: asSent(answer) };
    },
    close: async () => undefined,
  };
  const often = crashesEvery(5000);
  const latest = setting.isUnchecked ? null : fold(story(check({ ...often, ...setting.report }))).latest;
  const evidence = await watchCalls(
    powershell,
    { ...CLUSTER, certificateSubjects: setting.subjects ?? CLUSTER.certificateSubjects },
    DETECTION,
    latest,
    setting.searched ?? SEARCHED,
    setting.candidates ?? soundCandidates(),
  );
  return { result: evidence.kind === 'seen' ? evidence.candidate.processId : evidence.why, asked };
}

/** As it comes through the port: times are UTC text. */
function asSent(value: unknown): JsonValue {
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) =>
      key.endsWith('Utc') && typeof one === 'number' ? new Date(one).toISOString() : one,
    ),
  ) as JsonValue;
}

describe('looks are taken until the evidence is complete', () => {
  it('it ends with the first look that completes it, and each look is bounded', async () => {
    const { result, asked } = await watch([lookUntil(FIRST - 600), lookUntil(FIRST + 500), lookUntil(LATER)]);
    expect(result).toBe(CALLER);
    expect(asked).toHaveLength(3);
    expect(asked[0]).toMatchObject({
      operation: 'Find-CertificateCall',
      parameters: {
        nodes: ['n1', 'n2'],
        orchestratorNode: 'n1',
        certificateSubject: [SUBJECT],
        watchMs: 8000,
        sinceUtc: new Date(CRASHED_AT - 60_000).toISOString(),
        nodeDeadlineMs: 24_000,
      },
    });
  });

  it('without evidence it ends by itself, and says what was seen last', async () => {
    const { result, asked } = await watch([lookUntil(FIRST + 500)]);
    expect(result).toBe('it was seen at one crash only; it takes 2');
    expect(asked).toHaveLength(6);
  });

  it('of rare crashes it takes more looks, up to a number', async () => {
    const rare = crashesEvery(900_000);
    const { asked } = await watch([lookUntil(FIRST + 500)], { report: rare });
    expect(asked).toHaveLength(20);
  });

  it.each<[string, CertificateCalls | PowerShellOutcome, string]>([
    ['did not come to its end', { kind: 'unknown', reason: 'deadline' }, 'deadline'],
    [
      'says that the log was turned off meanwhile',
      lookUntil(LATER, { logEnabled: false, chains: null }),
      'the CAPI2 log of n1 is off, so no direct evidence can be had',
    ],
  ])('a look that %s ends it', async (_what, look, why) => {
    expect(await watch([look])).toMatchObject({ result: why, asked: [{}] });
  });
});

describe('nobody is watched where it could not succeed', () => {
  const members = ['n1', 'n2', 'n3'].map((node) => ({ node, state: 'Up' }));
  it.each<[string, Setting, RegExp]>([
    [
      'the log is off',
      { searched: found(foundOn('n1'), foundOn('n2')) },
      /^the CAPI2 log of n1 is off, so no direct evidence can be had$/,
    ],
    [
      'nobody knows whether it is on',
      { searched: found(foundOn('n1', { certificateLogEnabled: null }), foundOn('n2')) },
      /^the CAPI2 log of n1 could not be read/,
    ],
    [
      'it is on at another node only',
      { searched: found(foundOn('n1'), foundOn('n2', { certificateLogEnabled: true })) },
      /^the CAPI2 log of n1 is off/,
    ],
    ['there is nobody', { candidates: [] }, /^there is nobody/],
    [
      'there is nobody older than the rotation',
      { candidates: soundCandidates().map((one) => ({ ...one, isSound: false })) },
      /^there is nobody/,
    ],
    ['the certificate has no name', { subjects: [] }, /certificateSubjects/],
    ['nothing was checked yet', { isUnchecked: true }, /^it is not known which node/],
    [
      'the owner is not known',
      { report: { group: { state: 'Unknown', owner: null, members: [] } } },
      /^it is not known which node/,
    ],
    [
      'the owner is not configured',
      { report: { group: { state: 'Online', owner: 'n9', members: [] } } },
      /^it is not known which node/,
    ],
    [
      'a member is not configured',
      { report: { group: { state: 'Online', owner: 'n1', members } } },
      /^the configuration does not name n3/,
    ],
    [
      'a node could not be searched',
      {
        searched: found(
          foundOn('n1', { certificateLogEnabled: true }),
          foundOn('n2', {}, { candidates: null, status: 'unreachable' }),
        ),
      },
      /^n2 could not be searched/,
    ],
  ])('%s', async (_what, setting, why) => {
    const { result, asked } = await watch([], setting);
    expect(result).toMatch(why);
    expect(asked).toEqual([]);
  });
});

describe('looks are put together', () => {
  it('a connection is as long as all looks show it, a record is one, a crash has its process', () => {
    const early = lookUntil(FIRST + 500);
    const late = lookUntil(LATER);
    for (const { calls } of late.nodes) for (const one of calls?.connections ?? []) one.lastSeenUtc += 50;
    const [n1, n2] = tracesOf([early, late]);
    expect(n1?.connections.map(({ lastSeenUtc }) => lastSeenUtc)).toEqual([FIRST - 50, SECOND - 50]);
    expect(n1?.chains.map(({ thumbprint }) => thumbprint)).toEqual([OLD, OLD]);
    expect(n1?.crashes).toEqual([
      { at: FIRST, processId: PIDS[0] },
      { at: SECOND, processId: PIDS[1] },
    ]);
    expect(n1).toMatchObject({ logEnabled: true, shift: 0, startedAt: CRASHED_AT - 20_000, isCut: false });
    expect(n1?.read).toEqual([
      { from: FIRST - 50_000, to: FIRST + 500 },
      { from: FIRST - 50_000, to: LATER },
    ]);
    expect(n2).toMatchObject({ node: 'n2', crashes: [], chains: [], read: [] });
  });

  it('what a later look could not read is not forgotten', () => {
    const later = lookUntil(LATER);
    const [first, second] = later.nodes;
    const unread = {
      certificates: null,
      connections: null,
      processes: null,
      listeners: null,
      logEnabled: null,
      chains: null,
    };
    const blind: CertificateCalls = {
      ...later,
      nodes: [
        {
          ...(first ?? fail('no node')),
          skewMs: null,
          calls: first?.calls ? { ...first.calls, ...unread } : null,
          crashRecords: null,
        },
        { ...(second ?? fail('no node')), skewMs: null, calls: null },
      ],
    };
    const whole = tracesOf([later]);
    expect(tracesOf([later, blind])).toEqual(whole);
    expect(tracesOf([blind]).map(({ shift, certificates, read }) => [shift, certificates, read])).toEqual([
      [null, null, []],
      [null, null, []],
    ]);
  });

  it('the clock of a node is the one that was measured', () => {
    const look = lookUntil(LATER);
    const ahead = { ...look, nodes: look.nodes.map((node) => ({ ...node, skewMs: 90_000 })) };
    expect(tracesOf([look, ahead]).map(({ shift }) => shift)).toEqual([90_000, 90_000]);
  });

  it('a crash without the stack of the issue is none of it', () => {
    const look = lookUntil(LATER);
    const nodes = look.nodes.map((node) => {
      const records = node.crashRecords?.records.filter(({ id }) => id === 1000) ?? [];
      return { ...node, crashRecords: node.crashRecords && { ...node.crashRecords, records } };
    });
    expect(tracesOf([{ ...look, nodes }])[0]?.crashes).toEqual([]);
  });

  it('what was cut in one look, or not known how far back it goes, stays so', () => {
    const cut = tracesOf([lookUntil(LATER, { more: true }), lookUntil(LATER)]);
    expect(cut.map(({ isCut }) => isCut)).toEqual([true, false]);
    const look = lookUntil(LATER);
    const manyCrashes = look.nodes.map((node) => ({
      ...node,
      crashRecords: node.crashRecords && { ...node.crashRecords, more: true },
    }));
    expect(tracesOf([look, { ...look, nodes: manyCrashes }]).map(({ isCut }) => isCut)).toEqual([
      true,
      false,
    ]);
    const [endless] = tracesOf([lookUntil(LATER, { oldestUtc: null })]);
    expect(endless?.read).toEqual([]);
    const [short] = tracesOf([lookUntil(LATER, { oldestUtc: FIRST })]);
    expect(short?.read).toEqual([{ from: FIRST, to: LATER }]);
  });
});
