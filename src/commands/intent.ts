import type { CommandName } from '../runbook/chat-commands';

/** What somebody wants, from text or from a button: both go the same way from here. */
export type Intent =
  | { readonly name: 'help' | 'incidents' }
  | OnCluster<'check' | 'status' | 'history' | 'bundle' | 'stop' | 'unfreeze' | 'bind'>
  | { readonly name: 'freeze'; readonly cluster: string | null; readonly reason: string }
  | { readonly name: 'analyze'; readonly text: string }
  | { readonly name: 'plan'; readonly rung: string; readonly cluster: string | null }
  | {
      readonly name: 'ask';
      readonly rung: string;
      readonly cluster: string | null;
      readonly nodes: readonly string[];
    }
  | {
      readonly name: 'approve';
      readonly request: string;
      readonly ownerAgrees: boolean;
      readonly reason: string | null;
      /** What was typed to confirm the targets; null: nothing. */
      readonly confirmation: string | null;
      readonly digestPrefix: string | null;
    }
  | {
      readonly name: 'deny';
      readonly request: string;
      readonly reason: string | null;
      readonly digestPrefix: string | null;
    }
  | { readonly name: 'attest' | 'withdraw'; readonly request: string }
  | { readonly name: 'owner'; readonly request: string }
  | { readonly name: 'settle'; readonly cluster: string; readonly as: SettleAs; readonly reason: string };

/** One member per name, so that a union of them can be narrowed by name. */
type OnCluster<Name extends string> = Name extends string
  ? { readonly name: Name; readonly cluster: string | null }
  : never;

export type SettleAs = 'happened' | 'did-not-happen' | 'fixed' | 'not-fixed';

/** Text or a button that cannot be understood, with what to do instead. */
export interface NotUnderstood {
  readonly name: 'not-understood';
  readonly advice: string;
}

/** Refresh of a card: read-only, allowed to whoever can see the card. */
export interface RefreshIntent {
  readonly name: 'refresh';
  readonly request: string | null;
  readonly cluster: string | null;
}

/** The row of the command table an intent is checked against. */
export function commandOf(intent: Intent): CommandName {
  return intent.name;
}
