import type { Markdown } from '../escape-markdown';
import { escapeMarkdown, joinMarkdown, line, listMarkdown } from '../escape-markdown';
import { clockText, durationText } from '../times';
import { MARK } from '../views/view-parts';
import type { CrashTimeline, Stretch, TimelineRun } from './crash-timeline';

/** The timeline as people read it: one row per run, and one per stretch before, between and after. */
export interface TimelineRow {
  readonly name: Markdown;
  readonly value: Markdown;
}

/** The same as the picture, in words, oldest first. */
export function timelineRows(timeline: CrashTimeline): readonly TimelineRow[] {
  const { runs, stretches } = timeline;
  return stretches.flatMap((stretch, index) => {
    const run = runs[index];
    const before = runs[index - 1];
    const isLast = run === undefined;
    if (stretch.from === stretch.to && index > 0) return run ? [runRow(run, timeline)] : [];
    const row = { name: stretchName(before, run), value: stretchText(stretch, before, isLast, timeline) };
    return run ? [row, runRow(run, timeline)] : [row];
  });
}

/** What the picture shows, in one sentence, for people who do not see it. Plain words: an alternative text knows no markup. */
export function timelineAlternative(timeline: CrashTimeline): Markdown {
  const rows = timelineRows(timeline).map(({ name, value }) => line`${name}: ${value}`);
  return line`Crashes along the time. ${joinMarkdown(rows, '; ')}`;
}

/** How to read the picture. */
export function timelineLegend(timeline: CrashTimeline): Markdown {
  const { from, to, binMs, single, knownUntil, runs, blind } = timeline;
  const span = line`${clockText(from, to)} to ${clockText(to, to)}`;
  const pieces = [
    span,
    single.length > 0 ? line`red: a crash` : line`red: crashes, one bar for each ${durationText(binMs)}`,
    ...(runs.length > 0 ? [line`blue: a mitigation ran`] : []),
    ...(to - knownUntil >= binMs ? [line`hatched: not looked at yet`] : []),
    ...(blind.length > 0 ? [line`dashed: not every node could be read`] : []),
  ];
  return joinMarkdown(pieces, ' · ');
}

function rungName({ rung }: TimelineRun): Markdown {
  return /^R\d/.test(rung)
    ? line`recovery ${escapeMarkdown(rung, 10)}`
    : line`mitigation ${escapeMarkdown(rung, 10)}`;
}

function stretchName(before: TimelineRun | undefined, after: TimelineRun | undefined): Markdown {
  if (before) return line`After it`;
  return after ? line`Before` : line`So far`;
}

function stretchText(
  { from, to, crashes, first, last }: Stretch,
  before: TimelineRun | undefined,
  isLast: boolean,
  { to: now, blind }: CrashTimeline,
): Markdown {
  const until = isLast ? line` until the last look` : line``;
  const unread =
    isLast && blind.length > 0 ? line`, but ${listMarkdown(blind, 3)} could not be read` : line``;
  if (crashes === 0 || first === null || last === null)
    return line`no crash seen in ${durationText(to - from)}${until}${unread}`;
  const often =
    crashes > 1 ? line`, about one every ${durationText((last - first) / (crashes - 1))}` : line``;
  const since = before ? line`, the first ${durationText(first - from)} after it` : line``;
  const count = crashes === 1 ? line`1 crash` : line`${crashes} crashes`;
  return line`${count}${often}${since}, the last ${clockText(last, now)}${unread}`;
}

function runRow(run: TimelineRun, { to }: CrashTimeline): TimelineRow {
  const count = run.crashes === 1 ? line`1 crash` : line`${run.crashes} crashes`;
  const crashes = run.crashes === 0 ? line`` : line`, ${count} meanwhile`;
  const when =
    run.to === null
      ? line`${rungName(run)} runs since ${clockText(run.from, to)}`
      : line`${rungName(run)} ran ${clockText(run.from, to)}, for ${durationText(run.to - run.from)}`;
  return {
    name: line`${escapeMarkdown(MARK.busy)} ${escapeMarkdown(run.rung, 10)}`,
    value: line`${when}${crashes}`,
  };
}
