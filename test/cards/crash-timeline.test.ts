import { inflateSync } from 'node:zlib';
import type { NodeReport } from '../../src/incident/evidence';
import type { ClusterState, RunSpan } from '../../src/incident/state';
import { crashTimelineOf } from '../../src/cards/timeline/crash-timeline';
import type { CrashTimeline } from '../../src/cards/timeline/crash-timeline';
import { encodePng } from '../../src/cards/timeline/png';
import { drawTimeline, INK, PALETTE } from '../../src/cards/timeline/timeline-picture';
import { timelineAlternative, timelineLegend, timelineRows } from '../../src/cards/timeline/timeline-texts';
import { nodesOf } from '../support/card-check';
import { SHARED } from '../support/card-contexts';
import { PAINTER } from '../support/golden-cards';
import { checkReport, clusterState, crashTimes, MINUTE, nodeReport, NOW } from '../support/incident-states';

const HOUR = 60 * MINUTE;

function span(
  rung: string,
  startedAt: number,
  endedAt: number | null,
  change: Partial<RunSpan> = {},
): RunSpan {
  return { runId: `run-${rung}-${startedAt}`, rung, attested: false, startedAt, endedAt, ...change };
}

/** A cluster whose node as-n1 crashed at these times. */
function crashedAt(
  times: readonly number[],
  ran: readonly RunSpan[] = [],
  others: readonly NodeReport[] = [],
): ClusterState {
  const node = nodeReport('as-n1', { finding: 'matches', matchingCrashes: times });
  return clusterState({ ran }, checkReport({ nodes: [node, ...others] }));
}

function timelineOf(state: ClusterState, now = NOW): CrashTimeline {
  const timeline = crashTimelineOf(state, now);
  if (timeline === null) throw new Error('no timeline');
  return timeline;
}

const total = ({ bins }: CrashTimeline): number => bins.reduce((sum, count) => sum + count, 0);
const words = (timeline: CrashTimeline): string[] =>
  timelineRows(timeline).map(({ name, value }) => `${name}: ${value}`);

describe('the model', () => {
  test('given no crash of this issue, then there is no timeline', () => {
    expect(crashTimelineOf(crashedAt([]), NOW)).toBeNull();
    expect(crashTimelineOf(clusterState(null, null), NOW)).toBeNull();
  });

  test('every known crash is in exactly one bin', () => {
    const times = crashTimes(57, 40_000);
    const timeline = timelineOf(crashedAt(times));
    expect(total(timeline)).toBe(57);
    expect(timeline.binMs).toBe(MINUTE);
    expect(timeline.from).toBeLessThanOrEqual(times[0] ?? 0);
  });

  test('a run parts the crashes into before, during and after', () => {
    const timeline = timelineOf(
      crashedAt(
        [NOW - 12 * MINUTE, NOW - 10 * MINUTE, NOW - 8.5 * MINUTE, NOW - 5 * MINUTE, NOW - 3 * MINUTE],
        [span('1', NOW - 9 * MINUTE, NOW - 8 * MINUTE)],
      ),
    );
    expect(words(timeline)).toEqual([
      'Before: 2 crashes, about one every 2 min, the last 21:30:00 UTC',
      '▶ 1: mitigation 1 ran 21:31:00 UTC, for 60 s, 1 crash meanwhile',
      'After it: 2 crashes, about one every 2 min, the first 3 min after it, the last 21:37:00 UTC',
    ]);
  });

  test('a run that only looked at what was attested is no mitigation', () => {
    const ran = [span('1', NOW - 9 * MINUTE, NOW - 8 * MINUTE, { attested: true })];
    expect(timelineOf(crashedAt(crashTimes(5, 40_000), ran)).runs).toEqual([]);
  });

  test('a node that told as many crashes as it may hides what was before, so the timeline begins there', () => {
    const full = crashTimes(100, 40_000);
    const other = nodeReport('as-n2', { finding: 'matches', matchingCrashes: [NOW - 20 * HOUR] });
    const timeline = timelineOf(crashedAt(full, [], [other]));
    expect(total(timeline)).toBe(100);
    expect(timeline.from).toBeGreaterThan((full[0] ?? 0) - 2 * timeline.binMs);
  });

  test.each([
    ['thousands of crashes', Array.from({ length: 20_000 }, (_, index) => NOW - index * 1000).toReversed()],
    ['crashes of the future', [NOW - MINUTE, NOW + 40 * HOUR]],
    ['crashes of long ago', [0, 1, NOW - 23 * HOUR]],
    ['one crash', [NOW]],
  ])('%s stay within the bounds', (_name, times) => {
    const ran = Array.from({ length: 200 }, (_, index) =>
      span('1', NOW - index * MINUTE, NOW - index * MINUTE),
    ).toReversed();
    const timeline = timelineOf(crashedAt(times, ran));
    expect(timeline.bins.length).toBeLessThanOrEqual(62);
    expect(timeline.runs.length).toBeLessThanOrEqual(6);
    expect(timeline.from).toBeGreaterThan(NOW - 25 * HOUR);
    expect(encodePng(drawTimeline(timeline), PALETTE).length).toBeLessThan(3000);
    expect(timelineAlternative(timeline).length).toBeLessThan(1200);
  });
});

describe('what is not known is never shown as silence', () => {
  const crashes = crashTimes(20, 30 * MINUTE);
  const ran = [span('1', NOW - 29 * MINUTE, NOW - 28 * MINUTE)];

  test('a node that cannot be read is named, and the axis is dashed', () => {
    const blind = nodeReport('as-n2', { status: 'unreachable', finding: null });
    const timeline = timelineOf(crashedAt(crashes, ran, [blind]));
    expect(words(timeline).at(-1)).toBe(
      'After it: no crash seen in 28 min until the last look, but as-n2 could not be read',
    );
    expect(timelineLegend(timeline)).toContain('dashed: not every node could be read');
    expect(drawTimeline(timeline).data).toContain(INK.unknown);
  });

  test('the time since the last look is hatched, and not counted as silence', () => {
    const state = crashedAt(crashes, ran);
    const late = timelineOf(state, NOW + HOUR);
    expect(words(late).at(-1)).toMatch(/^After it: no crash seen in 28 min until the last look$/u);
    expect(timelineLegend(late)).toContain('hatched: not looked at yet');
    const { data, width } = drawTimeline(late);
    expect(
      [...data.slice(60 * width, 61 * width)].filter((ink) => ink === INK.unknown).length,
    ).toBeGreaterThan(50);
  });
});

describe('the picture', () => {
  const timeline = timelineOf(
    crashedAt(crashTimes(57, 40_000), [span('3a', NOW - 20 * MINUTE, NOW - 18 * MINUTE)]),
  );

  test('is a PNG that holds exactly the pixels drawn', () => {
    const pixels = drawTimeline(timeline);
    const png = encodePng(pixels, PALETTE);
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([pixels.width, pixels.height]);
    expect(unpacked(png, pixels.width, pixels.height)).toEqual([...pixels.data]);
  });

  test('is the same for the same state', () => {
    expect(encodePng(drawTimeline(timeline), PALETTE)).toEqual(encodePng(drawTimeline(timeline), PALETTE));
  });

  test('marks the run with a flag above its place', () => {
    const { data, width } = drawTimeline(timeline);
    const flag = [...data.slice(2 * width, 3 * width)].flatMap((ink, x) => (ink === INK.run ? [x] : []));
    const start = ((NOW - 20 * MINUTE - timeline.from) / (timeline.to - timeline.from)) * width;
    expect(flag[0]).toBeCloseTo(start, -1);
  });

  test('many flags at one place stand side by side within the picture', () => {
    const ran = Array.from({ length: 6 }, (_, index) =>
      span('R1', NOW - index * 1000, NOW - index * 1000),
    ).toReversed();
    const { data, width } = drawTimeline(timelineOf(crashedAt(crashTimes(57, 40_000), ran)));
    const row = [...data.slice(2 * width, 3 * width)];
    const flags = row.filter((ink, x) => ink === INK.run && row[x - 1] !== INK.run).length;
    expect(flags).toBe(6);
  });

  test.each(['#ffffff', '#292929'])('its colours stand out on %s (WCAG 1.4.11)', (background) => {
    const shown = [INK.crash, INK.axis, INK.run, INK.unknown].map((ink) => PALETTE[ink]);
    for (const [red = 0, green = 0, blue = 0] of shown.filter((colour) => colour !== undefined))
      expect(contrast([red, green, blue], fromHex(background))).toBeGreaterThanOrEqual(3);
  });

  test('the letter of a flag stands out on its flag', () => {
    const [red = 0, green = 0, blue = 0] = PALETTE[INK.run] ?? [];
    expect(contrast([red, green, blue], [255, 255, 255])).toBeGreaterThanOrEqual(4.5);
  });
});

test('on a card the picture has an alternative text, and the same is there as rows', () => {
  const state = crashedAt(crashTimes(57, 40_000), [span('1', NOW - 20 * MINUTE, NOW - 18 * MINUTE)]);
  const { card } = PAINTER.incident(state, SHARED);
  const image = nodesOf(card).find((node) => node['type'] === 'Image');
  expect(image?.['url']).toMatch(/^data:image\/png;base64,[\w+/]+=*$/u);
  for (const { name, value } of timelineRows(timelineOf(state))) {
    expect(image?.['altText']).toContain(`${name}: ${value}`);
    expect(nodesOf(card)).toContainEqual({ title: name, value });
  }
});

function unpacked(png: Buffer, width: number, height: number): number[] {
  const at = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  const rowBytes = width / 2 + 1;
  return Array.from({ length: width * height }, (_, index) => {
    const x = index % width;
    const byte = rows[Math.floor(index / width) * rowBytes + 1 + (x >> 1)] ?? 0;
    return x % 2 === 0 ? byte >> 4 : byte & 15;
  });
}

type Rgb = readonly [number, number, number];

function fromHex(hex: string): Rgb {
  const part = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

function contrast(one: Rgb, other: Rgb): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance of sRGB, WCAG 2.2. */
function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
