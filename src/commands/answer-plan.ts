import { findMitigation, LADDER, RECOVERIES } from '../runbook/mitigations';
import type { AnswerParts } from './answer-intent';
import { whichCluster } from './answer-intent';
import type { IncomingAction, IncomingText, Reply } from './incoming';
import type { Intent } from './intent';

/** What a mitigation would call: looked for in any mode, whether it is enabled or not. */
export async function answerPlan(
  parts: AnswerParts,
  intent: Extract<Intent, { name: 'plan' }>,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  if (!findMitigation(intent.rung)) {
    const known = [...LADDER, ...RECOVERIES].map(({ id }) => id).join(', ');
    return { kind: 'text', text: `There is no such mitigation. I know: ${known}.` };
  }
  const cluster = parts.situation.findCluster(intent.cluster);
  if (!cluster) return whichCluster(parts.settings);
  return parts.preparePlan(cluster.name, intent.rung, incoming);
}
