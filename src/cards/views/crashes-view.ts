import type { ClusterState } from '../../incident/state';
import type { Markdown } from '../escape-markdown';
import type { PlainText } from '../plain-text';
import { plainLine } from '../plain-text';
import { crashTimelineOf } from '../timeline/crash-timeline';
import { encodePng } from '../timeline/png';
import { drawTimeline, PALETTE } from '../timeline/timeline-picture';
import { timelineAlternative, timelineLegend, timelineRows } from '../timeline/timeline-texts';
import type { FactView, Optional } from './view-parts';
import { optional } from './view-parts';

/** The crashes along the time, as a picture and as text. */
export interface CrashesView {
  readonly picture: string;
  readonly alternative: PlainText;
  readonly legend: Markdown;
  readonly facts: readonly FactView[];
}

/** Drawn from the last check and the runs of the incident; nothing without a matching crash. `now` is epoch ms UTC. */
export function crashesView(state: ClusterState, now: number): Optional<CrashesView> {
  const timeline = crashTimelineOf(state, now);
  if (timeline === null) return optional<CrashesView>(null);
  const png = encodePng(drawTimeline(timeline), PALETTE);
  return [
    {
      picture: `data:image/png;base64,${png.toString('base64')}`,
      alternative: plainLine(timelineAlternative(timeline), 1200),
      legend: timelineLegend(timeline),
      facts: timelineRows(timeline),
    },
  ];
}
