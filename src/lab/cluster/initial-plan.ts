import type { LabPlan, LabPlanStep } from './lab-state';
import { nodeName } from './initial-nodes';
import type { Scenario } from './scenario';

const MINUTE = 60_000;

function step(
  name: string,
  status: LabPlanStep['status'],
  times: readonly [number, number],
  steps: LabPlanStep[] = [],
): LabPlanStep {
  return {
    name,
    description: name,
    status,
    errorMessage: null,
    rolePath: null,
    remoteNode: null,
    drains: null,
    startedAt: times[0],
    endedAt: times[1],
    steps,
  };
}

/** The steps behind the rotation: the first is in progress, or the second where the scenario has it drain a node. */
function workSteps(scenario: Scenario, rotatedAt: number): LabPlanStep[] {
  const { drains, remoteTaskOn } = scenario.update ?? {};
  const host = 'Update host operating system';
  const agentsEndedAt = rotatedAt + 10 * MINUTE;
  const numbers = Array.from({ length: scenario.nodes }, (_, index) => index + 1);
  const agents = numbers.map((number): LabPlanStep => {
    const isCurrent = drains === undefined && number === 1;
    const status = drains === undefined ? (isCurrent ? 'InProgress' : 'NotStarted') : 'Success';
    const times = [
      status === 'NotStarted' ? 0 : rotatedAt,
      status === 'Success' ? agentsEndedAt : 0,
    ] as const;
    return {
      ...step(`Update agents on ${nodeName(scenario, number)}`, status, times),
      rolePath: 'LifecycleAgents',
      remoteNode: remoteTaskOn === number ? nodeName(scenario, number) : null,
    };
  });
  if (drains === undefined)
    return [
      step('Update lifecycle agents', 'InProgress', [rotatedAt, 0], agents),
      step(host, 'NotStarted', [0, 0]),
    ];
  const hosts = [drains, ...numbers.filter((number) => number !== drains)].map((number): LabPlanStep => {
    const name = nodeName(scenario, number);
    const isCurrent = number === drains;
    const startedAt = isCurrent ? agentsEndedAt : 0;
    return {
      ...step(`Drain and restart ${name}`, isCurrent ? 'InProgress' : 'NotStarted', [startedAt, 0]),
      rolePath: 'CAU',
      remoteNode: isCurrent ? name : null,
      drains: name,
    };
  });
  return [
    step('Update lifecycle agents', 'Success', [rotatedAt, agentsEndedAt], agents),
    step(host, 'InProgress', [agentsEndedAt, 0], hosts),
  ];
}

/**
 * The update as it stands when the crashes begin: the rotation is done, the lifecycle agents' step is in progress. The step names are
 * made up (no source shows them); only the rotation's RolePath is known.
 */
export function initialPlan(
  scenario: Scenario,
  instanceId: string,
  at: number,
  rotatedAt: number,
  crashing: boolean,
): LabPlan | null {
  const { update } = scenario;
  if (update === undefined) return null;
  const startedAt = rotatedAt - 50 * MINUTE;
  const rotation = {
    ...step('Rotate internal secrets', 'Success', [rotatedAt - 10 * MINUTE, rotatedAt]),
    rolePath: 'SecretRotation',
  };
  const work = workSteps(scenario, rotatedAt);
  return {
    instanceId,
    displayName: update.name,
    version: update.version,
    state: 'InProgress',
    afterCure: update.afterCure,
    startedAt,
    endedAt: 0,
    updatedAt: Math.max(rotatedAt, ...work.map((one) => one.startedAt)),
    stepMs: scenario.timing.planStep * 1000,
    nextStepAt: crashing || update.afterCure === 'stays' ? 0 : at + scenario.timing.planStep * 1000,
    steps: [
      step('Prepare update', 'Success', [startedAt, rotatedAt - 10 * MINUTE]),
      step('Secret rotation', 'Success', [rotatedAt - 10 * MINUTE, rotatedAt], [rotation]),
      ...work,
      step('Finish update', 'NotStarted', [0, 0]),
    ],
  };
}
