import { refuseVote } from '../../incident/approval';
import type { VoteRefusal } from '../../incident/approval';
import { hasToMend } from '../../incident/half-done';
import { isSamePerson } from '../../incident/person';
import { findRung } from '../../incident/rules';
import type { MitigationRequest, Vote } from '../../incident/mitigation-request';
import type { ClusterState, Incident } from '../../incident/state';
import { isRequestOpen } from '../../incident/mitigation-request';
import { findChatCommand } from '../../runbook/chat-commands';
import type { CommandName } from '../../runbook/chat-commands';
import { isSettled } from '../../incident/validation';
import type { CardContext } from '../../ports';
import { mayUse } from '../may-use';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, joinMarkdown, line } from '../escape-markdown';
import type { IncidentPhase } from './incident-phase';
import type { ActionView, LineView, Optional } from './view-parts';
import { actionOf, lineOf } from './view-parts';

/** Ids only: request, and the digest prefix that ties the click to what was shown. */
function dataOf(request: MitigationRequest): { readonly request: string; readonly digest: string } {
  return { request: request.id, digest: request.digest.slice(0, 12) };
}

function may(command: CommandName, context: CardContext): boolean {
  return mayUse(context, findChatCommand(command)?.roles ?? []);
}

/** The buttons of an incident card. A shared card has those anybody may need; each click is authorised again. */
export function incidentActions(
  phase: IncidentPhase,
  state: ClusterState,
  incident: Incident,
  context: CardContext,
): readonly ActionView[] {
  if (phase === 'closed') return [];
  const { request, run } = incident;
  if (phase === 'running') {
    const stoppable =
      request && request.id === run?.requestId && !run.stopRequestedBy && may('stop', context);
    return stoppable
      ? [
          actionOf(
            'Stop after this step',
            'stop',
            { ...dataOf(request), cluster: state.cluster },
            { style: 'destructive' },
          ),
        ]
      : [];
  }
  const check = may('check', context) ? [actionOf('Check now', 'check', { cluster: state.cluster })] : [];
  const deciding = isRequestOpen(request) && request.status !== 'running';
  return [
    ...(deciding ? requestActions(request, context) : askActions(phase, state, incident, context)),
    ...check,
  ];
}

const NO_ASK: readonly IncidentPhase[] = ['unknown-step', 'no-longer-needed', 'fixed'];

/** Asking again after a request came to nothing; the bot's own first ask needs no button. */
function askActions(
  phase: IncidentPhase,
  { cluster }: ClusterState,
  incident: Incident,
  context: CardContext,
): readonly ActionView[] {
  const { blocked, validation } = incident;
  const offered = askableRung(incident);
  const validating = validation !== null && !isSettled(validation);
  const botAsks =
    phase === 'opened' && blocked === null && findRung(incident.rules, offered ?? '')?.askedBy === 'bot';
  if (offered === null || validating || botAsks || NO_ASK.includes(phase) || !may('ask', context)) return [];
  const kind = findRung(incident.rules, offered)?.recovery ? 'recovery' : 'mitigation';
  return [actionOf(`Ask for ${kind} ${offered}`, 'ask', { cluster, rung: offered })];
}

/** What a run left half-done comes before the next mitigation. */
function askableRung(incident: Incident): string | null {
  const recovery = incident.rules.recoveries.find((terms) => hasToMend(incident, terms));
  return recovery?.id ?? incident.offered;
}

/** The invisible refresh: read-only, by hand from the message menu. */
export function refreshAction(cluster: string): ActionView {
  return actionOf('Refresh', 'refresh', { cluster });
}

function requestActions(request: MitigationRequest, context: CardContext): readonly ActionView[] {
  const data = dataOf(request);
  const pending = request.status === 'pending';
  const approve = actionOf('Approve', 'approve', data, { style: 'positive', inputs: 'auto' });
  const deny = actionOf('Deny', 'deny', data, { style: 'destructive', inputs: 'auto' });
  const hasOwner = request.shown.some(({ ownerMessage }) => ownerMessage !== undefined);
  const owner = actionOf('Write to the owner', 'owner', data);
  const attest = actionOf('Attest: owner closed it', 'attest', data);
  const withdraw = actionOf(withdrawTitle(request, context), 'withdraw', data);
  return [
    ...(pending && mayVote(request, 'approve', context) ? [approve] : []),
    ...(mayVote(request, 'deny', context) ? [deny] : []),
    ...(hasOwner && may('owner', context) ? [owner] : []),
    ...(pending && request.attestSteps !== null && may('attest', context) ? [attest] : []),
    ...(mayWithdraw(request, context) ? [withdraw] : []),
  ];
}

function mayVote(request: MitigationRequest, decision: Vote['decision'], context: CardContext): boolean {
  return context.audience === 'shared' || refusalOf(request, decision, context) === null;
}

function refusalOf(
  request: MitigationRequest,
  decision: Vote['decision'],
  { viewer, policy, now }: CardContext,
): VoteRefusal | null {
  if (viewer === null) return 'not-eligible';
  const vote = { by: viewer.person, decision, ownerAgrees: true, digestPrefix: null };
  return refuseVote(request, vote, policy, now);
}

function mayWithdraw(request: MitigationRequest, { audience, viewer }: CardContext): boolean {
  const votes = request.votes.filter((vote) => !vote.withdrawn);
  if (audience === 'shared') return request.requester !== null || votes.length > 0;
  if (viewer === null) return false;
  const own = votes.some((vote) => isSamePerson(vote.by, viewer.person));
  return own || (request.requester !== null && isSamePerson(request.requester, viewer.person));
}

function withdrawTitle({ requester }: MitigationRequest, { audience, viewer }: CardContext): string {
  if (audience === 'shared') return requester ? 'Withdraw' : 'Withdraw my vote';
  return requester && viewer && isSamePerson(requester, viewer.person)
    ? 'Withdraw my request'
    : 'Withdraw my vote';
}

const REFUSAL: Readonly<Record<VoteRefusal, Markdown>> = {
  'not-eligible': line`You are not one of the configured approvers, so you cannot vote here.`,
  requester: line`You asked for this, so somebody else has to vote.`,
  'already-voted': line`Your vote is recorded. Until the run starts you may still deny, or withdraw it.`,
  'vote-withdrawn': line`You withdrew your vote; it is not cast again on this request.`,
  expired: line`This request has expired: votes are no longer taken.`,
  ended: line`This request has ended: votes are no longer taken.`,
  'already-running': line`It already runs: votes are no longer taken. An operator can stop it after the current step.`,
  'owner-agreement-missing': line`This needs your record that the owner agrees.`,
  'reason-missing': line`This needs a reason.`,
  'other-version': line`This card is older than the request: look at the newest card.`,
};

/** For a personal card: why there is no approve button for this viewer. */
export function viewerNote(request: MitigationRequest | null, context: CardContext): readonly LineView[] {
  if (context.audience === 'shared' || !isRequestOpen(request)) return [];
  const refusal = refusalOf(request, 'approve', context);
  return refusal === null ? [] : [lineOf(REFUSAL[refusal])];
}

/** The same by typing, so that a broken card or a phone blocks nobody. */
export function typingHint(
  actions: readonly ActionView[],
  state: ClusterState,
  botName: string,
): Optional<LineView> {
  const words = actions.flatMap(({ verb }) => TYPED[verb]?.(state) ?? []);
  return words.length === 0
    ? []
    : [lineOf(line`Or type @${escapeMarkdown(botName, 40)} and: ${joinMarkdown(words, ' · ')}`)];
}

type Typed = (state: ClusterState) => Markdown;

const TYPED: Readonly<Record<string, Typed>> = {
  approve: ({ incident }) => {
    const request = incident?.request;
    const owner = request?.needsOwnerAgreement ? line` owner-agrees` : line``;
    const node = request?.terms.confirm ? line` and, if yours completes it, the name of the node` : line``;
    return line`approve ${idOf(incident)}${owner}${node}`;
  },
  deny: ({ incident }) => line`deny ${idOf(incident)} and the reason`,
  owner: ({ incident }) => line`owner ${idOf(incident)}`,
  attest: ({ incident }) => line`attest ${idOf(incident)}`,
  withdraw: ({ incident }) => line`withdraw ${idOf(incident)}`,
  stop: ({ cluster }) => line`stop ${escapeMarkdown(cluster, 80)}`,
  ask: ({ cluster, incident }) =>
    line`ask ${escapeMarkdown((incident && askableRung(incident)) ?? '', 10)} ${escapeMarkdown(cluster, 80)}`,
  check: ({ cluster }) => line`check ${escapeMarkdown(cluster, 80)}`,
};

function idOf(incident: Incident | null): Markdown {
  return escapeMarkdown(incident?.request?.shortId ?? '', 20);
}
