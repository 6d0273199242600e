import type { ClusterState } from '../../src/incident/state';
import type { CheckReport } from '../../src/incident/evidence';
import type { RungTerms } from '../../src/incident/rules';
import { findMitigation, RECOVERIES } from '../../src/runbook/mitigations';
import {
  ADA,
  ANTON,
  BEN,
  checkReport,
  clusterState,
  crashTimes,
  endedRequest,
  mitigationRequest,
  requestOnDirectEvidence,
  requestToOwner,
  MINUTE,
  nodeReport,
  NOW,
  OLGA,
  run,
  lostRun,
  SECOND_STEP,
  silentReport,
  step,
  stepPlan,
  TRACE,
  UPDATE,
  validation,
  vote,
} from './incident-states';
import { productionAsk, RESTART } from './production-ask';

const RAN = endedRequest('run-ended', 'the run ended', { votes: [vote(ADA)] });
const DONE = run(
  [step(stepPlan(), 'succeeded', 'process 4711 gone'), step(SECOND_STEP, 'succeeded')],
  'succeeded',
);
/** A silent check whose last crash was this long ago: just before the run that ended it. */
function silentSince(lastAgoMs: number, change: Partial<CheckReport> = {}): CheckReport {
  return silentReport({
    nodes: [
      nodeReport('as-n1', { finding: 'matches', matchingCrashes: crashTimes(57, lastAgoMs) }),
      nodeReport('as-n2'),
    ],
    process: { node: 'as-n1', processId: 7344, startedAt: NOW - lastAgoMs + 1000, livedOn: true },
    trace: { ...TRACE, at: NOW - lastAgoMs },
    ...change,
  });
}

const AFTER_SOAK = {
  run: { ...DONE, startedAt: NOW - 19 * MINUTE, endedAt: NOW - 18 * MINUTE },
  request: RAN,
  openedAt: NOW - 40 * MINUTE,
};

function recoveryTerms(): RungTerms {
  const [first] = RECOVERIES;
  if (!first) throw new Error('the runbook has no recovery');
  return first;
}

/** The service LcmController, node after node: two done, one under way, one to come. */
const RESTARTS = ['as-n1', 'as-n2', 'as-n3', 'as-n4'].flatMap((node, index) => {
  const restart = stepPlan({ node, title: 'Restart the service LcmController', operation: 'Restart-Lcm' });
  const look = stepPlan({ node, title: 'Look whether its new process lives on', operation: 'Confirm-Lcm' });
  if (index < 2) return [step(restart, 'succeeded', 'new process 5120'), step(look, 'succeeded')];
  if (index === 2) return [step(restart, 'succeeded', 'new process 6604'), step(look, 'started')];
  return [step(restart, 'planned'), step(look, 'planned')];
});

const DOWN_GROUP = { state: 'Failed', owner: 'as-n1', members: [] } as const;

/** One realistic state of a cluster for every phase of an incident, by the name of its golden card. */
export const PHASES: Readonly<Record<string, ClusterState>> = {
  opened: clusterState({}),
  'opened-down': clusterState(
    {},
    checkReport({
      nodes: [
        nodeReport('as-n1', { finding: 'matches', matchingCrashes: crashTimes(9, 40 * MINUTE) }),
        nodeReport('as-n2'),
      ],
      group: DOWN_GROUP,
      process: null,
    }),
  ),
  ask: clusterState({ request: mitigationRequest() }),
  'ask-voters-lacking': clusterState({
    request: mitigationRequest({ lacking: '0 of 1 approvals are there, and nobody else may vote on it now' }),
  }),
  'ask-owner': clusterState({ request: requestToOwner() }),
  'ask-direct': clusterState({ request: requestOnDirectEvidence() }),
  'ask-production': productionAsk([vote(ADA)]),
  'ask-production-unvoted': productionAsk([]),
  'ask-blind-node': clusterState(
    { request: mitigationRequest() },
    checkReport({
      nodes: [
        nodeReport('as-n1', { finding: 'matches', matchingCrashes: crashTimes(57, 40_000) }),
        nodeReport('as-n2', {
          status: 'denied',
          finding: null,
          skewMs: null,
          checkedAt: null,
          hint: 'Add the bot account to the group that may use the read endpoint.',
        }),
      ],
    }),
  ),
  'ask-recovery': clusterState(
    {
      ...AFTER_SOAK,
      request: mitigationRequest({
        id: '0192a7d4-22bb-7c3e-9f2b-6d1f0e8a4c66',
        shortId: 'K4MD',
        terms: recoveryTerms(),
        attestSteps: null,
        shown: [
          {
            title: 'Azure Stack HCI Orchestrator Service Cluster Group',
            grade: null,
            facts: [{ name: 'State', value: 'Failed' }],
          },
        ],
        steps: [stepPlan({ node: 'as-n1', title: 'Start the group and wait until it is Online' })],
      }),
      validation: validation(
        'down',
        "no new crash, but the orchestrator's group is Failed: it is silent, not healthy",
        18 * MINUTE,
      ),
    },
    silentSince(19 * MINUTE, { group: DOWN_GROUP, process: null }),
  ),
  granted: clusterState({
    request: mitigationRequest({ status: 'granted', votes: [vote(ADA, { ownerAgrees: true })] }),
  }),
  'granted-held': clusterState(
    { request: mitigationRequest({ status: 'granted', votes: [vote(ADA)], held: 'it is quiet just now' }) },
    silentReport({
      nodes: [
        nodeReport('as-n1', { finding: 'matches', matchingCrashes: crashTimes(57, 20 * MINUTE) }),
        nodeReport('as-n2'),
      ],
      process: { node: 'as-n1', processId: 7344, startedAt: NOW - 5 * MINUTE, livedOn: true },
    }),
  ),
  running: clusterState({
    request: mitigationRequest({ status: 'running', votes: [vote(ADA)] }),
    run: run(
      [
        step(stepPlan(), 'succeeded', 'process 4711 gone'),
        step(SECOND_STEP, 'started'),
        step(stepPlan({ title: 'Read the log again' }), 'planned'),
      ],
      null,
    ),
  }),
  'running-nodes': clusterState({
    offered: '2',
    request: mitigationRequest({
      terms: findMitigation('2') ?? RESTART,
      status: 'running',
      votes: [vote(BEN)],
      attestSteps: null,
      steps: RESTARTS.map(({ plan }) => plan),
    }),
    run: run(RESTARTS, null, { rung: '2' }),
    ran: [
      {
        runId: 'run-0',
        rung: '1',
        attested: false,
        startedAt: NOW - 24 * MINUTE,
        endedAt: NOW - 23 * MINUTE,
      },
      { runId: 'run-1', rung: '2', attested: false, startedAt: NOW - 2 * MINUTE, endedAt: null },
    ],
    rungs: [
      {
        rung: '1',
        at: NOW - 20 * MINUTE,
        ranAt: NOW - 23 * MINUTE,
        result: 'not-fixed',
        why: 'it crashed again after the run',
      },
    ],
  }),
  'running-stop-asked': clusterState({
    request: mitigationRequest({ status: 'running', votes: [vote(ADA)] }),
    run: run([step(stepPlan(), 'started'), step(SECOND_STEP, 'planned')], null, { stopRequestedBy: OLGA }),
  }),
  'unknown-step': clusterState({ request: RAN, run: lostRun('not looked') }),
  'unknown-step-proven': clusterState({ request: RAN, run: lostRun('looked') }),
  soaking: clusterState(
    {
      ...AFTER_SOAK,
      run: { ...DONE, startedAt: NOW - 5 * MINUTE, endedAt: NOW - 4 * MINUTE },
      validation: validation('soaking', 'no new crash so far', 4 * MINUTE),
    },
    silentSince(5 * MINUTE),
  ),
  waiting: clusterState(
    {
      ...AFTER_SOAK,
      validation: validation('waiting', 'the crash is gone; the update has not moved yet', 18 * MINUTE),
    },
    silentSince(19 * MINUTE),
  ),
  'cannot-tell': clusterState(
    {
      ...AFTER_SOAK,
      validation: validation(
        'cannot-tell',
        'no new crash seen, but not every node can be read: as-n2 (unreachable)',
        18 * MINUTE,
      ),
    },
    silentSince(19 * MINUTE, {
      nodes: [
        nodeReport('as-n1', { finding: 'matches', matchingCrashes: crashTimes(57, 19 * MINUTE) }),
        nodeReport('as-n2', {
          status: 'unreachable',
          finding: null,
          skewMs: null,
          checkedAt: null,
          hint: 'Look whether the node is up and WinRM (TCP 5986) is open from the bot host.',
        }),
      ],
    }),
  ),
  down: clusterState(
    {
      ...AFTER_SOAK,
      validation: validation(
        'down',
        'no new crash record, but the orchestrator process did not live on',
        18 * MINUTE,
      ),
    },
    silentSince(19 * MINUTE, { group: DOWN_GROUP, process: null }),
  ),
  'not-fixed-last': clusterState({
    ...AFTER_SOAK,
    offered: null,
    rungs: [
      {
        rung: '1',
        at: NOW - 2 * MINUTE,
        result: 'not-fixed',
        why: 'it crashed again after the run and the settle time',
      },
    ],
    validation: validation(
      'not-fixed',
      'it crashed again at 2026-10-14 21:39:20 UTC, after the run and the settle time',
      18 * MINUTE,
    ),
  }),
  'not-fixed-next': clusterState({
    ...AFTER_SOAK,
    offered: '1',
    rungs: [
      {
        rung: '1',
        at: NOW - 2 * MINUTE,
        result: 'not-fixed',
        why: 'it crashed again after the run and the settle time',
      },
    ],
    validation: validation(
      'not-fixed',
      'it crashed again at 2026-10-14 21:39:20 UTC, after the run and the settle time',
      18 * MINUTE,
    ),
  }),
  'nothing-to-do': clusterState({
    offered: null,
    rungs: [
      {
        rung: '1',
        at: NOW - MINUTE,
        result: 'nothing-to-do',
        why: 'no session holds the old certificate; every node was readable',
      },
    ],
  }),
  blocked: clusterState({ blocked: 'only 0 of 1 approvers are configured who could vote' }),
  'run-failed': clusterState({
    request: RAN,
    run: run([step(stepPlan(), 'failed', 'access denied'), step(SECOND_STEP, 'planned')], 'failed'),
  }),
  'run-partial': clusterState({
    request: RAN,
    run: run([step(stepPlan(), 'succeeded'), step(SECOND_STEP, 'failed', 'still there')], 'partial'),
  }),
  'run-stopped': clusterState({
    request: RAN,
    run: run([step(stepPlan(), 'succeeded'), step(SECOND_STEP, 'planned')], 'stopped', {
      stopRequestedBy: OLGA,
    }),
  }),
  denied: clusterState({
    request: endedRequest('denied', 'Ben Approver denied it: Anna still needs that session', {
      votes: [vote(BEN, { decision: 'deny', reason: 'Anna still needs that session' })],
    }),
  }),
  expired: clusterState({ request: endedRequest('expired', 'nobody decided within 60 min') }),
  superseded: clusterState({
    request: endedRequest(
      'superseded',
      'group owner was as-n1, is as-n2; process 4711 was started 17:02:11, is 21:31:02',
      {
        votes: [vote(ADA)],
      },
    ),
  }),
  'no-longer-needed': clusterState(
    { request: endedRequest('no-longer-needed', 'the issue is gone') },
    silentReport({ update: { ...UPDATE, state: 'none' } }),
  ),
  withdrawn: clusterState({
    request: endedRequest('withdrawn', 'Olga Operator took it back', { requester: OLGA }),
  }),
  attested: clusterState({
    request: endedRequest('attested', 'Olga Operator attests that the owner closed the session'),
  }),
  'closed-fixed': clusterState(
    {
      ...AFTER_SOAK,
      status: 'closed',
      closedAt: NOW - MINUTE,
      closedWhy: 'the crash is gone and the update moves',
      rungs: [
        {
          rung: '1',
          at: NOW - MINUTE,
          ranAt: NOW - 19 * MINUTE,
          result: 'fixed',
          why: 'the crash is gone and the update moves',
        },
      ],
      validation: validation('fixed', 'the crash is gone and the update moves', 18 * MINUTE),
    },
    silentSince(19 * MINUTE, { update: { ...UPDATE, finishedSteps: 14, lastChangeAt: NOW - MINUTE } }),
  ),
  'closed-resume': clusterState(
    {
      ...AFTER_SOAK,
      status: 'closed',
      closedAt: NOW - MINUTE,
      closedWhy: "the crash is gone; the update's run is Failed, a person has to resume it",
      rungs: [{ rung: '1', at: NOW - MINUTE, result: 'fixed', why: 'the crash is gone' }],
      validation: validation('fixed', "the crash is gone; the update's run is Failed", 18 * MINUTE, {
        resumeNeeded: true,
      }),
    },
    silentSince(19 * MINUTE, { update: { ...UPDATE, state: 'failed' } }),
  ),
  'closed-no-longer-needed': clusterState(
    {
      status: 'closed',
      closedAt: NOW - MINUTE,
      closedWhy: 'it ended while people were deciding',
      request: endedRequest('no-longer-needed', 'the issue is gone'),
    },
    silentReport({ update: { ...UPDATE, state: 'none' } }),
  ),
  reopened: clusterState({
    request: endedRequest('run-ended', 'the run ended', { openedAt: NOW - 260 * MINUTE }),
    run: { ...DONE, startedAt: NOW - 250 * MINUTE, endedAt: NOW - 249 * MINUTE },
    openedAt: NOW - 300 * MINUTE,
    reopenedAt: NOW - 3 * MINUTE,
    rungs: [
      { rung: '1', at: NOW - 200 * MINUTE, result: 'fixed', why: 'the crash was gone and the update moved' },
    ],
  }),
  frozen: {
    ...clusterState({ request: mitigationRequest() }),
    freeze: { by: ANTON, at: NOW - 2 * MINUTE, reason: 'storage maintenance until 23:00 UTC' },
  },
};
