import { propose } from '../../src/detection/propose';
import type { Proposed } from '../../src/detection/propose';
import { createRecordMemory } from '../../src/detection/record-memory';
import { checkCluster } from '../../src/detection/check-cluster';
import { UPDATE_UNKNOWN } from '../../src/detection/update-report';
import { gateInterlocks } from '../../src/effects/gate-interlocks';
import { judgeGate, judgePlan } from '../../src/effects/perform-gate';
import { findStepOperation } from '../../src/effects/step-operations';
import type { StepCall } from '../../src/effects/step-operations';
import type { StepReport } from '../../src/effects/step-report';
import type { CheckReport } from '../../src/incident/evidence';
import type { ClusterState, StepPlan } from '../../src/incident/state';
import type { ClusterSettings, DetectionSettings } from '../../src/runbook/settings';
import {
  ask,
  beginRun,
  check,
  crashing,
  MINUTE,
  OLGA,
  policy,
  rules,
  RUNG_4,
  SECOND,
  T0,
  UPDATE,
  vote,
  ADA,
  BEN,
} from '../incident/support/builders';
import { fold, story } from '../incident/support/given';
import { begin, closeAll, GENEROUS_MS } from '../powershell/module-node-restart-bench';
import type { LabBench } from '../powershell/module-lab-bench';
import { NODE_RESTART } from '../support/node-restart-times';

/* Real PowerShell on the simulated cluster: what is proposed, what the gate says, what each step did, judged by the ledger. */

jest.setTimeout(8 * GENEROUS_MS);
afterEach(closeAll);

const DETECTION: DetectionSettings = {
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
};

const settingsOf = (bench: LabBench): ClusterSettings => ({
  name: 'lab',
  nodes: bench.nodes,
  connection: JSON.parse(JSON.stringify(bench.connection)) as ClusterSettings['connection'],
  certificateSubjects: [],
  rootNames: [],
  channel: null,
  protectedVms: [],
  botHostVm: null,
});

/** Checks of the cluster, and the incident that they open, until the orchestrator has told where the update is between two crashes. */
async function look(bench: LabBench): Promise<ClusterState> {
  const deadline = Date.now() + 4 * GENEROUS_MS;
  const reports: CheckReport[] = [];
  for (;;) {
    reports.push(await checkOnce(bench));
    const state = fold(story(...reports.map((one) => check(one, { rules: rules({ ladder: [RUNG_4] }) }))));
    if (state.knownUpdate?.busyNodes || Date.now() > deadline) return state;
  }
}

async function checkOnce(bench: LabBench): Promise<CheckReport> {
  return checkCluster(
    {
      powershell: bench.powershell,
      clock: { now: Date.now },
      detection: DETECTION,
      memory: createRecordMemory(),
    },
    {
      cluster: settingsOf(bench),
      checkId: 'check-1',
      reason: 'recheck',
      knownUpdate: UPDATE_UNKNOWN,
      mayAskUpdate: true,
    },
  );
}

const proposeOn = async (bench: LabBench, state: ClusterState): Promise<Proposed> =>
  propose(
    { powershell: bench.powershell, detection: DETECTION, scriptHash: 'script-1' },
    settingsOf(bench),
    state,
    '4',
    policy(),
    { nodes: ['as-n2'] },
  );

const gateOn = (bench: LabBench, node: string): Promise<StepReport> =>
  gateInterlocks(
    { powershell: bench.powershell, detection: DETECTION, look: () => look(bench) },
    settingsOf(bench),
    node,
  );

let sent = 0;
/** Lets a node begin one more step. */
function nextTicket(): NonNullable<StepCall['ticket']> {
  sent += 1;
  const notAfterUtc = new Date(Date.now() + 8 * GENEROUS_MS).toISOString();
  return { key: `run-1-${sent}`, fence: sent, notAfterUtc };
}

async function runStep(bench: LabBench, plan: StepPlan | undefined): Promise<StepReport> {
  const operation = findStepOperation(plan?.operation ?? '');
  if (!plan || !operation) throw new Error(`no operation for ${plan?.operation ?? 'nothing'}`);
  return operation({
    powershell: bench.powershell,
    connection: bench.connection,
    plan,
    requestId: 'request-1',
    ticket: nextTicket(),
  });
}

describe('invariant 10: what is not green stops the run before a node is touched', () => {
  it('update-drains-node: the ask is blocked and says why, the gate stops, nothing was done', async () => {
    const bench = begin('update-drains-node');
    const state = await look(bench);
    const proposed = await proposeOn(bench, state);
    if (proposed.kind === 'failed') throw new Error(proposed.why);
    expect(proposed.obstacles.join()).toContain('red: nodes-up (as-n2 is Paused');
    expect(proposed.obstacles.join()).toContain('red: plan-step');
    expect(await gateOn(bench, 'as-n3')).toMatchObject({ outcome: 'failed' });
    expect(bench.changes()).toEqual([]);
  });

  it('drain-fails: a machine that cannot move blocks the ask; where it is missed, the drain is undone', async () => {
    const bench = begin('drain-fails');
    const state = await look(bench);
    const proposed = await proposeOn(bench, state);
    if (proposed.kind === 'failed') throw new Error(proposed.why);
    expect(proposed.obstacles.join()).toContain(
      'red: vms-movable (Cannot move: render-01 uses a GPU partition',
    );
    const drain = proposed.proposal.steps.find(({ operation }) => operation === 'Suspend-Node');
    expect(await runStep(bench, drain)).toMatchObject({ outcome: 'failed', restored: true });
    expect(bench.changes()).toEqual(['Suspend-ClusterNode as-n2', 'Resume-ClusterNode as-n2']);
    expect(bench.cluster.snapshot().nodes[1]?.state).toBe('Up');
  });

  it('late-storage-jobs: one node goes through all its steps; the repairs that follow keep the next one from being touched', async () => {
    const bench = begin('late-storage-jobs');
    const state = await look(bench);
    const proposed = await proposeOn(bench, state);
    if (proposed.kind === 'failed') throw new Error(proposed.why);
    expect(proposed.obstacles).toEqual([]);
    const [gate, ...steps] = proposed.proposal.steps;
    expect(gate).toMatchObject({ operation: 'Test-NodeRestart', isGate: true });
    for (const plan of steps.slice(0, 3))
      expect(await runStep(bench, plan)).toMatchObject({ outcome: 'succeeded' });
    const storage = steps[3];
    const impatient = { ...storage?.parameters, gapMs: 10_000, waitMs: 1000 };
    const seen = await runStep(bench, storage && { ...storage, parameters: impatient });
    expect(seen).toMatchObject({ outcome: 'failed' });
    expect(seen.detail).toContain('no further node may be touched');
    expect(bench.changes()).toEqual([
      'Suspend-ClusterNode as-n2',
      'Restart-Computer as-n2',
      'Resume-ClusterNode as-n2',
    ]);
  });
});

describe('between two nodes', () => {
  const running = fold(
    story(
      check(crashing(T0), { rules: rules({ ladder: [RUNG_4] }) }),
      ask(T0 + SECOND, '4', OLGA),
      vote(T0 + 2 * SECOND, ADA),
      vote(T0 + 3 * SECOND, BEN),
      check(crashing(T0 + 20 * SECOND)),
      beginRun(T0 + 20 * SECOND),
    ),
  );
  const after = (update: Partial<typeof UPDATE>): ClusterState => ({
    ...running,
    latest: running.latest && {
      ...running.latest,
      report: { ...running.latest.report, update: { ...UPDATE, ...update } },
    },
  });

  it('an update that moves again ends the run, even while it still crashes', () => {
    expect(judgePlan(after({ lastChangeAt: T0 + MINUTE }))).toMatchObject({ outcome: 'nothing-to-do' });
    expect(judgePlan(after({}))).toBeNull();
    expect(judgePlan(after({ state: 'unknown', lastChangeAt: T0 + MINUTE }))).toBeNull();
  });

  it('a crash after the settle time lets it go on', () => {
    expect(judgeGate(running, T0 - 2 * MINUTE)).toMatchObject({ outcome: 'succeeded' });
    expect(judgeGate(running, T0)).toBeNull();
  });
});
