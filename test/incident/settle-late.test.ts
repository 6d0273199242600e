import type { StepEvidence } from '../../src/incident/run';
import {
  ADA,
  beginRun,
  beginStep,
  check,
  crashing,
  HOUR,
  loseStep,
  MINUTE,
  proposal,
  recordEvidence,
  SECOND,
  settleRun,
  step,
  vote,
} from './support/builders';
import { given, story } from './support/given';
import { asked, GRANTED_AT, lost, RAN_AT, RECHECKED_AT } from './support/stories';

/** The lost step was begun a second before, and may be begun by its node for a minute. */
const NOT_AFTER = RAN_AT - SECOND + MINUTE;
const noted = (journal: StepEvidence['journal']) =>
  recordEvidence(RAN_AT, 0, { at: RAN_AT, journal, facts: [journal] });

describe('invariants 8 and 9: a lost step whose call may still be on its way', () => {
  describe.each(['happened', 'did-not-happen'] as const)('settled as "%s"', (as) => {
    it('given its time is not over, nobody can say so: the next run could meet it', () => {
      const when = given(...story(...lost())).when(settleRun(NOT_AFTER - 1, as));
      when.thenRejected('may-still-begin');
      expect(when.decision).toMatchObject({ detail: 'in 1 s at the latest' });
    });

    it('given its node refuses it by now, a person settles it', () => {
      given(...story(...lost()))
        .when(settleRun(NOT_AFTER, as))
        .thenKinds('RunSettled');
    });

    it('given its work may take an hour, its call is late much sooner', () => {
      const drain = proposal({ steps: [{ ...step('drain'), deadlineMs: HOUR }] });
      const after = [check(crashing(RECHECKED_AT)), beginRun(RECHECKED_AT), beginStep(RECHECKED_AT, 0)];
      const gone = story(...asked(drain), vote(GRANTED_AT, ADA), ...after, loseStep(RECHECKED_AT, 0));
      const late = RECHECKED_AT + 5 * MINUTE;
      given(...gone)
        .when(settleRun(late - 1, as))
        .thenRejected('may-still-begin');
      given(...gone)
        .when(settleRun(late, as))
        .thenKinds('RunSettled');
    });

    it.each(['never-began', 'begun', 'ended'] as const)(
      'given the journal says "%s", it is settled',
      (journal) => {
        given(...story(...lost(), noted(journal)))
          .when(settleRun(RAN_AT, as))
          .thenKinds('RunSettled');
      },
    );

    it.each(['none', 'unreadable'] as const)('given the journal says "%s", it waits', (journal) => {
      given(...story(...lost(), noted(journal)))
        .when(settleRun(RAN_AT, as))
        .thenRejected('may-still-begin');
    });
  });
});
