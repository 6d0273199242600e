import type { IncidentCommand } from '../../src/incident/commands';
import type { CheckReport } from '../../src/incident/evidence';
import { isRejection } from '../../src/incident/decision';
import type { MissingRoot, RootsReport } from '../../src/incident/roots';
import { missingRootsOf, missingRootsText } from '../../src/incident/roots';
import { judgePresence } from '../../src/incident/presence';
import { utcText } from '../../src/incident/utc-text';
import { beginValidation, judgeValidation } from '../../src/incident/validation';
import {
  ask,
  beginRun,
  beginStep,
  BEN,
  check,
  crashes,
  crashing,
  endStep,
  HOUR,
  MINUTE,
  NOTHING,
  OLGA,
  proposal,
  R1,
  report,
  ROOT_MISSING as MISSING,
  rules,
  RUNG_1,
  RUNG_4,
  RUNG_ROOTS,
  SECOND,
  settleValidation,
  silent,
  step,
  T0,
  UPDATE,
  vote,
} from './support/builders';
import { given, story } from './support/given';
import {
  askedForTwo,
  grantedByTwo,
  GRANTED_AT,
  ran,
  RAN_AT,
  RECHECKED_AT,
  SETTLED_AT,
} from './support/stories';

const SAME: RootsReport = { state: 'same', why: 'the same on 2 nodes', missing: [], notCompared: [] };
const UNKNOWN: RootsReport = {
  state: 'unknown',
  why: 'not compared: n2, store Root (denied)',
  missing: [],
  notCompared: [{ node: 'n2', store: 'Root', why: 'denied' }],
};

const withRoots = rules({ ladder: [RUNG_ROOTS, RUNG_1, RUNG_4] });
const opened = (roots: RootsReport, ladder = withRoots) =>
  story(check(crashing(T0, { roots }), { rules: ladder }));
const offers = (...roots: readonly [RootsReport, typeof withRoots?]): readonly string[] =>
  opened(...roots).flatMap((event) => (event.kind === 'OfferMade' ? [event.rung] : []));

const SOAKED_AT = SETTLED_AT + 15 * MINUTE;
/** Silent since the run, with no update run, so that only the roots stand between it and `fixed`. */
const quietAt = (at: number, change: Partial<CheckReport> = {}): CheckReport =>
  silent(at, RECHECKED_AT, change);

/** Rung 1 ran, it is silent since then, and a root certificate was found missing. */
const importOffered: readonly IncidentCommand[] = [
  check(crashing(T0), { rules: withRoots }),
  ask(T0 + SECOND, '1', null),
  vote(GRANTED_AT, BEN),
  check(crashing(RECHECKED_AT)),
  beginRun(RECHECKED_AT),
  ...ran().slice(-4),
  check(quietAt(SOAKED_AT, { roots: MISSING })),
];

describe('whose turn it is', () => {
  it('given a missing root, then its own rung comes before rung 1', () => {
    expect(offers(MISSING)).toEqual(['ROOTS']);
  });

  it.each([
    ['none is missing', SAME],
    ['it is not known', UNKNOWN],
  ])('given %s, then it is passed by', (_what, roots) => {
    expect(offers(roots)).toEqual(['1']);
  });

  it('given that it is not enabled, then rung 1 is offered, as it is without a missing root', () => {
    expect(offers(MISSING, rules())).toEqual(['1']);
  });

  it('given that it found nothing to do, then the ladder goes on', () => {
    given(...opened(MISSING))
      .when(ask(T0 + SECOND, 'ROOTS', null, { proposal: NOTHING }))
      .thenKinds('RungEnded', 'OfferMade');
  });
});

describe('invariant 11: while a root certificate is missing nothing is called a cure', () => {
  const { timing } = rules();
  const after = (roots: RootsReport | null, at = SOAKED_AT): CheckReport =>
    quietAt(at, roots ? { roots } : {});
  const judge = (...reports: readonly CheckReport[]) =>
    reports.reduce(
      (validation, one) => judgeValidation(validation, one, timing),
      beginValidation({ runId: 'run-1', rung: '1', endedAt: RAN_AT }, MINUTE, UPDATE, timing),
    );

  it('given silence through the soak, then it cannot be told, and the line names node and certificate', () => {
    const { result, why } = judge(after(MISSING));
    expect(result).toBe('cannot-tell');
    expect(why).toContain('n1 lacks the root certificate CN=AzureStackCertificationAuthority');
    expect(why).toContain('23AFF6B7CB64D9443C35992C6FCC738E4170C629');
  });

  it.each(['succeeded', 'failed', 'none', 'in-progress'] as const)(
    'given an update that is %s, then not even so',
    (state) => {
      const moved = { ...UPDATE, state, finishedSteps: UPDATE.finishedSteps + 5 };
      expect(judge({ ...after(MISSING), update: moved }).result).toBe('cannot-tell');
    },
  );

  it('given a crash, then it is not fixed, missing root or not', () => {
    const crashed = report(SOAKED_AT, { crashes: crashes(SOAKED_AT - SECOND), change: { roots: MISSING } });
    expect(judge(crashed).result).toBe('not-fixed');
  });

  it('given that it is put back by hand, then the soak begins anew, and the cure is told with the certificate', () => {
    const backAt = SOAKED_AT + MINUTE;
    const back = judge(after(MISSING), after(SAME, backAt));
    expect(back).toMatchObject({ result: 'soaking', soakEndsAt: backAt + timing.soakMinimumMs });
    const fixed = judge(after(MISSING), after(SAME, backAt), after(SAME, backAt + timing.soakMinimumMs));
    expect(fixed.result).toBe('fixed');
    expect(fixed.why).toContain(`missing until ${utcText(backAt)}`);
  });

  it('given the same state seen again, then the validation says nothing new', () => {
    expect(judge(after(MISSING), after(MISSING, SOAKED_AT + MINUTE))).toEqual(judge(after(MISSING)));
  });

  it('given stores that cannot be read and nothing known to be missing, then it is fixed, with what is not known', () => {
    const { result, why } = judge(after(UNKNOWN));
    expect(result).toBe('fixed');
    expect(why).toContain('whether a root certificate is missing is not known: not compared: n2');
  });

  it.each([
    ['the same everywhere', SAME],
    ['not watched, or a check of an older version', null],
  ])('given roots that are %s, then it is fixed without a word of them', (_what, roots) => {
    const { result, why } = judge(after(roots));
    expect([result, why]).toEqual(['fixed', 'the crash is gone; there is no update run']);
  });

  it('is never "gone" either, so no incident closes by itself', () => {
    const long = (roots: RootsReport) => judgePresence(silent(T0 + HOUR, T0, { roots }), timing);
    expect([long(SAME), long(UNKNOWN), long(MISSING)]).toEqual(['gone', 'gone', 'quiet']);
  });

  it('given cannot-tell, then a person cannot settle it as fixed, but as not-fixed', () => {
    const events = story(...ran(), check(quietAt(SOAKED_AT, { roots: MISSING })));
    given(...events)
      .when(settleValidation(SOAKED_AT + MINUTE, 'fixed'))
      .thenRejected('root-missing');
    given(...events)
      .when(settleValidation(SOAKED_AT + MINUTE, 'not-fixed'))
      .thenKinds('ValidationJudged', 'RungEnded', 'LadderExhausted');
  });

  it('given silence after a rung, then the import is offered, and a crash meanwhile leaves its request', () => {
    const late = story(...importOffered);
    expect(late.slice(-3).map(({ kind }) => kind)).toEqual(['ValidationJudged', 'RungEnded', 'OfferMade']);
    const { state } = given(...late);
    expect(state.incident).toMatchObject({
      offered: 'ROOTS',
      rungs: [{ rung: '1', result: 'not-fixed' }],
      validation: { result: 'cannot-tell' },
    });
    const crashAt = SOAKED_AT + 2 * MINUTE;
    const askedFor = given(...late).when(
      ask(SOAKED_AT + MINUTE, 'ROOTS', null, { requestId: 'r2' }),
    ).decision;
    if (isRejection(askedFor)) throw new Error(JSON.stringify(askedFor));
    given(...late, ...askedFor)
      .when(check(crashing(crashAt, { roots: MISSING })))
      .thenKinds('CheckFinished', 'ValidationJudged');
  });

  describe('given silence after rung 1, and the import offered', () => {
    it('then it is not offered once more when another certificate is seen to be missing too', () => {
      const [one] = MISSING.missing;
      const two = { ...MISSING, missing: [...MISSING.missing, { ...one, store: 'CA' }] } as RootsReport;
      given(...story(...importOffered))
        .when(check(quietAt(SOAKED_AT + MINUTE, { roots: two })))
        .thenKinds('CheckFinished', 'ValidationJudged');
    });

    it('then its run is judged for itself: rung 1 has its result already', () => {
      const second = { requestId: 'r2', runId: 'run-2' };
      const at = SOAKED_AT + MINUTE;
      const imported = given(
        ...story(
          ...importOffered,
          ask(at, 'ROOTS', null, { requestId: 'r2', proposal: proposal({ steps: [step('import')] }) }),
          vote(at + SECOND, BEN, { requestId: 'r2' }),
          check(crashing(at + 2 * SECOND, { roots: MISSING })),
          beginRun(at + 3 * SECOND, second),
          beginStep(at + 4 * SECOND, 0, second),
          endStep(at + 5 * SECOND, 0, 'succeeded', second),
        ),
      );
      expect(imported.state.incident?.validation).toMatchObject({ runId: 'run-2', rung: 'ROOTS' });
    });
  });
});

describe('a node restart is no cure for a missing root', () => {
  const rooted = (at: number) => check(crashing(at, { roots: MISSING }));

  it('is not offered when it is next', () => {
    const last = rules({ ladder: [RUNG_1, RUNG_4] });
    const outcome = given(...story(check(crashing(T0, { roots: MISSING }), { rules: last }))).when(
      ask(T0 + SECOND, '1', null, { proposal: NOTHING }),
    );
    outcome.thenKinds('RungEnded', 'LadderExhausted');
    expect(outcome.state.incident).toMatchObject({ offered: null });
    expect(JSON.stringify(outcome.decision)).toContain('n1 lacks the root certificate');
  });

  it('is not taken from a person who asks for it', () => {
    given(...story(rooted(T0)))
      .when(ask(T0 + SECOND, '4', OLGA))
      .thenRejected('not-offered');
  });

  it('is held when the root is found missing after the approval', () => {
    const outcome = given(...story(...grantedByTwo, rooted(RECHECKED_AT))).when(beginRun(RECHECKED_AT));
    outcome.thenKinds('GrantHeld');
    expect(outcome.state.incident?.request?.held).toContain('n1 lacks the root certificate');
  });

  it('is asked for as ever when no root is missing', () => {
    expect(story(...askedForTwo).at(-1)?.kind).toBe('RequestOpened');
  });

  it('says so when nothing is left, and a recovery is still offered', () => {
    const none = rules({ ladder: [], recoveries: [R1] });
    expect(JSON.stringify(story(check(crashing(T0, { roots: MISSING }), { rules: none })).at(-1))).toContain(
      'import it, and collect the evidence',
    );
  });
});

describe('missing roots in words', () => {
  const [one] = MISSING.missing;
  const root = { ...one, presentOn: ['n2', 'n3'] } as MissingRoot;
  const said =
    'n1 lacks the root certificate CN=AzureStackCertificationAuthority (23AFF6B7CB64D9443C35992C6FCC738E4170C629) in store Root; n2';

  it.each<[string, readonly MissingRoot[], string]>([
    ['one, that one other node has', MISSING.missing, `${said} has it`],
    ['one, that several others have', [root], `${said}, n3 have it`],
    ['several', [root, root, root], `${said}, n3 have it (and 2 more)`],
    ['none', [], 'no root certificate is known to be missing'],
  ])('%s', (_what, missing, words) => {
    expect(missingRootsText(missing)).toBe(words);
  });

  it('given nothing that was looked at, then none is known to be missing', () => {
    expect(missingRootsOf(undefined)).toEqual([]);
  });
});

describe('what the watch records', () => {
  it('given that only the roots changed, then the check is recorded', () => {
    const before = story(check(silent(T0, T0 - 2 * HOUR, { roots: SAME })));
    const watch = (roots: RootsReport) =>
      check(silent(T0 + MINUTE, T0 - 2 * HOUR, { roots, reason: 'watch' }));
    given(...before)
      .when(watch(SAME))
      .thenNothing();
    given(...before)
      .when(watch(UNKNOWN))
      .thenKinds('CheckFinished');
  });
});
