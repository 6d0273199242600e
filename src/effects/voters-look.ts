import type { CommandHandler } from '../commands/handle-command';
import type { Situation } from '../commands/situation';
import type { Clock } from '../ports';
import type { Leadership } from './leadership';

export interface VotersLookParts {
  readonly situation: Situation;
  readonly handler: CommandHandler;
  readonly leadership: Pick<Leadership, 'leads'>;
  readonly clock: Clock;
}

/**
 * Looks whether the open request of a cluster can still be granted by those who may vote now. One process does it at a time, so that two
 * that are configured differently for the time of an update do not contradict each other.
 */
export function createVotersLook(cluster: string, parts: VotersLookParts): () => Promise<void> {
  const { situation, handler, leadership, clock } = parts;
  return async () => {
    const request = (await handler.load(cluster)).incident?.request;
    if (request?.status !== 'pending' || !(await leadership.leads(`voters/${cluster}`))) return;
    const policy = await situation.policyOn(request.terms.id, 'recent');
    await handler.handle(cluster, { kind: 'LookAtVoters', at: clock.now(), requestId: request.id, policy });
  };
}
