import { planSteps } from '../../src/effects/plan-steps';
import type { StepPlan } from '../../src/incident/run';
import type { LabBench } from './module-lab-bench';
import { openLabBench } from './module-lab-bench';

const GENEROUS_MS = 60_000;
const SHELL = '8F3A2B10-77AA-4C1D-9E55-0123456789AB';
const GROUP = 'Azure Stack HCI Orchestrator Service Cluster Group';

jest.setTimeout(6 * GENEROUS_MS);

describe('the calls of a plan, from the module that would make them', () => {
  let bench: LabBench;
  beforeAll(() => {
    bench = openLabBench('healthy');
  });
  afterAll(() => bench.close());

  const step = (operation: string, parameters: StepPlan['parameters'], deadlineMs = 420_000): StepPlan => ({
    operation,
    node: 'as-n1',
    parameters,
    title: operation,
    deadlineMs,
  });

  it('names function, node, endpoint and parameters of each step, asks the target of a move, and changes nothing', async () => {
    const cluster = {
      name: 'lab',
      nodes: bench.nodes,
      connection: JSON.parse(JSON.stringify(bench.connection)) as StepPlan['parameters'],
      certificateSubjects: [],
      rootNames: [],
      channel: null,
      protectedVms: null,
      botHostVm: null,
    };
    const group = { name: GROUP, proofNodes: bench.nodes, waitSeconds: 60 };
    const planned = await planSteps(bench.powershell, cluster, [
      step('Stop-Caller', { target: { shellId: SHELL }, user: 'CONTOSO\\anna', waitSeconds: 15 }, 90_000),
      step('Restart-NodeService', { service: 'LcmController', waitSeconds: 20, steadySeconds: 2 }),
      step('Move-ClusterServiceGroup', { ...group, target: 'as-n2' }),
      step('Move-ClusterServiceGroup', { ...group, target: 'nowhere' }),
      step('Test-OrchestratorAnswer', {}, 60_000),
      { ...step('Wait-StillCrashing', {}), isGate: true },
      step('Restart-NodeService', { service: 'somebody-else' }),
      step('Format-Node', {}),
    ]);
    const change = { node: 'as-n1', role: 'Change', endpoint: 'AzureLocalIncident.Change' };
    expect(planned.map(({ calls }) => calls)).toEqual([
      [
        {
          ...change,
          function: 'Stop-IncidentCaller',
          parameters: {
            RemoteShellId: SHELL,
            User: 'CONTOSO\\anna',
            WaitSeconds: 15,
            RequestId: 'id-of-the-request',
          },
        },
      ],
      [
        {
          ...change,
          function: 'Restart-IncidentService',
          parameters: {
            Name: 'LcmController',
            WaitSeconds: 20,
            SteadySeconds: 2,
            RequestId: 'id-of-the-request',
          },
        },
      ],
      [
        {
          node: 'as-n2',
          role: 'Read',
          endpoint: 'AzureLocalIncident.Read',
          function: 'Get-IncidentServiceState',
          parameters: { Name: ['Azure Stack HCI Orchestrator Service'] },
        },
        {
          ...change,
          function: 'Move-IncidentGroup',
          parameters: { Name: GROUP, Node: 'as-n2', WaitSeconds: 60, RequestId: 'id-of-the-request' },
        },
      ],
      [expect.objectContaining({ node: 'nowhere', role: 'Read' })],
      [
        {
          node: 'as-n1',
          role: 'Read',
          endpoint: 'AzureLocalIncident.Read',
          function: 'Get-IncidentUpdateProgress',
          parameters: {},
        },
      ],
      [],
      [],
      [],
    ]);
    expect(planned.map(({ note }) => note)).toEqual([
      null,
      null,
      null,
      expect.stringContaining('it would be refused now, and nothing changed: target-not-readable'),
      null,
      null,
      expect.stringContaining('its parameters are not valid'),
      expect.stringContaining('does not know the step'),
    ]);
    expect(bench.changes()).toEqual([]);
    const ledger = bench.cluster.ledger();
    expect(ledger.filter(({ kind }) => kind === 'ece-query')).toEqual([]);
    const sessions = ledger.filter(({ kind }) => kind === 'session');
    expect(sessions.map(({ node }) => node)).toContain('as-n2');
    expect(sessions.map(({ node }) => node)).not.toContain('as-n1');
  });
});
