import type { IncidentCommand } from '../../src/incident/commands';
import { provenCause } from '../../src/incident/proven-cause';
import type { Rules } from '../../src/incident/rules';
import type { StepPlan } from '../../src/incident/state';
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
import { asked, GRANTED_AT, RAN_AT, RECHECKED_AT, SETTLED_AT } from './support/stories';

const STOP = { ...step('a'), operation: 'Stop-Caller', title: 'End the session of anna' };
const SOAKED_AT = SETTLED_AT + 15 * MINUTE;

/** A run of these steps, which ended well, and what was seen after it. */
function cured(steps: readonly StepPlan[], own: Rules, after: readonly IncidentCommand[]): StepPlan | null {
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
  return incident && provenCause(incident);
}

const quiet = (at: number, change: Partial<CheckReport> = {}): IncidentCommand =>
  check(silent(at, RAN_AT - SECOND, change));
const SILENT = [quiet(SETTLED_AT + MINUTE), quiet(SOAKED_AT)];

describe('causal evidence, grade A: exactly one caller was ended, and a whole soak of silence followed', () => {
  it('given one session ended and the issue fixed, then that step is the proven cause', () => {
    expect(cured([STOP], rules(), SILENT)).toMatchObject({ title: 'End the session of anna' });
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
