import type { RungTerms } from '../../src/incident/rules';
import type { ShownTarget, Vote } from '../../src/incident/mitigation-request';
import type { ClusterState } from '../../src/incident/state';
import { findMitigation } from '../../src/runbook/mitigations';
import { clusterState, mitigationRequest, MINUTE, NOW, OLGA, stepPlan } from './incident-states';

/** Restart of a node: production impact, two votes, and its name typed. */
export const RESTART: RungTerms = termsOf('4');

function termsOf(id: string): RungTerms {
  const found = findMitigation(id);
  if (!found) throw new Error(`no mitigation ${id}`);
  return found;
}

/** What the bot shows of the conditions: it asks only while every one is green. */
const INTERLOCKS: readonly ShownTarget[] = [
  {
    title: 'Restart as-n2: the cluster around it',
    grade: null,
    facts: [
      { name: '✔ nodes-up, green', value: 'All 2 nodes are Up and normal.' },
      { name: '✔ votes, green', value: 'Without as-n2 2 of 3 votes stay; more than half are needed.' },
      { name: '✔ witness, green', value: 'The witness is Online.' },
      { name: '✔ updating-run, green', value: 'No updating run is in progress.' },
      {
        name: '✔ plan-step, green',
        value: 'The step "Update agents and services" does not work on nodes.',
      },
      { name: '✔ crash-present, green', value: 'It still crashes: the last one was 12 s ago.' },
    ],
  },
  {
    title: 'Restart as-n2: what runs on it',
    grade: null,
    facts: [
      { name: '✔ storage, green', value: 'The storage was clean twice, 30 s apart.' },
      {
        name: '✔ memory, green',
        value: 'The machines of as-n2 need 96 GB; 210 GB are free on the other nodes that could be read.',
      },
      { name: '✔ vms-movable, green', value: '14 running machines, each can move.' },
      { name: '✔ pending-reboot, green', value: 'No restart is pending on as-n2.' },
      { name: '✔ protected-vms, green', value: 'No protected machine runs on as-n2.' },
    ],
  },
];

/** The request that restarts a node: dual approval. */
export function productionAsk(votes: readonly Vote[]): ClusterState {
  return clusterState({
    offered: '4',
    request: mitigationRequest({
      terms: RESTART,
      requester: OLGA,
      votes,
      attestSteps: null,
      coveredNodes: ['as-n2'],
      shown: INTERLOCKS,
      steps: [
        stepPlan({
          title: 'See again that every condition for restarting as-n2 is green',
          operation: 'Test-NodeRestart',
        }),
        stepPlan({
          title: 'Pause and drain as-n2, asked through as-n1, and see that nothing is left on it',
          operation: 'Suspend-Node',
        }),
        stepPlan({
          title: 'Restart as-n2, once, and see by its boot time that it is back',
          operation: 'Restart-Node',
        }),
        stepPlan({
          title: 'Resume as-n2, asked through as-n1, with its groups and machines',
          operation: 'Resume-Node',
        }),
        stepPlan({
          title: 'See through as-n1 that the storage is clean twice after as-n2 is back',
          operation: 'Confirm-Storage',
        }),
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
    rungs: [
      {
        rung: '1',
        at: NOW - 40 * MINUTE,
        ranAt: NOW - 41 * MINUTE,
        result: 'not-fixed',
        why: 'it crashed again after the run',
      },
    ],
  });
}
