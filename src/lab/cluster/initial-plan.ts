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
    startedAt: times[0],
    endedAt: times[1],
    steps,
  };
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
  const agents = Array.from({ length: scenario.nodes }, (_, index) => {
    const number = index + 1;
    const current = number === 1;
    return {
      ...step(`Update agents on ${nodeName(scenario, number)}`, current ? 'InProgress' : 'NotStarted', [
        current ? rotatedAt : 0,
        0,
      ]),
      rolePath: 'LifecycleAgents',
      remoteNode: update.remoteTaskOn === number ? nodeName(scenario, number) : null,
    };
  });
  return {
    instanceId,
    displayName: update.name,
    version: update.version,
    state: 'InProgress',
    afterCure: update.afterCure,
    startedAt,
    endedAt: 0,
    updatedAt: rotatedAt,
    stepMs: scenario.timing.planStep * 1000,
    nextStepAt: crashing || update.afterCure === 'stays' ? 0 : at + scenario.timing.planStep * 1000,
    steps: [
      step('Prepare update', 'Success', [startedAt, rotatedAt - 10 * MINUTE]),
      step('Secret rotation', 'Success', [rotatedAt - 10 * MINUTE, rotatedAt], [rotation]),
      step('Update lifecycle agents', 'InProgress', [rotatedAt, 0], agents),
      step('Update host operating system', 'NotStarted', [0, 0]),
      step('Finish update', 'NotStarted', [0, 0]),
    ],
  };
}
