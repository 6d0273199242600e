import type { ClusterState } from '../../src/incident/state';
import { findMitigation } from '../../src/runbook/mitigations';
import {
  ADA,
  BEN,
  checkReport,
  clusterState,
  crashTimes,
  endedRequest,
  MINUTE,
  mitigationRequest,
  nodeReport,
  NOW,
  OLGA,
  ROOTS_MISSING,
  run,
  step,
  stepPlan,
  vote,
} from './incident-states';
import { productionAsk, RESTART } from './production-ask';

const STEPS = productionAsk([]).incident?.request?.steps ?? [];
const [LOOK = stepPlan(), DRAIN = stepPlan(), RESTART_STEP = stepPlan(), ...LATER] = STEPS;

/** The drain went well, the restart did not come to its end: the node is still paused. */
const STUCK = run(
  [
    step(LOOK, 'succeeded', 'every condition is green'),
    step(DRAIN, 'succeeded', '14 machines moved'),
    step(RESTART_STEP, 'failed', 'as-n2 refused to restart: access denied'),
    ...LATER.map((plan) => step(plan, 'planned')),
  ],
  'partial',
  { rung: '4', startedAt: NOW - 48 * MINUTE, endedAt: NOW - 9 * MINUTE },
);

const RAN = endedRequest('run-ended', 'the run ended', {
  terms: RESTART,
  requester: OLGA,
  votes: [vote(ADA), vote(BEN, { confirmed: 'as-n2' })],
});

const LEFT_PAUSED = {
  openedAt: NOW - 90 * MINUTE,
  offered: null,
  run: STUCK,
  halfDone: [
    {
      kind: 'node-paused',
      node: 'as-n2',
      service: null,
      since: NOW - 9 * MINUTE,
      toldAt: NOW - 9 * MINUTE,
    },
  ],
} as const;

const ONE_NODE_LESS = checkReport({
  nodes: [
    nodeReport('as-n1', { finding: 'matches', matchingCrashes: crashTimes(57, 40_000) }),
    nodeReport('as-n2', {
      status: 'unreachable',
      finding: null,
      skewMs: null,
      checkedAt: null,
      hint: 'Look whether the node is up and WinRM (TCP 5986) is open from the bot host.',
    }),
  ],
});

/** What a node restart may leave, and its recovery, by the name of the golden card. */
export const NODE_RESTART_PHASES: Readonly<Record<string, ClusterState>> = {
  'node-left-paused': clusterState({ ...LEFT_PAUSED, request: RAN }, ONE_NODE_LESS),
  'ask-resume-node': clusterState({
    ...LEFT_PAUSED,
    request: mitigationRequest({
      id: '0192a7d4-33cc-7c3e-9f2b-6d1f0e8a4c77',
      shortId: 'T5QX',
      terms: findMitigation('R3') ?? RESTART,
      attestSteps: null,
      coveredNodes: ['as-n2'],
      shown: [
        {
          title: 'as-n2',
          grade: null,
          facts: [
            { name: 'State in the cluster', value: 'Paused' },
            { name: 'Asked through', value: 'as-n1' },
          ],
        },
      ],
      steps: [
        stepPlan({
          title: 'Resume as-n2, asked through as-n1, with its groups and machines',
          operation: 'Resume-Node',
        }),
      ],
    }),
  }),
  'opened-root-missing': clusterState({ offered: null }, checkReport({ roots: ROOTS_MISSING })),
};
