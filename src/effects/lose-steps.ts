import { clusterOf } from '../commands/handle-command';
import type { CommandHandler } from '../commands/handle-command';
import { decodeEffect } from '../commands/event-codec';
import type { ClaimedEffect, Clock, Store } from '../ports';

export interface LostParts {
  readonly store: Pick<Store, 'lost'>;
  readonly handler: Pick<CommandHandler, 'handle'>;
  readonly clock: Clock;
}

/**
 * Steps whose owner is gone become unknown (invariant 8): nothing is retried.
 * @param asOf leases that ended before this are lost, epoch ms by our clock; a shared database goes by its own
 * @throws Error the first one, after all were tried: a cluster that cannot be written holds no other one back
 */
export async function loseSteps(parts: LostParts, asOf: number): Promise<number> {
  const lost = await parts.store.lost(asOf);
  const failures: unknown[] = [];
  for (const claimed of lost) {
    await loseStep(parts, claimed).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
  return lost.length;
}

async function loseStep({ handler, clock }: LostParts, claimed: ClaimedEffect): Promise<void> {
  const effect = decodeEffect(claimed);
  if (effect.kind !== 'step') return;
  const { runId, index } = effect;
  await handler.handle(
    clusterOf(claimed.stream),
    { kind: 'LoseStep', at: clock.now(), runId, index },
    claimed.id,
  );
}
