import { reasonOf } from '../detection/check-cluster';
import type { StepOutcome, StepPlan } from '../incident/run';
import type { PowerShell } from '../ports';
import type { Connection } from '../powershell/operations/connection';
import {
  importRootCertificate,
  importRootCertificateParameters,
} from '../powershell/operations/import-root-certificate';
import {
  moveClusterServiceGroup,
  moveGroupParameters,
} from '../powershell/operations/move-cluster-service-group';
import type { OperationResult } from '../powershell/operations/outcome';
import {
  restartClusterServiceGroup,
  restartGroupParameters,
} from '../powershell/operations/restart-cluster-service-group';
import {
  restartNodeService,
  restartNodeServiceParameters,
} from '../powershell/operations/restart-node-service';
import {
  startClusterServiceGroup,
  startGroupParameters,
} from '../powershell/operations/start-cluster-service-group';
import { restartNode, restartNodeParameters } from '../powershell/operations/restart-node';
import { resumeNode, resumeNodeParameters } from '../powershell/operations/resume-node';
import { startNodeService, startNodeServiceParameters } from '../powershell/operations/start-node-service';
import { suspendNode, suspendNodeParameters } from '../powershell/operations/suspend-node';
import { storageCleanParameters, waitStorageClean } from '../powershell/operations/wait-storage-clean';
import { stopCaller, stopCallerParameters } from '../powershell/operations/stop-caller';
import { callerGoneParameters, testCallerGone } from '../powershell/operations/test-caller-gone';
import {
  orchestratorAnswerParameters,
  testOrchestratorAnswer,
} from '../powershell/operations/test-orchestrator-answer';
import type { Ticket } from '../powershell/operations/ticket';
import { judgeAnswer } from './orchestrator-answer';
import type { StepReport } from './step-report';
import { withWhatStayed } from './what-stayed';

export interface StepCall {
  readonly powershell: PowerShell;
  readonly connection: Connection;
  readonly plan: StepPlan;
  readonly requestId: string;
  /** Lets the node begin it once; null: nothing can be begun. */
  readonly ticket: Ticket | null;
}

export type StepOperation = (call: StepCall) => Promise<StepReport>;

/** The operation of a step; undefined when this version does not know it. */
export function findStepOperation(name: string): StepOperation | undefined {
  return Object.hasOwn(STEP_OPERATIONS, name) ? STEP_OPERATIONS[name] : undefined;
}

/** What a step of each operation calls, and how its report is read. */
const STEP_OPERATIONS: Readonly<Record<string, StepOperation>> = {
  'Stop-Caller': async (call) =>
    changeReport(
      await stopCaller(call.powershell, stopCallerParameters.parse(parametersOf(call, { whatIf: false }))),
    ),
  'Import-RootCertificate': async (call) =>
    changeReport(
      await importRootCertificate(
        call.powershell,
        importRootCertificateParameters.parse(parametersOf(call, { whatIf: false })),
      ),
    ),
  'Start-ClusterServiceGroup': async (call) =>
    changeReport(
      await startClusterServiceGroup(
        call.powershell,
        startGroupParameters.parse(parametersOf(call, { whatIf: false })),
      ),
    ),
  'Restart-NodeService': async (call) =>
    changeReport(
      await restartNodeService(
        call.powershell,
        restartNodeServiceParameters.parse(parametersOf(call, { whatIf: false })),
      ),
    ),
  'Move-ClusterServiceGroup': async (call) =>
    changeReport(
      await moveClusterServiceGroup(
        call.powershell,
        moveGroupParameters.parse(parametersOf(call, { whatIf: false })),
      ),
    ),
  'Restart-ClusterServiceGroup': async (call) =>
    changeReport(
      await restartClusterServiceGroup(
        call.powershell,
        restartGroupParameters.parse(parametersOf(call, { whatIf: false })),
      ),
    ),
  'Suspend-Node': async (call) => {
    const result = await suspendNode(
      call.powershell,
      suspendNodeParameters.parse(parametersOf(call, { whatIf: false })),
    );
    const report = changeReport(result);
    return result.kind === 'reported' ? withWhatStayed(report, result.value) : report;
  },
  'Restart-Node': async (call) =>
    changeReport(
      await restartNode(
        call.powershell,
        // How long one question may take is the plan's; the rest of the time is the node's.
        restartNodeParameters.parse({
          ...parametersOf(call, { whatIf: false }),
          nodeDeadlineMs: call.plan.parameters['nodeDeadlineMs'],
        }),
      ),
    ),
  'Resume-Node': async (call) =>
    changeReport(
      await resumeNode(call.powershell, resumeNodeParameters.parse(parametersOf(call, { whatIf: false }))),
    ),
  'Start-NodeService': async (call) =>
    changeReport(
      await startNodeService(
        call.powershell,
        startNodeServiceParameters.parse(parametersOf(call, { whatIf: false })),
      ),
    ),
  'Wait-StorageClean': async ({ powershell, connection, plan }) => {
    const parameters = storageCleanParameters.parse({ ...plan.parameters, node: plan.node, connection });
    const result = await waitStorageClean(powershell, parameters);
    if (result.kind !== 'reported')
      return { outcome: 'failed', detail: `the storage could not be looked at: ${reasonOf(result)}` };
    const { outcome, why, looks, node } = result.value;
    if (outcome === 'succeeded') return { outcome, detail: `clean twice, after ${looks} looks` };
    const last = why.join('; ') || (node.hint ?? 'it could not be read');
    // Nothing was changed here: what is not known of the storage stops the run, and needs nobody to settle it.
    return {
      outcome: 'failed',
      detail: `the storage was not clean in time, so no further node may be touched: ${last}`,
    };
  },
  'Test-OrchestratorAnswer': ({ powershell, connection, plan }) =>
    judgeAnswer((nodeDeadlineMs) => {
      const parameters = orchestratorAnswerParameters.parse({ node: plan.node, connection, nodeDeadlineMs });
      return testOrchestratorAnswer(powershell, parameters);
    }, plan.deadlineMs),
  'Test-CallerGone': async ({ powershell, connection, plan }) => {
    const parameters = callerGoneParameters.parse({
      ...plan.parameters,
      node: plan.node,
      connection,
      nodeDeadlineMs: plan.deadlineMs,
    });
    const result = await testCallerGone(powershell, parameters);
    if (result.kind !== 'reported')
      return {
        outcome: 'failed',
        detail: `could not be looked at, nothing was changed: ${reasonOf(result)}`,
      };
    const { answer, hint } = result.value.node;
    if (!answer)
      return {
        outcome: 'failed',
        detail: `could not be looked at, nothing was changed: ${hint ?? 'no answer'}`,
      };
    return answer.gone
      ? { outcome: 'succeeded', detail: 'seen to be gone' }
      : { outcome: 'failed', detail: 'it is still there' };
  },
};

function parametersOf({ connection, plan, requestId, ticket }: StepCall, more: object): object {
  return {
    ...plan.parameters,
    ...more,
    node: plan.node,
    connection,
    requestId,
    ticket,
    nodeDeadlineMs: plan.deadlineMs,
  };
}

type Change = {
  readonly outcome: StepOutcome | 'planned';
  readonly changed: boolean | null;
  readonly reason: string | null;
  readonly hint?: string | null;
  readonly node: { readonly hint: string | null; readonly answer: { readonly action: string } | null };
};

/** Reads a changing operation's result. What is not certain is unknown, never failed and never success. */
function changeReport(result: OperationResult<Change>): StepReport {
  if (result.kind === 'not-started')
    return {
      outcome: 'failed',
      detail: `not started, nothing was changed: ${result.reason}`,
      restored: true,
    };
  if (result.kind !== 'reported') return { outcome: 'unknown', detail: reasonOf(result) };
  const { outcome, changed, reason, node, hint = null } = result.value;
  const words = [node.answer?.action, reason, hint ?? node.hint].filter((part) => part).join('; ');
  if (outcome === 'planned')
    return {
      outcome: 'failed',
      detail: `it was only planned, nothing was changed: ${words}`,
      restored: true,
    };
  const untouched = outcome === 'failed' && changed === false ? 'nothing was changed: ' : '';
  return {
    outcome,
    detail: `${untouched}${words || outcome}`,
    ...(untouched === '' ? {} : { restored: true }),
  };
}
