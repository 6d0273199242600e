import { termsInForce } from '../../incident/approval';
import { isConfirmationDue } from '../../incident/confirmation';
import type { MitigationRequest } from '../../incident/mitigation-request';
import type { ClusterState, Incident, JudgedCheck } from '../../incident/state';
import { provenCause } from '../../incident/proven-cause';
import { isRunOpen } from '../../incident/run';
import { isSettled } from '../../incident/validation';
import type { CardContext } from '../../ports';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line } from '../escape-markdown';
import type { Room } from '../room';
import { agoText, clockText } from '../times';
import { halfDoneWarnings } from './half-done-view';
import { incidentActions, refreshAction, typingHint, viewerNote } from './incident-actions';
import { checkFacts, sinceText } from './incident-facts';
import type { CrashesView } from './crashes-view';
import { crashesView } from './crashes-view';
import { headlineOf } from './incident-headline';
import { nextOf } from './incident-next';
import type { IncidentPhase } from './incident-phase';
import { incidentOf, phaseOf } from './incident-phase';
import { incidentTiles } from './incident-tiles';
import type { RequestView } from './request-view';
import { requestView } from './request-view';
import { rootWarnings } from './root-view';
import type { RunView } from './run-view';
import { runView, unknownStepLines } from './run-view';
import type { TraceView } from './trace-view';
import { traceSource, traceView } from './trace-view';
import type { ValidationView } from './validation-view';
import { rungLines, validationView } from './validation-view';
import type { ActionView, FactView, HeadView, LineView, Optional } from './view-parts';
import { clusterHeadOf, factOf, footOf, lineOf, MARK, optional, overdueText } from './view-parts';

/** The living card of one incident. */
export interface IncidentView {
  readonly head: HeadView;
  /** What has to be seen before anything else: overdue, frozen, resume needed, nodes that cannot be read. */
  readonly warnings: readonly LineView[];
  readonly next: Markdown;
  readonly closing: Optional<{ readonly facts: readonly FactView[] }>;
  readonly ended: readonly LineView[];
  readonly request: Optional<RequestView>;
  readonly ownerAgrees: Optional<{ readonly title: Markdown }>;
  /** The voter whose vote completes the grant types here what the request is for. */
  readonly nodeName: Optional<{ readonly label: Markdown }>;
  readonly reason: Optional<{ readonly label: Markdown }>;
  readonly viewerNote: readonly LineView[];
  readonly actions: readonly ActionView[];
  readonly typing: readonly LineView[];
  readonly unknownSteps: readonly LineView[];
  readonly run: Optional<RunView>;
  readonly validation: Optional<ValidationView>;
  readonly crashes: Optional<CrashesView>;
  readonly tried: Optional<{ readonly lines: readonly LineView[] }>;
  readonly check: Optional<{ readonly facts: readonly FactView[]; readonly why: readonly LineView[] }>;
  /** Buttons that show or hide the parts below them. */
  readonly folds: readonly { readonly title: Markdown; readonly targets: readonly string[] }[];
  readonly trace: Optional<TraceView & { readonly source: Markdown }>;
  readonly timeline: Optional<{ readonly lines: readonly LineView[] }>;
  readonly refresh: Optional<ActionView>;
  readonly foot: Markdown;
  readonly summary: Markdown;
}

/** Throws when the cluster has no incident. */
export function incidentView(state: ClusterState, context: CardContext, room: Room): IncidentView {
  const incident = incidentOf(state);
  const phase = phaseOf(incident);
  const { now } = context;
  const headline = headlineOf(phase, incident, state, context);
  const trace = traceOf(state, now, room);
  const timeline = timelineOf(incident, now, room);
  return {
    head: clusterHeadOf(
      {
        cluster: state.cluster,
        tone: headline.tone,
        headline: headline.text,
        subtitle: sinceText(incident.openedAt, incident.reopenedAt, now),
        tiles: incidentTiles(phase, state, incident, context),
      },
      context,
    ),
    warnings: warningsOf(phase, state, incident, context, room),
    next: nextOf(phase, state, incident, context),
    closing: closingFacts(incident, now),
    ended: endedLines(phase, incident, now),
    ...decisionParts(phase, state, incident, context, room),
    ...runParts(phase, incident, state.latest, now, room),
    crashes: crashesView(state, now),
    tried: optional(
      incident.rungs.length === 0 ? null : { lines: rungLines(incident.rungs, state.latest, now, room) },
    ),
    check: optional(state.latest && checkPart(state.latest, now, room)),
    folds: [
      ...trace.map(() => ({ title: line`Crash details`, targets: ['crash'] })),
      ...timeline.map(() => ({ title: line`What happened so far`, targets: ['timeline'] })),
    ],
    trace,
    timeline,
    refresh: optional(phase === 'closed' ? null : refreshAction(state.cluster)),
    foot: footOf(context),
    summary: line`${headline.text} · ${escapeMarkdown(state.cluster, 80)}`,
  };
}

const CONFIRM_LABEL = line`If you approve: type the name of the node that is restarted. Your vote lets it run.`;

type DecisionParts = Pick<
  IncidentView,
  'request' | 'ownerAgrees' | 'nodeName' | 'reason' | 'viewerNote' | 'actions' | 'typing'
>;

/** What people decide on and with: the request, the inputs its buttons need, the buttons. */
function decisionParts(
  phase: IncidentPhase,
  state: ClusterState,
  incident: Incident,
  context: CardContext,
  room: Room,
): DecisionParts {
  const { request } = incident;
  const deciding = request?.status === 'pending' || request?.status === 'granted' ? request : null;
  const actions = incidentActions(phase, state, incident, context);
  const offers = (verb: string): boolean => actions.some((action) => action.verb === verb);
  return {
    request: optional(deciding && requestView(deciding, context, room)),
    ownerAgrees: optional(
      offers('approve') && deciding?.needsOwnerAgreement
        ? {
            title: line`I asked the owner, and the owner agrees that this session is ended (is recorded with my approval)`,
          }
        : null,
    ),
    nodeName: optional(
      offers('approve') && deciding && isConfirmationDue(deciding, context.policy)
        ? { label: CONFIRM_LABEL }
        : null,
    ),
    reason: optional(offers('deny') ? { label: reasonLabel(deciding, context) } : null),
    viewerNote: viewerNote(deciding, context),
    actions,
    typing: typingHint(actions, state, context.botName),
  };
}

function warningsOf(
  phase: IncidentPhase,
  { freeze, latest }: ClusterState,
  incident: Incident,
  context: CardContext,
  room: Room,
): readonly LineView[] {
  const { piece, entries } = room;
  const warn = escapeMarkdown(MARK.warn);
  const blind = (latest?.report.nodes ?? [])
    .filter((node) => node.status !== 'ok')
    .slice(0, Math.min(8, entries));
  return [
    ...(context.overdue ? [line`${warn} **${overdueText(context)}**`] : []),
    ...(phase === 'running' ? [] : halfDoneWarnings(incident, context.now, room)),
    ...(freeze
      ? [
          line`${warn} **Frozen** by ${escapeMarkdown(freeze.by.name, 80)}, ${clockText(freeze.at, context.now)}: ${escapeMarkdown(freeze.reason, piece)}`,
        ]
      : []),
    ...(incident.blocked !== null && phase !== 'closed'
      ? [
          line`${warn} **The next mitigation cannot be asked for**: ${escapeMarkdown(incident.blocked, piece)}`,
        ]
      : []),
    ...(incident.validation?.resumeNeeded
      ? [line`${warn} **The update's run is Failed. A person has to resume it; the bot does not.**`]
      : []),
    ...(phase === 'closed' ? [] : rootWarnings(latest?.report.roots, room)),
    ...(phase === 'closed' ? [] : blind.map((node) => blindText(node, piece))),
  ].map(lineOf);
}

function blindText(
  node: {
    readonly node: string;
    readonly status: string;
    readonly hint: string | null;
  },
  piece: number,
): Markdown {
  const hint = node.hint === null ? line`` : line` ${escapeMarkdown(node.hint, piece)}`;
  return line`${escapeMarkdown(MARK.unknown)} **${escapeMarkdown(node.node, 80)}** cannot be read (${escapeMarkdown(node.status)}), so nothing is known about it.${hint}`;
}

function closingFacts(incident: Incident, now: number): IncidentView['closing'] {
  const { closedAt, closedWhy, openedAt } = incident;
  if (closedAt === null) return [];
  const cause = provenCause(incident);
  const facts = [
    factOf('Closed', agoText(closedAt, now)),
    factOf('Why', closedWhy === null ? line`not said` : escapeMarkdown(closedWhy)),
    factOf('Opened', clockText(openedAt, now)),
    ...(cause
      ? [
          factOf(
            'Cause',
            line`proven (grade A): the crashes ended with one step alone, "${escapeMarkdown(cause.title, 200)}"`,
          ),
        ]
      : []),
  ];
  return [{ facts }];
}

/** How the last request ended, while nothing else has come after it. */
function endedLines(phase: IncidentPhase, { request }: Incident, now: number): readonly LineView[] {
  if (!request?.end || request.end.as === 'run-ended' || phase === 'closed') return [];
  return [
    line`Request ${escapeMarkdown(request.shortId)} for "${escapeMarkdown(request.terms.title)}" ended ${clockText(request.end.at, now)}.`,
    line`${
      request.end.as === 'superseded' ? line`What changed` : line`Why`
    }: ${escapeMarkdown(request.end.why, 600)}`,
  ].map(lineOf);
}

function runParts(
  phase: IncidentPhase,
  { run, request, validation }: Incident,
  latest: JudgedCheck | null,
  now: number,
  room: Room,
): Pick<IncidentView, 'unknownSteps' | 'run' | 'validation'> {
  const judging = validation !== null && !isSettled(validation) && !isRunOpen(run);
  return {
    unknownSteps: run && phase === 'unknown-step' ? unknownStepLines(run, now) : [],
    run: optional(run && runView(run, request, now, room)),
    validation: optional(judging ? validationView(validation, latest, now) : null),
  };
}

function traceOf(state: ClusterState, now: number, room: Room): IncidentView['trace'] {
  const trace = state.latest?.report.trace;
  return optional(
    trace ? { ...traceView(trace, room), source: traceSource(trace, agoText(trace.at, now)) } : null,
  );
}

function checkPart(
  latest: JudgedCheck,
  now: number,
  { piece, entries }: Room,
): NonNullable<IncidentView['check'][0]> {
  return {
    facts: checkFacts(latest, now),
    why: latest.why.slice(0, Math.min(6, entries)).map((reason) => lineOf(escapeMarkdown(reason, piece))),
  };
}

function timelineOf({ timeline }: Incident, now: number, { piece, entries }: Room): IncidentView['timeline'] {
  const shown = timeline.slice(-entries);
  const left = timeline.length - shown.length;
  const lines = shown.map(({ at, text }) =>
    lineOf(line`${clockText(at, now)} · ${escapeMarkdown(text, piece)}`),
  );
  const note = lineOf(line`${left} earlier entries: type history`);
  return optional(lines.length === 0 ? null : { lines: left > 0 ? [note, ...lines] : lines });
}

function reasonLabel(request: MitigationRequest | null, { policy }: CardContext): Markdown {
  const isNeeded = request !== null && termsInForce(request, policy).reasonRequired;
  return isNeeded ? line`Reason (an approval needs one)` : line`Reason, if you deny (optional)`;
}
