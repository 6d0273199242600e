import type { CrashTimeline, TimelineRun } from './crash-timeline';
import { drawText, textWidth } from './pixel-letters';
import type { Pixels } from './pixels';
import { newPixels, paint } from './pixels';
import type { Colour } from './png';

export const INK = { clear: 0, crash: 1, axis: 2, run: 3, letter: 4, unknown: 5 } as const;

/**
 * The picture has no background of its own, so that it fits a light and a dark card: every colour is of a middle lightness, at least
 * 3:1 on white and on the dark grey of Teams (WCAG 2.2, 1.4.11). The letter of a flag stands on the flag's own colour, 4.5:1.
 */
export const PALETTE: readonly Colour[] = [
  [0x00, 0x00, 0x00, 0],
  [0xe5, 0x48, 0x4d, 255],
  [0x80, 0x80, 0x80, 255],
  [0x34, 0x70, 0xe0, 255],
  [0xff, 0xff, 0xff, 255],
  [0xb7, 0x79, 0x1f, 255],
];

const WIDTH = 600;
const FLAG = { height: 26, padding: 6, scale: 2 };
const BARS = { top: 34, bottom: 104, least: 10 };
const AXIS = { y: BARS.bottom + 2, h: 2 };
const LABELS = { y: AXIS.y + 8, scale: 2 };
const HEIGHT = LABELS.y + 7 * LABELS.scale + 6;

/** Draws the timeline: a red bar per crash (or per bin), a blue band with a numbered flag per run, hatched where nobody has looked yet. */
export function drawTimeline(timeline: CrashTimeline): Pixels {
  const pixels = newPixels(WIDTH, HEIGHT);
  const length = Math.max(1, timeline.to - timeline.from);
  const xOf = (at: number): number =>
    Math.max(0, Math.min(WIDTH, Math.round(((at - timeline.from) / length) * WIDTH)));
  drawUnknown(pixels, timeline, xOf);
  for (const run of timeline.runs) drawBand(pixels, run, timeline, xOf);
  drawBars(pixels, timeline.single.length > 0 ? beats(timeline, xOf) : bars(timeline, xOf));
  drawAxis(pixels, timeline, xOf);
  drawFlags(pixels, timeline.runs, xOf);
  return timeline.runs.length > 0 ? pixels : withoutTop(pixels, FLAG.height);
}

/** Without flags their row is only empty room. */
function withoutTop({ width, height, data }: Pixels, rows: number): Pixels {
  return { width, height: height - rows, data: data.slice(rows * width) };
}

type Place = (at: number) => number;

interface Bar {
  readonly x: number;
  readonly w: number;
  readonly h: number;
}

const ROOM = BARS.bottom - BARS.top;

/** One bar per crash, at its place. */
function beats({ single }: CrashTimeline, xOf: Place): readonly Bar[] {
  const w = Math.max(2, Math.min(5, Math.floor(WIDTH / (2 * single.length))));
  return single.map((at) => ({ x: Math.min(xOf(at), WIDTH - w), w, h: ROOM }));
}

/** One bar per bin, as high as it has crashes. */
function bars({ bins, from, binMs }: CrashTimeline, xOf: Place): readonly Bar[] {
  const most = bins.reduce((highest, count) => Math.max(highest, count), 1);
  return bins.flatMap((count, index) => {
    const x = xOf(from + index * binMs);
    const w = Math.max(2, xOf(from + (index + 1) * binMs) - x - 2);
    const h = BARS.least + Math.round((count / most) * (ROOM - BARS.least));
    return count === 0 ? [] : [{ x: Math.min(x, WIDTH - w), w, h }];
  });
}

function drawBars(pixels: Pixels, all: readonly Bar[]): void {
  for (const { x, w, h } of all) paint(pixels, { x, y: BARS.bottom - h, w, h }, INK.crash);
}

/** Every fourth pixel: the bars are drawn over it and stay readable. The edges are solid. */
function drawBand(pixels: Pixels, run: TimelineRun, { to }: CrashTimeline, xOf: Place): void {
  const x = Math.min(xOf(run.from), WIDTH - 4);
  const w = Math.max(4, xOf(run.to ?? to) - x);
  const box = { x, y: FLAG.height, w, h: BARS.bottom - FLAG.height };
  paint(
    pixels,
    box,
    INK.run,
    (atX, atY) => atX < x + 3 || (run.to !== null && atX >= x + w - 1) || (atX + 2 * atY) % 4 === 0,
  );
}

/** Where the unknown begins. As the legend: the moments since the last look are none of it. */
function unknownFrom({ to, knownUntil, binMs }: CrashTimeline, xOf: Place): number {
  return to - knownUntil < binMs ? WIDTH : xOf(knownUntil);
}

function drawUnknown(pixels: Pixels, timeline: CrashTimeline, xOf: Place): void {
  const x = unknownFrom(timeline, xOf);
  const box = { x, y: BARS.top, w: WIDTH - x, h: BARS.bottom - BARS.top };
  paint(pixels, box, INK.unknown, (atX, atY) => (atX + atY) % 8 < 2);
}

/** Solid where somebody looked at every node, dashed where a node could not be read. */
function drawAxis(pixels: Pixels, timeline: CrashTimeline, xOf: Place): void {
  const { from, to, blind } = timeline;
  const known = unknownFrom(timeline, xOf);
  const isDrawn = (x: number): boolean => blind.length === 0 || x % 12 < 6;
  paint(
    pixels,
    { x: 0, y: AXIS.y, w: known, h: AXIS.h },
    blind.length === 0 ? INK.axis : INK.unknown,
    isDrawn,
  );
  const middle = (from + to) / 2;
  const labels = [from, middle, to].map((at) => new Date(at).toISOString().slice(11, 16));
  const widths = labels.map((label) => textWidth(label, LABELS.scale));
  const lefts = [0, Math.round((WIDTH - (widths[1] ?? 0)) / 2), WIDTH - (widths[2] ?? 0)];
  labels.forEach((label, index) =>
    drawText(pixels, label, lefts[index] ?? 0, LABELS.y, LABELS.scale, INK.axis),
  );
}

/** A flag stands over the beginning of its run, or beside the flag before when there is no room. */
function drawFlags(pixels: Pixels, runs: readonly TimelineRun[], xOf: Place): void {
  const flags = runs.map(({ rung, from }) => {
    const text = rung.slice(0, 2);
    return { text, x: xOf(from), w: textWidth(text, FLAG.scale) + 2 * FLAG.padding };
  });
  let room = WIDTH - flags.reduce((sum, { w }) => sum + w + 2, 0);
  let left = 0;
  for (const { text, x, w } of flags) {
    const at = Math.max(left, Math.min(x, left + room));
    paint(pixels, { x: at, y: 0, w, h: FLAG.height }, INK.run);
    drawText(pixels, text, at + FLAG.padding, FLAG.padding, FLAG.scale, INK.letter);
    room -= at - left;
    left = at + w + 2;
  }
}
