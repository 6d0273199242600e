import { SHARED } from '../support/card-contexts';
import { PAINTER, phase } from '../support/golden-cards';
import { mitigationRequest } from '../support/incident-states';

test.each([
  [
    'opened',
    '',
    'opened',
    '**cluster-1** · Incident opened: the orchestrator crash loop is there (57 crashes in the last 24 h, about one every 62 s).',
  ],
  [
    'reopened',
    '',
    'reopened',
    '**cluster-1** · It crashes again: the incident is open again, from the first mitigation on.',
  ],
  [
    'asked',
    '1',
    'ask',
    '**cluster-1** · Approval needed: Mitigation 1: Stop Start-MonitoringActionplanInstanceToComplete (no impact on guest workloads, 1 approval), until 22:34:00 UTC (about 54 min left). On the card, or type: @IncidentBot approve R7K2, or deny R7K2 and the reason.',
  ],
  [
    'asked',
    '1',
    'denied',
    '**cluster-1** · Approval was asked for Mitigation 1: Stop Start-MonitoringActionplanInstanceToComplete.',
  ],
  [
    'voters',
    '1 of 2 approvals are there, and nobody else may vote on it now',
    'ask',
    '**cluster-1** · ⚠ **Request R7K2 cannot be approved any more:** 1 of 2 approvals are there, and nobody else may vote on it now. Nothing runs. It takes another person who may vote; until then it waits for its end.',
  ],
  ['voters', '', 'ask', '**cluster-1** · Enough people may vote again: the request can be approved.'],
  [
    'blocked',
    'too few voters',
    'blocked',
    '**cluster-1** · The next mitigation cannot be asked for: too few voters',
  ],
  ['granted', '', 'granted', '**cluster-1** · Approved. Everything is checked again before it runs.'],
  [
    'held',
    'it is quiet',
    'granted-held',
    '**cluster-1** · Approved, but held back: it is quiet. Nothing runs until then.',
  ],
  [
    'request-ended',
    'expired: nobody decided',
    'expired',
    '**cluster-1** · **Expired**, nothing ran: nobody decided',
  ],
  [
    'run-started',
    '1',
    'running',
    '**cluster-1** · Running Mitigation 1: Stop Start-MonitoringActionplanInstanceToComplete.',
  ],
  [
    'run-ended',
    'unknown: no answer',
    'unknown-step',
    '**cluster-1** · **Outcome unknown**, it is not repeated, an admin has to settle it: no answer',
  ],
  [
    'settled',
    'happened: I looked',
    'soaking',
    '**cluster-1** · The unknown outcome was settled: it happened: I looked',
  ],
  [
    'validated',
    'cannot-tell: as-n2 is blind',
    'cannot-tell',
    '**cluster-1** · **Cannot tell**: as-n2 is blind',
  ],
  [
    'exhausted',
    'contact Microsoft Support',
    'not-fixed-last',
    '**cluster-1** · No further mitigation: contact Microsoft Support',
  ],
  [
    'closed',
    'the crash is gone',
    'closed-resume',
    '**cluster-1** · Incident closed: the crash is gone. **A person has to resume the update now.**',
  ],
  ['closed', 'the crash is gone', 'closed-fixed', '**cluster-1** · Incident closed: the crash is gone.'],
  [
    'frozen',
    'maintenance',
    'frozen',
    '**cluster-1** · Frozen by Anton Admin: nothing runs until the freeze is lifted. maintenance',
  ],
] as const)('the notice %s (%s) of the state %s', (kind, detail, name, words) => {
  expect(PAINTER.notice(kind, detail, phase(name), SHARED)).toBe(words);
});

test.each(['drill', 'lab'] as const)('in %s mode every notice says so', (mode) => {
  expect(PAINTER.notice('granted', '', phase('granted'), { ...SHARED, mode })).toMatch(
    new RegExp(`^\\*\\*${mode.toUpperCase()}\\*\\* · `, 'u'),
  );
});

test('an unknown run is never told as done', () => {
  expect(PAINTER.notice('run-ended', 'unknown: lost', phase('unknown-step'), SHARED)).not.toMatch(
    /done|succe/u,
  );
});

test("the words to type carry the owner's agreement where it is needed", () => {
  const state = phase('ask-owner');
  expect(PAINTER.notice('asked', '1', state, SHARED)).toContain(
    `approve ${mitigationRequest().shortId} owner-agrees`,
  );
});
