import { withoutThread } from './without-thread';
import type { VotingPolicy } from '../incident/approval';
import type { IncidentCommand } from '../incident/commands';
import type { Rejection, RejectionReason } from '../incident/rejection';
import { drawnFor } from './answer-intent';
import type { AnswerParts } from './answer-intent';
import type { Handled } from './handle-command';
import { clusterOf } from './handle-command';
import { readIncidentChannel, slotOfIncident } from './incident-channel';
import type { IncomingAction, IncomingText, Reply } from './incoming';
import type { Intent } from './intent';
import { noteRefusal } from './refused';
import { refusalWords } from './refusal-words';

type RequestIntent = Exclude<Extract<Intent, { request: string }>, { name: 'owner' }>;

/** Refusals after which the present card says more than words: the old one's buttons are gone with it. */
const SHOW_PRESENT: readonly RejectionReason[] = [
  'ended',
  'expired',
  'already-running',
  'other-version',
  'no-such-request',
];

/** A vote, an attestation or a withdrawal: decided and stored before anything is answered (invariants 4, 7, 13). */
export async function answerRequest(
  parts: AnswerParts,
  intent: RequestIntent,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  const found = await findRequest(parts, intent.request);
  if (!found) return { kind: 'text', text: refusalWords('no-such-request') };
  if (await isElsewhere(parts, found.cluster, incoming))
    return refuse(parts, found, { rejected: 'other-place' }, incoming);
  const { by } = incoming;
  const cardActivityId = incoming.kind === 'action' ? incoming.cardActivityId : null;
  const shown = await parts.shown.shownTo(by, cardActivityId);
  const policy = await parts.situation.policyOn(found.rung, 'recent');
  const command = commandFor(parts, policy, intent, found.requestId, incoming);
  const handled = await parts.handler.handle(
    found.cluster,
    command.kind === 'CastVote' ? { ...command, shown } : command,
  );
  if (handled.kind === 'done') return present(parts, handled, incoming);
  const withdrawsRequest = intent.name === 'withdraw' && handled.rejection.rejected === 'nothing-to-withdraw';
  if (withdrawsRequest) return withdrawRequest(parts, found, incoming);
  return refuse(parts, found, handled.rejection, incoming);
}

/**
 * Decisions are taken where the request was shown to everybody, or in the own chat with the bot; nowhere else. Shown it is in the incident
 * channel, and where the incident's card stands: that stays when another channel is bound meanwhile.
 */
async function isElsewhere(
  parts: AnswerParts,
  cluster: string,
  { conversation }: IncomingText | IncomingAction,
): Promise<boolean> {
  if (conversation.kind === 'personal') return false;
  const channel = await readIncidentChannel(parts.store, parts.settings, cluster);
  if (channel === null || channel.channelId === conversation.channelId) return false;
  const { incident } = await parts.handler.load(cluster);
  const slot = incident && (await parts.store.readCardSlot(slotOfIncident(incident.id)));
  return !slot || slot.activityId === null || withoutThread(slot.conversationId) !== conversation.channelId;
}

export interface FoundRequest {
  readonly cluster: string;
  readonly requestId: string;
  /** What the cluster's present request is for; null when there is none. */
  readonly rung: string | null;
}

/** The request an id or a short id names, and its cluster; null: no request of any cluster has it. */
export async function findRequest(parts: AnswerParts, key: string): Promise<FoundRequest | null> {
  const byId = await parts.store.find({ kind: 'request', key });
  const byShortId =
    byId.length > 0 ? [] : await parts.store.find({ kind: 'short-id', key: key.toUpperCase() });
  const streams = [...byId, ...byShortId];
  if (streams.length !== 1 || !streams[0]) return null;
  const cluster = clusterOf(streams[0]);
  const request = (await parts.handler.load(cluster)).incident?.request;
  const isMeant = request && (request.id === key || request.shortId === key.toUpperCase());
  return { cluster, requestId: isMeant ? request.id : key, rung: request?.terms.id ?? null };
}

function commandFor(
  parts: AnswerParts,
  policy: VotingPolicy,
  intent: RequestIntent,
  requestId: string,
  incoming: IncomingText | IncomingAction,
): IncidentCommand {
  const at = parts.clock.now();
  const { by } = incoming;
  switch (intent.name) {
    case 'approve':
      return {
        kind: 'CastVote',
        at,
        requestId,
        by,
        decision: 'approve',
        reason: intent.reason,
        ownerAgrees: intent.ownerAgrees,
        confirmation: intent.confirmation,
        digestPrefix: intent.digestPrefix,
        policy,
      };
    case 'deny':
      return {
        kind: 'CastVote',
        at,
        requestId,
        by,
        decision: 'deny',
        reason: intent.reason,
        ownerAgrees: false,
        confirmation: null,
        digestPrefix: intent.digestPrefix,
        policy,
      };
    case 'attest':
      return { kind: 'Attest', at, requestId, by, runId: parts.newId() };
    case 'withdraw':
      return { kind: 'WithdrawVote', at, requestId, by, policy };
  }
}

async function withdrawRequest(
  parts: AnswerParts,
  found: FoundRequest,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  const command: IncidentCommand = {
    kind: 'WithdrawRequest',
    at: parts.clock.now(),
    requestId: found.requestId,
    by: incoming.by,
  };
  const handled = await parts.handler.handle(found.cluster, command);
  return handled.kind === 'done'
    ? present(parts, handled, incoming)
    : refuse(parts, found, handled.rejection, incoming);
}

async function refuse(
  parts: AnswerParts,
  found: FoundRequest,
  { rejected, detail }: Rejection,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  await noteRefusal(parts, incoming.by, { cluster: found.cluster, about: found.requestId }, rejected);
  const clicked = incoming.kind === 'action' && incoming.via === 'execute';
  if (clicked && SHOW_PRESENT.includes(rejected))
    return present(parts, { state: await parts.handler.load(found.cluster) }, incoming);
  return { kind: 'text', text: refusalWords(rejected, detail) };
}

async function present(
  parts: AnswerParts,
  handled: Pick<Handled, 'state'>,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  const context = await parts.situation.personalContext(handled.state.cluster, incoming.by);
  return drawnFor(parts, parts.painter.incident(handled.state, context), incoming);
}
