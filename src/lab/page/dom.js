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

/** A small outline icon from one path on a 20 by 20 grid. */
export function icon(path) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  for (const [name, value] of Object.entries({
    viewBox: '0 0 20 20',
    width: '18',
    height: '18',
    'aria-hidden': 'true',
  })) {
    svg.setAttribute(name, value);
  }
  const line = document.createElementNS(space, 'path');
  line.setAttribute('d', path);
  line.setAttribute('class', 'icon-line');
  svg.append(line);
  return svg;
}
