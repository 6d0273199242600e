import type { ProposeParts } from '../../src/detection/propose';
import { digestOf, propose } from '../../src/detection/propose';
import { proposeStartGroup } from '../../src/detection/propose-start-group';
import type { Proposal } from '../../src/incident/commands';
import type { CheckReport } from '../../src/incident/evidence';
import type { JsonObject, JsonValue } from '../../src/incident/json';
import type { ClusterState } from '../../src/incident/state';
import type { CallerCandidates } from '../../src/powershell/operations/find-caller-candidate';
import type { ClusterSettings } from '../../src/runbook/settings';
import { check, crashing, down, HOUR, node, policy, T0 } from '../incident/support/builders';
import { fold, story } from '../incident/support/given';
import { found, foundOn, hostProcess, shell } from './support/evidence';
import { NODE_RESTART } from '../support/node-restart-times';

const SETTINGS: ClusterSettings = {
  name: 'cluster-1',
  nodes: ['n1', 'n2'],
  connection: { transport: 'winrm' },
  certificateSubjects: [],
  rootNames: [],
  channel: null,
  protectedVms: null,
  botHostVm: null,
};
const detection = {
  watchMs: 1,
  watchInIncidentMs: 1,
  lookBackMs: 1000,
  proofGapMs: 1,
  nodeDeadlineMs: 5000,
  steadyMs: 1000,
  groupMoveMs: 30_000,
  nodeRestart: NODE_RESTART,
  skewLimitMs: 5000,
  updateStalledMs: 1_800_000,
};

/** Times of a result as PowerShell writes them: text. */
function asAnswered(value: unknown): JsonValue {
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) =>
      /Utc$/.test(key) && typeof one === 'number' ? new Date(one).toISOString() : one,
    ),
  ) as JsonValue;
}

function partsFor(
  answer: CallerCandidates,
  scriptHash = 'script-1',
  asked: (operation: string) => void = () => undefined,
): ProposeParts {
  return {
    powershell: {
      run: async ({ operation }) => {
        asked(operation);
        return { kind: 'reported', ok: true, value: asAnswered(answer) };
      },
      close: async () => undefined,
    },
    detection,
    scriptHash,
  };
}

const seen = (report: CheckReport = crashing(T0)): ClusterState => fold(story(check(report)));
const CALLER = foundOn('n2', {
  processes: [hostProcess(4711), hostProcess(12, { commandLine: 'powershell.exe' })],
  shells: [shell(4711)],
});

interface Change {
  /** At the recheck: what was approved. */
  readonly approved?: JsonObject;
  readonly answer?: CallerCandidates;
  readonly state?: ClusterState;
  readonly script?: string;
  readonly policy?: string;
  readonly cluster?: string;
}

async function proposed(change: Change = {}): Promise<Proposal> {
  const result = await propose(
    partsFor(change.answer ?? found(foundOn('n1'), CALLER), change.script),
    { ...SETTINGS, name: change.cluster ?? SETTINGS.name },
    change.state ?? seen(),
    '1',
    policy({ hash: change.policy ?? 'policy-1' }),
    { nodes: [], ...(change.approved && { approved: change.approved }) },
  );
  if (result.kind === 'failed') throw new Error(result.why);
  return result.proposal;
}

describe('mitigation 1: who is a target', () => {
  it('services older than the rotation are named, and none of them is a target', async () => {
    const names = ['LcmController', 'ECEAgent'];
    const services = names.map((name, index) => ({
      name,
      processId: 90 + index,
      startedAtUtc: T0 - HOUR,
      startedBeforeRotation: true,
    }));
    const answer = found(...['n1', 'n2', 'n3', 'n4', 'n5'].map((one) => foundOn(one, { services })));
    const { steps, shown } = await proposed({ answer });
    expect(steps).toEqual([]);
    expect(shown.at(-1)?.title).toContain('mitigations 2 and 3 restart them');
    expect(shown.at(-1)?.facts).toHaveLength(9);
    expect(shown.at(-1)?.facts.at(-1)).toEqual({ name: 'More', value: '2 further services' });
  });

  it('what is tied to the orchestrator, exactly by its shell; what is merely old is shown, never a target', async () => {
    const { steps, attestSteps, shown, needsOwnerAgreement, blindNodes } = await proposed();
    expect(steps).toMatchObject([
      {
        operation: 'Stop-Caller',
        node: 'n2',
        parameters: { target: { shellId: 'SHELL-4711' }, user: 'CONTOSO\\anna' },
      },
    ]);
    expect(attestSteps).toMatchObject([
      { operation: 'Test-CallerGone', node: 'n2', parameters: { target: { shellId: 'SHELL-4711' } } },
    ]);
    expect(shown.map(({ grade }) => grade)).toEqual(['C', 'D']);
    const [message, none] = shown.map(({ ownerMessage }) => ownerMessage);
    expect(message).toMatch(/^CONTOSO\\anna: your PowerShell session on n2 opened from 10\.20\.0\.17/);
    expect(message).not.toContain('Start-Monitoring');
    expect(none).toBeUndefined();
    expect({ needsOwnerAgreement, blindNodes }).toEqual({ needsOwnerAgreement: true, blindNodes: [] });
  });

  it('a process without a shell is named by pid and start', async () => {
    const local = found(foundOn('n2', { processes: [hostProcess(4711)] }));
    expect((await proposed({ answer: local })).steps[0]?.parameters).toMatchObject({
      target: { processId: 4711, startedAtUtc: '2026-10-14T17:02:11.0000000Z' },
    });
  });

  it('nobody, but the cluster has a node that the configuration does not name: it was not searched', async () => {
    const members = ['n1', 'n2', 'n3'].map((name) => ({ node: name, state: 'Up' }));
    const state = seen(crashing(T0, { group: { state: 'Online', owner: 'n1', members } }));
    const { steps, blindNodes } = await proposed({ state, answer: found(foundOn('n1'), foundOn('n2')) });
    expect({ steps, blindNodes }).toEqual({ steps: [], blindNodes: ['n3'] });
    expect((await proposed({ state })).blindNodes).toEqual([]);
  });

  it('nobody: no steps, nothing to attest', async () => {
    expect(await proposed({ answer: found(foundOn('n1'), foundOn('n2')) })).toMatchObject({
      steps: [],
      attestSteps: null,
      needsOwnerAgreement: false,
    });
  });
});

describe('mitigation 1: a session that was seen directly', () => {
  /** As if it had been seen when it was asked: the facts say B. */
  const approvedOn = async (grade: string): Promise<{ facts: JsonObject; digest: string }> => {
    const { facts } = await proposed();
    const targets = JSON.parse(JSON.stringify(facts['targets'] ?? [])) as JsonObject[];
    const seenFacts = { ...facts, targets: targets.map((target) => ({ ...target, grade })) };
    return { facts: seenFacts, digest: digestOf(seenFacts) };
  };
  const callerWith = (process: Parameters<typeof hostProcess>[1], own = shell(4711)): CallerCandidates =>
    found(foundOn('n1'), foundOn('n2', { processes: [hostProcess(4711, process)], shells: [own] }));

  it('stays B at the recheck while it is the same: the facts are those that were approved, and no owner has to agree', async () => {
    const { facts, digest } = await approvedOn('B');
    const again = await proposed({ approved: facts });
    expect({ digest: again.digest, facts: again.facts }).toEqual({ digest, facts });
    expect(again.needsOwnerAgreement).toBe(false);
    expect(again.shown[0]).toMatchObject({
      grade: 'B',
      facts: expect.arrayContaining([{ name: 'Seen directly', value: 'before it was approved' }]) as unknown,
    });
  });

  it.each<[string, CallerCandidates]>([
    ['another start', callerWith({ startedAtUtc: '2026-10-14T17:02:12.0000000Z' })],
    ['another owner', callerWith({}, shell(4711, { owner: 'CONTOSO\\bert' }))],
    ['another shell', callerWith({}, shell(4711, { shellId: 'OTHER' }))],
    ['started after the rotation', callerWith({ startedBeforeRotation: false })],
    ['nobody knows how old it is', callerWith({ startedBeforeRotation: null })],
    ["the platform's", callerWith({}, shell(4711, { owner: 'NT AUTHORITY\\SYSTEM' }))],
    ['gone', found(foundOn('n1'), foundOn('n2'))],
    [
      'on another node',
      found(foundOn('n1', { processes: [hostProcess(4711)], shells: [shell(4711)] }), foundOn('n2')),
    ],
  ])(
    'is not B at the recheck when it is not the same, or something speaks against it: %s',
    async (_what, answer) => {
      const { facts, digest } = await approvedOn('B');
      const again = await proposed({ approved: facts, answer });
      expect(again.shown.map(({ grade }) => grade)).not.toContain('B');
      expect(again.digest).not.toBe(digest);
    },
  );

  it('what was approved as C does not become B', async () => {
    const { facts, digest } = await approvedOn('C');
    const again = await proposed({ approved: facts });
    expect(again.digest).toBe(digest);
    expect(again.needsOwnerAgreement).toBe(true);
    expect((await approvedOn('B')).digest).not.toBe(digest);
  });

  it('is watched for when it is asked, and not at the recheck', async () => {
    const { facts } = await approvedOn('B');
    const answer = found(foundOn('n1', { certificateLogEnabled: true }), CALLER);
    const cluster = { ...SETTINGS, certificateSubjects: ['CN=ECEClient, OU=AzureStack'] };
    const asked: string[] = [];
    const parts = partsFor(answer, 'script-1', (operation) => asked.push(operation));
    await propose(parts, cluster, seen(), '1', policy(), { nodes: [], approved: facts });
    expect(asked).toEqual(['Find-CallerCandidate']);
    await propose(parts, cluster, seen(), '1', policy());
    expect(asked.slice(1, 3)).toEqual(['Find-CallerCandidate', 'Find-CertificateCall']);
  });

  it.each<[string, JsonObject]>([
    ['no targets', {}],
    ['targets of an older version', { targets: [{ node: 'n2', processId: 4711 }] }],
    ['targets that are no list', { targets: 'B' }],
  ])('given approved facts with %s, nothing is taken from them', async (_what, approved) => {
    expect((await proposed({ approved })).needsOwnerAgreement).toBe(true);
  });

  it('when it is asked and nobody could be watched, C says why it is no more than that', async () => {
    const [target] = (await proposed()).shown;
    expect(target?.facts.find(({ name }) => name === 'Evidence')?.value).toContain(
      'not seen directly: the configuration names no certificate that the rotation renews (certificateSubjects)',
    );
  });
});

describe('invariant 4: the digest covers what was approved', () => {
  it('the same facts give the same digest, in any order of keys and of answers', async () => {
    const one = await proposed();
    const other = await proposed({ answer: found(CALLER, foundOn('n1')) });
    expect(other.digest).toBe(one.digest);
    const turned = Object.fromEntries(Object.entries(one.facts).reverse());
    expect(digestOf(turned)).toBe(one.digest);
    expect(one.digest).toBe(digestOf(one.facts));
    expect(one.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  const targets = (process: Parameters<typeof hostProcess>[1], shells = [shell(4711)]): CallerCandidates =>
    found(foundOn('n1'), foundOn('n2', { processes: [hostProcess(4711, process)], shells }));
  const moved = (owner: string): ClusterState =>
    seen(crashing(T0, { group: { state: 'Online', owner, members: [] } }));

  it.each<[string, Change]>([
    ['the cluster', { cluster: 'cluster-2' }],
    ['the owner of the group', { state: moved('n2') }],
    ['the script', { script: 'script-2' }],
    ['the policy', { policy: 'policy-2' }],
    ['the start of the process', { answer: targets({ startedAtUtc: '2026-10-14T17:02:12.0000000Z' }) }],
    ['its shell', { answer: targets({}, [shell(4711, { shellId: 'OTHER' })]) }],
    ['its owner', { answer: targets({}, [shell(4711, { owner: 'CONTOSO\\bert' })]) }],
    ['its shell is gone', { answer: targets({}, []) }],
    [
      'the target itself',
      {
        answer: found(
          foundOn('n1'),
          foundOn('n2', { processes: [hostProcess(4712)], shells: [shell(4712)] }),
        ),
      },
    ],
    ['one more target', { answer: found(foundOn('n1', { processes: [hostProcess(1)] }), CALLER) }],
    ['no target', { answer: found(foundOn('n1'), foundOn('n2')) }],
    [
      'the node',
      {
        answer: found(
          foundOn('n1', { processes: [hostProcess(4711)], shells: [shell(4711)] }),
          foundOn('n2'),
        ),
      },
    ],
  ])('%s changes it', async (_what, change) => {
    expect((await proposed(change)).digest).not.toBe((await proposed()).digest);
  });

  it('crash times and texts do not', async () => {
    const later = seen({ ...crashing(T0 + HOUR), checkId: 'check-2' });
    expect((await proposed({ state: later })).digest).toBe((await proposed()).digest);
  });

  it('every value in the facts counts', async () => {
    const { facts, digest } = await proposed();
    const changed = Object.keys(facts).map((name) => digestOf({ ...facts, [name]: 'other' }));
    expect(new Set([...changed, digest]).size).toBe(Object.keys(facts).length + 1);
    expect(Object.keys(facts).sort()).toEqual([
      'cluster',
      'groupOwner',
      'mitigation',
      'nodes',
      'policy',
      'script',
      'signature',
      'steps',
      'targets',
    ]);
  });
});

describe('a rung this version cannot run', () => {
  it.each(['5', 'r3', 'toString', 'valueOf', '__proto__', ''])('%j', async (rung) => {
    const result = await propose(partsFor(found()), SETTINGS, seen(), rung, policy());
    expect(result).toEqual({ kind: 'failed', why: `this version cannot run mitigation ${rung}` });
  });

  it('a search that did not come to an end is no proposal', async () => {
    const parts: ProposeParts = {
      ...partsFor(found()),
      powershell: {
        run: async () => ({ kind: 'unknown', reason: 'deadline' }),
        close: async () => undefined,
      },
    };
    expect(await propose(parts, SETTINGS, seen(), '1', policy())).toEqual({
      kind: 'failed',
      why: 'deadline',
    });
  });
});

describe('recovery R1: bring the group online', () => {
  const members = [
    { node: 'n1', state: 'Up' },
    { node: 'n2', state: 'Up' },
  ];
  const draft = async (change: Partial<CheckReport>): Promise<JsonObject> => {
    const state = seen(down(T0, T0 - HOUR, { group: { state: 'Failed', owner: 'n1', members }, ...change }));
    const result = await proposeStartGroup(partsFor(found()), SETTINGS, state, { nodes: [] });
    return JSON.parse(JSON.stringify(result)) as JsonObject;
  };
  const askedNode = (node_: string): object => ({
    kind: 'drafted',
    draft: { facts: { nodes: [node_] }, steps: [{ node: node_, operation: 'Start-ClusterServiceGroup' }] },
  });
  const nodes = [node('n1', { finding: 'matches', matchingCrashes: [T0 - HOUR] }), node('n2')];

  it('asks the owner when it is Up and readable, else another such node', async () => {
    expect(await draft({})).toMatchObject(askedNode('n1'));
    expect(
      await draft({
        group: {
          state: 'Failed',
          owner: 'n1',
          members: [
            { node: 'n1', state: 'Paused' },
            { node: 'N2.contoso.lab', state: 'Up' },
          ],
        },
      }),
    ).toMatchObject(askedNode('n2'));
    expect(
      await draft({
        nodes: [{ ...nodes[0], node: 'n1', status: 'denied' } as CheckReport['nodes'][number], node('n2')],
      }),
    ).toMatchObject(askedNode('n2'));
  });

  it('says when nobody can be asked', async () => {
    expect(await draft({ group: { state: 'Failed', owner: 'n1', members: [] } })).toEqual({
      kind: 'failed',
      why: 'no node that is Up can be asked',
    });
  });

  it('has nothing to do when the group is Online', async () => {
    expect(await draft({ group: { state: 'Online', owner: 'n1', members } })).toMatchObject({
      draft: { steps: [], blindNodes: [], attestSteps: null },
    });
  });
});
