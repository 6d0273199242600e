import type { CheckReport, NodeReport } from '../../src/incident/evidence';
import { judgeVerdict, missingProof } from '../../src/incident/verdict';
import { crashes, node, report, SECOND, T0, UPDATE } from './support/builders';

const MATCHES = node('n1', { finding: 'matches', matchingCrashes: crashes(T0 - SECOND) });
const OTHER = node('n1', { finding: 'other-crash', otherCrashes: 1 });
const NO_STACK = node('n1', { finding: 'crash-without-stack', otherCrashes: 1 });
const CLEAN = node('n2');
const BLIND = node('n2', { status: 'unreachable', finding: null, checkedAt: null });

describe('design 1: the verdict', () => {
  it.each<[string, NodeReport[], string]>([
    ['one node matches', [MATCHES, CLEAN], 'matches'],
    ['one node matches, the other is blind', [MATCHES, BLIND], 'matches'],
    [
      'one node matches, another has a crash without a stack',
      [MATCHES, { ...NO_STACK, node: 'n2' }],
      'matches',
    ],
    ['one node matches, another has another crash', [MATCHES, { ...OTHER, node: 'n2' }], 'matches'],
    ['a blind node', [node('n1'), BLIND], 'unknown'],
    ['a blind node and another crash', [OTHER, BLIND], 'unknown'],
    ['a crash without a stack', [NO_STACK, CLEAN], 'unknown'],
    ['a crash without a stack and a blind node', [NO_STACK, BLIND], 'unknown'],
    ['a crash without a stack and another crash', [NO_STACK, { ...OTHER, node: 'n2' }], 'unknown'],
    ['another crash', [OTHER, CLEAN], 'other-crash'],
    ['no crash, with proof of life', [node('n1'), CLEAN], 'healthy'],
    ['no node at all', [], 'unknown'],
  ])('%s -> %s', (_what, nodes, verdict) => {
    expect(judgeVerdict(report(T0, { change: { nodes } })).verdict).toBe(verdict);
  });

  it.each(['unreachable', 'denied', 'unavailable'] as const)(
    'invariant 17: a node that is %s is blind',
    (status) => {
      const nodes = [node('n1'), node('n2', { status, finding: null })];
      const judged = judgeVerdict(report(T0, { change: { nodes } }));
      expect(judged).toEqual({ verdict: 'unknown', why: [`n2: ${status}, so nothing is known about it`] });
    },
  );

  it('a node whose records nobody could judge is blind, although it answered', () => {
    const nodes = [node('n1'), node('n2', { finding: null })];
    expect(judgeVerdict(report(T0, { change: { nodes } })).verdict).toBe('unknown');
  });

  it('a node that answered in part and shows no crash is blind all the same', () => {
    const nodes = [node('n1'), node('n2', { status: 'denied', finding: 'no-crash' })];
    expect(judgeVerdict(report(T0, { change: { nodes } })).why).toEqual([
      'n2: denied, so nothing is known about it',
    ]);
  });

  it('healthy names its proof: the nodes, the process and since when it lives', () => {
    expect(judgeVerdict(report(T0, { since: Date.UTC(2026, 9, 14, 8, 30) })).why).toEqual([
      'no crash on 2 of 2 nodes; process 100 on n1 runs unchanged since 2026-10-14 08:30:00 UTC',
    ]);
  });

  it('a group that is not Online is named with its state', () => {
    const group = { state: 'Pending', owner: 'n1', members: [] } as const;
    expect(judgeVerdict(report(T0, { change: { group } })).why).toEqual([
      "the orchestrator's group is Pending, not Online",
    ]);
  });

  it('a node that is blind in part still shows the issue itself', () => {
    const nodes = [node('n1'), { ...MATCHES, node: 'n2', status: 'denied' as const }];
    expect(judgeVerdict(report(T0, { change: { nodes } })).verdict).toBe('matches');
  });
});

describe('invariant 17: silence is not health', () => {
  it.each<[string, Partial<CheckReport>]>([
    ['no process was seen', { process: null }],
    ['the process changed', { process: { node: 'n1', processId: 1, startedAt: T0, livedOn: false } }],
    [
      'the process is not on the owner',
      { process: { node: 'n2', processId: 1, startedAt: T0, livedOn: true } },
    ],
    ['the group is Offline', { group: { state: 'Offline', owner: 'n1', members: [] } }],
    ['the group is Failed', { group: { state: 'Failed', owner: 'n1', members: [] } }],
    ['the group is Pending', { group: { state: 'Pending', owner: 'n1', members: [] } }],
    ['nobody told the state of the group', { group: { state: 'Unknown', owner: null, members: [] } }],
  ])('%s -> unknown, and says so', (_what, change) => {
    const found = report(T0, { change });
    const judged = judgeVerdict(found);
    expect(judged.verdict).toBe('unknown');
    expect(judged.why).toEqual(missingProof(found));
    expect(judged.why).toHaveLength(1);
  });

  it('a node of the cluster that the configuration does not name is unknown by its name, whatever the others say', () => {
    const members = ['N1.contoso.lab', 'n2', 'n3'].map((name) => ({ node: name, state: 'Up' }));
    const judged = judgeVerdict(report(T0, { change: { group: { state: 'Online', owner: 'n1', members } } }));
    expect(judged).toEqual({
      verdict: 'unknown',
      why: ['n3: a node of the cluster that the configuration does not name, so nobody looks at it'],
    });
  });

  it('the owner may be named in full where the session has the short name', () => {
    const group = { state: 'Online', owner: 'N1.contoso.lab', members: [] } as const;
    expect(judgeVerdict(report(T0, { change: { group } })).verdict).toBe('healthy');
  });

  it.each(['in-progress', 'succeeded', 'failed', 'none', 'unknown'] as const)(
    'an update that is %s never changes the verdict',
    (state) => {
      const update = { ...UPDATE, state };
      expect(judgeVerdict(report(T0, { change: { update } })).verdict).toBe('healthy');
      const nodes = [MATCHES, CLEAN];
      expect(judgeVerdict(report(T0, { change: { update, nodes } })).verdict).toBe('matches');
    },
  );
});
