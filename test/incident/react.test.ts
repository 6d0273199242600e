import type { Effect } from '../../src/incident/effects';
import { coalesceKeyOf, deliveryOf } from '../../src/incident/effects';
import type { IncidentCommand } from '../../src/incident/commands';
import type { IncidentEvent } from '../../src/incident/events';
import { evolve } from '../../src/incident/evolve';
import { react } from '../../src/incident/react';
import type { ClusterState } from '../../src/incident/state';
import { initialState } from '../../src/incident/state';
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
  recordEvidence,
  report,
  rules,
  RUNG_1,
  RUNG_4,
  SECOND,
  settleRun,
  settleValidation,
  silent,
  stop,
  T0,
  tick,
  vote,
  withdrawVote,
  down,
  UPDATE,
} from './support/builders';
import { CLUSTER, deepFreeze, story } from './support/given';
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

interface Reaction {
  readonly event: IncidentEvent;
  readonly effects: readonly Effect[];
}

/** What follows from every event of a story. */
function reactions(...commands: readonly IncidentCommand[]): readonly Reaction[] {
  let state: ClusterState = initialState(CLUSTER);
  return story(...commands).map((event) => {
    state = deepFreeze(evolve(state, event));
    return { event, effects: react(event, state) };
  });
}

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
      ['StepStarted', [...running(), beginStep(at, 0)], ['incident-card']],
      ['StepEnded', [...running(), beginStep(at, 0), endStep(at, 0)], ['step', 'incident-card']],
      [
        'StepEnded',
        [...running(), beginStep(at, 0), endStep(at, 0, 'nothing-to-do')],
        ['step', 'incident-card'],
      ],
      ['StepEnded', [...running(), beginStep(at, 0), endStep(at, 0, 'failed')], ['incident-card']],
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
    ];
  it.each(table)('%s', (kind, commands, expected) => {
    expect(kindsOf(effectsOf(kind, ...commands))).toEqual(expected);
  });

  it('the table has a row for every kind of event of these stories', () => {
    const told = new Set(table.map(([kind]) => kind));
    const happened = table.flatMap(([, commands]) => story(...commands).map(({ kind }) => kind));
    expect([...new Set(happened)].filter((kind) => !told.has(kind))).toEqual([]);
    expect(told.size).toBe(28);
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
