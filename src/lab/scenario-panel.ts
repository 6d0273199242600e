import type { FaultChoice, ScenarioChoice, ScenarioPanel } from './channel/page-state';
import type { ClusterFault } from './cluster-fault';
import { clusterFaults, isWaiting } from './cluster-faults';
import { readClusterView } from './cluster-view';
import type { LabCluster } from './cluster/lab-cluster';
import { loadScenario, scenarioNames } from './cluster/scenario';

/**
 * The simulated cluster on the lab's page: what it shows, which scenario it is in, what can be broken.
 * @param chance a number from 0 (included) to 1, for the scenario that nobody chose
 * @param around has the cluster put into another scenario, and sees to what has to be done before and after
 */
export function createScenarioPanel(
  cluster: LabCluster,
  chance: () => number,
  around: (change: () => void) => Promise<void> = (change) => Promise.resolve(change()),
): ScenarioPanel {
  const scenarios = scenarioNames().map(choiceOf);
  let isSecret = false;
  let isRevealed = false;
  const enter = (name: string, secretly: boolean): Promise<void> => {
    const scenario = loadScenario(name);
    return around(() => {
      cluster.reset(scenario);
      isSecret = secretly;
      isRevealed = false;
    });
  };
  const current = () => cluster.snapshot().scenario;
  const faultNamed = (name: string): ClusterFault => {
    const fault = clusterFaults(cluster.snapshot()).find((one) => one.name === name);
    if (!fault) throw new Error(`There is no fault "${name}" in this scenario.`);
    return fault;
  };
  return {
    getScenarios: () => scenarios,
    current: () => ({ name: current(), isSecret }),
    switchScenario: async (name) => enter(name, false),
    surprise: async () => {
      const others = scenarios.filter((one) => one.name !== current());
      const chosen = others[Math.floor(chance() * others.length)];
      if (!chosen) throw new Error('There is no other scenario.');
      await enter(chosen.name, true);
    },
    getFaults: () => {
      const waiting = cluster.waiting();
      return clusterFaults(cluster.snapshot()).map((fault) => faultChoice(fault, isWaiting(fault, waiting)));
    },
    injectFault: (name) => cluster.inject(faultNamed(name).inject),
    removeFault: (name) => {
      const { remove, title } = faultNamed(name);
      if (!remove) throw new Error(`"${title}" only happens; it cannot be taken back.`);
      cluster.inject(remove);
    },
    getCluster: () => readClusterView(cluster, isRevealed),
    reveal: (isShown) => {
      isRevealed = isShown;
      if (isShown) isSecret = false;
    },
  };
}

function choiceOf(name: string): ScenarioChoice {
  const { title, description, hypothetical } = loadScenario(name);
  return { name, title, description, hypothetical };
}

function faultChoice({ name, title, note, where, remove, isOn, isPossible }: ClusterFault, waits: boolean) {
  const choice: FaultChoice = {
    name,
    title,
    note,
    where,
    canEnd: remove !== null,
    isOn,
    isPossible,
    isWaiting: waits,
  };
  return choice;
}
