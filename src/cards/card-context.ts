import type { VotingPolicy } from '../incident/approval';
import type { Person } from '../incident/person';
import type { Role } from '../runbook/chat-commands';

/** What a card needs besides the committed state. Everything in it is data: cards read no clock and no configuration. */
export interface CardContext {
  /** When the card is drawn, epoch ms UTC. */
  readonly now: number;
  /** When the cluster was last checked, epoch ms UTC; null: never. */
  readonly lastCheckedAt: number | null;
  /** The watch is overdue: what is shown may no longer be true, so the card says unknown. */
  readonly overdue: boolean;
  readonly mode: 'production' | 'drill' | 'lab';
  readonly botName: string;
  /** Whom the card is drawn for; null: for everybody. */
  readonly viewer: { readonly person: Person; readonly roles: readonly Role[] } | null;
  readonly policy: VotingPolicy;
  /** Display names of approvers by `personKey`; somebody without a name is counted, not named. */
  readonly approverNames: Readonly<Record<string, string>>;
  /** `shared`: posted into a channel. `personal`: the private answer to one viewer. */
  readonly audience: 'shared' | 'personal';
}

/** Whether the viewer holds one of these roles; a shared card is drawn for all of them, and the click is checked anyway. */
export function mayUse(context: CardContext, roles: readonly Role[]): boolean {
  if (context.audience === 'shared' || context.viewer === null) return context.audience === 'shared';
  return context.viewer.roles.some((role) => roles.includes(role));
}
