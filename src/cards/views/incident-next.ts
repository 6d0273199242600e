import type { VotingPolicy } from '../../incident/approval';
import { countingApprovals, termsInForce } from '../../incident/approval';
import { isConfirmationDue } from '../../incident/confirmation';
import { findRung } from '../../incident/rules';
import type { MitigationRequest } from '../../incident/mitigation-request';
import type { ClusterState, Incident } from '../../incident/state';
import { findMitigation } from '../../runbook/mitigations';
import type { CardContext } from '../../ports';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line } from '../escape-markdown';
import { clockText, leftText } from '../times';
import { missingRootsOf } from '../../incident/roots';
import { rungTitle } from './incident-headline';
import type { IncidentPhase } from './incident-phase';

/** What happens next, and who has to do something for it. */
export function nextOf(
  phase: IncidentPhase,
  state: ClusterState,
  incident: Incident,
  context: CardContext,
): Markdown {
  if (context.overdue && phase !== 'closed')
    return line`Nothing is judged until a check succeeds. Run a check; if it fails, look whether the bot host reaches the nodes.`;
  if (state.freeze && phase !== 'closed' && phase !== 'running')
    return line`Frozen: nothing runs until an admin lifts the freeze. Votes are still recorded.`;
  return NEXT[phase](incident, state, context);
}

type Telling = (incident: Incident, state: ClusterState, context: CardContext) => Markdown;

const LOOK_AGAIN = line`Nothing runs by itself. An operator may ask again; that needs new votes.`;

const NEXT: Readonly<Record<IncidentPhase, Telling>> = {
  opened: (incident) => {
    const { offered, blocked, rules } = incident;
    if (offered === null || blocked !== null)
      return line`No mitigation can be offered now; the cluster stays watched.`;
    return findRung(rules, offered)?.askedBy === 'person'
      ? offerText(incident)
      : line`The bot prepares the request for mitigation ${escapeMarkdown(offered)}. Nothing runs without approval.`;
  },
  ask: ({ request }, _state, { policy }) => (request ? askNext(request, policy) : line``),
  granted: ({ request }, _state, { now }) =>
    request?.held == null
      ? line`Targets, votes and the crash itself are checked again, then it runs once.`
      : line`Held back: ${escapeMarkdown(request.held)}. The grant waits until ${leftText(request.expiresAt, now)}.`,
  running: ({ run }) =>
    run?.stopRequestedBy
      ? line`${escapeMarkdown(run.stopRequestedBy.name)} asked to stop: no further step begins.`
      : line`Step by step, stopping at the first failure. Afterwards the bot watches whether the crashes stop.`,
  soaking: ({ validation }, _state, { now }) =>
    validation
      ? line`If it stays silent until ${leftText(validation.soakEndsAt, now)} and the orchestrator lives on, it is fixed. A new crash ends the wait at once.`
      : line`The next check begins the watch over the effect.`,
  waiting: () =>
    line`The update is looked at again with each check. If it does not move, a person has to look at it.`,
  'cannot-tell': (_incident, { cluster, latest }) =>
    missingRootsOf(latest?.report).length > 0
      ? line`When the missing root certificate is in its place, the watch begins anew by itself. Until then nothing is called a cure.`
      : line`It is judged again by itself when the evidence returns. Or an admin types: settle ${escapeMarkdown(cluster)} fixed (or not-fixed) and the reason.`,
  down: () => line`The bot offers to bring the orchestrator back; then it validates again.`,
  'unknown-step': (_incident, { cluster }) =>
    line`The step is never repeated by itself. An admin looks at the node and types: settle ${escapeMarkdown(cluster)} happened (or did-not-happen) and the reason. After that a half-done state can be recovered: seen down, the bot offers to bring it back.`,
  fixed: () => line`The incident closes. A crash within 24 h opens it again.`,
  'not-fixed': (incident) => offerText(incident),
  'nothing-to-do': (incident) => offerText(incident),
  'run-failed': (incident) => afterRunText(incident),
  'run-partial': (incident) => afterRunText(incident),
  'run-stopped': (incident) => afterRunText(incident),
  denied: () => LOOK_AGAIN,
  expired: () => LOOK_AGAIN,
  superseded: () =>
    line`Votes are not carried over. If the crash is still there, the bot asks again with the new facts.`,
  'no-longer-needed': () => line`The cluster stays watched.`,
  withdrawn: () => LOOK_AGAIN,
  attested: () => line`The bot looks whether the session is really gone, then watches the crashes.`,
  closed: closedNext,
};

function askNext(request: MitigationRequest, policy: VotingPolicy): Markdown {
  const { votesNeeded } = termsInForce(request, policy);
  const missing = Math.max(0, votesNeeded - countingApprovals(request, policy).length);
  const who =
    votesNeeded === 1
      ? line`One approver has to agree`
      : line`${missing} more of ${votesNeeded} different approvers have to agree`;
  const typed = isConfirmationDue(request, policy)
    ? line`, and types the name of the node with that`
    : line``;
  return line`${who}${typed}; then everything is checked again, and only then it runs, once. Any deny ends the request.`;
}

function offerText({ offered, rules }: Incident): Markdown {
  const terms = offered === null ? undefined : findRung(rules, offered);
  const advice = offered === null ? undefined : findMitigation(offered)?.advice;
  const first = advice === undefined ? line`` : line`${escapeMarkdown(advice)} Only then: `;
  return terms
    ? line`${first}Next offered: ${rungTitle({ terms })}. It needs its own approval.`
    : line`No further mitigation of the runbook is left. Contact Microsoft Support with the evidence of this incident.`;
}

/** What is half-done is put right before anything else is tried. */
function afterRunText(incident: Incident): Markdown {
  if (incident.halfDone.length === 0) return offerText(incident);
  return line`First what was left half-done is put right. ${offerText(incident)}`;
}

function closedNext({ closedAt, rules }: Incident, _state: ClusterState, { now }: CardContext): Markdown {
  const until = (closedAt ?? 0) + rules.timing.recurrenceMs;
  return line`The watch goes on. A matching crash before ${clockText(until, now)} opens this incident again.`;
}
