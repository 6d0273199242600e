import type { AnswerParts } from '../commands/answer-intent';
import { refusalWords } from '../commands/refusal-words';
import type { Logger } from '../logger';
import type { Messenger } from '../ports';
import type { ProbeParts } from './perform-probes';
import { proposeAndAsk } from './perform-probes';

export interface AskForPersonParts {
  readonly probes: ProbeParts;
  readonly messenger: Messenger;
  readonly logger: Logger;
}

/** A person's ask: answered at once, its targets are searched meanwhile, and a refusal is told afterwards. */
export function createAskForPerson(parts: AskForPersonParts): AnswerParts['prepareAsk'] {
  return async (cluster, rung, incoming) => {
    const { conversation, by } = incoming;
    const search = async (): Promise<void> => {
      const asked = await proposeAndAsk(parts.probes, cluster, { rung, by, isPatient: false });
      if (asked.kind === 'asked' && asked.handled.kind === 'done') return;
      const why =
        asked.kind === 'failed'
          ? asked.why
          : asked.handled.kind === 'rejected'
            ? refusalWords(asked.handled.rejection.rejected, asked.handled.rejection.detail)
            : '';
      const place = { serviceUrl: conversation.serviceUrl, conversationId: conversation.id };
      await parts.messenger.post(place, {
        kind: 'text',
        text: `Mitigation ${rung} was not asked for: ${why}`,
      });
    };
    search().catch((error: unknown) => parts.logger.error({ error, cluster }, "a person's ask failed"));
    return { kind: 'text', text: `Looking for the targets of mitigation ${rung} on ${cluster} ...` };
  };
}
