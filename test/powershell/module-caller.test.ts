import {
  type CallerCandidates,
  findCallerCandidate,
} from '../../src/powershell/operations/find-caller-candidate';
import { loadScenario, type Scenario } from '../../src/lab/cluster/scenario';
import {
  type CertificateCalls,
  findCertificateCall,
} from '../../src/powershell/operations/find-certificate-call';
import type { CallerIdentity } from '../../src/powershell/operations/caller-identity';
import { stopCaller, type StopCallerReport } from '../../src/powershell/operations/stop-caller';
import { testCallerGone } from '../../src/powershell/operations/test-caller-gone';
import { until } from '../support/powershell';
import { freshTicket } from './module-bench';
import { type LabBench, openLabBench } from './module-lab-bench';

const GENEROUS_MS = 60_000;
const STALE_OWNER = 'CONTOSO\\mbauer';
const PLATFORM = 'NT SERVICE\\AzureStack Agent Lifecycle Agent';

let bench: LabBench;
jest.setTimeout(6 * GENEROUS_MS);
beforeAll(() => {
  bench = openLabBench('monitoring-session');
});
afterAll(() => bench.close());

async function find(): Promise<CallerCandidates> {
  const result = await findCallerCandidate(bench.powershell, {
    nodes: bench.nodes,
    connection: bench.connection,
    certificateSubject: [],
    nodeDeadlineMs: GENEROUS_MS,
  });
  if (result.kind !== 'reported') throw new Error(JSON.stringify(result));
  return result.value;
}

async function stop(
  node: string,
  target: CallerIdentity,
  user: string,
  whatIf = false,
): Promise<StopCallerReport> {
  const result = await stopCaller(bench.powershell, {
    node,
    connection: bench.connection,
    target,
    user,
    waitSeconds: 15,
    requestId: 'request-1',
    ticket: freshTicket(),
    whatIf,
    nodeDeadlineMs: GENEROUS_MS,
  });
  if (result.kind !== 'reported') throw new Error(JSON.stringify(result));
  return result.value;
}

async function isGone(node: string, target: CallerIdentity): Promise<boolean | undefined> {
  const result = await testCallerGone(bench.powershell, {
    node,
    connection: bench.connection,
    target,
    nodeDeadlineMs: GENEROUS_MS,
  });
  if (result.kind !== 'reported') throw new Error(JSON.stringify(result));
  return result.value.node.answer?.gone;
}

/** Everything that ended a shell or process, as the simulated commands themselves wrote it down. */
const stopped = (): string[] =>
  bench.cluster
    .ledger()
    .filter((entry) => ['Remove-WSManInstance', 'Stop-Process'].includes(entry.command))
    .map((entry) => `${entry.command} ${entry.target}`);

test('a stale caller is found, refused under any wrong identity, planned, stopped once, and proven gone', async () => {
  const found = await find();
  const [, second] = found.nodes;
  expect(found.nodes.map((node) => node.status)).toEqual(['ok', 'ok', 'ok']);
  const shells = second?.candidates?.shells ?? [];
  const stale = shells.find((shell) => shell.owner === STALE_OWNER);
  const agent = shells.find((shell) => shell.owner === PLATFORM);
  const own = shells.find((shell) => shell.isOwn);
  expect(stale).toMatchObject({ clientAddress: '10.20.30.57', state: 'Connected', isOwn: false });
  if (!second || !stale || !agent || !own) throw new Error('the scenario has changed');
  const process = second.candidates?.processes?.find((one) => one.processId === stale.processId);
  if (!process?.startedAtUtc) throw new Error('the stale shell has no process');
  expect(process).toMatchObject({ name: 'wsmprovhost.exe', user: STALE_OWNER, isOwn: false });
  const node = second.node;
  const exact = { processId: process.processId, startedAtUtc: process.startedAtUtc };
  const later = new Date(Date.parse(process.startedAtUtc) + 2000).toISOString();

  const refused: readonly [CallerIdentity, string, string][] = [
    [{ ...exact, startedAtUtc: later }, STALE_OWNER, 'start-time-differs'],
    [exact, 'CONTOSO\\jlee', 'owner-differs'],
    [{ shellId: stale.shellId }, 'CONTOSO\\jlee', 'owner-differs'],
    [{ shellId: agent.shellId }, PLATFORM, 'platform-account'],
    [{ processId: agent.processId ?? 0, startedAtUtc: later }, PLATFORM, 'platform-account'],
  ];
  for (const [target, user, reason] of refused) {
    expect(await stop(node, target, user)).toMatchObject({ outcome: 'failed', changed: false, reason });
  }
  expect(await isGone(node, exact)).toBe(false);
  expect(await isGone(node, { shellId: stale.shellId })).toBe(false);

  const planned = await stop(node, { shellId: stale.shellId }, STALE_OWNER, true);
  expect(planned).toMatchObject({ outcome: 'planned', changed: false });
  expect(planned.node.answer?.action).toBe(`end remote shell ${stale.shellId} of ${STALE_OWNER}`);
  expect(stopped()).toEqual([]);

  const done = await stop(node, { shellId: stale.shellId }, STALE_OWNER);
  expect(done).toMatchObject({ outcome: 'succeeded', changed: true, reason: 'gone' });
  expect(done.node.answer).toMatchObject({ requestId: 'request-1', owner: STALE_OWNER });
  expect(await isGone(node, { shellId: stale.shellId })).toBe(true);
  expect(await isGone(node, exact)).toBe(true);

  expect(await stop(node, { shellId: stale.shellId }, STALE_OWNER)).toMatchObject({
    outcome: 'nothing-to-do',
    changed: false,
    reason: 'absent',
  });
  expect(await stop(node, exact, STALE_OWNER)).toMatchObject({ outcome: 'nothing-to-do', changed: false });
  expect(stopped()).toEqual([`Remove-WSManInstance ${stale.shellId}`]);
});

test('a process is stopped by pid, start and user; a session of the bot is not', async () => {
  const found = await find();
  const third = found.nodes[2];
  const idle = third?.candidates?.processes?.find((process) => process.user === 'CONTOSO\\jlee');
  if (!third || !idle?.startedAtUtc) throw new Error('the scenario has changed');
  const before = stopped().length;

  const target = { processId: idle.processId, startedAtUtc: idle.startedAtUtc };
  expect(await stop(third.node, target, 'contoso\\JLEE')).toMatchObject({
    outcome: 'succeeded',
    changed: true,
  });
  expect(await isGone(third.node, target)).toBe(true);
  expect(stopped()).toHaveLength(before + 1);
  expect(stopped().at(-1)).toBe(`Stop-Process wsmprovhost (${idle.processId})`);
});

test('given a node that cannot be reached, then the stop was not sent and nothing is claimed', async () => {
  bench.cluster.inject({ kind: 'node-unreachable', node: bench.nodes[0] ?? '' });
  const target = { shellId: '11111111-2222-3333-4444-555555555555' };
  const report = await stop(bench.nodes[0] ?? '', target, STALE_OWNER);
  expect(report).toMatchObject({ outcome: 'failed', changed: false, reason: 'not-sent' });
  expect(report.node).toMatchObject({ status: 'unreachable', answer: null });
  expect(await isGone(bench.nodes[0] ?? '', target)).toBeUndefined();
});

describe('what is seen of calls while Windows notes which certificates are checked', () => {
  const SUBJECT = 'CN=ECEClient, OU=AzureStack';

  type Watched = CertificateCalls['nodes'][number];
  const taken = (node: Watched | undefined) =>
    node?.calls?.connections?.filter(({ localPort }) => localPort === 46_443) ?? [];

  /** Watches until a call is seen: a busy machine may look too seldom for one that lasts for seconds. */
  async function watch(certificateLog: Partial<Scenario['certificateLog']>): Promise<readonly Watched[]> {
    const scenario = loadScenario('certificate-log');
    const callers = scenario.callers.slice(0, 1).map((caller) => ({ ...caller, pollSeconds: 8 }));
    const log = { callSeconds: 4, httpSys: false, ...certificateLog };
    bench.cluster.reset({ ...scenario, callers, certificateLog: log });
    let seen: readonly Watched[] = [];
    await until(
      'a call is seen, and noted',
      async () => {
        const result = await findCertificateCall(bench.powershell, {
          nodes: bench.nodes,
          orchestratorNode: bench.nodes[0] ?? '',
          connection: bench.connection,
          certificateSubject: [SUBJECT],
          sinceUtc: new Date(Date.now() - 600_000).toISOString(),
          watchMs: 10_000,
          nodeDeadlineMs: GENEROUS_MS,
        });
        if (result.kind !== 'reported') throw new Error(JSON.stringify(result));
        seen = result.value.nodes;
        return taken(seen[0]).length > 0 && (seen[0]?.calls?.chains ?? []).length > 0;
      },
      2 * GENEROUS_MS,
    );
    return seen;
  }

  test('the certificate is named with its subject and age, by the process that listens and then crashes; both ends of the connection are there', async () => {
    const [first, second] = await watch({});
    if (!first?.calls || !second?.calls) throw new Error(JSON.stringify([first, second]));
    const { calls } = first;
    expect(calls).toMatchObject({ logEnabled: true, chainsErrorId: null, more: false });
    expect(second.calls).toMatchObject({ logEnabled: null, chains: null, listeners: null });
    const [newest, older] = [...(calls.certificates ?? [])].sort((a, b) => b.notBeforeUtc - a.notBeforeUtc);
    const shown = calls.chains?.at(0);
    expect(shown).toMatchObject({
      thumbprint: older?.thumbprint,
      subjectName: 'ECEClient',
      subject: SUBJECT,
    });
    expect(shown?.notBeforeUtc).toBeLessThan(newest?.notBeforeUtc ?? 0);
    // lsass has certificates checked as well: none of its records is told.
    const listening = new Set(
      calls.listeners?.filter(({ localPort }) => localPort === 46_443).map((one) => one.processId),
    );
    for (const one of taken(first)) {
      expect(listening).toContain(one.processId);
      expect(calls.chains?.map(({ processId }) => processId)).toContain(one.processId);
      expect(second.calls.connections).toContainEqual(
        expect.objectContaining({
          localPort: one.remotePort,
          remotePort: 46_443,
          createdAtUtc: one.createdAtUtc,
        }),
      );
    }
    expect(calls.chains?.map(({ processId }) => processId)).not.toContain(788);
    expect(first.crashRecords?.records.length).toBeGreaterThan(0);
  });

  test('behind http.sys Windows itself listens, and has the connections', async () => {
    const [first] = await watch({ httpSys: true });
    const owners = first?.calls?.listeners?.filter(({ localPort }) => localPort === 46_443);
    expect(owners).toEqual([{ processId: 4, localPort: 46_443 }]);
    expect(new Set(taken(first).map(({ processId }) => processId))).toEqual(new Set([4]));
  });
});
