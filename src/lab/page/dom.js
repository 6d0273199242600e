/**
 * Creates an element. `props` are attributes, except `on...` functions (listeners) and `text`; false and null leave one out.
 * Nothing here parses HTML.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === 'text') node.textContent = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** An avatar with initials, in the person's own tone. */
export function avatar({ initials, role, tone }, size = 'normal') {
  const shade = role === 'bot' ? 'bot' : String(tone);
  return el('span', { class: `avatar ${size}`, 'data-tone': shade, 'aria-hidden': 'true', text: initials });
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A time element: hours and minutes, the full date when pointed at. `at` is epoch ms UTC. */
export function time(at) {
  return el('time', { datetime: new Date(at).toISOString(), title: full.format(at), text: clock.format(at) });
}

/** A moment of the cluster to the minute, in UTC as the cards have it. `at` is epoch ms UTC. */
export function minuteTime(at) {
  return new Date(at).toISOString().slice(11, 16);
}

/** A moment of the cluster to the second, in UTC as the cards have it. `at` is epoch ms UTC. */
export function clockTime(at) {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}

const drawnKeys = new WeakMap();

/**
 * Draws what is in `host` again, unless `key` is what it shows already. Who works in it by keyboard goes on at the element with
 * the same `data-keep`.
 */
export function redraw(host, key, draw) {
  if (drawnKeys.get(host) === key) return;
  drawnKeys.set(host, key);
  const kept = host.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined;
  host.replaceChildren(...draw().filter((child) => child !== null && child !== undefined));
  if (kept !== undefined)
    host.querySelector(`[data-keep="${CSS.escape(kept)}"]`)?.focus({ preventScroll: true });
}

const SVG = 'http://www.w3.org/2000/svg';

/** Creates an SVG element with these attributes. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** A small outline icon from one path on a 20 by 20 grid. */
export function icon(path) {
  const frame = { viewBox: '0 0 20 20', width: '18', height: '18', 'aria-hidden': 'true' };
  return svg('svg', frame, svg('path', { d: path, class: 'icon-line' }));
}
