import type { PlannedCall, PlannedStep, PlanReport } from '../../src/incident/plan-report';
import { CLUSTER, MINUTE, NOW } from './incident-states';

const GROUP = 'Azure Stack HCI Orchestrator Service Cluster Group';

const STEP: PlannedStep = {
  title: 'Restart LcmController on as-n1',
  operation: 'Restart-NodeService',
  node: 'as-n1',
  deadlineMs: 5 * MINUTE,
  isGate: false,
  host: { operation: 'Restart-NodeService', parameters: { node: 'as-n1', service: 'LcmController' } },
  calls: [],
  note: null,
};

function call(node: string, change: Partial<PlannedCall>): PlannedCall {
  return {
    node,
    role: 'Change',
    endpoint: 'AzureLocalIncident.Change',
    function: 'Restart-IncidentService',
    parameters: {
      Name: 'LcmController',
      RequestId: 'id-of-the-request',
      SteadySeconds: 30,
      WaitSeconds: 120,
    },
    ...change,
  };
}

const MOVE: PlannedStep = {
  ...STEP,
  title: `Move "${GROUP}" to as-n2`,
  operation: 'Move-ClusterServiceGroup',
  calls: [
    call('as-n2', {
      role: 'Read',
      endpoint: 'AzureLocalIncident.Read',
      function: 'Get-IncidentServiceState',
      parameters: { Name: ["Anna's service"] },
    }),
    call('as-n1', {
      function: 'Move-IncidentGroup',
      parameters: { Name: GROUP, Node: 'as-n2', WaitSeconds: 300, RequestId: 'id-of-the-request' },
    }),
  ],
};

const PLAN: PlanReport = {
  cluster: CLUSTER,
  rung: '3',
  at: NOW - 2000,
  summary: '1 group(s) to move',
  inTheWay: [],
  blindNodes: ['as-n4'],
  steps: [
    MOVE,
    { ...STEP, title: 'Wait two crash intervals', operation: 'Wait-StillCrashing', isGate: true, host: null },
    { ...STEP, calls: [call('as-n1', { endpoint: null })], note: 'it would be refused now: account-locked' },
    { ...STEP, node: 'as-n2', note: 'which function it calls could not be told: no answer' },
  ],
  failed: null,
};

/** Plans by the name of their golden card. */
export const PLANS: Readonly<Record<string, PlanReport>> = {
  calls: PLAN,
  many: {
    ...PLAN,
    rung: '2',
    summary: 'LcmController runs on 60 of 60 node(s)',
    steps: Array.from({ length: 60 }, (_, index) => {
      const node = `as-n${index + 1}`;
      return { ...STEP, node, title: `Restart LcmController on ${node}`, calls: [call(node, {})] };
    }),
  },
  failed: {
    ...PLAN,
    summary: '',
    steps: [],
    blindNodes: [],
    inTheWay: ['this bot only observes ("mode: observe"): it explains, but changes nothing'],
    failed: 'the resources of a group could not be read',
  },
};

/** The same plan with another text wherever one comes from outside. */
export function planWithText(plan: PlanReport, text: string): PlanReport {
  const parameters = { [text]: text, Name: [text] };
  return {
    ...plan,
    cluster: text,
    summary: text,
    inTheWay: plan.inTheWay.map(() => text),
    blindNodes: plan.blindNodes.map(() => text),
    steps: plan.steps.map((step) => ({
      ...step,
      title: text,
      node: text,
      operation: text,
      host: step.host && { operation: text, parameters },
      calls: step.calls.map((one) => ({ ...one, node: text, function: text, endpoint: text, parameters })),
      note: step.note && text,
    })),
    failed: plan.failed && text,
  };
}
