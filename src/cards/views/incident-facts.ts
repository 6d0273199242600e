import type {
  AskingSession,
  GroupReport,
  OrchestratorProcess,
  Rotation,
  UpdateReport,
} from '../../incident/evidence';
import { updateMotion } from '../../incident/update-motion';
import type { Presence } from '../../incident/presence';
import type { JudgedCheck } from '../../incident/state';
import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, joinMarkdown, line } from '../escape-markdown';
import { agoText, clockText, durationText } from '../times';
import type { FactView } from './view-parts';
import { rootFacts } from './root-view';
import { factOf } from './view-parts';

const PRESENCE: Readonly<Record<Presence, Markdown>> = {
  present: line`present: a crash within the last minutes`,
  down: line`down: no new crash, but the orchestrator does not run`,
  quiet: line`quiet: no recent crash, but that proves nothing yet`,
  gone: line`gone: proven over`,
};

/** How often it crashed and when last, told as past when it is not now. */
export function crashText(judged: JudgedCheck, now: number): Markdown {
  if (judged.crashes === 0 || judged.lastCrashAt === null)
    return line`none with this signature in the last 24 h`;
  const often =
    judged.intervalMs === null ? line`` : line`, about one every ${durationText(judged.intervalMs)}`;
  const count = line`${judged.crashes} in the last 24 h${often}`;
  const last = agoText(judged.lastCrashAt, now);
  return judged.presence === 'present'
    ? line`${count}, last ${last}`
    : line`${count}; happened, last at ${last}, not now`;
}

function presenceText(presence: Presence): Markdown {
  return PRESENCE[presence];
}

/** Group, owner and process of the orchestrator, as last seen. */
function orchestratorText(group: GroupReport, process: OrchestratorProcess | null, now: number): Markdown {
  const owner =
    group.owner === null ? line`owner unknown` : line`owned by ${escapeMarkdown(group.owner, 80)}`;
  const alive = process
    ? line`process ${process.processId} on ${escapeMarkdown(process.node, 80)} since ${agoText(process.startedAt, now)}${
        process.livedOn ? line`` : line`, did not live on`
      }`
    : line`no running process seen`;
  return joinMarkdown([line`group ${escapeMarkdown(group.state)}, ${owner}`, alive], '; ');
}

/** Where the update stands, and whether it gets on. */
export function updateText(update: UpdateReport, now: number): Markdown {
  if (update.state === 'none') return line`no update run`;
  if (update.state === 'unknown') return line`unknown: not asked or not answered`;
  const steps = line`${update.finishedSteps} of ${update.totalSteps} steps done`;
  const at =
    update.currentStep === null || update.state === 'succeeded'
      ? null
      : line`at "${escapeMarkdown(update.currentStep, 100)}"`;
  const motion = updateMotion(update);
  const moved =
    update.lastChangeAt === null
      ? null
      : motion.kind === 'stalled'
        ? line`**stalled since** ${agoText(motion.since, now)}`
        : line`last change ${agoText(update.lastChangeAt, now)}`;
  const rest = [steps, at, moved].filter((piece) => piece !== null);
  const state = motion.kind === 'moving' ? line`moving` : UPDATE_STATE[update.state];
  return line`${state}: ${joinMarkdown(rest, ', ')}`;
}

const UPDATE_STATE = {
  'in-progress': line`in progress`,
  succeeded: line`succeeded`,
  failed: line`**Failed** (a person has to resume it)`,
};

/** Invariant 18, said aloud: whether a session of the bot may be left that holds the orchestrator's client certificate. */
function sessionFacts({ session, askedAt }: UpdateReport, now: number): readonly FactView[] {
  if (session === undefined || askedAt === null) return [];
  return [factOf('Own session', line`${SESSION[session]}; asked ${agoText(askedAt, now)}`)];
}

const SESSION: Readonly<Record<AskingSession, Markdown>> = {
  gone: line`none holds an ECE client: the one that asked was closed and seen gone`,
  left: line`**the one that asked for the update was not seen to end**: look for a shell of the bot's account on the node`,
  'not-proven': line`the one that asked was closed; that its process is gone was not proven`,
};

/** Since when the present client certificate is there, and what crashed before and after. */
function rotationFacts(rotation: Rotation | undefined, now: number): readonly FactView[] {
  if (!rotation) return [];
  const { at, crashesBefore, crashesAfter } = rotation;
  return [
    factOf(
      'Rotation',
      line`client certificate renewed ${agoText(at, now)}: ${crashesBefore} crashes before it, ${crashesAfter} after it`,
    ),
  ];
}

/** What the cluster does about the failed service by itself, once it had to. */
function restartFacts({ restarts }: GroupReport, now: number): readonly FactView[] {
  if (!restarts || (restarts.failures === 0 && restarts.gaveUpAt === null)) return [];
  const often =
    restarts.restartThreshold === null || restarts.restartPeriodMs === null
      ? []
      : [line`restarts it ${restarts.restartThreshold} times in ${durationText(restarts.restartPeriodMs)}`];
  const moves =
    restarts.failoverThreshold === null || restarts.failoverPeriodMs === null
      ? []
      : [line`${failoverText(restarts.failoverThreshold)} in ${durationText(restarts.failoverPeriodMs)}`];
  const gaveUp =
    restarts.gaveUpAt === null
      ? []
      : [line`**gave up** ${agoText(restarts.gaveUpAt, now)} and is silent since: no cure`];
  const parts = [line`${restarts.failures} failures seen`, ...often, ...moves, ...gaveUp];
  return [factOf('Cluster', joinMarkdown(parts, ', '))];
}

/** The cluster's own maximum, 2^32 - 1, stands for one less than its nodes. */
function failoverText(threshold: number): Markdown {
  return threshold >= 0xff_ff_ff_ff
    ? line`fails it over to each other node once`
    : line`fails it over ${threshold} times`;
}

/** What the newest check says, as rows. */
export function checkFacts(judged: JudgedCheck, now: number): readonly FactView[] {
  const { report } = judged;
  const readable = report.nodes.filter((node) => node.status === 'ok').length;
  return [
    factOf('Crashes', crashText(judged, now)),
    factOf('Now', presenceText(judged.presence)),
    ...rotationFacts(report.rotation, now),
    factOf('Orchestrator', orchestratorText(report.group, report.process, now)),
    ...restartFacts(report.group, now),
    factOf('Update', updateText(report.update, now)),
    ...sessionFacts(report.update, now),
    ...rootFacts(report.roots),
    factOf('Nodes read', line`${readable} of ${report.nodes.length}`),
  ];
}

/** Since when an incident is open or was, and whether it came back. */
export function sinceText(openedAt: number, reopenedAt: number | null, now: number): Markdown {
  const since = line`since ${agoText(openedAt, now)}`;
  return reopenedAt === null ? since : line`${since}, opened again ${clockText(reopenedAt, now)}`;
}
