import { countingApprovals, mayStillApprove, possibleVoters, termsInForce } from '../../incident/approval';
import { isSamePerson, personKey } from '../../incident/person';
import type { MitigationRequest, ShownTarget, Vote } from '../../incident/mitigation-request';
import { findMitigation } from '../../runbook/mitigations';
import type { CardContext } from '../../ports';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, listMarkdown, line } from '../escape-markdown';
import type { PlainText } from '../plain-text';
import { plainLine } from '../plain-text';
import type { Room } from '../room';
import { clockText } from '../times';
import { rungTitle } from './incident-headline';
import type { Colour, ExactFactView, FactView, LineView } from './view-parts';
import { factOf, lineOf, MARK } from './view-parts';

export interface TargetView {
  readonly title: PlainText;
  readonly grade: PlainText;
  readonly facts: readonly ExactFactView[];
}

export interface VoteView {
  readonly text: Markdown;
  readonly colour: Colour;
}

/** One request, as people decide on it. */
export interface RequestView {
  readonly title: Markdown;
  readonly what: readonly LineView[];
  readonly facts: readonly FactView[];
  readonly targets: readonly TargetView[];
  readonly steps: readonly LineView[];
  /** Votes cast, one line each, and who can still cast the missing ones. */
  readonly votes: readonly VoteView[];
}

export function requestView(request: MitigationRequest, context: CardContext, room: Room): RequestView {
  const mitigation = findMitigation(request.terms.id);
  return {
    title: titleOf(request),
    what: (mitigation
      ? [
          ...(mitigation.advice ? [mitigation.advice] : []),
          `${mitigation.what} ${mitigation.disturbs}`,
          mitigation.operatorKeeps,
        ]
      : []
    ).map((text) => lineOf(escapeMarkdown(text, 500))),
    facts: requestFacts(request, context),
    targets: targetViews(request.shown, room),
    steps: stepLines(request, room),
    votes: voteViews(request, context, room),
  };
}

/** With the nodes that it is about, where it covers some. */
function titleOf(request: MitigationRequest): Markdown {
  const nodes = request.coveredNodes ?? [];
  return nodes.length === 0 ? rungTitle(request) : line`${rungTitle(request)} · ${listMarkdown(nodes, 8)}`;
}

/** Impact in words; "no impact" is meant for guest workloads only. */
export function impactText(request: MitigationRequest): Markdown {
  return request.terms.impact === 'production'
    ? line`**PRODUCTION IMPACT**`
    : line`no impact on guest workloads`;
}

function requestFacts(request: MitigationRequest, context: CardContext): readonly FactView[] {
  return [
    ...(request.terms.impact === 'production' ? [factOf('Impact', impactText(request))] : []),
    factOf('Asked by', askedBy(request, context.now)),
    ...(request.status === 'granted' ? [factOf('May vote', mayVoteText(request, context))] : []),
    factOf(
      'Request',
      line`${escapeMarkdown(request.shortId)}, digest ${escapeMarkdown(request.digest.slice(0, 12))}`,
    ),
  ];
}

function voteViews(request: MitigationRequest, context: CardContext, room: Room): readonly VoteView[] {
  const { policy, now } = context;
  const counting = countingApprovals(request, policy);
  const cast = request.votes.slice(-room.entries).map((vote): VoteView => {
    const text = voteText(vote, now, room);
    if (vote.decision === 'deny' && !vote.withdrawn) return { text, colour: 'attention' };
    if (counting.includes(vote)) return { text, colour: 'good' };
    const isVoid = !vote.withdrawn && request.status !== 'ended';
    return { text: isVoid ? line`${text} (does not count now)` : text, colour: 'default' };
  });
  const missing = termsInForce(request, policy).votesNeeded - counting.length;
  if (request.status !== 'pending' || missing <= 0) return cast;
  const from =
    request.lacking === undefined
      ? line`from: ${stillVoting(request, context)}${requesterNote(request, context)}`
      : line`${escapeMarkdown(MARK.warn)} ${escapeMarkdown(request.lacking)}`;
  const text = line`${escapeMarkdown(MARK.planned)} ${missing} more needed${reasonNote(request, context)}, ${from}`;
  return [...cast, { text, colour: request.lacking === undefined ? 'warning' : 'attention' }];
}

function stillVoting(request: MitigationRequest, { policy, approverNames, now }: CardContext): Markdown {
  const able = mayStillApprove(request, policy, now);
  if (policy.approvers.length === 0)
    return line`${escapeMarkdown(MARK.warn)} nobody: no approver is configured`;
  if (able.length === 0) return line`${escapeMarkdown(MARK.warn)} nobody who may vote is left`;
  const named = able.flatMap((person) => approverNames[personKey(person)] ?? []);
  if (named.length === 0) return line`${able.length} configured approvers`;
  const unnamed = able.length - named.length;
  return line`${listMarkdown(named, 8)}${unnamed > 0 ? line` and ${unnamed} more` : line``}`;
}

function reasonNote(request: MitigationRequest, { policy }: CardContext): Markdown {
  return termsInForce(request, policy).reasonRequired ? line`, each with a reason` : line``;
}

function askedBy({ requester, openedAt }: MitigationRequest, now: number): Markdown {
  const who = requester ? escapeMarkdown(requester.name, 80) : line`the bot`;
  return line`${who}, ${clockText(openedAt, now)}`;
}

/** Who may vote now; says aloud when the request can never be granted. */
function mayVoteText(request: MitigationRequest, context: CardContext): Markdown {
  const { policy } = context;
  const { requester } = request;
  const people = new Map(policy.approvers.map((person) => [personKey(person), person]));
  const able = [...people.values()].filter(
    (person) => policy.requesterMayVote || !requester || !isSamePerson(requester, person),
  );
  if (able.length === 0) return line`${escapeMarkdown(MARK.warn)} nobody: no approver is configured`;
  const named = able.flatMap((person) => context.approverNames[personKey(person)] ?? []);
  const unnamed = able.length - named.length;
  const names = named.length === 0 ? line`${able.length} configured approvers` : listMarkdown(named, 8);
  const others = named.length > 0 && unnamed > 0 ? line` and ${unnamed} more` : line``;
  return line`${names}${others}${requesterNote(request, context)}`;
}

function requesterNote(request: MitigationRequest, { policy }: CardContext): Markdown {
  const { requester } = request;
  const { votesNeeded } = termsInForce(request, policy);
  if (possibleVoters(requester, policy).length < votesNeeded)
    return line` (too few: ${votesNeeded} distinct people are needed)`;
  if (!requester) return line``;
  return policy.requesterMayVote
    ? line` (**the policy lets the requester be one of the voters**)`
    : line` (not ${escapeMarkdown(requester.name, 80)}, who asked)`;
}

/** One vote in words. */
function voteText(vote: Vote, now: number, { piece }: Room): Markdown {
  const name = escapeMarkdown(vote.by.name, 80);
  const mark = escapeMarkdown(
    vote.withdrawn ? MARK.none : vote.decision === 'approve' ? MARK.good : MARK.bad,
  );
  const decision = vote.decision === 'approve' ? line`approved` : line`denied`;
  const agrees = vote.ownerAgrees ? line`, and records that the owner agrees` : line``;
  const reason =
    vote.reason === null || vote.reason === '' ? line`` : line`: ${escapeMarkdown(vote.reason, piece)}`;
  const withdrawn = vote.withdrawn ? line` (withdrawn, does not count)` : line``;
  const typed =
    vote.confirmed === undefined ? line`` : line` and typed ${escapeMarkdown(vote.confirmed, 80)}`;
  return line`${mark} ${name} ${decision}${agrees}${typed}, ${clockText(vote.at, now)}${reason}${withdrawn}`;
}

function targetViews(shown: readonly ShownTarget[], room: Room): readonly TargetView[] {
  const views = shown.slice(0, Math.min(6, room.entries)).map((target) => ({
    title: plainLine(target.title, 120),
    grade: plainLine(target.grade === null ? '' : ` (evidence: ${gradeText(target.grade)})`, 120),
    facts: exactFacts(target.facts, room),
  }));
  const rest = shown.length - views.length;
  const more = { title: plainLine(`and ${rest} more targets`, 60), grade: plainLine('', 1), facts: [] };
  return rest > 0 ? [...views, more] : views;
}

function exactFacts(facts: ShownTarget['facts'], { piece, entries }: Room): readonly ExactFactView[] {
  const rows = facts.slice(0, Math.min(8, entries)).map(({ name, value }) => ({
    name: plainLine(`${name}: `, 60),
    value: plainLine(value, piece),
  }));
  const rest = facts.length - rows.length;
  return rest > 0
    ? [...rows, { name: plainLine('and', 4), value: plainLine(` ${rest} more facts`, 40) }]
    : rows;
}

const GRADE: Readonly<Record<string, string>> = {
  A: 'grade A, causal',
  B: 'grade B, direct',
  C: 'grade C, circumstantial',
  D: 'grade D, weak',
};

function gradeText(grade: string): string {
  return GRADE[grade] ?? grade;
}

function stepLines({ steps }: MitigationRequest, { piece, entries }: Room): readonly LineView[] {
  const lines = steps
    .slice(0, entries)
    .map((step, index) =>
      lineOf(
        line`${index + 1} · ${escapeMarkdown(step.node, 80)}: ${escapeMarkdown(step.title, Math.min(160, piece))}`,
      ),
    );
  const rest = steps.length - lines.length;
  return rest > 0 ? [...lines, lineOf(line`and ${rest} more steps`)] : lines;
}
