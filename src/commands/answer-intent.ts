import { analyzePaste } from '../crash/analyze-paste';
import type { CardPainter, Clock, NewId, PaintedCard, Roster, Store } from '../ports';
import { ORCHESTRATOR_CRASH } from '../runbook/signature';
import type { ClusterSettings, Settings } from '../runbook/settings';
import type { AccessSource } from './access-source';
import { answerAdmin } from './answer-admin';
import { answerBundle } from './answer-bundle';
import { answerAsk } from './answer-ask';
import { answerOwner } from './answer-owner';
import { answerPlan } from './answer-plan';
import { answerRequest } from './answer-request';
import { answerHistory, answerIncidents } from './answer-history';
import type { CommandHandler } from './handle-command';
import type { Conversation, IncomingAction, IncomingText, Reply } from './incoming';
import { readIncidentChannel, saveIncidentChannel } from './incident-channel';
import type { Intent, RefreshIntent } from './intent';
import type { Refusals } from './record-refusal';
import type { ShownCards } from './shown-cards';
import type { Situation } from './situation';

export interface AnswerParts {
  readonly settings: Settings;
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly handler: CommandHandler;
  readonly situation: Situation;
  readonly painter: CardPainter;
  readonly access: AccessSource;
  readonly shown: ShownCards;
  readonly refusals: Refusals;
  readonly roster: Roster;
  /** Wakes whoever prepares asks; `ask` of a person goes this way too. */
  readonly prepareAsk: (
    cluster: string,
    rung: string,
    nodes: readonly string[],
    incoming: IncomingText | IncomingAction,
  ) => Promise<Reply>;
  /** Wakes whoever can gather the evidence for support. */
  readonly prepareBundle: (cluster: string, incoming: IncomingText | IncomingAction) => Promise<Reply>;
  /** Wakes whoever can tell what a mitigation would call. */
  readonly preparePlan: (
    cluster: string,
    rung: string,
    incoming: IncomingText | IncomingAction,
  ) => Promise<Reply>;
}

/** Answers what somebody may ask for: each intent in a few lines, or in a file of its own. */
export async function answerIntent(
  parts: AnswerParts,
  intent: Intent | RefreshIntent,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  switch (intent.name) {
    case 'help':
      return asCard(parts.painter.help(await parts.situation.personalContext(null, incoming.by)));
    case 'check':
      return answerCheck(parts, intent.cluster, incoming);
    case 'status':
      return answerStatus(parts, intent.cluster, incoming);
    case 'refresh':
      return answerRefresh(parts, intent, incoming);
    case 'analyze': {
      const context = await parts.situation.personalContext(null, incoming.by);
      return asCard(parts.painter.analysis(analyzePaste(intent.text, ORCHESTRATOR_CRASH), context));
    }
    case 'incidents':
      return answerIncidents(parts);
    case 'history':
      return answerHistory(parts, intent.cluster);
    case 'ask':
      return answerAsk(parts, intent, incoming);
    case 'bundle':
      return answerBundle(parts, intent.cluster, incoming);
    case 'plan':
      return answerPlan(parts, intent, incoming);
    case 'owner':
      return answerOwner(parts, intent.request);
    case 'approve':
    case 'deny':
    case 'attest':
    case 'withdraw':
      return answerRequest(parts, intent, incoming);
    case 'stop':
    case 'freeze':
    case 'unfreeze':
    case 'settle':
    case 'bind':
      return answerAdmin(parts, intent, incoming);
  }
}

/** A painted card as an answer. */
export function asCard(painted: {
  readonly card: Extract<Reply, { kind: 'card' }>['card'];
  readonly summary: string;
}): Reply {
  return { kind: 'card', card: painted.card, summary: painted.summary };
}

/** A card for one person, remembered as what that person was shown last on this message. */
export function drawnFor(
  parts: AnswerParts,
  painted: PaintedCard,
  incoming: IncomingText | IncomingAction,
): Reply {
  const isOnCard = incoming.kind === 'action' && incoming.via === 'execute';
  if (isOnCard) parts.shown.drawnFor(incoming.by, incoming.cardActivityId, painted.card);
  return asCard(painted);
}

/** What to say when a cluster's name is missing or wrong. */
export function whichCluster(settings: Settings): Reply {
  const names = settings.clusters.map(({ name }) => name).join(', ');
  return { kind: 'text', text: `Which cluster? I watch: ${names}.` };
}

async function answerCheck(
  parts: AnswerParts,
  name: string | null,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  const cluster = parts.situation.findCluster(name);
  if (!cluster) return whichCluster(parts.settings);
  const { conversation, by } = incoming;
  await adoptChannel(parts, cluster, conversation);
  await parts.handler.handle(cluster.name, {
    kind: 'StartCheck',
    at: parts.clock.now(),
    checkId: parts.newId(),
    by,
    answerTo: { conversationId: conversation.id, serviceUrl: conversation.serviceUrl },
    updateQueryMs: parts.settings.rules.timing.updateQueryMs,
  });
  return { kind: 'none' };
}

/** In the lab, a cluster without an incident channel takes the first channel it is asked from; elsewhere an admin says "bind". */
async function adoptChannel(
  parts: AnswerParts,
  cluster: ClusterSettings,
  conversation: Conversation,
): Promise<void> {
  const { channelId, serviceUrl } = conversation;
  if (parts.settings.mode !== 'lab' || channelId === null || cluster.channel !== null) return;
  if ((await readIncidentChannel(parts.store, parts.settings, cluster.name)) === null)
    await saveIncidentChannel(parts.store, cluster.name, { channelId, serviceUrl });
}

async function answerStatus(
  parts: AnswerParts,
  name: string | null,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  const named = name === null ? parts.settings.clusters : [parts.situation.findCluster(name)];
  const clusters = named.filter((cluster) => cluster !== null);
  if (clusters.length === 0) return whichCluster(parts.settings);
  const entries = await Promise.all(clusters.map((cluster) => parts.situation.entry(cluster.name)));
  const only = clusters.length === 1 ? (clusters[0]?.name ?? null) : null;
  const context = await parts.situation.personalContext(only, incoming.by);
  const incident = entries[0]?.state.incident;
  if (only !== null && incident?.status === 'open' && entries[0])
    return asCard(parts.painter.incident(entries[0].state, context));
  return asCard(parts.painter.status(entries, context));
}

async function answerRefresh(
  parts: AnswerParts,
  intent: RefreshIntent,
  incoming: IncomingText | IncomingAction,
): Promise<Reply> {
  const stream = intent.request ? await parts.store.find({ kind: 'request', key: intent.request }) : [];
  const name = intent.cluster ?? stream[0]?.replace(/^cluster\//, '') ?? null;
  const cluster = parts.situation.findCluster(name);
  if (!cluster) return whichCluster(parts.settings);
  const { state } = await parts.situation.entry(cluster.name);
  const context = await parts.situation.personalContext(cluster.name, incoming.by);
  if (!state.incident) return asCard(parts.painter.diagnosis(state, context));
  return drawnFor(parts, parts.painter.incident(state, context), incoming);
}
