import type { RungTerms } from '../../src/incident/rules';
import type { ClusterState, Vote } from '../../src/incident/state';
import { clusterState, mitigationRequest, MINUTE, NOW, OLGA, stepPlan } from './incident-states';

/** Restart of a node: not in the runbook's first slice, so its terms are written here. */
export const RESTART: RungTerms = {
  id: '4',
  title: 'Restart node as-n2',
  impact: 'production',
  votesNeeded: 2,
  recovery: false,
  askedBy: 'person',
  requestLifetimeMs: 60 * MINUTE,
};

/** The request that restarts a node: dual approval. */
export function productionAsk(votes: readonly Vote[]): ClusterState {
  return clusterState({
    offered: '4',
    request: mitigationRequest({
      terms: RESTART,
      requester: OLGA,
      votes,
      attestSteps: null,
      shown: [
        {
          title: 'Node as-n2',
          grade: null,
          facts: [
            { name: 'Interlocks', value: '11 of 11 green' },
            { name: 'Running VMs', value: '14, room on as-n1 for all of them' },
          ],
        },
      ],
      steps: [
        stepPlan({ title: 'Suspend with drain', operation: 'Suspend-Node' }),
        stepPlan({ title: 'Restart', operation: 'Restart-Node' }),
        stepPlan({ title: 'Resume', operation: 'Resume-Node' }),
      ],
    }),
    ran: [
      {
        runId: 'run-0',
        rung: '1',
        attested: false,
        startedAt: NOW - 42 * MINUTE,
        endedAt: NOW - 41 * MINUTE,
      },
    ],
    rungs: [{ rung: '1', at: NOW - 40 * MINUTE, result: 'not-fixed', why: 'it crashed again after the run' }],
  });
}
