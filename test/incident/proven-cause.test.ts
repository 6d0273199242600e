import type { IncidentCommand } from '../../src/incident/commands';
import { provenCause } from '../../src/incident/proven-cause';
import type { Rules } from '../../src/incident/rules';
import type { StepPlan } from '../../src/incident/run';
import type { Incident } from '../../src/incident/state';
import type { CheckReport } from '../../src/incident/evidence';
import {
  ADA,
  beginRun,
  beginStep,
  check,
  crashing,
  endStep,
  MINUTE,
  proposal,
  rules,
  SECOND,
  settleValidation,
  silent,
  step,
  UPDATE,
  vote,
} from './support/builders';
import { given, story } from './support/given';
import { asked, opened, GRANTED_AT, RAN_AT, RECHECKED_AT, SETTLED_AT } from './support/stories';

const STOP = { ...step('a'), operation: 'Stop-Caller', title: 'End the session of anna' };
const SOAKED_AT = SETTLED_AT + 15 * MINUTE;

/** The incident with a run of these steps, which ended well, and what was seen after it. */
function afterRun(steps: readonly StepPlan[], own: Rules, after: readonly IncidentCommand[]): Incident {
  const run = steps.flatMap((_, index) => [
    beginStep(RAN_AT - 2 * SECOND, index),
    endStep(index + 1 === steps.length ? RAN_AT : RAN_AT - SECOND, index),
  ]);
  const commands = [
    ...asked(proposal({ steps })),
    vote(GRANTED_AT, ADA),
    check(crashing(RECHECKED_AT)),
    beginRun(RECHECKED_AT),
    ...run,
    ...after,
  ];
  const under = commands.map((command) =>
    command.kind === 'RecordCheck' ? { ...command, rules: own } : command,
  );
  const { incident } = given(...story(...under)).state;
  if (!incident) throw new Error('the story opens an incident');
  return incident;
}

function cured(steps: readonly StepPlan[], own: Rules, after: readonly IncidentCommand[]): StepPlan | null {
  return provenCause(afterRun(steps, own, after));
}

const quiet = (at: number, change: Partial<CheckReport> = {}): IncidentCommand =>
  check(silent(at, RAN_AT - SECOND, change));
const SILENT = [quiet(SETTLED_AT + MINUTE), quiet(SOAKED_AT)];

describe('causal evidence, grade A: exactly one caller was ended, and a whole soak of silence followed', () => {
  it('given one session ended and the issue fixed, then that step is the proven cause', () => {
    expect(cured([STOP], rules(), SILENT)).toMatchObject({ title: 'End the session of anna' });
  });

  it('given that a person attested it and it was seen to be gone, then that is proven as well', () => {
    expect(cured([{ ...STOP, operation: 'Test-CallerGone' }], rules(), SILENT)).toMatchObject({
      operation: 'Test-CallerGone',
    });
  });

  it('given a step that only looked before it, then the one that acted is the proven cause', () => {
    const gate: StepPlan = { ...step('still crashing?'), isGate: true };
    expect(cured([gate, STOP], rules(), SILENT)).toMatchObject({ title: STOP.title });
    expect(cured([gate], rules(), SILENT)).toBeNull();
  });

  it('given an issue that went away without a run, then nothing is proven', () => {
    const { incident } = given(...story(...opened, check(silent(SOAKED_AT, RAN_AT - SECOND)))).state;
    expect(incident).toMatchObject({ status: 'closed', run: null });
    expect(incident && provenCause(incident)).toBeNull();
  });

  it.each<[string, (incident: Incident) => Partial<Incident>]>([
    ['the incident is open: something is left half-done', () => ({ status: 'open' })],
    ['its mitigation has no result', () => ({ rungs: [] })],
    [
      'its mitigation did not fix it',
      ({ rungs }) => ({ rungs: rungs.map((one) => ({ ...one, result: 'not-fixed' })) }),
    ],
    ['another mitigation fixed it', ({ rungs }) => ({ rungs: rungs.map((one) => ({ ...one, rung: '2' })) })],
    ['its effect was not watched', () => ({ validation: null })],
    [
      'its effect was judged otherwise',
      ({ validation }) => ({ validation: validation && { ...validation, result: 'down' } }),
    ],
    [
      'another run was watched',
      ({ validation }) => ({ validation: validation && { ...validation, runId: 'run-0' } }),
    ],
    [
      'the step found nobody to end',
      ({ run }) => ({
        run: run && { ...run, steps: run.steps.map((one) => ({ ...one, status: 'nothing-to-do' })) },
      }),
    ],
  ])('given that it is all so, but %s, then nothing is proven', (_what, change) => {
    const incident = afterRun([STOP], rules(), SILENT);
    expect(provenCause({ ...incident, ...change(incident) })).toBeNull();
  });

  it.each<[string, readonly StepPlan[], Rules, readonly IncidentCommand[]]>([
    ['it is not fixed yet', [STOP], rules(), SILENT.slice(0, 1)],
    ['two were ended', [STOP, { ...STOP, node: 'n2' }], rules(), SILENT],
    ['the step ended no caller', [{ ...STOP, operation: 'Move-ClusterServiceGroup' }], rules(), SILENT],
    ['the soak was short', [STOP], rules({ timing: { ...rules().timing, soakIntervals: 2 } }), SILENT],
    [
      'a person said that it is fixed',
      [STOP],
      rules(),
      [
        ...SILENT.slice(0, 1),
        quiet(SOAKED_AT, { update: UPDATE }),
        quiet(SOAKED_AT + 60 * MINUTE, { update: UPDATE }),
        settleValidation(SOAKED_AT + 61 * MINUTE, 'fixed'),
      ],
    ],
  ])('given that %s, then nothing is proven', (_what, steps, own, after) => {
    expect(cured(steps, own, after)).toBeNull();
  });
});
