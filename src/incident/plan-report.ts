import type { JsonObject } from './json';

/** What one mitigation would call now, step by step. Nothing of it was run. */
export interface PlanReport {
  readonly cluster: string;
  readonly rung: string;
  /** When its targets were looked for, epoch ms UTC. */
  readonly at: number;
  /** In one line: what was found. */
  readonly summary: string;
  /** Why it could not be asked for now, one line each. */
  readonly inTheWay: readonly string[];
  /** Nodes that could not be searched: the plan says nothing of them. */
  readonly blindNodes: readonly string[];
  readonly steps: readonly PlannedStep[];
  /** Why nothing can be planned; null: `steps` is the plan. */
  readonly failed: string | null;
}

/** One step of a plan, in its turn. */
export interface PlannedStep {
  readonly title: string;
  readonly operation: string;
  readonly node: string;
  readonly deadlineMs: number;
  /** It only waits or looks, and may end the run before the steps after it. */
  readonly isGate: boolean;
  /** What the bot host would be asked for; null: nothing, or it could not be told. */
  readonly host: { readonly operation: string; readonly parameters: JsonObject } | null;
  /** What would be called on nodes, in this order. */
  readonly calls: readonly PlannedCall[];
  /** What there is to say of it: it would be refused now, or its calls could not be told. Null: nothing. */
  readonly note: string | null;
}

/** One call of one function on one node. */
export interface PlannedCall {
  readonly node: string;
  readonly role: 'Read' | 'Change' | 'Restart';
  /** Null: a plain session that is sent the functions first. */
  readonly endpoint: string | null;
  readonly function: string;
  readonly parameters: JsonObject;
}
