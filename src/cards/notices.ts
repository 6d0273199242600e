import { countingApprovals, termsInForce } from '../incident/approval';
import type { NoticeKind } from '../incident/effects';
import type { MitigationRequest } from '../incident/mitigation-request';
import type { ClusterState } from '../incident/state';
import { findMitigation } from '../runbook/mitigations';
import type { CardContext } from '../ports';
import type { Markdown } from './escape-markdown';
import { escapeMarkdown, joinMarkdown, line } from './escape-markdown';
import { durationText, leftText } from './times';
import { rungTitle } from './views/incident-headline';
import { mendingAdvice } from './views/half-done-view';
import { impactText } from './views/request-view';
import { MARK } from './views/view-parts';

interface Occasion {
  /** What the event said, plain text. */
  readonly detail: string;
  readonly state: ClusterState;
  readonly context: CardContext;
}

/**
 * One line of Markdown for the incident's thread. The event's own `detail` is told rather than the state, which may have moved on
 * since; only what the detail lacks comes from the state.
 */
export function noticeOf(
  kind: NoticeKind,
  detail: string,
  state: ClusterState,
  context: CardContext,
): string {
  const badge =
    context.mode === 'production' ? [] : [context.mode === 'drill' ? line`**DRILL**` : line`**LAB**`];
  const text = TELL[kind]({ detail, state, context });
  return joinMarkdown([...badge, line`**${escapeMarkdown(state.cluster, 80)}**`, text], ' · ');
}

const TELL: Readonly<Record<NoticeKind, (occasion: Occasion) => Markdown>> = {
  opened: ({ state }) => line`Incident opened: the orchestrator crash loop is there${crashCount(state)}.`,
  reopened: () => line`It crashes again: the incident is open again, from the first mitigation on.`,
  asked: ({ detail, state, context }) => {
    const request = state.incident?.request;
    return request?.status === 'pending' && request.terms.id === detail
      ? askText(request, context)
      : line`Approval was asked for ${rungName(detail)}.`;
  },
  blocked: ({ detail }) => line`The next mitigation cannot be asked for: ${escapeMarkdown(detail)}`,
  granted: () => line`Approved. Everything is checked again before it runs.`,
  revoked: ({ detail }) =>
    line`The approval is no longer complete, nothing runs: ${escapeMarkdown(detail)}. Another approver may vote.`,
  reminder: ({ state, context }) => reminderText(state.incident?.request ?? null, context),
  voters: ({ detail, state }) =>
    detail === ''
      ? line`Enough people may vote again: the request can be approved.`
      : votersText(detail, state.incident?.request ?? null),
  refusals: ({ detail }) => line`**Look at this:** ${escapeMarkdown(detail)}`,
  held: ({ detail }) => line`Approved, but held back: ${escapeMarkdown(detail)}. Nothing runs until then.`,
  'request-ended': ({ detail }) => withWord(detail, REQUEST_END),
  'run-started': ({ detail }) => line`Running ${rungName(detail)}.`,
  'run-ended': ({ detail }) => withWord(detail, RUN_END),
  settled: ({ detail }) => line`The unknown outcome was settled: ${withWord(detail, SETTLED)}`,
  validated: ({ detail }) => withWord(detail, VALIDATED),
  exhausted: ({ detail }) => line`No further mitigation: ${escapeMarkdown(detail)}`,
  closed: ({ detail, state }) => {
    const resume = state.incident?.validation?.resumeNeeded === true;
    const todo = resume ? line` **A person has to resume the update now.**` : line``;
    return line`Incident closed: ${escapeMarkdown(detail)}.${todo}`;
  },
  offered: ({ detail, state }) => {
    const advice = findMitigation(detail)?.advice;
    const first = advice === undefined ? line`` : line` ${escapeMarkdown(advice)}`;
    return line`Next would be ${rungName(detail)}.${first} A person has to ask: ask ${escapeMarkdown(detail, 10)} ${escapeMarkdown(state.cluster, 80)}`;
  },
  'half-done': ({ detail, state }) => halfDoneNotice(detail, state),
  mended: ({ detail }) => line`No longer half-done: ${escapeMarkdown(detail)}.`,
  frozen: ({ detail, state }) => {
    const by = state.freeze ? line` by ${escapeMarkdown(state.freeze.by.name, 80)}` : line``;
    return line`Frozen${by}: nothing runs until the freeze is lifted. ${escapeMarkdown(detail)}`;
  },
};

/** The alarm, and what to do: settle first where the outcome of the run is not known. */
function halfDoneNotice(detail: string, { incident, cluster }: ClusterState): Markdown {
  const isUnknown = incident?.run?.result === 'unknown' && incident.run.settled === null;
  const settle = isUnknown
    ? line` First an admin settles the unknown step: settle ${escapeMarkdown(cluster, 80)} happened (or did-not-happen) and the reason.`
    : line``;
  return line`${escapeMarkdown(MARK.warn)} **${escapeMarkdown(detail)}** after the run.${settle} ${mendingAdvice(incident?.halfDone ?? [], incident?.rules)}`;
}

function crashCount({ latest }: ClusterState): Markdown {
  if (!latest || latest.crashes === 0) return line``;
  const often =
    latest.intervalMs === null ? line`` : line`, about one every ${durationText(latest.intervalMs)}`;
  return line` (${latest.crashes} crashes in the last 24 h${often})`;
}

function rungName(id: string): Markdown {
  const terms = findMitigation(id);
  return terms ? rungTitle({ terms }) : line`mitigation ${escapeMarkdown(id, 20)}`;
}

function askText(request: MitigationRequest, context: CardContext): Markdown {
  const { terms, expiresAt, needsOwnerAgreement } = request;
  const votes =
    terms.votesNeeded === 1 ? line`1 approval` : line`${terms.votesNeeded} approvals by different people`;
  const until = leftText(expiresAt, context.now);
  const id = escapeMarkdown(request.shortId, 20);
  const owner = needsOwnerAgreement ? line` owner-agrees` : line``;
  const typed = line`@${escapeMarkdown(context.botName, 40)} approve ${id}${owner}, or deny ${id} and the reason`;
  return line`Approval needed: ${rungTitle(request)} (${impactText(request)}, ${votes}), until ${until}. On the card, or type: ${typed}.`;
}

/** Who has to do something about it is whoever configures the bot, or fills the group. */
function votersText(why: string, request: MitigationRequest | null): Markdown {
  const id = request ? line` ${escapeMarkdown(request.shortId, 20)}` : line``;
  return line`${escapeMarkdown(MARK.warn)} **Request${id} cannot be approved any more:** ${escapeMarkdown(why)}. Nothing runs. It takes another person who may vote; until then it waits for its end.`;
}

function reminderText(request: MitigationRequest | null, context: CardContext): Markdown {
  if (request === null) return line`A request is still open.`;
  const { policy } = context;
  const missing = Math.max(
    0,
    termsInForce(request, policy).votesNeeded - countingApprovals(request, policy).length,
  );
  const lacking = missing === 1 ? line`1 approval is` : line`${missing} approvals are`;
  const id = escapeMarkdown(request.shortId, 20);
  if (request.lacking !== undefined) return votersText(request.lacking, request);
  return line`Reminder: ${lacking} still missing for ${rungTitle(request)} (request ${id}), until ${leftText(request.expiresAt, context.now)}. Undecided it ends, and nothing runs.`;
}

type Words = Readonly<Record<string, Markdown>>;

/** `word: why` as the event has it; a word not in the list is told as it is. */
function withWord(detail: string, words: Words): Markdown {
  const end = detail.indexOf(': ');
  const word = end < 0 ? detail : detail.slice(0, end);
  const why = end < 0 ? line`` : line`: ${escapeMarkdown(detail.slice(end + 2))}`;
  return line`${words[word] ?? escapeMarkdown(word)}${why}`;
}

const REQUEST_END: Words = {
  denied: line`**Denied**, nothing runs`,
  expired: line`**Expired**, nothing ran`,
  superseded: line`**Superseded**, nothing ran`,
  'no-longer-needed': line`**No longer needed**, nothing ran`,
  withdrawn: line`**Withdrawn**, nothing ran`,
  attested: line`**Attested**, the bot checks it`,
};

const RUN_END: Words = {
  succeeded: line`Run ended, every step done; now watching whether the crashes stop`,
  'nothing-to-do': line`Run ended, there was nothing to do`,
  failed: line`**Run failed** and stopped there`,
  partial: line`**Run done only in part**`,
  stopped: line`**Run stopped**`,
  unknown: line`**Outcome unknown**, it is not repeated, an admin has to settle it`,
};

const SETTLED: Words = { happened: line`it happened`, 'did-not-happen': line`it did not happen` };

const VALIDATED: Words = {
  fixed: line`**Fixed**`,
  'not-fixed': line`**Not fixed**`,
  down: line`**Down**, silent is not healthy`,
  waiting: line`Waiting for the update`,
  'cannot-tell': line`**Cannot tell**`,
};
