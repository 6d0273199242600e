import type { HalfDoneKind } from './half-done-place';

/** Times the core judges by, all in ms. */
export interface Timing {
  /** Crashes this soon after a run do not count: requests in flight may still crash it. */
  readonly settleMs: number;
  /** Least length of a soak. */
  readonly soakMinimumMs: number;
  /** A soak also lasts at least this many crash intervals. */
  readonly soakIntervals: number;
  /** How long an update may stand still after the soak before we say that we cannot tell. */
  readonly waitingMs: number;
  /** A matching crash within this time is present even when the interval is short or unknown. */
  readonly presenceMinimumMs: number;
  /** A matching crash this soon after closing re-opens the same incident. */
  readonly recurrenceMs: number;
  /** At most one ECE query in this time while the issue is present (invariant 18). */
  readonly updateQueryMs: number;
}

/** What has to be typed before the vote that completes a grant counts. */
export type Confirmation = 'node-name';

/** What production impact means is said on the card; the class decides how many people have to agree. */
export type Impact = 'none' | 'production';

/** The part of a mitigation the core decides by; the rest (steps, words) is the runbook's. */
export interface RungTerms {
  readonly id: string;
  readonly title: string;
  readonly impact: Impact;
  readonly votesNeeded: number;
  /** A recovery rung undoes a half-done state and is no part of the ladder. */
  readonly recovery: boolean;
  /** `bot`: opened by itself when it is its turn; `person`: somebody has to ask. */
  readonly askedBy: 'bot' | 'person';
  /** Its turn comes only while this is so; otherwise the ladder passes it by. */
  readonly onlyWhile?: 'root-missing';
  /** How long people have to decide; without `grantLifetimeMs` also how long a grant waits for its run. */
  readonly requestLifetimeMs: number;
  /** How long a grant waits for its run, counted from the grant. */
  readonly grantLifetimeMs?: number;
  /** An approval has to say why. */
  readonly reasonRequired?: true;
  /** The voter whose vote completes the grant types this first. */
  readonly confirm?: Confirmation;
  /** Not to be asked for before every rung above it was tried, not even by a person. */
  readonly onlyInTurn?: true;
  /** Not for clusters with fewer nodes. */
  readonly leastNodes?: number;
  /** Of a recovery: what it puts right. Absent: it brings the orchestrator's group online. */
  readonly mends?: HalfDoneKind;
}

/** The rules in force, copied into the incident when it opens so that the log keeps them. */
export interface Rules {
  readonly signatureId: string;
  readonly timing: Timing;
  /** In order: the first is tried first. */
  readonly ladder: readonly RungTerms[];
  readonly recoveries: readonly RungTerms[];
}

/** The recovery of a silent orchestrator; undefined when the rules have none. */
export function groupRecovery(rules: Rules): RungTerms | undefined {
  return rules.recoveries.find((rung) => rung.mends === undefined);
}

/** The rules for a cluster of so many nodes. */
export function rulesForNodes(rules: Rules, nodeCount: number): Rules {
  const fits = (rung: RungTerms): boolean => nodeCount >= (rung.leastNodes ?? 1);
  return { ...rules, ladder: rules.ladder.filter(fits), recoveries: rules.recoveries.filter(fits) };
}

/** The rung with this id, ladder or recovery; undefined when the rules have none. */
export function findRung(rules: Rules, id: string): RungTerms | undefined {
  return [...rules.ladder, ...rules.recoveries].find((rung) => rung.id === id);
}
