import type { CardContext } from '../ports';
import type { Role } from '../runbook/chat-commands';

/** Whether the viewer holds one of these roles; a shared card is drawn for all of them, and the click is checked anyway. */
export function mayUse(context: CardContext, roles: readonly Role[]): boolean {
  if (context.audience === 'shared') return true;
  return context.viewer?.roles.some((role) => roles.includes(role)) ?? false;
}
