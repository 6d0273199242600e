import type { Effect } from '../../src/incident/effects';
import { coalesceKeyOf, deliveryOf } from '../../src/incident/effects';
import type { IncidentCommand } from '../../src/incident/commands';
import type { IncidentEvent } from '../../src/incident/events';
import { requestToRemindOf } from '../../src/incident/reminders';
import type { StepPlan } from '../../src/incident/run';
import { utcText } from '../../src/incident/utc-text';
import {
  ADA,
  ANTON,
  ask,
  attest,
  BEN,
  beginRun,
  beginStep,
  check,
  crashing,
  endStep,
  freeze,
  HOUR,
  MINUTE,
  NOTHING,
  OLGA,
  proposal,
  recordEvidence,
  report,
  rules,
  RUNG_1,
  RUNG_4,
  SECOND,
  settleRun,
  settleValidation,
  silent,
  step,
  stop,
  T0,
  tick,
  vote,
  withdrawVote,
  down,
  UPDATE,
} from './support/builders';
import { fold, story } from './support/given';
import { reactions } from './support/reactions';
import { RESTART, withNode } from './support/node-restart-moves';
import {
  asked,
  askedForTwo,
  granted,
  GRANTED_AT,
  lost,
  opened,
  ran,
  RAN_AT,
  rechecked,
  RECHECKED_AT,
  running,
  SETTLED_AT,
} from './support/stories';

const HERE = { conversationId: 'a', serviceUrl: 'https://example.test' };
const check1 = (at: number, checkId = 'check-1'): IncidentCommand => ({
  kind: 'StartCheck',
  at,
  checkId,
  by: OLGA,
  answerTo: HERE,
  updateQueryMs: 5 * MINUTE,
});

const GATE: StepPlan = { ...step('gate'), isGate: true };

/** The run of mitigation 1 has begun with these steps. */
const atOnce = (steps: readonly StepPlan[]): readonly IncidentCommand[] => [
  ...asked(proposal({ steps })),
  vote(GRANTED_AT, ADA),
  check(crashing(RECHECKED_AT)),
  beginRun(RECHECKED_AT),
];

/** A node restart left its node paused. */
const paused: readonly IncidentCommand[] = [
  ...atOnce(RESTART.steps),
  beginStep(RECHECKED_AT, 0),
  endStep(RECHECKED_AT, 0),
  beginStep(RECHECKED_AT, 1),
  endStep(RECHECKED_AT, 1, 'failed'),
];

/** Effects of the newest event of a kind. */
function effectsOf(kind: IncidentEvent['kind'], ...commands: readonly IncidentCommand[]): readonly Effect[] {
  const found = reactions(...commands).filter(({ event }) => event.kind === kind);
  const last = found.at(-1);
  if (!last) throw new Error(`no ${kind} in this story`);
  return last.effects;
}

const kindsOf = (effects: readonly Effect[]): string[] =>
  effects.map((effect) => (effect.kind === 'notice' ? `notice ${effect.notice}` : effect.kind));

describe('which effects follow from which event', () => {
  const at = RECHECKED_AT;
  const table: readonly (readonly [IncidentEvent['kind'], readonly IncidentCommand[], readonly string[]])[] =
    [
      ['CheckStarted', [check1(T0)], ['check', 'answer']],
      ['CheckJoined', [check1(T0), check1(T0, 'check-2')], ['answer']],
      ['CheckFinished', [check1(T0), check({ ...report(T0), checkId: 'check-1' })], ['answer']],
      ['CheckStarted', [...opened, check1(T0)], ['check', 'answer']],
      ['CheckJoined', [...opened, check1(T0), check1(T0, 'check-2')], ['answer']],
      ['CheckFinished', [...opened, check(crashing(T0 + MINUTE))], ['incident-card']],
      ['IncidentOpened', opened, ['incident-card', 'notice opened']],
      ['OfferMade', opened, ['prepare', 'incident-card']],
      [
        'OfferMade',
        [check(crashing(T0), { rules: rules({ ladder: [RUNG_4] }) })],
        ['incident-card', 'notice offered'],
      ],
      [
        'AskBlocked',
        [...opened, { kind: 'BlockAsk', at: T0, rung: '1', why: 'no answer', by: null }],
        ['incident-card', 'notice blocked'],
      ],
      [
        'RequestOpened',
        asked(),
        ['wake', 'notice reminder', 'notice reminder', 'incident-card', 'notice asked'],
      ],
      ['VoteCast', [...askedForTwo, vote(T0 + MINUTE, ADA)], ['incident-card']],
      [
        'VoteWithdrawn',
        [...askedForTwo, vote(T0 + MINUTE, ADA), withdrawVote(T0 + MINUTE, ADA)],
        ['incident-card'],
      ],
      ['RequestGranted', granted(), ['begin-run', 'incident-card', 'notice granted']],
      [
        'GrantRevoked',
        [...granted(), withdrawVote(GRANTED_AT, ADA)],
        ['wake', 'incident-card', 'notice revoked'],
      ],
      ['GrantHeld', [...granted(), beginRun(GRANTED_AT)], ['incident-card', 'notice held']],
      [
        'RequestEnded',
        [...asked(), vote(T0 + MINUTE, BEN, { decision: 'deny' })],
        ['incident-card', 'notice request-ended'],
      ],
      ['RequestEnded', [...asked(), tick(T0 + 2 * HOUR)], ['incident-card', 'notice request-ended']],
      ['RequestEnded', ran(), ['incident-card']],
      ['RunStarted', running(), ['step', 'incident-card', 'notice run-started']],
      ['RunStarted', [...asked(), attest(T0 + MINUTE)], ['step', 'incident-card', 'notice run-started']],
      ['RunStarted', atOnce([]), ['incident-card', 'notice run-started']],
      ['StepStarted', [...running(), beginStep(at, 0)], ['incident-card']],
      ['StepEnded', [...running(), beginStep(at, 0), endStep(at, 0)], ['step', 'incident-card']],
      [
        'StepEnded',
        [...running(), beginStep(at, 0), endStep(at, 0, 'nothing-to-do')],
        ['step', 'incident-card'],
      ],
      ['StepEnded', [...running(), beginStep(at, 0), endStep(at, 0, 'failed')], ['incident-card']],
      [
        'StepEnded',
        [...atOnce([GATE, step('a')]), beginStep(at, 0), endStep(at, 0, 'nothing-to-do')],
        ['incident-card'],
      ],
      [
        'StepEnded',
        [...atOnce([GATE, step('a')]), beginStep(at, 0), endStep(at, 0)],
        ['step', 'incident-card'],
      ],
      ['StepEnded', lost(), ['reconcile', 'incident-card']],
      ['StepEvidenceFound', [...lost(), recordEvidence(RAN_AT, 0)], ['incident-card']],
      ['StepEnded', ran(), ['incident-card']],
      ['StopRequested', [...running(), stop(at)], ['incident-card']],
      ['RunEnded', ran(), ['incident-card', 'notice run-ended']],
      ['RunSettled', [...lost(), settleRun(RAN_AT + MINUTE)], ['incident-card', 'notice settled']],
      ['ValidationBegun', ran(), ['incident-card']],
      [
        'ValidationJudged',
        [...ran(), check(silent(SETTLED_AT + MINUTE, RAN_AT - SECOND))],
        ['incident-card'],
      ],
      [
        'ValidationJudged',
        [...ran(), check(crashing(SETTLED_AT + MINUTE))],
        ['incident-card', 'notice validated'],
      ],
      [
        'ValidationJudged',
        [
          ...ran(),
          check(silent(SETTLED_AT + HOUR, RAN_AT - SECOND, { update: UPDATE })),
          settleValidation(SETTLED_AT + HOUR, 'fixed'),
        ],
        ['incident-card', 'notice validated'],
      ],
      ['RungEnded', [...opened, ask(T0, '1', null, { proposal: NOTHING })], ['incident-card']],
      [
        'LadderExhausted',
        [
          check(crashing(T0), { rules: rules({ ladder: [RUNG_1] }) }),
          ask(T0, '1', null, { proposal: NOTHING }),
        ],
        ['incident-card', 'notice exhausted'],
      ],
      ['IncidentClosed', [...opened, check(silent(T0 + HOUR, T0))], ['incident-card', 'notice closed']],
      [
        'IncidentReopened',
        [...opened, check(silent(T0 + HOUR, T0)), check(crashing(T0 + 2 * HOUR))],
        ['incident-card', 'notice reopened'],
      ],
      ['OfferMade', [check(down(T0, T0 - HOUR))], ['prepare', 'incident-card']],
      ['ClusterFrozen', [...opened, freeze(T0)], ['incident-card', 'notice frozen']],
      [
        'ClusterUnfrozen',
        [...opened, freeze(T0), { kind: 'Unfreeze', at: T0, by: ANTON }],
        ['incident-card'],
      ],
      ['ClusterFrozen', [freeze(T0)], []],
      ['HalfDoneLeft', paused, ['incident-card', 'notice half-done']],
      [
        'HalfDoneReminded',
        [...paused, check(crashing(at + HOUR, { group: withNode('Paused') }))],
        ['incident-card', 'notice half-done'],
      ],
      [
        'HalfDoneEnded',
        [...paused, check(crashing(at + HOUR, { group: withNode('Up') }))],
        ['incident-card', 'notice mended'],
      ],
      [
        'RequestEnded',
        [...asked(), attest(T0 + MINUTE), beginStep(T0 + MINUTE, 0), endStep(T0 + MINUTE, 0)],
        ['incident-card'],
      ],
    ];
  it.each(table)('%s', (kind, commands, expected) => {
    expect(kindsOf(effectsOf(kind, ...commands))).toEqual(expected);
  });

  it('the table has a row for every kind of event of these stories', () => {
    const told = new Set(table.map(([kind]) => kind));
    const happened = table.flatMap(([, commands]) => story(...commands).map(({ kind }) => kind));
    expect([...new Set(happened)].filter((kind) => !told.has(kind))).toEqual([]);
    expect(told.size).toBe(31);
  });

  it("nothing answers where nobody asked, and a closed incident's card stays as it is", () => {
    expect(effectsOf('CheckFinished', check(report(T0)))).toEqual([]);
    const closed = [...opened, check(silent(T0 + HOUR, T0))];
    expect(effectsOf('CheckFinished', ...closed, check(report(T0 + 2 * HOUR)))).toEqual([]);
  });

  it('the wake comes when the request expires, reminders at half of its life and shortly before its end', () => {
    const at = T0 + SECOND;
    const effects = effectsOf('RequestOpened', ...asked());
    expect(effects[0]).toEqual({ kind: 'wake', dueAt: at + HOUR });
    const reminders = effects.filter((effect) => effect.kind === 'notice' && effect.notice === 'reminder');
    expect(reminders.map(({ dueAt }) => dueAt)).toEqual([at + HOUR / 2, at + HOUR - 5 * MINUTE]);
    expect(effects.slice(3).map(({ dueAt }) => dueAt)).toEqual([at, at]);
  });
});

describe('what a notice says besides its kind', () => {
  const at = SETTLED_AT + MINUTE;
  const detailOf = (kind: IncidentEvent['kind'], commands: readonly IncidentCommand[]): string | undefined =>
    effectsOf(kind, ...commands).flatMap((effect) =>
      effect.kind === 'notice' && effect.notice !== 'reminder' ? [effect.detail] : [],
    )[0];

  it.each<[string, IncidentEvent['kind'], readonly IncidentCommand[], string]>([
    ['found: nothing', 'IncidentOpened', opened, ''],
    [
      'found again: nothing',
      'IncidentReopened',
      [...opened, check(silent(T0 + HOUR, T0)), check(crashing(T0 + 2 * HOUR))],
      '',
    ],
    ['asked: the mitigation', 'RequestOpened', asked(), '1'],
    ['granted: nothing', 'RequestGranted', granted(), ''],
    [
      'ended: how, and why',
      'RequestEnded',
      [...asked(), vote(T0 + MINUTE, BEN, { decision: 'deny', reason: 'not now' })],
      'denied: Ben denied it: not now',
    ],
    ['run ended: what it came to, and why', 'RunEnded', ran(), 'succeeded: step 1 succeeded'],
    [
      'settled: as what, and why',
      'RunSettled',
      [...lost(), settleRun(RAN_AT + MINUTE)],
      'happened: I looked',
    ],
    [
      'validated: the result, and why',
      'ValidationJudged',
      [...ran(), check(crashing(at))],
      `not-fixed: it crashed again at ${utcText(at - 10 * SECOND)}, after the run and the settle time`,
    ],
    ['half-done: what', 'HalfDoneLeft', paused, 'as-n2 may be paused'],
    [
      'put right: what, and how',
      'HalfDoneEnded',
      [...paused, check(crashing(at, { group: withNode('Up') }))],
      'as-n2 may be paused: the node was seen Up',
    ],
  ])('%s', (_what, kind, commands, detail) => {
    expect(detailOf(kind, commands)).toBe(detail);
  });
});

describe('when the core is woken for a request', () => {
  const terms = { ...RUNG_1, grantLifetimeMs: 10 * MINUTE };
  const wakesOf = (effects: readonly Effect[]): readonly number[] =>
    effects.flatMap((effect) => (effect.kind === 'wake' ? [effect.dueAt] : []));
  const short: readonly IncidentCommand[] = [
    check(crashing(T0), { rules: rules({ ladder: [terms] }) }),
    ask(T0 + SECOND, '1', null),
    vote(GRANTED_AT, ADA),
  ];

  it('given a life of its own, then also when the grant ends', () => {
    expect(wakesOf(effectsOf('RequestGranted', ...short))).toEqual([GRANTED_AT + 10 * MINUTE]);
  });

  it('given a grant taken back, then when the request expires', () => {
    const revoked = effectsOf('GrantRevoked', ...granted(), withdrawVote(GRANTED_AT, ADA));
    expect(wakesOf(revoked)).toEqual([T0 + SECOND + HOUR]);
  });

  it('given reminders, then each is about the request when it is due', () => {
    const state = fold(story(...asked()));
    const reminders = effectsOf('RequestOpened', ...asked()).flatMap((effect) =>
      effect.kind === 'notice' && effect.notice === 'reminder' ? [effect] : [],
    );
    expect(reminders.map(({ detail, dueAt }) => requestToRemindOf(state, detail, dueAt)?.id)).toEqual([
      'request-1',
      'request-1',
    ]);
  });
});

describe('invariant 8: only a step is run at most once', () => {
  const everything = reactions(
    ...rechecked(),
    ...ran().slice(rechecked().length),
    check(crashing(SETTLED_AT + MINUTE)),
    check1(SETTLED_AT + MINUTE),
  );

  it('every other effect may be repeated', () => {
    const effects = everything.flatMap(({ effects: own }) => own);
    const deliveries = new Map(effects.map((effect) => [effect.kind, deliveryOf(effect)]));
    expect(Object.fromEntries(deliveries)).toEqual({
      'incident-card': 'repeatable',
      notice: 'repeatable',
      prepare: 'repeatable',
      wake: 'repeatable',
      'begin-run': 'repeatable',
      step: 'once',
      check: 'repeatable',
      answer: 'repeatable',
    });
  });

  it('each step is put out exactly once', () => {
    const steps = everything.flatMap(({ effects }) => effects).filter((effect) => effect.kind === 'step');
    expect(steps).toMatchObject([
      { runId: 'run-1', index: 0 },
      { runId: 'run-1', index: 1 },
    ]);
    expect(steps.map(coalesceKeyOf)).toEqual([null, null]);
  });

  it('a card is drawn once from the newest state, and a grant is rechecked once', () => {
    expect(effectsOf('RequestGranted', ...granted()).map(coalesceKeyOf)).toEqual([
      'begin-run:request-1',
      `incident-card:incident-${T0}`,
      null,
    ]);
  });
});
