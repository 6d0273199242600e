import {
  ADA,
  beginRun,
  beginStep,
  check,
  crashing,
  endStep,
  proposal,
  SECOND,
  step,
  vote,
} from './support/builders';
import { given, story } from './support/given';
import { asked, GRANTED_AT, RECHECKED_AT } from './support/stories';

const AT = RECHECKED_AT + SECOND;

describe('a step that only looks', () => {
  /** The first of two steps only looks; it is under way. */
  const gated = [
    ...asked(proposal({ steps: [{ ...step('still crashing?'), isGate: true }, step('a')] })),
    vote(GRANTED_AT, ADA),
    check(crashing(RECHECKED_AT)),
    beginRun(RECHECKED_AT),
    beginStep(AT, 0),
  ];

  it.each([
    ['succeeded', 'nothing-to-do', 'nothing-to-do'],
    ['succeeded', 'failed', 'failed'],
    ['succeeded', 'succeeded', 'succeeded'],
  ] as const)('a gate only looks: %s, then a step %s, ends the run as %s', (looked, outcome, result) => {
    const { state } = given(
      ...story(...gated, endStep(AT, 0, looked), beginStep(AT, 1), endStep(AT, 1, outcome)),
    );
    expect(state.incident?.run).toMatchObject({ result, endedAt: AT });
  });

  it('a gate that finds nothing to do ends the run well: the steps after it are not needed', () => {
    const outcome = given(...story(...gated)).when(endStep(AT, 0, 'nothing-to-do'));
    outcome.thenKinds('StepEnded', 'RunEnded', 'RequestEnded');
    expect(outcome.state.incident?.run).toMatchObject({
      result: 'nothing-to-do',
      steps: [{ status: 'nothing-to-do' }, { status: 'planned' }],
    });
  });
});
