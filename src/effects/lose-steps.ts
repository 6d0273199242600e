import { clusterOf } from '../commands/handle-command';
import type { CommandHandler } from '../commands/handle-command';
import { decodeEffect } from '../commands/event-codec';
import type { Clock, Store } from '../ports';

/**
 * Steps whose owner is gone become unknown (invariant 8): nothing is retried.
 * @param asOf leases that ended before this are lost, epoch ms by our clock; a shared database goes by its own
 */
export async function loseSteps(
  parts: { store: Store; handler: CommandHandler; clock: Clock },
  asOf: number,
): Promise<number> {
  const lost = await parts.store.lost(asOf);
  for (const claimed of lost) {
    const effect = decodeEffect(claimed);
    if (effect.kind !== 'step') continue;
    const { runId, index } = effect;
    await parts.handler.handle(
      clusterOf(claimed.stream),
      { kind: 'LoseStep', at: parts.clock.now(), runId, index },
      claimed.id,
    );
  }
  return lost.length;
}
