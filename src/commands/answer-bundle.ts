import type { AnswerParts } from './answer-intent';
import { whichCluster } from './answer-intent';
import type { IncomingAction, IncomingText, Reply } from './incoming';

/** Redacted evidence for support, as one file on the bot's host. */
export async function answerBundle(
  parts: AnswerParts,
  name: string | null,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  const cluster = parts.situation.findCluster(name);
  return cluster ? parts.prepareBundle(cluster.name, incoming) : whichCluster(parts.settings);
}
