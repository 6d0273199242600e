import { pulseOf, spanOf } from './crash-pulse.js';
import { clockTime, el, minuteTime, svg } from './dom.js';

/** Shorter than this nobody sees on the line, ms. */
const NOTEWORTHY_MS = 5000;
const [TOP, GROUND, HEIGHT] = [14, 44, 52];

/** The crashes as beats on a line, what was changed as diamonds above it, and in grey the time nobody has looked at. */
export function drawTimeline(view, now) {
  const { from, until, isNow } = spanOf(view, now);
  const x = (at) => `${(((at - from) / (until - from)) * 100).toFixed(2)}%`;
  const inside = ({ at }) => at >= from && at <= until;
  const picture = svg('svg', {
    class: 'timeline',
    role: 'img',
    'aria-label': described(view),
    height: HEIGHT,
  });
  if (until - view.asOf > NOTEWORTHY_MS)
    picture.append(
      svg('rect', {
        class: 'unlooked',
        x: x(view.asOf),
        y: 0,
        width: `${share(view.asOf, from, until)}%`,
        height: GROUND,
      }),
    );
  picture.append(svg('line', { class: 'ground', x1: 0, x2: '100%', y1: GROUND, y2: GROUND }));
  const crashes = view.crashes.filter(inside);
  crashes.forEach(({ at }, index) => {
    const newest = index === crashes.length - 1;
    const top = newest ? TOP - 4 : TOP + 6;
    picture.append(
      svg('line', { class: newest ? 'beat newest' : 'beat', x1: x(at), x2: x(at), y1: top, y2: GROUND }),
    );
  });
  for (const { at, command } of view.changes.filter(inside)) {
    const mark = svg('svg', { x: x(at), y: 6, overflow: 'visible', 'aria-hidden': 'true' });
    mark.append(svg('path', { class: 'change', d: 'm0-6 6 6-6 6-6-6z' }, svg('title')));
    mark.querySelector('title').textContent = `${clockTime(at)} ${command}`;
    picture.append(mark);
  }
  const axis = [from, from + (until - from) / 2].map((at) => el('span', { text: minuteTime(at) }));
  axis.push(el('span', { text: isNow ? 'now' : minuteTime(until) }));
  return [picture, el('div', { class: 'axis', 'aria-hidden': 'true' }, ...axis), legend(view, until)];
}

function share(asOf, from, until) {
  return (((until - asOf) / (until - from)) * 100).toFixed(2);
}

function legend(view, until) {
  const entry = (kind, text) => el('span', {}, el('i', { class: `key ${kind}` }), text);
  return el(
    'p',
    { class: 'legend', 'aria-hidden': 'true' },
    entry('', 'crash'),
    entry('change', 'change by a session'),
    until - view.asOf > NOTEWORTHY_MS ? entry('unlooked', 'not looked at yet') : null,
  );
}

function described(view) {
  const { words, about } = pulseOf(view);
  const { changes } = view;
  const done = changes.map(({ at, command }) => `${command} at ${clockTime(at)}`).join(', ');
  return `Crashes of the last ten minutes. ${words}. ${about}. ${changes.length === 0 ? 'Nothing was changed.' : `Changed: ${done}.`}`;
}
