import type { CommandHandler } from '../commands/handle-command';
import type { Situation } from '../commands/situation';
import type { Clock, Store } from '../ports';

/**
 * Draws an open incident's card anew when its watch becomes overdue, or is on time again: silence is not health (invariant 17). What the card
 * shows is kept in the store: after a restart, or in another process, it would otherwise stay as it was.
 */
export function createOverdueLook(
  cluster: string,
  parts: { situation: Situation; handler: CommandHandler; clock: Clock; store: Store },
): () => Promise<void> {
  const { situation, handler, clock, store } = parts;
  const key = `shown-overdue:${cluster}`;
  return async () => {
    const { state, overdue } = await situation.entry(cluster);
    if (state.incident?.status !== 'open') return;
    const { id } = state.incident;
    if (((await store.readSetting(key)) === id) === overdue) return;
    await handler.enqueue(cluster, { kind: 'incident-card', dueAt: clock.now(), incidentId: id });
    await store.saveSetting(key, overdue ? id : null);
  };
}
