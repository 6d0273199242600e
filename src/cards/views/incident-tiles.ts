import { countingApprovals, termsInForce } from '../../incident/approval';
import type { MitigationRequest } from '../../incident/mitigation-request';
import type { Run } from '../../incident/run';
import type { ClusterState, Incident, JudgedCheck } from '../../incident/state';
import type { Validation } from '../../incident/validation';
import type { CardContext } from '../../ports';
import { escapeMarkdown, line } from '../escape-markdown';
import { minuteText, durationText } from '../times';
import type { IncidentPhase } from './incident-phase';
import type { TileView } from './view-parts';
import { tileOf } from './view-parts';

/** What matters now, in at most three numbers: on the way to a run the decision, while it runs the step, then the silence. */
export function incidentTiles(
  phase: IncidentPhase,
  { latest }: ClusterState,
  incident: Incident,
  context: CardContext,
): readonly TileView[] {
  const { request, run, validation } = incident;
  if (phase === 'closed') return closedTiles(incident);
  if ((phase === 'ask' || phase === 'granted') && request) return requestTiles(request, context);
  if ((phase === 'running' || phase === 'unknown-step') && run) return runTiles(run, request, context.now);
  if (context.overdue) return [];
  if (phase === 'soaking' && validation) return soakTiles(validation, latest, context.now);
  return crashTiles(latest, context.now);
}

/** How often it crashes; what is not known is said so and never a nought. */
export function crashTiles(latest: JudgedCheck | null, now: number): readonly TileView[] {
  if (latest === null) return [];
  const blind = latest.report.nodes.filter(({ status }) => status !== 'ok').length;
  const note =
    blind === 0 ? line`in 24 h` : line`and ${blind} ${blind === 1 ? line`node` : line`nodes`} not read`;
  if (latest.lastCrashAt === null)
    return blind === 0 ? [] : [tileOf(line`Crashes`, line`none seen`, note, 'warning')];
  const isNow = latest.presence === 'present';
  const often =
    latest.intervalMs === null
      ? []
      : [tileOf(line`Interval`, durationText(latest.intervalMs), line`between two`)];
  return [
    tileOf(line`Crashes`, line`${latest.crashes}`, note, isNow ? 'attention' : 'default'),
    ...often,
    tileOf(
      line`Last one`,
      line`${durationText(now - latest.lastCrashAt)} ago`,
      minuteText(latest.lastCrashAt, now),
    ),
  ];
}

function impactTile({ terms }: MitigationRequest): TileView {
  return terms.impact === 'production'
    ? tileOf(line`Impact`, line`Production`, line`on guest workloads`, 'attention')
    : tileOf(line`Impact`, line`None`, line`on guest workloads`);
}

function requestTiles(request: MitigationRequest, { policy, now }: CardContext): readonly TileView[] {
  const counted = countingApprovals(request, policy).length;
  const { votesNeeded } = termsInForce(request, policy);
  const isOver = now >= request.expiresAt;
  const left = isOver ? line`passed` : line`about ${durationText(request.expiresAt - now)} left`;
  return [
    impactTile(request),
    tileOf(
      line`Approvals`,
      line`${counted} of ${votesNeeded}`,
      counted < votesNeeded ? line`${votesNeeded - counted} still needed` : line`complete`,
      counted < votesNeeded ? 'warning' : 'good',
    ),
    tileOf(line`Decide until`, minuteText(request.expiresAt, now), left, isOver ? 'attention' : 'default'),
  ];
}

function runTiles(run: Run, request: MitigationRequest | null, now: number): readonly TileView[] {
  const ended = run.steps.filter(({ status }) => status !== 'planned' && status !== 'started').length;
  const step = run.steps.find(({ status }) => status === 'started' || status === 'unknown');
  const since = step?.startedAt ?? run.startedAt;
  return [
    ...(request?.id === run.requestId ? [impactTile(request)] : []),
    tileOf(line`Steps`, line`${ended} of ${run.steps.length}`, line`have ended`),
    tileOf(
      line`This step`,
      line`${durationText(now - since)}`,
      step ? line`at most ${durationText(step.plan.deadlineMs)}` : line`none begun`,
    ),
  ];
}

function soakTiles(
  { since, soakMs, soakEndsAt }: Validation,
  latest: JudgedCheck | null,
  now: number,
): readonly TileView[] {
  const crashes = latest?.report.nodes
    .flatMap(({ matchingCrashes }) => matchingCrashes)
    .filter((at) => at > since).length;
  return [
    tileOf(line`Run ended`, line`${durationText(now - since)} ago`, minuteText(since, now)),
    tileOf(
      line`Crashes since`,
      crashes === undefined ? line`unknown` : line`${crashes}`,
      line`as far as was read`,
    ),
    tileOf(
      line`Judged`,
      now >= soakEndsAt ? line`now` : line`in ${durationText(soakEndsAt - now)}`,
      line`after ${durationText(soakMs)} of silence`,
    ),
  ];
}

function closedTiles({ openedAt, closedAt, rungs }: Incident): readonly TileView[] {
  const cure = rungs.findLast(({ result }) => result === 'fixed');
  return [
    ...(closedAt === null
      ? []
      : [tileOf(line`Lasted`, durationText(closedAt - openedAt), line`from opened to closed`)]),
    ...(cure
      ? [
          tileOf(
            line`Fixed by`,
            line`Mitigation ${escapeMarkdown(cure.rung, 10)}`,
            line`${rungs.length} tried`,
            'good',
          ),
        ]
      : []),
  ];
}
