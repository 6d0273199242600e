import type { IncidentCommand } from '../../src/incident/commands';
import type { Run } from '../../src/incident/run';
import { mayBeginUntil, measuredSkew, notAfterOf } from '../../src/incident/step-clock';
import {
  ADA,
  beginRun,
  beginStep,
  check,
  crashing,
  endStep,
  HOUR,
  MINUTE,
  node,
  proposal,
  SECOND,
  step,
  vote,
} from './support/builders';
import { given, story } from './support/given';
import { asked, GRANTED_AT, lost, RAN_AT, RECHECKED_AT, running } from './support/stories';

const AT = RECHECKED_AT + SECOND;

describe('which clock a step needs', () => {
  it('a node that the last check did not look at has no known clock', () => {
    const only = check(crashing(AT, { nodes: [node('n2')] }));
    const outcome = given(...story(...running(), only)).when(beginStep(AT, 0));
    outcome.thenKinds('RunEnded', 'RequestEnded');
    expect(measuredSkew(null, step('a'))).toBeNull();
  });

  it('what only looks needs no clock', () => {
    const looks = proposal({
      steps: [
        { ...step('still crashing?'), isGate: true },
        { ...step('a'), node: 'n2' },
      ],
    });
    const off = check(
      crashing(AT, {
        nodes: [
          node('n1', { skewMs: 121_000, finding: 'matches', matchingCrashes: [AT - SECOND] }),
          node('n2'),
        ],
      }),
    );
    const begun = story(...asked(looks), vote(GRANTED_AT, ADA), off, beginRun(AT));
    given(...begun)
      .when(beginStep(AT, 0))
      .thenKinds('StepStarted');
  });

  it('a step that has not begun has no last moment, and a lost call none that could still arrive once its time is over', () => {
    const plan = { ...step('a'), deadlineMs: HOUR };
    expect(notAfterOf({ plan, startedAt: null })).toBeNull();
    expect(notAfterOf({ plan, startedAt: AT })).toBe(AT + 5 * MINUTE);
    const run = (...commands: readonly IncidentCommand[]): Run => {
      const found = given(...story(...commands)).state.incident?.run;
      if (!found) throw new Error('the story runs');
      return found;
    };
    expect(mayBeginUntil(run(...lost()), RAN_AT)).toBe(RAN_AT - SECOND + MINUTE);
    expect(mayBeginUntil(run(...lost()), RAN_AT - SECOND + MINUTE)).toBeNull();
    // One whose outcome is known is not on its way.
    expect(mayBeginUntil(run(...running(), beginStep(AT, 0), endStep(AT, 0)), AT)).toBeNull();
  });
});
