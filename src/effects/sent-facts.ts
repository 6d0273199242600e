import { streamOf } from '../commands/handle-command';
import type { JsonObject } from '../incident/json';
import type { Logger } from '../logger';
import type { Clock, SendOutcome, Store } from '../ports';
import { wordsOf } from './after-send';

export interface SentFacts {
  /** Writes down what was sent, edited, or may have been. What was delivered stays delivered when that fails. */
  note(cluster: string, kind: 'Sent' | 'Edited', outcome: SendOutcome, about: JsonObject): Promise<void>;
  /** Writes down what will not be sent, as the channel refuses it. */
  noteUndelivered(cluster: string, outcome: SendOutcome, about: JsonObject): Promise<void>;
}

export function createSentFacts(parts: {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
}): SentFacts {
  const record = async (cluster: string, kind: string, body: JsonObject): Promise<void> => {
    try {
      await parts.store.record(streamOf(cluster), [{ kind, at: parts.clock.now(), body }]);
    } catch (error) {
      parts.logger.error({ error }, 'what was sent could not be written down');
    }
  };
  return {
    note: async (cluster, kind, outcome, about) => {
      if (outcome.kind === 'rejected') return;
      const where = outcome.kind === 'sent' ? { ...outcome.message } : { isCertain: false };
      await record(cluster, kind, { ...about, ...where });
    },
    noteUndelivered: async (cluster, outcome, about) => {
      if (outcome.kind === 'sent') return;
      const why = wordsOf(outcome);
      parts.logger.warn({ cluster, why, ...about }, 'a message was given up: the channel does not take it');
      await record(cluster, 'Undelivered', { ...about, why });
    },
  };
}
