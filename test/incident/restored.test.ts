import {
  ADA,
  ask,
  beginRun,
  beginStep,
  check,
  crashing,
  endStep,
  MINUTE,
  OLGA,
  SECOND,
  T0,
  vote,
} from './support/builders';
import { given, story } from './support/given';

const ASKED = [check(crashing(T0)), ask(T0 + SECOND, '1', null)];
const GRANTED = [...ASKED, vote(T0 + 2 * SECOND, ADA)];
const BEGUN = [...GRANTED, check(crashing(T0 + 3 * SECOND)), beginRun(T0 + 4 * SECOND)];
const restored = { kind: 'StoreRestored', at: T0 + MINUTE } as const;

describe('a store that was restored from a backup', () => {
  it.each([
    ['pending', ASKED],
    ['granted', GRANTED],
  ])('ends a %s request as superseded and asks anew', (_what, commands) => {
    const after = given(...story(...commands)).when(restored);
    after.thenKinds('RequestEnded', 'OfferMade');
    expect(after.decision).toMatchObject([
      { as: 'superseded', why: 'the store was restored from a backup: what was decided since is not known' },
      { rung: '1', why: 'asked again after the store was restored' },
    ]);
  });

  it("leaves it to the person to ask anew for a person's request", () => {
    const asked = [check(crashing(T0)), ask(T0 + SECOND, '1', OLGA)];
    given(...story(...asked))
      .when(restored)
      .thenKinds('RequestEnded');
  });

  it.each([
    ['that had not begun in the backup', BEGUN, 0],
    ['that was under way', [...BEGUN, beginStep(T0 + 5 * SECOND, 0)], 0],
    ['after one that had ended', [...BEGUN, beginStep(T0 + 5 * SECOND, 0), endStep(T0 + 6 * SECOND, 0)], 1],
  ])('invariant 8: takes a step %s for unknown: it may have been run since', (_what, commands, index) => {
    const { state } = given(...story(...commands)).when(restored);
    expect(state.incident?.run).toMatchObject({ result: 'unknown', settled: null });
    expect(state.incident?.run?.steps[index]).toMatchObject({
      status: 'unknown',
      detail: 'the store was restored from a backup; nobody knows whether this happened since the backup',
    });
  });

  it('changes nothing where nothing is open', () => {
    given().when(restored).thenNothing();
    given(...story(check(crashing(T0))))
      .when(restored)
      .thenNothing();
  });
});
