import type { ClusterState, Incident, MitigationRequest, Vote } from '../incident/state';
import type { CardContext } from './card-context';
import type { Markdown } from './escape-markdown';
import { escapeMarkdown, joinMarkdown, line } from './escape-markdown';
import { durationText, leftText, utcText } from './times';
import { rungTitle } from './views/incident-headline';
import { impactText, voteText } from './views/request-view';
import { typingHint } from './views/incident-actions';

/** Milestones told in the incident's thread. */
export type NoticeKind =
  | 'opened'
  | 'reopened'
  | 'asked'
  | 'reminder'
  | 'voted'
  | 'granted'
  | 'request-ended'
  | 'run-started'
  | 'run-ended'
  | 'validated'
  | 'closed'
  | 'frozen'
  | 'unfrozen'
  | 'overdue';

type Telling = (state: ClusterState, incident: Incident, context: CardContext) => Markdown | null;

/** One line of Markdown for the thread, drawn from committed state; null when the state holds nothing of that kind. */
export function noticeOf(kind: NoticeKind, state: ClusterState, context: CardContext): string | null {
  const text = isAboutCluster(kind) ? CLUSTER[kind](state, context) : aboutIncident(kind, state, context);
  if (text === null) return null;
  const badge =
    context.mode === 'production' ? [] : [context.mode === 'drill' ? line`**DRILL**` : line`**LAB**`];
  return joinMarkdown([...badge, line`**${escapeMarkdown(state.cluster, 80)}**`, text], ' · ');
}

type ClusterNotice = 'frozen' | 'unfrozen' | 'overdue';

function isAboutCluster(kind: NoticeKind): kind is ClusterNotice {
  return kind === 'frozen' || kind === 'unfrozen' || kind === 'overdue';
}

const CLUSTER: Readonly<
  Record<ClusterNotice, (state: ClusterState, context: CardContext) => Markdown | null>
> = {
  frozen: ({ freeze }) =>
    freeze &&
    line`Frozen by ${escapeMarkdown(freeze.by.name, 80)}: nothing runs. ${escapeMarkdown(freeze.reason)}`,
  unfrozen: ({ freeze }) => (freeze ? null : line`The freeze is lifted.`),
  overdue: (_state, { overdue, lastCheckedAt }) => {
    if (!overdue) return null;
    const since = lastCheckedAt === null ? line`ever` : line`since ${utcText(lastCheckedAt)}`;
    return line`The watch is overdue: no check ${since}. Unknown is not healthy.`;
  },
};

function aboutIncident(
  kind: Exclude<NoticeKind, ClusterNotice>,
  state: ClusterState,
  context: CardContext,
): Markdown | null {
  return state.incident === null ? null : INCIDENT[kind](state, state.incident, context);
}

const INCIDENT: Readonly<Record<Exclude<NoticeKind, ClusterNotice>, Telling>> = {
  opened: ({ latest }) =>
    line`Incident opened: the orchestrator crash loop${crashCount(latest?.crashes ?? null, latest?.intervalMs ?? null)}.`,
  reopened: (_state, { reopenedAt }) =>
    reopenedAt === null
      ? null
      : line`It crashed again: the incident is open again since ${utcText(reopenedAt)}, from the first mitigation on.`,
  asked: (_state, { request }, context) => withPending(request, (pending) => askText(pending, context)),
  reminder: (_state, { request }, context) =>
    withPending(request, (pending) => line`Still waiting for a decision. ${askText(pending, context)}`),
  voted: (_state, { request }) => lastVote(request),
  granted: (_state, { request }) =>
    request?.status === 'granted'
      ? line`Approved: ${rungTitle(request)}. Everything is checked again before it runs.`
      : null,
  'request-ended': (_state, { request }) => (request ? requestEnd(request) : null),
  'run-started': (_state, { run, request }) =>
    run && run.endedAt === null && request ? line`Running: ${rungTitle(request)}.` : null,
  'run-ended': (_state, incident) => runEnd(incident),
  validated: (_state, incident, { now }) => validationText(incident, now),
  closed: (_state, incident) => closedText(incident),
};

function crashCount(crashes: number | null, intervalMs: number | null): Markdown {
  if (crashes === null || crashes === 0) return line``;
  const often = intervalMs === null ? line`` : line`, about one every ${durationText(intervalMs)}`;
  return line` (${crashes} crashes in the last 24 h${often})`;
}

function withPending(
  request: MitigationRequest | null,
  tell: (pending: MitigationRequest) => Markdown,
): Markdown | null {
  return request?.status === 'pending' ? tell(request) : null;
}

function askText(request: MitigationRequest, context: CardContext): Markdown {
  const { votesNeeded } = request.terms;
  const votes = votesNeeded === 1 ? line`1 approval` : line`${votesNeeded} approvals by different people`;
  return line`Approval needed: ${rungTitle(request)} (${impactText(request)}, ${votes}), until ${leftText(request.expiresAt, context.now)}. ${typingHint(request, context.botName)}.`;
}

function lastVote(request: MitigationRequest | null): Markdown | null {
  const newest = request?.votes.reduce<Vote | null>(
    (last, vote) => (last && last.at > vote.at ? last : vote),
    null,
  );
  return newest ? voteText(newest) : null;
}

const END: Readonly<Record<Exclude<NonNullable<MitigationRequest['end']>['as'], 'run-ended'>, Markdown>> = {
  denied: line`Denied, nothing runs`,
  expired: line`Expired, nothing ran`,
  superseded: line`Superseded, nothing ran`,
  'no-longer-needed': line`No longer needed, nothing ran`,
  withdrawn: line`Withdrawn, nothing ran`,
  attested: line`Attested; the bot checks it`,
};

function requestEnd(request: MitigationRequest): Markdown | null {
  if (!request.end || request.end.as === 'run-ended') return null;
  return line`${END[request.end.as]}: ${rungTitle(request)}. ${escapeMarkdown(request.end.why)}`;
}

const RUN_END = {
  succeeded: line`Run ended, every step done. Now watching whether the crashes stop.`,
  'nothing-to-do': line`Run ended: there was nothing to do.`,
  failed: line`**Run failed** and stopped there.`,
  partial: line`**Run done only in part.**`,
  stopped: line`Run stopped after a step.`,
  unknown: line`**Outcome unknown**: it is not repeated; an admin has to settle it.`,
} as const;

function runEnd({ run }: Incident): Markdown | null {
  return run === null || run.result === null ? null : RUN_END[run.result];
}

function validationText({ validation }: Incident, now: number): Markdown | null {
  if (!validation) return null;
  const why = escapeMarkdown(validation.why);
  switch (validation.result) {
    case 'soaking':
      return line`Watching the effect until ${leftText(validation.soakEndsAt, now)}: ${why}.`;
    case 'fixed':
      return line`**Fixed**: ${why}.`;
    case 'not-fixed':
      return line`**Not fixed**: ${why}.`;
    case 'down':
      return line`**Down**: ${why}.`;
    case 'waiting':
      return line`Waiting for the update: ${why}.`;
    case 'cannot-tell':
      return line`**Cannot tell**: ${why}.`;
  }
}

function closedText({ closedAt, closedWhy, validation }: Incident): Markdown | null {
  if (closedAt === null) return null;
  const resume = validation?.resumeNeeded ? line` **A person has to resume the update now.**` : line``;
  return line`Incident closed${closedWhy === null ? line`` : line`: ${escapeMarkdown(closedWhy)}`}.${resume}`;
}
