import type { AnswerParts } from '../commands/answer-intent';
import type { CommandHandler } from '../commands/handle-command';
import type { Clock } from '../ports';

export interface AskForPersonParts {
  readonly handler: CommandHandler;
  readonly clock: Clock;
}

/** A person's ask: answered at once. Its targets are searched by whichever process reaches the cluster; a refusal is told afterwards. */
export function createAskForPerson({ handler, clock }: AskForPersonParts): AnswerParts['prepareAsk'] {
  return async (cluster, rung, nodes, { conversation, by }) => {
    const tell = { serviceUrl: conversation.serviceUrl, conversationId: conversation.id };
    await handler.enqueue(cluster, { kind: 'prepare', dueAt: clock.now(), rung, asked: { by, tell, nodes } });
    return { kind: 'text', text: `Looking for the targets of mitigation ${rung} on ${cluster} ...` };
  };
}
