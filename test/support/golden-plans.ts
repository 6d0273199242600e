import type { PlannedCall, PlannedStep, PlanReport } from '../../src/incident/plan-report';
import { interlockLines } from '../../src/detection/node-interlocks';
import { CLUSTER, MINUTE, NOW } from './incident-states';
import { productionAsk } from './production-ask';

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

const RESTART_CALLS: Readonly<Record<string, readonly PlannedCall[]>> = {
  'Suspend-Node': [
    call('as-n1', {
      function: 'Suspend-IncidentNode',
      parameters: { Name: 'as-n2', WaitSeconds: 1800, RequestId: 'id-of-the-request' },
    }),
  ],
  'Restart-Node': [
    call('as-n2', {
      role: 'Restart',
      endpoint: 'AzureLocalIncident.Restart',
      function: 'Restart-IncidentNode',
      parameters: { Name: 'as-n2', RequestId: 'id-of-the-request' },
    }),
  ],
  'Resume-Node': [
    call('as-n1', {
      function: 'Resume-IncidentNode',
      parameters: { Name: 'as-n2', RequestId: 'id-of-the-request' },
    }),
  ],
};

/** One condition is red and one could not be read: the restart cannot be asked for. */
const BLOCKED: PlanReport = {
  ...PLAN,
  rung: '4',
  summary: 'restart of as-n2',
  blindNodes: [],
  inTheWay: interlockLines('as-n2', [
    {
      name: 'nodes-up',
      state: 'red',
      why: 'as-n1 is Paused, Normal, drain Completed',
    },
    { name: 'votes', state: 'green', why: 'More than half stay.' },
    { name: 'witness', state: 'green', why: 'The witness is Online.' },
    { name: 'updating-run', state: 'green', why: 'No updating run is in progress.' },
    {
      name: 'plan-step',
      state: 'unknown',
      why: 'Where the update is was never read: its plan may work on a node.',
    },
    { name: 'storage', state: 'green', why: 'The storage was clean twice, 30 s apart.' },
    { name: 'memory', state: 'green', why: 'There is room.' },
    { name: 'vms-movable', state: 'green', why: '14 running machines, each can move.' },
    { name: 'pending-reboot', state: 'green', why: 'No restart is pending on as-n2.' },
    { name: 'protected-vms', state: 'green', why: 'No protected machine runs on as-n2.' },
    { name: 'crash-present', state: 'green', why: 'It still crashes: the last one was 12 s ago.' },
  ]),
  steps: (productionAsk([]).incident?.request?.steps ?? []).map(({ title, operation, node }) => ({
    ...STEP,
    title,
    operation,
    node,
    isGate: operation === 'Test-NodeRestart',
    host: null,
    calls: RESTART_CALLS[operation] ?? [],
  })),
};

/** Plans by the name of their golden card. */
export const PLANS: Readonly<Record<string, PlanReport>> = {
  calls: PLAN,
  blocked: BLOCKED,
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
