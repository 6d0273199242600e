import { incidentOf, phaseOf } from '../../src/cards/views/incident-phase';
import { phase } from '../support/golden-cards';
import {
  clusterState,
  endedRequest,
  MINUTE,
  mitigationRequest,
  NOW,
  run,
  step,
  stepPlan,
  validation,
} from '../support/incident-states';

test.each([
  ['opened', 'opened'],
  ['ask', 'ask'],
  ['ask-recovery', 'ask'],
  ['granted-held', 'granted'],
  ['running-stop-asked', 'running'],
  ['unknown-step', 'unknown-step'],
  ['soaking', 'soaking'],
  ['waiting', 'waiting'],
  ['cannot-tell', 'cannot-tell'],
  ['down', 'down'],
  ['not-fixed-last', 'not-fixed'],
  ['nothing-to-do', 'nothing-to-do'],
  ['run-failed', 'run-failed'],
  ['run-partial', 'run-partial'],
  ['run-stopped', 'run-stopped'],
  ['denied', 'denied'],
  ['expired', 'expired'],
  ['superseded', 'superseded'],
  ['no-longer-needed', 'no-longer-needed'],
  ['withdrawn', 'withdrawn'],
  ['attested', 'attested'],
  ['closed-fixed', 'closed'],
  ['reopened', 'opened'],
])('the state %s is in phase %s', (name, expected) => {
  expect(phaseOf(incidentOf(phase(name)))).toBe(expected);
});

const DONE = run([step(stepPlan(), 'succeeded')], 'succeeded');

test('given a run was judged not fixed, when the next request is denied, then the denial is what is told', () => {
  const state = clusterState({
    run: DONE,
    validation: validation('not-fixed', 'it crashed again', 18 * MINUTE),
    request: endedRequest('denied', 'denied', { id: 'request-2' }),
  });
  expect(phaseOf(incidentOf(state))).toBe('denied');
});

test('given an unknown run that was settled, then its validation is what is told', () => {
  const settled = {
    by: mitigationRequest().votes[0]?.by ?? { tenantId: 't', objectId: 'o', name: 'Anton' },
    at: NOW,
    as: 'happened',
    reason: 'seen',
  } as const;
  const unknown = run([step(stepPlan(), 'unknown')], 'unknown', { settled });
  const state = clusterState({
    run: unknown,
    request: endedRequest('run-ended', 'the run ended'),
    validation: validation('soaking', 'no new crash so far', 2 * MINUTE),
  });
  expect(phaseOf(incidentOf(state))).toBe('soaking');
});

test('given an incident opened again, then request and run of the earlier round are history', () => {
  const { request, run: earlier } = incidentOf(phase('reopened'));
  expect([request, earlier]).toEqual([null, null]);
});

test('a cluster without an incident has no incident card', () => {
  expect(() => incidentOf(clusterState(null))).toThrow(/draw its diagnosis card instead/u);
});
