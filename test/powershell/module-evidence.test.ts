import {
  type ClusterEvidence,
  getClusterEvidence,
} from '../../src/powershell/operations/get-cluster-evidence';
import type { NodeProgress, OperationResult } from '../../src/powershell/operations/outcome';
import { makeUpNodes, operationsShell } from './module-bench';

const GENEROUS_MS = 60_000;
const SINCE = '2026-10-14T00:00:00Z';
const nodes = makeUpNodes();
const shell = operationsShell();
const progress: NodeProgress[] = [];

jest.setTimeout(3 * GENEROUS_MS);
beforeEach(() => progress.splice(0));
afterAll(async () => {
  await shell.close();
  nodes.remove();
});

async function gather(
  modes: Record<string, string>,
  changed: { maxRecords?: number; nodeDeadlineMs?: number } = {},
): Promise<ClusterEvidence> {
  const result: OperationResult<ClusterEvidence> = await getClusterEvidence(
    shell,
    {
      nodes: Object.keys(modes),
      connection: nodes.connection(modes),
      sinceUtc: SINCE,
      maxRecords: 100,
      proofGapMs: 50,
      nodeDeadlineMs: GENEROUS_MS,
      ...changed,
    },
    { onProgress: (one) => progress.push(one) },
  );
  if (result.kind !== 'reported') throw new Error(JSON.stringify(result));
  return result.value;
}

const byName = (evidence: ClusterEvidence, name: string) => {
  const node = evidence.nodes.find((one) => one.node === name);
  if (!node) throw new Error(`no result for ${name}`);
  return node;
};

test('given readable nodes, then each gives its records, its process seen twice, its clock, and its session is seen closed', async () => {
  const evidence = await gather({ n1: '', n2: '' }, { maxRecords: 3 });
  expect(evidence.nodes.map((node) => node.node)).toEqual(['n1', 'n2']);
  for (const node of evidence.nodes) {
    expect(node).toMatchObject({
      status: 'ok',
      errorId: null,
      sessionClosed: true,
      languageMode: 'FullLanguage',
      osBuild: '26100',
      bootUtc: Date.parse('2026-10-01T08:00:00Z'),
      crashRecords: { status: 'ok', value: { more: true } },
      orchestrator: {
        status: 'ok',
        livedOn: true,
        second: { processId: 4242, startedAtUtc: Date.parse('2026-10-10T10:00:00Z') },
      },
    });
    expect(node.crashRecords?.value?.records).toHaveLength(3);
    expect(node.crashRecords?.value?.records[0]).toEqual({
      provider: '.NET Runtime',
      id: 1025,
      log: 'Application',
      level: 2,
      recordId: 99,
      timeCreated: '2026-10-14T21:21:10.1234567Z',
      machine: node.node,
      message: 'a\r\nb\n\t1',
      properties: ['a\r\nb', '7', 'Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.exe'],
    });
    expect(node.crashRecords?.value?.logs).toMatchObject([
      { log: 'Application', status: 'ok', more: true, oldestUtc: Date.parse('2026-10-01T00:00:00Z') },
      { log: 'System', status: 'ok', more: false },
    ]);
    expect(node.nodeUtc).toEqual(expect.any(Number));
    expect(Math.abs(node.skewMs ?? Infinity)).toBeLessThan(GENEROUS_MS);
    expect(node.roundTripMs).toBeGreaterThanOrEqual(0);
  }
  expect(evidence.cluster).toMatchObject({
    status: 'ok',
    witnesses: ['n1', 'n2'],
    agreed: true,
    groupState: 'Online',
    ownerNode: 'n1',
    failoverThreshold: 4_294_967_295,
  });
  await nodes.allSessionsEnded();
});

test('given nodes that cannot be had, then each has its own status and hint, and the others are complete', async () => {
  const modes = {
    n1: '',
    n2: 'open:NetworkPathNotFound',
    n3: 'open:AccessDenied',
    n4: 'open:WinRMOperationTimeout',
    n5: 'open:InvalidResourceUri',
    n6: 'dies',
    n7: 'open:-2144108387',
    n8: 'open:ErrorLoadingModulesOnRunspaceOpen',
  };
  const evidence = await gather(modes, { nodeDeadlineMs: 30_000 });
  expect(evidence.nodes.map((node) => [node.node, node.status])).toEqual([
    ['n1', 'ok'],
    ['n2', 'unreachable'],
    ['n3', 'denied'],
    ['n4', 'unreachable'],
    ['n5', 'unavailable'],
    ['n6', 'unreachable'],
    ['n7', 'unreachable'],
    ['n8', 'unavailable'],
  ]);
  expect(byName(evidence, 'n3').errorId).toBe('AccessDenied,PSSessionStateBroken');
  expect(byName(evidence, 'n8').hint).toContain('modules are installed');
  for (const node of evidence.nodes.slice(1)) {
    expect(node.hint).toContain(node.node);
    expect(node.crashRecords).toBeNull();
  }
  expect(evidence.cluster).toMatchObject({
    status: 'ok',
    witnesses: ['n1'],
    agreed: null,
    groupState: 'Online',
  });
  await nodes.allSessionsEnded();
});

test('given a node that never answers and one that never opens, then the others answer before those are given up', async () => {
  const evidence = await gather({ n1: 'hang', n2: '', n3: 'stuck' }, { nodeDeadlineMs: 12_000 });
  expect(evidence.nodes.map((node) => [node.status, node.errorId])).toEqual([
    ['unreachable', 'DeadlinePassed'],
    ['ok', null],
    ['unreachable', 'DeadlinePassed'],
  ]);
  const told = progress.map(({ node, phase }) => `${node} ${phase}`);
  expect(told).toEqual(expect.arrayContaining(['n2 answered', 'n1 unreachable']));
  expect(told.indexOf('n2 answered')).toBeLessThan(told.indexOf('n1 unreachable'));
  await nodes.allSessionsEnded();
});

test.each([
  ['log-denied', 'denied', 'crashRecords'],
  ['log-disabled', 'unavailable', 'crashRecords'],
  ['log-broken', 'unavailable', 'crashRecords'],
  ['wmi-denied', 'denied', 'orchestrator'],
] as const)(
  'given a node with %s, then its %s part says so and is not taken for empty',
  async (mode, status, part) => {
    const node = byName(await gather({ n1: mode }), 'n1');
    expect(node[part]).toMatchObject({ status, hint: expect.stringContaining('n1') as unknown });
    expect(node.status).toBe(part === 'crashRecords' ? status : 'ok');
    // They came in the same answer, and each has its own end.
    const other = part === 'crashRecords' ? 'orchestrator' : 'crashRecords';
    expect(node[other]).toMatchObject({ status: 'ok', errorId: null });
    expect(node.orchestrator?.livedOn).toBe(other === 'orchestrator');
  },
);

test('given a process that is new at the second look, then it has not lived on', async () => {
  expect(byName(await gather({ n1: 'restarting' }), 'n1').orchestrator).toMatchObject({
    status: 'ok',
    livedOn: false,
  });
});

test('given two nodes that see the cluster differently, then nothing is known of the group', async () => {
  const evidence = await gather({ n1: '', n2: 'disagrees' });
  expect(evidence.cluster).toMatchObject({
    status: 'unavailable',
    errorId: 'NodesDisagree',
    agreed: false,
    groupState: 'Unknown',
    ownerNode: null,
  });
});

test('given two nodes that saw the group in different states, then only its state is unknown', async () => {
  const evidence = await gather({ n1: '', n2: 'pending' });
  expect(evidence.cluster).toMatchObject({
    status: 'ok',
    agreed: true,
    groupState: 'Unknown',
    ownerNode: 'n1',
  });
});

test('given two groups of the exact name, then the cluster part fails instead of taking one', async () => {
  const evidence = await gather({ n1: 'two-groups' });
  expect(byName(evidence, 'n1')).toMatchObject({
    crashRecords: { status: 'ok' },
    orchestrator: { status: 'ok', livedOn: true },
  });
  expect(evidence.cluster).toMatchObject({
    status: 'unavailable',
    errorId: 'GroupNotExactlyOne,Get-IncidentClusterState',
    groupState: 'Unknown',
  });
});
