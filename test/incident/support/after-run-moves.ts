import type { IncidentCommand } from '../../../src/incident/commands';
import type { CheckReport } from '../../../src/incident/evidence';
import type { Rules } from '../../../src/incident/rules';
import type { ClusterState } from '../../../src/incident/state';
import {
  check,
  crashing,
  down,
  MINUTE,
  rules,
  RUNG_1,
  RUNG_2,
  RUNG_4,
  SECOND,
  silent,
  UPDATE,
} from './builders';
import { RAN_AT, SETTLED_AT } from './stories';

/* Checks after the run of mitigation 1, and how a test reads what came of it. */

export const SOAKED_AT = SETTLED_AT + 15 * MINUTE;
export const crashesAgain = (at = SETTLED_AT + MINUTE): IncidentCommand => check(crashing(at));
export const isSilent = (at: number, change: Partial<CheckReport> = {}): IncidentCommand =>
  check(silent(at, RAN_AT - SECOND, change));
export const isDown = (at: number, change: Partial<CheckReport> = {}): IncidentCommand =>
  check(down(at, RAN_AT - SECOND, change));
export const STILL = { update: UPDATE };

/** The same commands under other rules. */
export function under(own: Rules, commands: readonly IncidentCommand[]): readonly IncidentCommand[] {
  return commands.map((command) => (command.kind === 'RecordCheck' ? { ...command, rules: own } : command));
}

export const THREE = rules({ ladder: [RUNG_1, RUNG_2, RUNG_4] });
export const resultsOf = (state: ClusterState): (readonly [string, string])[] =>
  (state.incident?.rungs ?? []).map(({ rung, result }) => [rung, result] as const);
