import type { IncidentCommand } from '../../src/incident/commands';
import { timelineOf } from '../../src/incident/timeline';
import {
  ADA,
  attest,
  BEN,
  beginStep,
  endStep,
  freeze,
  MINUTE,
  recordEvidence,
  settleRun,
  stop,
  T0,
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
  rechecked,
  running,
} from './support/stories';

/** What the timeline says of a story, from its last so many lines. */
function lines(commands: readonly IncidentCommand[], last: number): readonly string[] {
  return story(...commands)
    .map(timelineOf)
    .filter((line) => line !== null)
    .slice(-last);
}

const AT = T0 + MINUTE;

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
  ])('%s', (_what, commands, said) => {
    expect(lines(commands, said.length)).toEqual(said);
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
