import path from 'node:path';
import type { CheckParts } from '../../src/detection/check-cluster';
import { checkCluster } from '../../src/detection/check-cluster';
import { findCandidates } from '../../src/detection/find-candidates';
import type { FoundCandidates } from '../../src/detection/find-candidates';
import { createRecordMemory } from '../../src/detection/record-memory';
import { UPDATE_UNKNOWN } from '../../src/detection/update-report';
import type { CheckReport } from '../../src/incident/evidence';
import { crashInterval, matchingCrashes } from '../../src/incident/presence';
import { updateMotion } from '../../src/incident/update-motion';
import { beginValidation, judgeValidation } from '../../src/incident/validation';
import { judgeVerdict } from '../../src/incident/verdict';
import { loadScenario } from '../../src/lab/cluster/scenario';
import type { Scenario } from '../../src/lab/cluster/scenario';
import { stopCaller } from '../../src/powershell/operations/stop-caller';
import { check, rules } from '../incident/support/builders';
import { given } from '../incident/support/given';
import { coldOperationsShell, freshTicket, operationsShell } from '../powershell/module-bench';
import { type LabBench, openLabBench } from '../powershell/module-lab-bench';
import { NODE_RESTART } from '../support/node-restart-times';

/** Real PowerShell, real sessions, the simulated cluster; no HTTP. A node's deadline, too: no machine is so busy that it passes. */
const GENEROUS_MS = 300_000;
jest.setTimeout(4 * GENEROUS_MS);

let bench: LabBench;
let parts: CheckParts;
beforeAll(() => {
  bench = openLabBench('log-cleared', {}, operationsShell);
});
/** Its sessions have processes of their own, so that these can be seen gone. */
const cold = coldOperationsShell();
afterAll(() => Promise.all([cold.close(), bench.close()]));

function begin(scenario: string | Scenario | null): void {
  if (scenario !== null)
    bench.cluster.reset(typeof scenario === 'string' ? loadScenario(scenario) : scenario);
  parts = {
    powershell: bench.powershell,
    clock: { now: Date.now },
    memory: createRecordMemory(),
    detection: {
      watchMs: 1000,
      watchInIncidentMs: 1000,
      lookBackMs: 86_400_000,
      proofGapMs: 100,
      nodeDeadlineMs: GENEROUS_MS,
      steadyMs: 1000,
      groupMoveMs: 30_000,
      nodeRestart: NODE_RESTART,
      skewLimitMs: 5000,
      updateStalledMs: 1_800_000,
    },
  };
}

const clusterSettings = (nodes = bench.nodes): Parameters<typeof findCandidates>[1] => ({
  name: 'lab',
  nodes,
  connection: {
    transport: 'factory',
    sessionFactory: path.resolve(__dirname, '../../powershell/lab/session-factory.ps1'),
    settings: { ClusterFolder: bench.cluster.folder },
  },
  certificateSubjects: ['CN=ECEClient, OU=AzureStack'],
  rootNames: [],
  channel: null,
  protectedVms: null,
  botHostVm: null,
});

function look(mayAskUpdate = false, nodes = bench.nodes): Promise<CheckReport> {
  return checkCluster(parts, {
    cluster: clusterSettings(nodes),
    checkId: 'check-1',
    reason: 'watch',
    knownUpdate: UPDATE_UNKNOWN,
    mayAskUpdate,
  });
}

type Candidates = Extract<FoundCandidates, { kind: 'found' }>;

async function candidates(latest: CheckReport | null): Promise<Candidates> {
  const judged = latest && given().when(check(latest)).state.latest;
  const found = await findCandidates(bench.powershell, clusterSettings(), parts.detection, judged);
  if (found.kind !== 'found') throw new Error(found.why);
  return found;
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const until = Date.now() + GENEROUS_MS;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`not seen in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** The bot's own sessions, as the simulated nodes wrote them down; their process ids are real. */
const ownSessions = (): number[] =>
  bench.cluster
    .ledger()
    .filter((entry) => entry.kind === 'session')
    .map((entry) => Number(entry.detail['processId']));

describe('log-cleared', () => {
  it('invariants 17 and 18: unknown with a remedy, and the update is asked in one session that is gone', async () => {
    begin(null);
    parts = { ...parts, powershell: cold };
    const report = await look(true);
    const [first, second, third] = report.nodes;
    expect(report.nodes.map(({ status, finding }) => [status, finding])).toEqual([
      ['ok', 'no-crash'],
      ['ok', 'no-crash'],
      ['ok', 'no-crash'],
    ]);
    expect([first?.coveredSince, third?.coveredSince]).toEqual([undefined, undefined]);
    expect(second?.coveredSince).toBeLessThanOrEqual(report.finishedAt);
    expect(second?.hint).toContain('log of as-n2 was cleared at');
    expect(judgeVerdict(report).verdict).toBe('unknown');
    given().when(check(report)).thenKinds('CheckFinished');

    expect(report.update).toMatchObject({ state: 'in-progress', session: 'gone', stalledAfterMs: 1_800_000 });
    expect(updateMotion(report.update).kind).toBe('stalled');
    const queries = bench.cluster.ledger().filter((entry) => entry.kind === 'ece-query');
    expect(new Set(queries.map(({ shellId }) => shellId)).size).toBe(1);
    expect(queries.map(({ command }) => command)).toEqual([
      'Get-SolutionUpdate',
      'Get-SolutionUpdateRun',
      'Get-ActionPlanInstance',
    ]);
    expect(queries.map(({ detail }) => [detail['fresh'], detail['stale']])).toEqual([
      [true, false],
      [false, false],
      [false, false],
    ]);
    const own = ownSessions();
    expect(own.length).toBeGreaterThanOrEqual(5);
    await eventually('the end of every session of ours', () => own.every((id) => !isAlive(id)));

    const again = await look();
    expect(parts.memory.marksOf('lab', ['as-n1'])['as-n1']?.application).toBeGreaterThan(0);
    expect(again.nodes[1]?.coveredSince).toBe(second?.coveredSince);
    expect(judgeVerdict(again).verdict).toBe('unknown');
  });
});

describe('other-crash', () => {
  it('is said to be another crash, why this guide does not apply, and opens nothing', async () => {
    begin('other-crash');
    const report = await look();
    expect(judgeVerdict(report).verdict).toBe('other-crash');
    expect(report.trace?.reasons.join(' ')).toMatch(/this guide does not apply.*The stack is another one/);
    expect(matchingCrashes(report)).toEqual([]);
    given().when(check(report)).thenKinds('CheckFinished');
  });
});

describe('access-denied', () => {
  it('invariant 17: the node is denied with a remedy, and without a crash elsewhere the verdict is unknown', async () => {
    begin({ ...loadScenario('healthy'), denied: [3] });
    const report = await look();
    expect(report.nodes[2]).toMatchObject({ node: 'as-n3', status: 'denied', finding: null });
    expect(report.nodes[2]?.hint).toContain("The bot's account may not use");
    expect(judgeVerdict(report)).toMatchObject({ verdict: 'unknown' });
    given().when(check(report)).thenKinds('CheckFinished');
  });

  it('with a crash elsewhere it is the issue, and the search for the caller says that it did not see that node', async () => {
    begin('access-denied');
    const report = await look();
    expect(judgeVerdict(report).verdict).toBe('matches');
    const found = await candidates(report);
    expect(found.blindNodes).toEqual(['as-n3']);
    expect(found.candidates.map(({ owner, grade }) => [owner, grade])).toContainEqual([
      'CONTOSO\\mbauer',
      'C',
    ]);
  });
});

describe('lookalike-shells', () => {
  it("runbook 1: the update's own sessions and the platform's are no candidates, an idle shell is no target", async () => {
    begin('lookalike-shells');
    const { candidates: found } = await candidates(null);
    const owners = new Set(found.map(({ owner }) => owner));
    expect([...owners].sort()).toEqual(['CONTOSO\\jlee', 'CONTOSO\\mbauer']);
    expect(found.find(({ owner }) => owner === 'CONTOSO\\jlee')?.grade).toBe('D');
    for (const { because } of found) expect(because.length).toBeGreaterThan(0);
  });
});

describe('two-callers', () => {
  it('with the faster one gone the crashes go on, farther apart: not fixed, and nothing seen before is lost', async () => {
    begin('two-callers');
    const before = await look();
    const fast = crashInterval(matchingCrashes(before)) ?? 0;
    expect(fast).toBeGreaterThan(0);
    expect(before.rotation?.crashesBefore).toBe(0);
    expect(before.rotation?.crashesAfter).toBe(matchingCrashes(before).length);
    const found = await candidates(before);
    const stale = found.candidates.filter(({ grade }) => grade === 'C');
    expect(stale.map(({ owner }) => owner).sort()).toEqual(['CONTOSO\\jlee', 'CONTOSO\\mbauer']);

    const faster = stale.find(({ owner }) => owner === 'CONTOSO\\mbauer');
    if (!faster?.shellId) throw new Error('the scenario has changed');
    const stopped = await stopCaller(bench.powershell, {
      node: faster.node,
      connection: bench.connection,
      target: { shellId: faster.shellId },
      user: faster.owner,
      waitSeconds: 15,
      requestId: 'request-1',
      ticket: freshTicket(),
      whatIf: false,
      nodeDeadlineMs: GENEROUS_MS,
    });
    expect(stopped).toMatchObject({ value: { outcome: 'succeeded' } });
    const endedAt = Date.now();
    const since = (report: CheckReport): number[] =>
      matchingCrashes(report).filter((at) => at > endedAt + 1000);

    let after = before;
    await eventually('two more crashes', async () => {
      after = await look(false, [before.group.owner ?? '']);
      return since(after).length >= 2;
    });
    const slow = crashInterval(since(after)) ?? 0;
    expect(slow).toBeGreaterThan(1.5 * fast);
    expect(matchingCrashes(after).slice(0, matchingCrashes(before).length)).toEqual(matchingCrashes(before));

    const { timing } = rules({ timing: { ...rules().timing, settleMs: 1000 } });
    const validation = beginValidation({ runId: 'run-1', rung: '1', endedAt }, fast, before.update, timing);
    expect(judgeValidation(validation, after, timing).result).toBe('not-fixed');
  });
});
