import type { IncidentCommand } from '../../src/incident/commands';
import type { CheckReport } from '../../src/incident/evidence';
import { timelineOf } from '../../src/incident/timeline';
import {
  ADA,
  ask,
  attest,
  BEN,
  beginStep,
  check,
  crashing,
  endStep,
  freeze,
  HOUR,
  MINUTE,
  OLGA,
  proposal,
  recordEvidence,
  rules,
  RUNG_1,
  RUNG_4,
  SECOND,
  settleRun,
  settleValidation,
  silent,
  stop,
  T0,
  UPDATE,
  vote,
  withdrawVote,
} from './support/builders';
import { story } from './support/given';
import {
  asked,
  askedForTwo,
  GRANTED_AT,
  granted,
  lost,
  opened,
  RAN_AT,
  ran,
  rechecked,
  running,
  SETTLED_AT,
} from './support/stories';

/** What the timeline says of a story, from its last so many lines. */
function lines(commands: readonly IncidentCommand[], last: number): readonly string[] {
  return story(...commands)
    .map(timelineOf)
    .filter((line) => line !== null)
    .slice(-last);
}

const AT = T0 + MINUTE;
/** It is silent, and the update stands still. */
const stalled = (at: number): CheckReport => silent(at, RAN_AT - SECOND, { update: UPDATE });

describe('the timeline of an incident', () => {
  it.each<[string, readonly IncidentCommand[], readonly string[]]>([
    [
      'the beginning',
      opened,
      ['Incident opened: the crash loop of this issue is there', 'Next: mitigation 1 (it crashes now)'],
    ],
    ['the bot asks', asked(), ['The bot asked for mitigation 1 (R7K2)']],
    ['a person asks', askedForTwo, ['Olga asked for mitigation 4 (R7K2)']],
    [
      'it cannot be asked for',
      [...opened, { kind: 'BlockAsk', at: AT, rung: '1', why: 'no approver', by: null }],
      ['Mitigation 1 cannot be asked for: no approver'],
    ],
    ['a vote', [...askedForTwo, vote(AT, ADA)], ['Ada: approve']],
    ['a vote with its reason', [...askedForTwo, vote(AT, ADA, { reason: 'seen' })], ['Ada: approve (seen)']],
    [
      'a vote for which the node was typed',
      [
        check(crashing(T0), { rules: rules({ ladder: [RUNG_1, { ...RUNG_4, confirm: 'node-name' }] }) }),
        ask(T0 + SECOND, '4', OLGA, { proposal: proposal({ coveredNodes: ['n2'] }) }),
        vote(AT, ADA, { confirmation: 'n2' }),
        vote(AT, BEN, { confirmation: 'n2' }),
      ],
      ['Ben: approve, typed n2'],
    ],
    ['a vote taken back', [...askedForTwo, vote(AT, ADA), withdrawVote(AT, ADA)], ['Ada withdrew the vote']],
    [
      'an approval taken back after the grant',
      [...granted(), withdrawVote(GRANTED_AT, ADA)],
      ['Ada withdrew the vote', 'Approval no longer complete: Ada withdrew the vote'],
    ],
    [
      'a deny',
      [...asked(), vote(AT, BEN, { decision: 'deny', reason: 'not now' })],
      ['Ben: deny (not now)', 'Request ended, denied: Ben denied it: not now'],
    ],
    [
      'a deny without a reason',
      [...asked(), vote(AT, BEN, { decision: 'deny' })],
      ['Request ended, denied: Ben denied it'],
    ],
    ['somebody attests', [...asked(), attest(AT)], ['Olga attested; checking it']],
    ['the run begins', running(), ['Run of mitigation 1 started']],
    ['the run is to stop', [...running(), stop(RAN_AT)], ['Olga asked to stop after this step']],
    [
      'a step fails',
      [...running(), beginStep(RAN_AT, 0), endStep(RAN_AT, 0, 'failed')],
      ['Step 1: failed (step 0 failed)', 'Run ended: failed (step 0 failed)'],
    ],
    [
      'what is proven about a lost step',
      [...lost(), recordEvidence(RAN_AT, 0, { at: RAN_AT, journal: 'begun', facts: ['a', 'b'] })],
      ['Step 1, what is proven: a; b'],
    ],
    [
      'a lost run is settled',
      [...lost(), settleRun(RAN_AT + MINUTE, 'did-not-happen', 'I looked')],
      ['Anton settled the unknown run: did-not-happen (I looked)'],
    ],
    [
      'a mitigation did not help',
      [...ran(), check(crashing(SETTLED_AT + MINUTE))],
      [
        'Validation: not-fixed (it crashed again at 2026-10-14 20:03:20 UTC, after the run and the settle time)',
        'Mitigation 1: not-fixed (it crashed again at 2026-10-14 20:03:20 UTC, after the run and the settle time)',
        'Next: mitigation 4 (the one before did not fix it)',
      ],
    ],
    [
      'a person settles what cannot be told',
      [...ran(), check(stalled(SETTLED_AT + HOUR)), settleValidation(SETTLED_AT + 2 * HOUR, 'fixed', 'seen')],
      ['Anton settled: fixed (seen)', 'Mitigation 1: fixed (seen)', 'Closed: seen'],
    ],
    [
      'it goes away, and comes back',
      [...opened, check(silent(T0 + 30 * MINUTE, T0 - SECOND)), check(crashing(T0 + HOUR))],
      [
        'Closed: the issue is gone without a run: no new crash, the orchestrator lives on',
        'Incident re-opened: it crashes again',
        'Next: mitigation 1 (it crashes now)',
      ],
    ],
  ])('%s', (_what, commands, said) => {
    expect(lines(commands, said.length)).toEqual(said);
  });

  it('tells that nobody could complete an approval any more, and that enough people can again', () => {
    const look = { kind: 'VotersLacking', at: AT, requestId: 'request-1' } as const;
    expect(timelineOf({ ...look, why: 'only Ada may vote' })).toBe(
      'Cannot be approved any more: only Ada may vote',
    );
    expect(timelineOf({ ...look, why: null })).toBe('Enough people may vote again');
  });

  it('tells what was left half-done, each reminder of it, and how it ended', () => {
    const paused = { kind: 'node-paused', node: 'n2', service: null } as const;
    const stopped = { kind: 'service-stopped', node: 'n2', service: 'ECEAgent' } as const;
    expect(
      [
        { kind: 'HalfDoneLeft', at: AT, left: paused } as const,
        { kind: 'HalfDoneReminded', at: AT, left: stopped } as const,
        { kind: 'HalfDoneEnded', at: AT, left: paused, why: 'the node was seen Up' } as const,
      ].map(timelineOf),
    ).toEqual([
      'Left half-done: n2 may be paused',
      'Still half-done: ECEAgent may be stopped on n2',
      'No longer half-done: n2 may be paused (the node was seen Up)',
    ]);
  });

  it('is silent about what is no news: a freeze of the cluster, a check, the end that the run already told', () => {
    const before = lines(rechecked(), 99);
    expect(lines([...rechecked(), freeze(RAN_AT)], 99)).toEqual(before);
    expect(lines(granted(), 99)).toEqual(before);
    expect(
      timelineOf({ kind: 'RequestEnded', at: AT, requestId: 'request-1', as: 'run-ended', why: 'done' }),
    ).toBeNull();
  });

  it('tells what holds a grant back, and that nothing is left to try', () => {
    expect(timelineOf({ kind: 'GrantHeld', at: AT, requestId: 'request-1', why: 'frozen' })).toBe(
      'Approved, but held back: frozen',
    );
    expect(timelineOf({ kind: 'LadderExhausted', at: AT, why: 'call' })).toBe('No further mitigation: call');
  });
});
