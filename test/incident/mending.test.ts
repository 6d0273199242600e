import type { IncidentCommand, Proposal } from '../../src/incident/commands';
import type { HalfDone } from '../../src/incident/half-done-place';
import { halfDoneText, isSamePlace } from '../../src/incident/half-done-place';
import type { StepOutcome, StepPlan } from '../../src/incident/run';
import {
  ADA,
  ask,
  beginRun,
  beginStep,
  check,
  crashing,
  down,
  endStep,
  HOUR,
  MINUTE,
  NOTHING,
  OLGA,
  proposal,
  R1,
  rules,
  RUNG_1,
  RUNG_2,
  SECOND,
  silent,
  step,
  T0,
  vote,
} from './support/builders';
import { fold, given, story } from './support/given';
import { R3, RESUME, withNode } from './support/node-restart-moves';

const R2 = { ...R1, id: 'R2', mends: 'service-stopped' } as const;
const RULES = rules({ ladder: [RUNG_1, RUNG_2], recoveries: [R1, R2, R3] });
const PAUSED: HalfDone = { kind: 'node-paused', node: 'as-n2', service: null };
const ALSO_PAUSED: HalfDone = { ...PAUSED, node: 'n1' };
const STOPPED: HalfDone = { kind: 'service-stopped', node: 'as-n2', service: 'ECEAgent' };

const pause = (left: HalfDone): StepPlan => ({ ...step('pause'), leaves: left });
const restartService: StepPlan = { ...step('service'), leaves: STOPPED, undoes: STOPPED };
const START_SERVICE = proposal({ steps: [restartService], attestSteps: null });

/** One mitigation with these steps, each with its outcome; the last step's end is the run's. */
function run(
  at: number,
  rung: string,
  proposed: Proposal,
  outcomes: readonly StepOutcome[],
): readonly IncidentCommand[] {
  const its = { requestId: `request-${at}`, runId: `run-${at}` };
  return [
    ask(at, rung, null, { ...its, proposal: proposed }),
    vote(at + SECOND, ADA, its),
    check(crashing(at + 2 * SECOND, { group: withNode('Paused') })),
    beginRun(at + 3 * SECOND, its),
    ...outcomes.flatMap((outcome, index) => [
      beginStep(at + 4 * SECOND, index, its),
      endStep(at + 5 * SECOND, index, outcome, its),
    ]),
  ];
}

const opened = check(crashing(T0), { rules: RULES });
const of = (...steps: readonly StepPlan[]): Proposal => proposal({ steps, attestSteps: null });
/** Mitigation 1 left these half-done: each of its steps went well but the last. */
const left = (...steps: readonly StepPlan[]): readonly IncidentCommand[] => [
  opened,
  ...run(T0 + MINUTE, '1', of(...steps, step('next')), [
    ...steps.map((): StepOutcome => 'succeeded'),
    'failed',
  ]),
];
const ENDED_AT = T0 + MINUTE + 5 * SECOND;
/** By then the crashes after the run count: it is not fixed. */
const JUDGED_AT = ENDED_AT + 5 * MINUTE;
const notFixed = check(crashing(JUDGED_AT, { group: withNode('Paused') }));

const halfDoneOf = (...commands: readonly IncidentCommand[]): readonly unknown[] =>
  (fold(story(...commands)).incident?.halfDone ?? []).map(({ kind, node }) => [kind, node]);
const lastOf = (
  commands: readonly IncidentCommand[],
): { readonly before: readonly IncidentCommand[]; readonly last: IncidentCommand } => {
  const last = commands.at(-1);
  if (!last) throw new Error('no commands');
  return { before: commands.slice(0, -1), last };
};
const whenLast = (...commands: readonly IncidentCommand[]) => {
  const { before, last } = lastOf(commands);
  return given(...story(...before)).when(last);
};

describe('what is meant by the same half-done thing', () => {
  it.each<[string, HalfDone, boolean]>([
    ['the same by the full name of the node', { ...STOPPED, node: 'AS-N2.contoso.lab' }, true],
    ['another node', { ...STOPPED, node: 'as-n3' }, false],
    ['another service', { ...STOPPED, service: 'LcmController' }, false],
    ['another kind', { ...STOPPED, kind: 'node-paused' }, false],
    ['the paused node itself', PAUSED, false],
  ])('%s', (_what, other, same) => {
    expect(isSamePlace(STOPPED, other)).toBe(same);
    expect(isSamePlace(other, STOPPED)).toBe(same);
  });

  it.each([
    [PAUSED, 'as-n2 may be paused'],
    [STOPPED, 'ECEAgent may be stopped on as-n2'],
    [{ ...STOPPED, service: null }, 'a service may be stopped on as-n2'],
  ])('in words: %j', (one, words) => {
    expect(halfDoneText(one)).toBe(words);
  });
});

describe('what a run leaves', () => {
  it('given that one of two things was undone, then the other one stays', () => {
    expect(halfDoneOf(...left(pause(PAUSED), restartService))).toEqual([['node-paused', 'as-n2']]);
  });

  it('given that undoing it found it in its place already, then nothing is left', () => {
    const resume: StepPlan = { ...step('resume'), undoes: PAUSED };
    const outcomes: readonly StepOutcome[] = ['succeeded', 'nothing-to-do', 'failed'];
    const commands = run(T0 + MINUTE, '1', of(pause(PAUSED), resume, step('next')), outcomes);
    expect(halfDoneOf(opened, ...commands)).toEqual([]);
  });
});

describe('a recovery that was run while the mitigation is still judged', () => {
  const at = ENDED_AT + 10 * SECOND;

  it.each<StepOutcome>(['succeeded', 'nothing-to-do'])(
    '%s: it is over, and the soak begins anew',
    (outcome) => {
      const end = whenLast(...left(pause(PAUSED)), ...run(at, 'R3', RESUME, [outcome]));
      end.thenKinds('StepEnded', 'RunEnded', 'RequestEnded', 'HalfDoneEnded', 'ValidationBegun');
      expect(end.decision).toMatchObject([{}, {}, {}, { left: PAUSED, why: 'a run put it right' }, {}]);
    },
  );

  it('failed: the alarm stays', () => {
    const commands = [...left(pause(PAUSED)), ...run(at, 'R3', RESUME, ['failed'])];
    whenLast(...commands).thenKinds('StepEnded', 'RunEnded', 'RequestEnded', 'ValidationBegun');
    expect(halfDoneOf(...commands)).toEqual([['node-paused', 'as-n2']]);
  });

  it('failed, and may have left the same again: it is neither told twice nor offered again by itself', () => {
    const failed = [opened, ...run(T0 + MINUTE, '1', START_SERVICE, ['failed'])];
    whenLast(...failed, ...run(at, 'R2', START_SERVICE, ['failed'])).thenKinds(
      'StepEnded',
      'RunEnded',
      'RequestEnded',
      'ValidationBegun',
    );
  });

  it('what only looked before it undoes nothing', () => {
    const looked = of({ ...step('look'), isGate: true }, ...RESUME.steps);
    const commands = [...left(pause(PAUSED)), ...run(at, 'R3', looked, ['succeeded', 'failed'])];
    expect(halfDoneOf(...commands)).toEqual([['node-paused', 'as-n2']]);
  });
});

describe('a recovery that was run after the mitigation was judged: putting it right proves nothing', () => {
  const judged = [...left(pause(PAUSED)), notFixed];
  const at = JUDGED_AT + MINUTE;

  it.each<[StepOutcome, string]>([
    ['succeeded', 'recovered'],
    ['nothing-to-do', 'recovered'],
    ['failed', 'not-fixed'],
  ])('%s: nothing is validated, and its own result is %s', (outcome, result) => {
    const { decision, state } = whenLast(...judged, ...run(at, 'R3', RESUME, [outcome]));
    expect(JSON.stringify(decision)).not.toContain('ValidationBegun');
    expect(state.incident?.rungs.map((record) => [record.rung, record.result])).toEqual([
      ['1', 'not-fixed'],
      ['R3', result],
    ]);
    expect(state.incident).toMatchObject({ offered: '2', validation: { rung: '1', result: 'not-fixed' } });
  });

  it('the next mitigation of the ladder is validated as ever', () => {
    whenLast(...judged, ...run(at, '2', proposal({ steps: [step('a')] }), ['succeeded'])).thenKinds(
      'StepEnded',
      'RunEnded',
      'RequestEnded',
      'ValidationBegun',
    );
  });
});

describe('each kind has its own recovery', () => {
  const both = left(pause(PAUSED), { ...step('service'), leaves: STOPPED });

  it('given only a paused node, then nobody can ask for a service to be started', () => {
    given(...story(...left(pause(PAUSED))))
      .when(ask(ENDED_AT + SECOND, 'R2', OLGA))
      .thenRejected('not-offered');
  });

  it('given both, then finding the node in its place says nothing about the service', () => {
    const ended = given(...story(...both)).when(ask(ENDED_AT + SECOND, 'R3', null, { proposal: NOTHING }));
    ended.thenKinds('RungEnded', 'HalfDoneEnded');
    expect(ended.decision).toMatchObject([{}, { left: PAUSED, why: NOTHING.summary }]);
  });

  it('given both, then a node that is seen Up ends neither the service nor the request to start it', () => {
    const asked = story(...both, ask(ENDED_AT + SECOND, 'R2', null, { requestId: 'request-2' }));
    const seen = given(...asked).when(check(crashing(ENDED_AT + 10 * SECOND, { group: withNode('Up') })));
    expect(seen.state.incident).toMatchObject({ halfDone: [STOPPED], request: { status: 'pending' } });
    expect(seen.state.incident?.halfDone).toHaveLength(1);
  });

  it('given two paused nodes of which one is seen Up, then the request to resume stays for the other', () => {
    const two = left(pause(PAUSED), pause({ ...ALSO_PAUSED, node: 'n3' }));
    const asked = story(...two, ask(ENDED_AT + SECOND, 'R3', null, { requestId: 'request-2' }));
    const seen = given(...asked).when(check(crashing(ENDED_AT + 10 * SECOND, { group: withNode('Up') })));
    expect(seen.state.incident).toMatchObject({ halfDone: [{ node: 'n3' }], request: { status: 'pending' } });
  });
});

describe('when a paused node is seen Up', () => {
  it.each([
    ['the check began after the run', ENDED_AT + 1, []],
    ['the check began as the run ended: that proves nothing', ENDED_AT, [['node-paused', 'as-n2']]],
  ])('%s', (_what, startedAt, expected) => {
    const up = check(crashing(ENDED_AT + MINUTE, { startedAt, group: withNode('Up') }));
    expect(halfDoneOf(...left(pause(PAUSED)), up)).toEqual(expected);
  });
});

describe('while the recovery itself runs', () => {
  it('nobody is reminded of what it is putting right', () => {
    const running = run(ENDED_AT + SECOND, 'R3', RESUME, []);
    given(...story(...left(pause(PAUSED)), ...running))
      .when(check(crashing(ENDED_AT + HOUR, { group: withNode('Paused') })))
      .thenKinds('CheckFinished');
  });
});

describe('invariant 6: a granted recovery of the group', () => {
  it('is no longer needed when the issue is gone, although a paused node keeps the incident open', () => {
    const at = JUDGED_AT;
    const its = { requestId: 'request-R1', runId: 'run-R1' };
    const granted = [
      ...left(pause(PAUSED)),
      check(down(at, T0 + MINUTE)),
      ask(at + SECOND, 'R1', null, its),
      vote(at + 2 * SECOND, ADA, its),
      check(silent(at + 2 * HOUR, T0 + MINUTE, { group: withNode('Paused') })),
    ];
    const soon = { ...R1, requestLifetimeMs: 24 * HOUR };
    const patient = granted.map((command) =>
      command.kind === 'RecordCheck'
        ? { ...command, rules: rules({ ladder: [RUNG_1, RUNG_2], recoveries: [soon, R2, R3] }) }
        : command,
    );
    const gone = given(...story(...patient));
    expect(gone.state).toMatchObject({
      latest: { presence: 'gone' },
      incident: { status: 'open', request: { status: 'granted' } },
    });
    const outcome = gone.when(beginRun(at + 2 * HOUR, its));
    outcome.then({
      kind: 'RequestEnded',
      at: at + 2 * HOUR,
      requestId: 'request-R1',
      as: 'no-longer-needed',
      why: 'the issue is gone',
    });
  });
});
