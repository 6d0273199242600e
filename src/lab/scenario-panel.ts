import type { ScenarioPanel } from './channel/page-state';
import type { LabCluster, LabFault } from './cluster/lab-cluster';
import { loadScenario, scenarioNames } from './cluster/scenario';

interface PanelFault {
  readonly name: string;
  readonly title: string;
  readonly fault: LabFault;
}

/** The controls of the simulated cluster on the lab's page. */
export function createScenarioPanel(cluster: LabCluster, first: string): ScenarioPanel {
  let current = first;
  return {
    getScenarios: () => scenarioNames().map((name) => ({ name, title: loadScenario(name).title })),
    current: () => current,
    switchScenario: async (name) => {
      cluster.reset(loadScenario(name));
      current = name;
    },
    getFaults: () => faultsOf(cluster).map(({ name, title }) => ({ name, title })),
    injectFault: async (name) => {
      const chosen = faultsOf(cluster).find((fault) => fault.name === name);
      if (!chosen) throw new Error(`There is no fault "${name}".`);
      cluster.inject(chosen.fault);
    },
  };
}

function faultsOf(cluster: LabCluster): readonly PanelFault[] {
  const nodes = cluster.snapshot().nodes.map((node) => node.name);
  const perNode = nodes.flatMap((node): PanelFault[] => [
    {
      name: `node-unreachable:${node}`,
      title: `${node} cannot be reached`,
      fault: { kind: 'node-unreachable', node },
    },
    { name: `node-denied:${node}`, title: `${node} denies access`, fault: { kind: 'node-denied', node } },
    {
      name: `node-reachable:${node}`,
      title: `${node} answers again`,
      fault: { kind: 'node-reachable', node },
    },
  ]);
  return [
    ...perNode,
    { name: 'group-failed', title: 'The cluster gives up restarting', fault: { kind: 'group-failed' } },
    { name: 'certificate-rotated', title: 'Rotate the certificate', fault: { kind: 'certificate-rotated' } },
    { name: 'update-failed', title: 'The update run fails', fault: { kind: 'update-failed' } },
  ];
}
