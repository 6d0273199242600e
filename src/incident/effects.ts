import type { JsonObject } from './json';
import type { Person } from './person';
import type { PlanReport } from './plan-report';

/** What is to be done after the commit. `step` changes a cluster and is run at most once; the rest may be repeated. */
export type Effect =
  /** Look at every node and report what was found. */
  | {
      readonly kind: 'check';
      readonly dueAt: number;
      readonly checkId: string;
      readonly mayAskUpdate: boolean;
    }
  /** Find the targets of the offered rung and ask for it. */
  | {
      readonly kind: 'prepare';
      readonly dueAt: number;
      readonly rung: string;
      /** A person asked, and is told there when it comes to nothing; absent: the bot asks by itself. */
      readonly asked?: { readonly by: Person; readonly tell: JsonObject; readonly nodes?: readonly string[] };
    }
  /** Find out what a mitigation would call now, and show it to who asked. */
  | { readonly kind: 'plan'; readonly dueAt: number; readonly rung: string; readonly to: JsonObject }
  | { readonly kind: 'show-plan'; readonly dueAt: number; readonly to: JsonObject; readonly plan: PlanReport }
  /** Gather the evidence for support, and say to who asked where it is. */
  | { readonly kind: 'bundle'; readonly dueAt: number; readonly to: JsonObject }
  /** Look again, and start the granted request if nothing changed. */
  | { readonly kind: 'begin-run'; readonly dueAt: number; readonly requestId: string }
  | { readonly kind: 'step'; readonly dueAt: number; readonly runId: string; readonly index: number }
  /** Find out, by looking only, what became of a step whose outcome is unknown. */
  | { readonly kind: 'reconcile'; readonly dueAt: number; readonly runId: string; readonly index: number }
  /** Let the core see that time has passed. */
  | { readonly kind: 'wake'; readonly dueAt: number }
  /** Draw the incident's living card from the newest state. */
  | { readonly kind: 'incident-card'; readonly dueAt: number; readonly incidentId: string }
  /** One short line into the incident's thread. */
  | {
      readonly kind: 'notice';
      readonly dueAt: number;
      readonly incidentId: string;
      readonly notice: NoticeKind;
      readonly detail: string;
    }
  /** Show the result of a check where it was asked for. */
  | {
      readonly kind: 'answer';
      readonly dueAt: number;
      readonly checkId: string;
      readonly answerTo: JsonObject;
    }
  /** One line to somebody who waits for an answer. */
  | { readonly kind: 'tell'; readonly dueAt: number; readonly to: JsonObject; readonly text: string };

export type NoticeKind =
  | 'opened'
  | 'reopened'
  | 'asked'
  | 'blocked'
  | 'granted'
  | 'revoked'
  | 'reminder'
  | 'voters'
  | 'refusals'
  | 'held'
  | 'request-ended'
  | 'run-started'
  | 'run-ended'
  | 'settled'
  | 'validated'
  | 'exhausted'
  | 'closed'
  | 'frozen'
  | 'offered'
  | 'half-done'
  | 'mended';

/** How an effect may be delivered. */
export function deliveryOf(effect: Effect): 'repeatable' | 'once' {
  return effect.kind === 'step' ? 'once' : 'repeatable';
}

/** Waiting effects with the same key are one: the card shows the newest state anyway. */
export function coalesceKeyOf(effect: Effect): string | null {
  switch (effect.kind) {
    case 'incident-card':
      return `incident-card:${effect.incidentId}`;
    case 'begin-run':
      return `begin-run:${effect.requestId}`;
    case 'reconcile':
      return `reconcile:${effect.runId}:${effect.index}`;
    case 'answer':
      return `answer:${effect.checkId}:${JSON.stringify(effect.answerTo)}`;
    default:
      return null;
  }
}
