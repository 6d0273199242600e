import type { IncidentCommand } from '../incident/commands';
import { personKey } from '../incident/person';
import type { AnswerParts } from './answer-intent';
import { asCard, whichCluster } from './answer-intent';
import type { IncomingAction, IncomingText, Reply } from './incoming';
import { streamOf } from './handle-command';
import { saveIncidentChannel } from './incident-channel';
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
  const isGlobal = clusterName === null && (intent.name === 'freeze' || intent.name === 'unfreeze');
  if (isGlobal && parts.settings.clusters.length > 1) return answerForAll(parts, intent, reason, incoming);
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

/** Without a cluster's name it is meant for all of them: each has its own entry in the log, and what failed is named. */
async function answerForAll(
  parts: AnswerParts,
  intent: Exclude<AdminIntent, { name: 'bind' }>,
  reason: string,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  const names = parts.settings.clusters.map(({ name }) => name);
  const at = parts.clock.now();
  const all = await Promise.allSettled(
    names.map((name) => parts.handler.handle(name, commandFor(intent, reason, at, incoming))),
  );
  const first = all.find((one) => one.status === 'fulfilled' && one.value.kind === 'rejected');
  if (first?.status === 'fulfilled' && first.value.kind === 'rejected')
    return { kind: 'text', text: refusalWords(first.value.rejection.rejected, first.value.rejection.detail) };
  const failed = names.filter((_name, index) => all[index]?.status === 'rejected');
  const done = names.filter((name) => !failed.includes(name)).join(', ');
  const rest = failed.length > 0 ? ` NOT done, try again: ${failed.join(', ')}.` : '';
  return { kind: 'text', text: `Done: ${intent.name} on ${done || 'no cluster'}.${rest}` };
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
  // It decides where people are asked, so it stands in the log with who did it.
  const { by } = incoming;
  const body = { by: personKey(by), name: by.name, channelId };
  await parts.store.record(streamOf(cluster), [{ kind: 'ChannelBound', at: parts.clock.now(), body }]);
  await saveIncidentChannel(parts.store, cluster, { channelId, serviceUrl });
  const { incident } = await parts.handler.load(cluster);
  const stays =
    incident?.status === 'open'
      ? ' The card of the open incident stays where it stands, and works there.'
      : '';
  return { kind: 'text', text: `This channel is now the incident channel of ${cluster}.${stays}` };
}
