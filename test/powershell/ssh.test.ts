import type { CheckParts } from '../../src/detection/check-cluster';
import { checkCluster } from '../../src/detection/check-cluster';
import { propose } from '../../src/detection/propose';
import { createRecordMemory } from '../../src/detection/record-memory';
import { restartStep } from '../../src/detection/restart-step';
import { UPDATE_UNKNOWN } from '../../src/detection/update-report';
import { findStepOperation } from '../../src/effects/step-operations';
import type { CheckReport } from '../../src/incident/evidence';
import type { StepPlan } from '../../src/incident/run';
import type { ClusterState } from '../../src/incident/state';
import { judgeVerdict } from '../../src/incident/verdict';
import { keepFor } from '../../src/powershell/keep-for';
import { connectionSchema } from '../../src/powershell/operations/connection';
import { findCallerCandidate } from '../../src/powershell/operations/find-caller-candidate';
import type { ClusterSettings } from '../../src/runbook/settings';
import { settingsFor } from '../commands/support/bench';
import { check } from '../incident/support/builders';
import { given } from '../incident/support/given';
import { isRunning, until } from '../support/powershell';
import { startSshNodes, type SshNodes } from '../support/ssh-nodes';
import { freshTicket, operationsShell } from './module-bench';
import { openLabBench, type LabBench } from './module-lab-bench';

/** Real sshd servers, the client of this machine, the product's SSH transport, the simulated cluster behind it. */
const GENEROUS_MS = 120_000;
jest.setTimeout(4 * GENEROUS_MS);

const LCM = 'LcmController';
const BASE = settingsFor([]);
const [CLUSTER] = BASE.clusters as [ClusterSettings];
const POLICY = { approvers: [], requesterMayVote: false, hash: 'policy-1' };
let bench: LabBench;
let ssh: SshNodes;
let parts: CheckParts;
/** Of this file alone: what ends here are sessions by SSH. */
const powershell = operationsShell();

beforeAll(async () => {
  bench = openLabBench('stale-lcm');
  ssh = await startSshNodes(bench.folder, bench.nodes);
  parts = {
    powershell,
    clock: { now: Date.now },
    memory: createRecordMemory(),
    detection: { ...BASE.detection, proofGapMs: 100, nodeDeadlineMs: GENEROUS_MS, steadyMs: 1000 },
  };
});

afterAll(async () => {
  await powershell.close();
  // What a session's server started is no child of ours: the simulated nodes wrote its id down.
  const sessions = bench.cluster
    .ledger()
    .filter(({ kind }) => kind === 'session')
    .map(({ detail }) => Number(detail['processId']));
  await until('every session has ended', () => !sessions.some(isRunning));
  await ssh.close();
  await bench.close();
});

const cluster = (mayChange?: readonly string[]): ClusterSettings => ({
  ...CLUSTER,
  name: 'lab',
  nodes: bench.nodes,
  connection: { ...ssh.connection, ...(mayChange && { mayChange: [...mayChange] }) },
});

const sessionsOn = (name: string): number =>
  bench.cluster.ledger().filter(({ kind, node }) => kind === 'session' && node === name).length;

const look = (): Promise<CheckReport> =>
  checkCluster(parts, {
    cluster: cluster(),
    checkId: 'check-1',
    reason: 'watch',
    knownUpdate: UPDATE_UNKNOWN,
    mayAskUpdate: false,
  });

async function seen(): Promise<{ report: CheckReport; state: ClusterState }> {
  const report = await look();
  return { report, state: given().when(check(report)).state };
}

const proposeLcm = (state: ClusterState, mayChange?: readonly string[]) =>
  propose({ ...parts, scriptHash: 'scripts-1' }, cluster(mayChange), state, '2', POLICY);

function runStep(plan: StepPlan, mayChange?: readonly string[]) {
  const operation = findStepOperation(plan.operation);
  if (!operation) throw new Error(`There is no operation ${plan.operation}.`);
  const connection = connectionSchema.parse(cluster(mayChange).connection);
  return operation({ ...parts, connection, plan, requestId: 'request-1', ticket: freshTicket() });
}

test('given a crash loop behind SSH, then the check finds it, mitigation 2 runs once on each node, and every session is closed', async () => {
  const { report, state } = await seen();
  expect(report.nodes.map(({ node, status, hint }) => [node, status, hint])).toEqual(
    bench.nodes.map((node) => [node, 'ok', null]),
  );
  for (const node of bench.nodes) expect(ssh.log(node)).toContain('Accepted publickey for');
  expect(judgeVerdict(report).verdict).toBe('matches');

  const proposed = await proposeLcm(state, ['2']);
  if (proposed.kind !== 'proposed') throw new Error(proposed.why);
  expect(proposed.proposal.steps.map(({ operation, node }) => [operation, node])).toEqual(
    bench.nodes.map((node) => ['Restart-NodeService', node]),
  );
  for (const plan of proposed.proposal.steps)
    expect(await runStep(plan, ['2'])).toMatchObject({ outcome: 'succeeded' });
  const restarts = bench.cluster.ledger().filter(({ kind, target }) => kind === 'change' && target === LCM);
  expect(restarts.map(({ node, command }) => [node, command])).toEqual(
    bench.nodes.flatMap((node) => [
      [node, 'Stop-Service'],
      [node, 'Start-Service'],
    ]),
  );
});

test("given sessions by SSH that are kept from a look, then none of them is a candidate, and another person's is", async () => {
  const [first = ''] = bench.nodes;
  bench.edit(({ nodes, nextProcessId }) => {
    const like = nodes[0]?.processes[0];
    if (!like) throw new Error('no process');
    const path = 'C:\\Program Files\\PowerShell\\7\\pwsh.exe';
    const session = { name: 'pwsh', path, commandLine: `${path} -sshs -NoLogo`, user: 'CONTOSO\\mbauer' };
    nodes[0]?.processes.push({ ...like, ...session, id: nextProcessId + 50_000_000 });
  });
  const keeping = keepFor(bench.powershell, 'lab');
  const request = { cluster: cluster(), checkId: 'check-1', reason: 'watch' } as const;
  const rest = { knownUpdate: UPDATE_UNKNOWN, mayAskUpdate: false };
  await checkCluster({ ...parts, powershell: keeping }, { ...request, ...rest });
  const result = await findCallerCandidate(bench.powershell, {
    nodes: [first],
    connection: connectionSchema.parse(cluster().connection),
    certificateSubject: [],
    nodeDeadlineMs: GENEROUS_MS,
  });
  if (result.kind !== 'reported') throw new Error(JSON.stringify(result));
  const processes = result.value.nodes[0]?.candidates?.processes ?? [];
  const served = processes.filter(({ commandLine }) => commandLine.includes('-sshs'));
  const owners = served.map(({ user, isOwn }) => [user, isOwn]).sort();
  expect(owners).toEqual([
    ['CONTOSO\\mbauer', false],
    ['CONTOSO\\svc-incident', true],
    ['CONTOSO\\svc-incident', true],
  ]);
});

test('given SSH and no word of the configuration, then nothing is changed: neither asked for nor by the operation itself', async () => {
  const { state } = await seen();
  const before = bench.changes();
  const refusal = { kind: 'failed', why: expect.stringContaining('connection.mayChange') as unknown };
  expect(await proposeLcm(state)).toEqual(refusal);
  expect(await proposeLcm(state, ['R1', '3'])).toEqual(refusal);
  for (const node of bench.nodes)
    expect(await runStep(restartStep(node, LCM, parts.detection))).toMatchObject({
      outcome: 'failed',
      detail: expect.stringMatching(/nothing was changed: .*SSH/) as unknown,
    });
  expect(bench.changes()).toEqual(before);
});

test('given a changed host key and an sshd that is gone, then both nodes are blind with a hint, the third is read, and nobody calls it healthy', async () => {
  const [first = '', second = '', third = ''] = bench.nodes;
  ssh.distrust(first);
  await ssh.stop(second);
  const report = await look();
  expect(report.nodes.map(({ node, status }) => [node, status])).toEqual([
    [first, 'unreachable'],
    [second, 'unreachable'],
    [third, 'ok'],
  ]);
  for (const { hint } of report.nodes.slice(0, 2)) expect(hint).toContain('its host key is known');
  expect(ssh.log(first).match(/Accepted publickey/g)).toHaveLength(sessionsOn(first));
  expect(['matches', 'unknown']).toContain(judgeVerdict(report).verdict);
});
