import type { CommandHandler } from '../commands/handle-command';
import type { Situation } from '../commands/situation';
import type { Clock } from '../ports';

/** Draws an open incident's card anew when its watch becomes overdue, or is on time again: silence is not health (invariant 17). */
export function createOverdueLook(
  cluster: string,
  parts: { situation: Situation; handler: CommandHandler; clock: Clock },
): () => Promise<void> {
  let shownAsOverdue = false;
  return async () => {
    const { state, overdue } = await parts.situation.entry(cluster);
    if (overdue === shownAsOverdue || state.incident?.status !== 'open') return;
    await parts.handler.enqueue(cluster, {
      kind: 'incident-card',
      dueAt: parts.clock.now(),
      incidentId: state.incident.id,
    });
    shownAsOverdue = overdue;
  };
}
