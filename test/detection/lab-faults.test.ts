import path from 'node:path';
import { checkCluster } from '../../src/detection/check-cluster';
import { createRecordMemory } from '../../src/detection/record-memory';
import { UPDATE_UNKNOWN } from '../../src/detection/update-report';
import type { CheckReport, NodeReport } from '../../src/incident/evidence';
import { crashInterval, matchingCrashes } from '../../src/incident/presence';
import { clockObstacle } from '../../src/incident/step-clock';
import { beginValidation, judgeValidation } from '../../src/incident/validation';
import { judgeVerdict } from '../../src/incident/verdict';
import type { LabFault } from '../../src/lab/cluster/lab-cluster';
import { loadScenario } from '../../src/lab/cluster/scenario';
import type { Scenario } from '../../src/lab/cluster/scenario';
import { keepFor } from '../../src/powershell/keep-for';
import { check, rules, step } from '../incident/support/builders';
import { given } from '../incident/support/given';
import { type LabBench, openLabBench } from '../powershell/module-lab-bench';
import { NODE_RESTART } from '../support/node-restart-times';
import { until } from '../support/powershell';

/** Real PowerShell, real sessions that are kept from look to look, the simulated cluster; no HTTP. */
const GENEROUS_MS = 240_000;
const MINUTE = 60_000;
/** How exactly a clock is measured on a machine with much to do, ms. */
const MEASURED_MS = 20_000;
jest.setTimeout(4 * GENEROUS_MS);

let bench: LabBench;
let memory = createRecordMemory();
beforeAll(() => {
  bench = openLabBench('healthy');
});
afterAll(() => bench.close());

function begin(scenario: string | Scenario): void {
  bench.cluster.reset(typeof scenario === 'string' ? loadScenario(scenario) : scenario);
  memory = createRecordMemory();
}

async function look(nodeDeadlineMs = GENEROUS_MS): Promise<CheckReport> {
  const detection = {
    watchMs: 1000,
    watchInIncidentMs: 1000,
    lookBackMs: 86_400_000,
    proofGapMs: 100,
    nodeDeadlineMs,
    steadyMs: 1000,
    groupMoveMs: 30_000,
    nodeRestart: NODE_RESTART,
    skewLimitMs: 5000,
    updateStalledMs: 1_800_000,
  };
  const settings = { ClusterFolder: bench.cluster.folder };
  const sessionFactory = path.resolve(__dirname, '../../powershell/lab/session-factory.ps1');
  return checkCluster(
    { powershell: keepFor(bench.powershell, 'lab'), clock: { now: Date.now }, memory, detection },
    {
      cluster: {
        name: 'lab',
        nodes: bench.nodes,
        connection: { transport: 'factory', sessionFactory, settings },
        certificateSubjects: ['CN=ECEClient, OU=AzureStack'],
        rootNames: [],
        protectedVms: [],
        botHostVm: null,
        channel: null,
      },
      checkId: 'check-1',
      reason: 'watch',
      knownUpdate: UPDATE_UNKNOWN,
      mayAskUpdate: false,
    },
  );
}

function nodeOf({ nodes }: CheckReport, name: string): NodeReport {
  const node = nodes.find((one) => one.node === name);
  if (!node) throw new Error(`no ${name} in the report`);
  return node;
}

const statuses = ({ nodes }: CheckReport): string[] => nodes.map(({ status }) => status);

describe('clock-skew', () => {
  it('shows how far each clock is off, tells every time by ours, and lets no step begin there', async () => {
    begin('clock-skew');
    const report = await look();
    expect(statuses(report)).toEqual(['ok', 'ok', 'ok']);
    const [first, second, third] = report.nodes.map(({ skewMs }) => skewMs ?? NaN);
    expect(Math.abs((first ?? NaN) + 3 * MINUTE)).toBeLessThan(MEASURED_MS);
    expect(Math.abs((second ?? NaN) - 10 * MINUTE)).toBeLessThan(MEASURED_MS);
    expect(Math.abs(third ?? NaN)).toBeLessThan(MEASURED_MS);

    expect(judgeVerdict(report).verdict).toBe('matches');
    const { state } = given().when(check(report));
    expect(state.incident).toMatchObject({ status: 'open' });
    const told = matchingCrashes(report);
    const happened = bench.cluster.crashes(0).map(({ at }) => at);
    expect(told.length).toBeGreaterThan(5);
    for (const at of told)
      expect(Math.min(...happened.map((one) => Math.abs(one - at)))).toBeLessThan(MEASURED_MS);

    const rotatedAt = bench.cluster.snapshot().startedAt - 35 * MINUTE;
    expect(report.rotation).toEqual({ at: rotatedAt, crashesBefore: 0, crashesAfter: told.length });

    const on = (node: string) => clockObstacle(state.latest, { ...step('a'), node });
    expect(on('as-n1')).toContain('behind ours, more than 2 min; set it right');
    expect(on('as-n2')).toContain('ahead of ours, more than 2 min; set it right');
    expect(on('as-n3')).toBeNull();
  });

  it.each([10, -10])(
    'a healthy cluster stays healthy with a clock that is %d min off, and is again measured when it is set right',
    async (minutes) => {
      begin('healthy');
      bench.cluster.inject({ kind: 'clock-skew', node: 'as-n1', minutes });
      const skewed = await look();
      expect(judgeVerdict(skewed)).toMatchObject({ verdict: 'healthy' });
      expect(Math.abs((nodeOf(skewed, 'as-n1').skewMs ?? NaN) - minutes * MINUTE)).toBeLessThan(MEASURED_MS);
      const { nodes } = bench.cluster.snapshot();
      const started = nodes[0]?.processes.find(({ id }) => id === skewed.process?.processId)?.startedAt;
      expect(Math.abs((skewed.process?.startedAt ?? NaN) - (started ?? NaN))).toBeLessThan(MEASURED_MS);
      bench.cluster.inject({ kind: 'clock-skew-ended', node: 'as-n1' });
      const right = await look();
      expect(Math.abs(nodeOf(right, 'as-n1').skewMs ?? NaN)).toBeLessThan(MEASURED_MS);
      expect(right.process?.processId).toBe(skewed.process?.processId);
      expect(Math.abs((right.process?.startedAt ?? NaN) - (skewed.process?.startedAt ?? NaN))).toBeLessThan(
        MEASURED_MS,
      );
    },
  );
});

describe('slow-node', () => {
  it('is waited for within its deadline; past it, it is unreachable by itself and the others are told in full', async () => {
    begin('slow-node');
    const begunAt = Date.now();
    const slow = await look();
    const pace = Date.now() - begunAt;
    expect(statuses(slow)).toEqual(['ok', 'ok', 'ok']);
    expect(judgeVerdict(slow).verdict).toBe('matches');

    bench.cluster.inject({ kind: 'slow-node', node: 'as-n3', milliseconds: 900_000 });
    const deadline = 2 * pace + 10_000;
    const late = await look(deadline);
    expect(statuses(late)).toEqual(['ok', 'ok', 'unreachable']);
    expect(nodeOf(late, 'as-n3')).toMatchObject({ finding: null });
    for (const name of ['as-n1', 'as-n2'])
      expect(nodeOf(late, name).checkedAt).toBeLessThan(late.startedAt + deadline);
    expect(judgeVerdict(late).verdict).toBe('matches');

    bench.cluster.inject({ kind: 'slow-node-ended', node: 'as-n3' });
    expect(statuses(await look())).toEqual(['ok', 'ok', 'ok']);
  });
});

describe('slow-caller', () => {
  it('invariant 11: the soak lasts ten of its intervals, and silence before that is not called fixed', async () => {
    begin('slow-caller');
    const report = await look();
    expect(judgeVerdict(report).verdict).toBe('matches');
    const interval = crashInterval(matchingCrashes(report)) ?? 0;
    expect(interval).toBeGreaterThan(38_000);

    const { timing } = rules({ timing: { ...rules().timing, settleMs: 1000, soakMinimumMs: 2000 } });
    const lastCrash = matchingCrashes(report).at(-1) ?? NaN;
    const run = { runId: 'run-1', rung: '1', endedAt: lastCrash + 1 };
    const begun = beginValidation(run, interval, { ...report.update, state: 'none' }, timing);
    expect(begun.soakMs).toBeGreaterThanOrEqual(380_000);
    const aMinuteLater = Math.max(report.finishedAt, run.endedAt + MINUTE);
    const quiet = {
      ...report,
      startedAt: aMinuteLater,
      finishedAt: aMinuteLater,
      nodes: report.nodes.map((node) => ({ ...node, checkedAt: aMinuteLater })),
    };
    expect(judgeValidation(begun, quiet, timing).result).toBe('soaking');
  });

  it('as a fault makes whoever is stale call rarely, and lets it go on as before', async () => {
    begin('monitoring-session');
    const periods = (): number[] => {
      const { callers, eceThumbprint } = bench.cluster.snapshot();
      return callers.filter((one) => one.thumbprint !== eceThumbprint).map((one) => one.periodMs);
    };
    await look();
    const usual = periods();
    expect(usual).toHaveLength(1);
    bench.cluster.inject({ kind: 'slow-caller', seconds: 30 });
    await look();
    expect(periods()).toEqual([30_000]);
    bench.cluster.inject({ kind: 'slow-caller-ended' });
    await look();
    expect(periods()).toEqual(usual);
  });
});

describe('flapping-node', () => {
  it('invariant 17: each look says what it saw: unknown while the node is away, healthy while all are there', async () => {
    begin({ ...loadScenario('flapping-node'), flapping: [] });
    const flap: LabFault = { kind: 'flapping-node', node: 'as-n3', seconds: 600 };
    bench.cluster.inject(flap);
    const away = await look();
    expect(statuses(away)).toEqual(['ok', 'ok', 'unreachable']);
    expect(nodeOf(away, 'as-n3')).toMatchObject({ skewMs: null, finding: null });
    expect(nodeOf(away, 'as-n3').hint).toContain('as-n3');
    expect(judgeVerdict(away)).toMatchObject({ verdict: 'unknown' });
    const { state } = given().when(check(away));
    expect(clockObstacle(state.latest, { ...step('a'), node: 'as-n3' })).toContain('was not measured');

    // Injected again its turns begin anew: now it is there.
    bench.cluster.inject(flap);
    const back = await look();
    expect(statuses(back)).toEqual(['ok', 'ok', 'ok']);
    expect(judgeVerdict(back)).toMatchObject({ verdict: 'healthy' });

    bench.cluster.inject(flap);
    const gone = await look();
    expect(judgeVerdict(gone)).toMatchObject({ verdict: 'unknown' });
    bench.cluster.inject({ kind: 'flapping-node-ended', node: 'as-n3' });
    expect(judgeVerdict(await look())).toMatchObject({ verdict: 'healthy' });
  });

  it('comes and goes by itself, and no look ever calls it healthy while it is away', async () => {
    begin('flapping-node');
    const seen = new Set<string>();
    await until(
      'it was seen away and there',
      async () => {
        const report = await look();
        const status = nodeOf(report, 'as-n3').status;
        seen.add(status);
        expect(judgeVerdict(report).verdict).toBe(status === 'ok' ? 'healthy' : 'unknown');
        return seen.has('ok') && seen.size > 1;
      },
      2 * GENEROUS_MS,
    );
  });
});
