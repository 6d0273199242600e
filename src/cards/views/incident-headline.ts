import { halfDoneText } from '../../incident/half-done-place';
import type { MitigationRequest } from '../../incident/mitigation-request';
import type { ClusterState, Incident, JudgedCheck } from '../../incident/state';
import type { CardContext } from '../../ports';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, line } from '../escape-markdown';
import { durationText } from '../times';
import type { IncidentPhase } from './incident-phase';
import type { Tone } from './view-parts';
import { MARK } from './view-parts';

export interface Headline {
  readonly tone: Tone;
  readonly text: Markdown;
}

/** Title of a rung with its number, as people say it. */
export function rungTitle(request: Pick<MitigationRequest, 'terms'>): Markdown {
  const kind = request.terms.recovery ? line`Recovery` : line`Mitigation`;
  return line`${kind} ${escapeMarkdown(request.terms.id, 10)}: ${escapeMarkdown(request.terms.title, 100)}`;
}

/** The one line that says how things stand. */
export function headlineOf(
  phase: IncidentPhase,
  incident: Incident,
  { latest, freeze }: Pick<ClusterState, 'latest' | 'freeze'>,
  context: CardContext,
): Headline {
  if (context.overdue && phase !== 'closed')
    return { tone: 'warning', text: line`${esc(MARK.unknown)} Unknown: the watch is overdue` };
  if (phase === 'closed') return closedHeadline(incident);
  if (phase === 'opened') return issueHeadline(incident, latest);
  // Whatever was voted: this is why nothing happens.
  if (freeze && (phase === 'ask' || phase === 'granted'))
    return head('warning', 'warn', line`Frozen: nothing runs`);
  const headline = PHASE_HEADLINE[phase](incident);
  return AFTER_A_RUN.includes(phase) ? withAlarm(incident, headline) : headline;
}

/** Phases in which nothing matters more than what a run left half-done. */
const AFTER_A_RUN: readonly IncidentPhase[] = ['run-failed', 'run-partial', 'run-stopped'];

function withAlarm({ halfDone }: Incident, headline: Headline): Headline {
  const [first] = halfDone;
  return first ? head('attention', 'warn', line`${esc(halfDoneText(first))} after the run`) : headline;
}

function esc(text: string): Markdown {
  return escapeMarkdown(text);
}

function head(tone: Tone, mark: keyof typeof MARK, text: Markdown): Headline {
  return { tone, text: line`${esc(MARK[mark])} ${text}` };
}

function issueHeadline(incident: Incident, latest: JudgedCheck | null): Headline {
  const again = incident.reopenedAt === null ? line`` : line`Again: `;
  if (latest?.presence === 'down')
    return head('attention', 'bad', line`${again}Orchestrator is down: silent, not healthy`);
  return head('attention', 'bad', line`${again}Orchestrator crash loop after secret rotation`);
}

function closedHeadline(incident: Incident): Headline {
  const last = incident.rungs.at(-1)?.result;
  const fixed = incident.validation?.result === 'fixed' || last === 'fixed';
  if (fixed && incident.validation?.resumeNeeded)
    return head('warning', 'warn', line`Crash fixed, but a person has to resume the update`);
  if (fixed) return head('good', 'good', line`Fixed and closed`);
  return head('emphasis', 'none', line`Closed`);
}

function ask({ request, rungs, validation, halfDone }: Incident): Headline {
  const needed = request?.terms.recovery ? line`recovery needs approval` : line`approval needed`;
  if (request?.status === 'pending' && request.lacking !== undefined)
    return head('attention', 'warn', line`Cannot be approved any more: people are missing`);
  const mended = halfDone.find(({ kind }) => kind === request?.terms.mends);
  if (mended) return head('attention', 'warn', line`${esc(halfDoneText(mended))}: ${needed}`);
  if (request?.terms.impact === 'production')
    return head('attention', 'warn', line`Production impact: ${needed}`);
  if (validation?.result === 'down') return head('attention', 'bad', line`Down after the run: ${needed}`);
  return rungs.at(-1)?.result === 'not-fixed'
    ? head('attention', 'bad', line`Not fixed: ${needed} for the next mitigation`)
    : head('attention', 'bad', line`Crash loop: ${needed}`);
}

function running({ run, request }: Incident): Headline {
  if (run?.stopRequestedBy) return head('warning', 'busy', line`Stopping after the current step`);
  const title =
    request && request.id === run?.requestId ? rungTitle(request) : line`mitigation ${esc(run?.rung ?? '')}`;
  return head(
    'accent',
    'busy',
    run?.attested ? line`Checking what was attested: ${title}` : line`Running ${title}`,
  );
}

type Telling = (incident: Incident) => Headline;

const PHASE_HEADLINE: Readonly<Record<Exclude<IncidentPhase, 'opened' | 'closed'>, Telling>> = {
  ask,
  granted: ({ request }) =>
    request?.held == null
      ? head('accent', 'busy', line`Approved: checked again before anything runs`)
      : head('warning', 'warn', line`Approved, but held back: nothing runs yet`),
  running,
  soaking: ({ validation }) =>
    head(
      'accent',
      'busy',
      line`Run ended: watching whether the crashes stop${soakLength(validation?.soakMs)}`,
    ),
  waiting: () => head('accent', 'busy', line`Crash is gone: waiting for the update to move`),
  'cannot-tell': () => head('warning', 'unknown', line`Cannot tell whether it is fixed`),
  down: () => head('attention', 'bad', line`Down after the run: silent, not healthy`),
  'unknown-step': () => head('warning', 'unknown', line`Outcome unknown: an admin has to settle it`),
  fixed: () => head('good', 'good', line`Fixed`),
  'not-fixed': () => head('attention', 'bad', line`Not fixed: it still crashes`),
  'nothing-to-do': () =>
    head('attention', 'bad', line`Nothing to do for this mitigation: the crash is still there`),
  'run-failed': () => head('attention', 'bad', line`The run failed and stopped there`),
  'run-partial': () => head('attention', 'warn', line`The run was done only in part`),
  'run-stopped': () => head('warning', 'warn', line`The run was stopped`),
  denied: () => head('emphasis', 'none', line`Denied: nothing runs`),
  expired: () => head('emphasis', 'none', line`Request expired: nothing ran`),
  superseded: () => head('warning', 'warn', line`Request superseded: the facts changed, nothing ran`),
  'no-longer-needed': () => head('emphasis', 'none', line`Request closed: no longer needed, nothing ran`),
  withdrawn: () => head('emphasis', 'none', line`Request withdrawn: nothing ran`),
  attested: () => head('accent', 'busy', line`Attested: checking whether it is really gone`),
};

function soakLength(soak: number | undefined): Markdown {
  return soak === undefined ? line`` : line` for ${durationText(soak)}`;
}
