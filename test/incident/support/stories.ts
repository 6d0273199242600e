import type { IncidentCommand, Proposal } from '../../../src/incident/commands';
import type { CheckReport } from '../../../src/incident/evidence';
import {
  ADA,
  ask,
  beginRun,
  beginStep,
  BEN,
  check,
  crashing,
  endStep,
  MINUTE,
  OLGA,
  SECOND,
  T0,
  vote,
} from './builders';

/* Commands that lead to where a test begins. Rung 1 is asked by the bot, rung 4 (two votes) by Olga. */

/** The loop was found: an incident is open, and mitigation 1 is offered. */
export const opened: readonly IncidentCommand[] = [check(crashing(T0))];

/** The bot asked for mitigation 1. */
export function asked(proposed?: Proposal): readonly IncidentCommand[] {
  return [...opened, ask(T0 + SECOND, '1', null, proposed ? { proposal: proposed } : {})];
}

/** When a request of these stories is granted. */
export const GRANTED_AT = T0 + MINUTE;

export function granted(): readonly IncidentCommand[] {
  return [...asked(), vote(GRANTED_AT, ADA)];
}

/** Olga asked, out of turn, for what needs two people. */
export const askedForTwo: readonly IncidentCommand[] = [...opened, ask(T0 + SECOND, '4', OLGA)];

export const grantedByTwo: readonly IncidentCommand[] = [
  ...askedForTwo,
  vote(GRANTED_AT - SECOND, ADA),
  vote(GRANTED_AT, BEN),
];

/** When the recheck is done, with evidence from after the grant. */
export const RECHECKED_AT = GRANTED_AT + 20 * SECOND;

/** Granted, and looked at again. */
export function rechecked(fresh: CheckReport = crashing(RECHECKED_AT)): readonly IncidentCommand[] {
  return [...granted(), check(fresh)];
}

/** The run of mitigation 1 has begun: two steps are planned. */
export function running(): readonly IncidentCommand[] {
  return [...rechecked(), beginRun(RECHECKED_AT)];
}

/** When the run of `ran` ended. */
export const RAN_AT = RECHECKED_AT + 10 * SECOND;
/** From when on crashes count. */
export const SETTLED_AT = RAN_AT + MINUTE;

/** The run of mitigation 1 succeeded; its validation has begun. */
export function ran(): readonly IncidentCommand[] {
  return [
    ...running(),
    beginStep(RAN_AT - 3 * SECOND, 0),
    endStep(RAN_AT - 2 * SECOND, 0),
    beginStep(RAN_AT - SECOND, 1),
    endStep(RAN_AT, 1),
  ];
}

/** The last step of mitigation 1 was lost: nobody knows whether it happened. */
export function lost(): readonly IncidentCommand[] {
  return [
    ...running(),
    beginStep(RAN_AT - SECOND, 0),
    { kind: 'LoseStep', at: RAN_AT, runId: 'run-1', index: 0 },
  ];
}
