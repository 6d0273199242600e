import type { IncidentCommand } from '../incident/commands';
import type { AnswerParts } from './answer-intent';
import { asCard, whichCluster } from './answer-intent';
import type { IncomingAction, IncomingText, Reply } from './incoming';
import type { Intent } from './intent';
import { refusalWords } from './refusal-words';

type AdminIntent = Extract<Intent, { name: 'stop' | 'freeze' | 'unfreeze' | 'settle' | 'bind' }>;

/** Stop, freeze, settle, bind: what only some people may do, and what takes effect at once. */
export async function answerAdmin(
  parts: AnswerParts,
  intent: AdminIntent,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  const { clusterName, reason } = splitReason(parts, intent);
  const cluster = parts.situation.findCluster(clusterName);
  if (!cluster) return whichCluster(parts.settings);
  if (intent.name === 'bind') return bindChannel(parts, cluster.name, incoming);
  const handled = await parts.handler.handle(
    cluster.name,
    commandFor(intent, reason, parts.clock.now(), incoming),
  );
  if (handled.kind === 'rejected')
    return { kind: 'text', text: refusalWords(handled.rejection.rejected, handled.rejection.detail) };
  if (!handled.state.incident) return { kind: 'text', text: `Done: ${intent.name} on ${cluster.name}.` };
  const context = await parts.situation.personalContext(cluster.name, incoming.by);
  return asCard(parts.painter.incident(handled.state, context));
}

/** `freeze hci-lab reason` and, with one cluster, `freeze reason`. */
function splitReason(
  parts: AnswerParts,
  intent: AdminIntent,
): { clusterName: string | null; reason: string } {
  if (intent.name === 'settle') return { clusterName: intent.cluster, reason: intent.reason };
  if (intent.name !== 'freeze') return { clusterName: intent.cluster, reason: '' };
  const [first = ''] = intent.reason.split(/\s+/);
  const named = first !== '' && parts.situation.findCluster(first) !== null;
  return {
    clusterName: named ? first : null,
    reason: named ? intent.reason.slice(first.length).trim() : intent.reason,
  };
}

function commandFor(
  intent: Exclude<AdminIntent, { name: 'bind' }>,
  reason: string,
  at: number,
  incoming: IncomingText | IncomingAction,
): IncidentCommand {
  const { by } = incoming;
  switch (intent.name) {
    case 'stop':
      return { kind: 'StopRun', at, by };
    case 'freeze':
      return { kind: 'Freeze', at, by, reason };
    case 'unfreeze':
      return { kind: 'Unfreeze', at, by };
    case 'settle':
      return intent.as === 'happened' || intent.as === 'did-not-happen'
        ? { kind: 'SettleRun', at, by, as: intent.as, reason }
        : { kind: 'SettleValidation', at, by, as: intent.as, reason };
  }
}

async function bindChannel(
  parts: AnswerParts,
  cluster: string,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  const { channelId, serviceUrl } = incoming.conversation;
  if (channelId === null)
    return { kind: 'text', text: 'Say "bind" in the channel that is to become the incident channel.' };
  await parts.store.saveSetting(`channel:${cluster}`, { channelId, serviceUrl });
  return { kind: 'text', text: `This channel is now the incident channel of ${cluster}.` };
}
