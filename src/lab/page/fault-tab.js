import { el, icon, redraw } from './dom.js';

const CLOSE = 'm5 5 10 10M15 5 5 15';

/**
 * The tab with everything that can be broken, in Teams and in the cluster.
 * @param set called with `(name, on)`
 */
export function createFaultTab(host, set) {
  const now = el('section', { 'aria-label': 'On now' });
  const channel = el('section');
  const cluster = el('section');
  const node = el('section');
  host.append(now, channel, cluster, node);
  let chosen = null;
  let shown = null;

  const show = ({ channelFaults, cluster: ofCluster }) => {
    shown = { channelFaults, cluster: ofCluster };
    const faults = ofCluster?.faults ?? [];
    const places = [...new Set(faults.map((fault) => fault.where))].filter((where) => where !== 'cluster');
    if (!places.includes(chosen)) chosen = places[0] ?? null;
    const on = [...channelFaults, ...faults].filter((fault) => fault.isOn);
    redraw(now, JSON.stringify(on), () => drawOn(on, set));
    redraw(channel, JSON.stringify(channelFaults), () => group('Let Teams misbehave', channelFaults, set));
    const whole = faults.filter((fault) => fault.where === 'cluster');
    redraw(cluster, JSON.stringify(whole), () => group('Break in the cluster', whole, set));
    const here = faults.filter((fault) => fault.where === chosen);
    redraw(node, JSON.stringify([places, here]), () => drawNode(places, chosen, here, set, choose));
  };
  const choose = (place) => {
    chosen = place;
    show(shown);
  };
  return { show };
}

function nameOf({ title, where }) {
  return where === 'cluster' || where === 'channel' ? title : `${where}: ${title.toLowerCase()}`;
}

function drawOn(on, set) {
  const heading = el('h2', { text: 'On now' });
  if (on.length === 0) return [heading, el('p', { class: 'as-of', text: 'Nothing is broken on purpose.' })];
  const items = on.map((fault) => {
    const props = {
      type: 'button',
      'data-keep': fault.name,
      'aria-label': `End: ${nameOf(fault)}`,
      onclick: () => set(fault.name, false),
    };
    return el('li', {}, el('button', props, nameOf(fault), icon(CLOSE)));
  });
  return [heading, el('ul', { class: 'on-now' }, ...items)];
}

function group(title, faults, set) {
  if (faults.length === 0) return [];
  return [el('h2', { text: title }), listOf(faults, set)];
}

function drawNode(places, chosen, faults, set, choose) {
  if (chosen === null) return [];
  const options = places.map((place) =>
    el('option', { value: place, text: place, selected: place === chosen }),
  );
  const select = el('select', { 'aria-label': 'Node', 'data-keep': 'node' }, ...options);
  select.addEventListener('change', () => choose(select.value));
  return [
    el('div', { class: 'where' }, el('h2', { text: 'Break on one node' }), select),
    listOf(faults, set),
  ];
}

function listOf(faults, set) {
  return el('ul', { class: 'list' }, ...faults.map((fault) => el('li', {}, control(fault, set))));
}

function control(fault, set) {
  const { name, title, note, canEnd, isOn, isPossible, isWaiting, left } = fault;
  const waits = isWaiting ? 'Takes effect when the bot looks next.' : left > 1 ? `${left} left.` : '';
  const about = el(
    'span',
    { class: 'switch-note' },
    note,
    waits ? el('span', { class: 'switch-waits', text: ` ${waits}` }) : '',
  );
  const end = canEnd ? el('span', { class: 'knob' }) : el('span', { class: 'once', text: 'Do it' });
  end.setAttribute('aria-hidden', 'true');
  const props = {
    type: 'button',
    class: 'switch',
    'data-keep': name,
    'aria-label': title,
    disabled: !isPossible,
    ...(canEnd ? { role: 'switch', 'aria-checked': String(isOn) } : {}),
    onclick: () => set(name, !isOn),
  };
  return el('button', props, el('span', { class: 'switch-title', text: title }), about, end);
}
