import path from 'node:path';
import { createStepPerformer } from '../../../src/effects/perform-step';
import { checkCluster } from '../../../src/detection/check-cluster';
import { propose } from '../../../src/detection/propose';
import { createRecordMemory } from '../../../src/detection/record-memory';
import { UPDATE_UNKNOWN } from '../../../src/detection/update-report';
import { decodeEffect } from '../../../src/commands/event-codec';
import type { IncidentCommand, Proposal } from '../../../src/incident/commands';
import type { JsonObject } from '../../../src/incident/json';
import type { Run } from '../../../src/incident/run';
import type { ClusterState } from '../../../src/incident/state';
import { keepFor } from '../../../src/powershell/keep-for';
import type { DetectionSettings } from '../../../src/runbook/settings';
import { openStore } from '../../../src/store/open-store';
import { settingsFor } from '../../commands/support/bench';
import {
  ADA,
  ask,
  beginRun,
  check,
  policy,
  RUNG_1,
  RUNG_2,
  rules,
  vote,
} from '../../incident/support/builders';
import { coldOperationsShell, operationsShell } from '../../powershell/module-bench';
import { openLabBench } from '../../powershell/module-lab-bench';
import { NODE_RESTART } from '../../support/node-restart-times';
import { removeFolder, temporaryFolder } from '../../support/powershell';
import { CLUSTER, handlerOn } from './a-run';

const GENEROUS_MS = 240_000;
const SCRIPTS = 'scripts-1';
const OWNER = 'runner-1';
const clock = { now: () => Date.now() };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface LabRunOptions {
  readonly scenario: string;
  readonly rung: '1' | '2';
  /** The nodes of the cluster that the bot knows; all when absent. */
  readonly nodes?: readonly string[];
  /** How long a new process has to live on, ms. */
  readonly steadyMs?: number;
  /** Processes for its sessions alone, so that it can be seen how they end. */
  readonly ownProcesses?: boolean;
}

export type LabRun = Awaited<ReturnType<typeof openLabRun>>;

/** Everything between a granted request and the outcome of its steps: real store, real PowerShell, simulated cluster. No HTTP, no runner loop. */
export async function openLabRun(options: LabRunOptions) {
  const { scenario, rung, nodes, steadyMs = 1000 } = options;
  const bench = openLabBench(scenario, {}, options.ownProcesses ? coldOperationsShell : operationsShell);
  const folder = temporaryFolder('lab-run');
  const store = await openStore({ file: path.join(folder, 'store.sqlite') });
  const handler = handlerOn(store, clock);
  const terms = rung === '1' ? RUNG_1 : RUNG_2;
  const own = rules({ ladder: [terms] });
  const detection: DetectionSettings = {
    watchMs: 1000,
    watchInIncidentMs: 1000,
    lookBackMs: 86_400_000,
    proofGapMs: 100,
    nodeDeadlineMs: GENEROUS_MS,
    steadyMs,
    groupMoveMs: 30_000,
    nodeRestart: NODE_RESTART,
    skewLimitMs: 5000,
    updateStalledMs: 1_800_000,
  };
  const cluster = {
    name: CLUSTER,
    nodes: nodes ?? bench.nodes,
    connection: bench.connection as JsonObject,
    certificateSubjects: ['CN=ECEClient, OU=AzureStack'],
    rootNames: [],
    protectedVms: [],
    botHostVm: null,
    channel: null,
  };
  const settings = settingsFor([{ person: ADA, roles: ['approver'] }], {
    clusters: [cluster],
    rules: own,
    detection,
  });
  const memory = createRecordMemory();

  const handle = async (command: IncidentCommand): Promise<ClusterState> => {
    const handled = await handler.handle(CLUSTER, command);
    if (handled.kind === 'rejected') throw new Error(`${command.kind}: ${JSON.stringify(handled.rejection)}`);
    return handled.state;
  };

  const look = async (): Promise<ClusterState> => {
    const report = await checkCluster(
      { powershell: keepFor(bench.powershell, CLUSTER), clock, memory, detection },
      { cluster, checkId: 'check-1', reason: 'recheck', knownUpdate: UPDATE_UNKNOWN, mayAskUpdate: false },
    );
    return handle(check(report, { rules: own }));
  };

  /** What the rung would do now; with what was approved as at the recheck. */
  const proposeNow = async (state: ClusterState, approved?: JsonObject): Promise<Proposal> => {
    const parts = { powershell: bench.powershell, detection, scriptHash: SCRIPTS };
    const wanted = { nodes: [], ...(approved && { approved }) };
    const proposed = await propose(parts, cluster, state, rung, policy(), wanted);
    if (proposed.kind === 'failed') throw new Error(proposed.why);
    return proposed.proposal;
  };

  const performer = createStepPerformer({
    settings,
    handler,
    situation: { policyOn: () => Promise.resolve(policy()) },
    powershell: bench.powershell,
    clock,
    owner: OWNER,
    nextFence: () => store.nextFence(clock.now()),
    look,
    scriptHash: SCRIPTS,
    persist: (_what, work) => work(),
    logger: quiet,
  });

  /** Claims and performs the next step; false when there is none. */
  const performNext = async (): Promise<boolean> => {
    const only = { kinds: ['step'], streams: [`cluster/${CLUSTER}`] };
    const [claimed] = await store.claim({
      owner: OWNER,
      now: clock.now(),
      leaseMs: GENEROUS_MS,
      limit: 1,
      only,
    });
    if (!claimed) return false;
    const effect = decodeEffect(claimed);
    if (effect.kind !== 'step') throw new Error(`there was a ${effect.kind} instead of a step`);
    await performer.step({ effect, id: claimed.id, cluster: CLUSTER, attempts: 1 });
    return true;
  };

  return {
    bench,
    handler,
    handle,
    look,
    proposeNow,
    /** Asks, approves and begins a run. `shape` may shorten the deadlines of its steps, which are not bound. */
    begin: async (shape: (proposal: Proposal) => Proposal = (same) => same): Promise<ClusterState> => {
      const proposal = shape(await proposeNow(await look()));
      await handle(ask(clock.now(), rung, null, { proposal, policy: policy() }));
      await handle(vote(clock.now(), ADA, { ownerAgrees: proposal.needsOwnerAgreement }));
      await look();
      return handle(beginRun(clock.now(), { facts: proposal.facts, digest: proposal.digest }));
    },
    /** Performs steps until none waits, and gives the run. */
    perform: async (): Promise<Run> => {
      while (await performNext());
      const run = (await handler.load(CLUSTER)).incident?.run;
      if (!run) throw new Error('there is no run');
      return run;
    },
    performNext,
    close: async (): Promise<void> => {
      await bench.close();
      await store.close();
      removeFolder(folder);
    },
  };
}
