import type { AnswerParts } from './answer-intent';
import { whichCluster } from './answer-intent';
import type { IncomingAction, IncomingText, Reply } from './incoming';
import type { Intent } from './intent';
import { refusalWords } from './refusal-words';

/** A person asks for a mitigation: refused at once where that is certain, else its targets are searched first. */
export async function answerAsk(
  parts: AnswerParts,
  intent: Extract<Intent, { name: 'ask' }>,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  const cluster = parts.situation.findCluster(intent.cluster);
  if (!cluster) return whichCluster(parts.settings);
  if (parts.settings.runMode === 'observe') {
    return {
      kind: 'text',
      text: 'I only observe here ("mode: observe"): I detect and explain, but never change anything.',
    };
  }
  const { incident } = await parts.handler.load(cluster.name);
  if (incident?.status !== 'open') return { kind: 'text', text: refusalWords('no-incident') };
  return parts.prepareAsk(cluster.name, intent.rung, intent.nodes, incoming);
}
