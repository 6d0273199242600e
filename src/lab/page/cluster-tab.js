import { inWords, pulseOf } from './crash-pulse.js';
import { clockTime, el, redraw, time } from './dom.js';
import { drawTimeline } from './timeline.js';

const STEP_MARKS = { NotStarted: '○', InProgress: '◐', Success: '●', Error: '✕' };
const TONES = {
  Online: 'good',
  Running: 'good',
  Up: 'good',
  Failed: 'attention',
  Down: 'attention',
  Stopped: 'attention',
};
const REACH = { unreachable: 'not reachable', denied: 'access denied' };

/**
 * The tab that shows the simulated cluster as it really is. Each part is drawn again only when it changes.
 * @param reveal called with whether to show who makes it crash
 */
export function createClusterTab(host, reveal) {
  const parts = ['pulse', 'nodes', 'groups', 'plan', 'detective', 'changes'].map((name) => {
    const part = el('section', { 'data-part': name });
    host.append(part);
    return [name, part];
  });
  const at = Object.fromEntries(parts);
  const opened = new Set();
  let view = null;

  /** Time goes on between two looks: how long ago they were, and where now is. */
  const tick = (now) => {
    if (!view) return;
    const second = Math.floor(now / 1000);
    redraw(at.pulse, JSON.stringify([second, view]), () => drawPulse(view, now));
  };

  return {
    tick,
    show(fresh, now) {
      view = fresh;
      tick(now);
      const { nodes, groups, plan, clues, changes } = view;
      redraw(at.nodes, JSON.stringify([nodes, groups]), () => drawNodes(view, opened));
      redraw(at.groups, JSON.stringify([groups, view.witness, view.storage]), () => drawGroups(view));
      redraw(at.plan, JSON.stringify(plan), () => drawPlan(plan, opened));
      redraw(at.detective, JSON.stringify(clues), () => drawDetective(clues, reveal));
      redraw(at.changes, JSON.stringify(changes), () => drawChanges(changes));
    },
  };
}

function drawPulse(view, now) {
  const { words, about, tone } = pulseOf(view);
  const ago = Math.max(0, now - view.asOf);
  const waiting =
    view.waiting > 0
      ? ` ${view.waiting === 1 ? 'One fault takes' : `${view.waiting} faults take`} effect then.`
      : '';
  const asOf = view.notBegun
    ? ''
    : `${view.name} as of ${clockTime(view.asOf)}, ${inWords(ago)} ago. It goes on when the bot looks.${waiting}`;
  return [
    el('h2', { text: 'Crashes' }),
    el(
      'div',
      { class: 'pulse' },
      el('div', { class: 'pulse-head' }, el('span', { class: `pulse-words ${tone}`, text: words })),
      el('p', { class: 'pulse-about', text: about }),
      ...drawTimeline(view, now),
    ),
    asOf ? el('p', { class: 'as-of', text: asOf }) : null,
  ];
}

function chip(text, tone = '') {
  return el('span', { class: `chip ${tone}`, text });
}

/** Which parts a person has opened survives a new drawing. */
function foldable(opened, name, props, ...children) {
  const node = el('details', { ...props, open: opened.has(name) }, ...children);
  node.addEventListener('toggle', () => (node.open ? opened.add(name) : opened.delete(name)));
  return node;
}

function drawNodes({ nodes, groups }, opened) {
  const count = nodes.length === 1 ? '1 node' : `${nodes.length} nodes`;
  const rows = nodes.map((node) => el('li', {}, drawNode(node, groups, opened)));
  return [el('h2', { text: count }), el('ul', { class: 'list', 'aria-label': 'Nodes' }, ...rows)];
}

function drawNode(node, groups, opened) {
  const owned = groups.filter((group) => group.owner === node.name).map((group) => group.name);
  const chips = [chip(node.state, TONES[node.state] ?? 'warning')];
  if (node.activity) chips.unshift(chip(node.activity, 'warning'));
  if (REACH[node.reach]) chips.unshift(chip(REACH[node.reach], 'attention'));
  const owns = owned.includes('Orchestrator')
    ? ['Orchestrator', ...(owned.length > 1 ? [`and ${owned.length - 1} more`] : [])].join(' ')
    : owned.join(', ');
  const summary = el(
    'summary',
    { 'data-keep': `node ${node.name}` },
    el('span', { class: `node-mark ${node.state}`, 'aria-hidden': 'true' }),
    el('span', { class: 'node-name', text: node.name }),
    el('span', { class: 'owns', text: owns, title: owned.join(', ') }),
    el('span', { class: 'chips' }, ...chips),
  );
  return foldable(opened, `node ${node.name}`, { class: 'node' }, summary, servicesOf(node), vmsOf(node));
}

function servicesOf(node) {
  const rows = node.services.map(({ name, state, processId }) => [
    name,
    processId ? `pid ${processId}` : '',
    state,
  ]);
  return table(['Service', 'Process', 'State'], rows);
}

function vmsOf({ vms }) {
  if (vms.length === 0) return null;
  const rows = vms.map(({ name, state, canMove }) => [name, canMove ? '' : 'cannot move', state]);
  return table(['Virtual machine', '', 'State'], rows);
}

function table(heads, rows) {
  const head = el(
    'tr',
    {},
    ...heads.map((text) => el(text ? 'th' : 'td', { scope: text ? 'col' : null, text })),
  );
  const body = rows.map((cells) => el('tr', {}, ...cells.map((text) => el('td', { text }))));
  return el('table', { class: 'facts' }, el('thead', {}, head), el('tbody', {}, ...body));
}

function drawGroups({ groups, witness, storage }) {
  const rows = groups.map(({ name, owner, state, movingTo }) => {
    const place = movingTo ? `${owner}, to ${movingTo}` : owner;
    const cells = [
      el('td', { text: name }),
      el('td', { text: place }),
      el('td', {}, chip(state, TONES[state] ?? 'warning')),
    ];
    return el('tr', {}, ...cells);
  });
  const heads = ['Group', 'Owner', 'State'].map((text) => el('th', { scope: 'col', text }));
  const groupTable = el(
    'table',
    { class: 'facts' },
    el('thead', {}, el('tr', {}, ...heads)),
    el('tbody', {}, ...rows),
  );
  const repairs = storage.repairs > 0 ? `, ${storage.repairs} repairing` : '';
  return [
    el('h2', { text: 'Clustered services' }),
    el('div', { class: 'framed' }, groupTable),
    el('p', {
      class: 'as-of',
      text: `Witness ${witness.toLowerCase()}. Storage ${storage.health.toLowerCase()}${repairs}.`,
    }),
  ];
}

const PLAN_STATES = {
  InProgress: ['in progress', ''],
  Succeeded: ['succeeded', 'good'],
  Failed: ['failed', 'attention'],
};

function drawPlan(plan, opened) {
  if (!plan)
    return [el('h2', { text: 'Update' }), el('p', { class: 'as-of', text: 'No update is running.' })];
  const [state, tone] = PLAN_STATES[plan.state] ?? [plan.state, ''];
  const current = plan.steps.findLast((step) => step.status === 'InProgress' || step.status === 'Error');
  const steps = plan.steps.map(({ name, status, depth }) => {
    const said = el('span', { class: 'hidden-text', text: ` (${status})` });
    const mark = el('span', { 'aria-hidden': 'true', text: STEP_MARKS[status] });
    return el('li', { class: `depth-${Math.min(depth, 2)} ${status}` }, mark, el('span', {}, name, said));
  });
  const bar = el('progress', {
    max: String(plan.total),
    value: String(plan.done),
    'aria-label': 'Update progress',
  });
  const about = `${plan.done} of ${plan.total} steps${current ? `: ${current.name}` : ''}`;
  return [
    el('h2', { text: 'Update' }),
    el(
      'div',
      { class: 'plan' },
      el('div', { class: 'plan-head' }, el('strong', { text: plan.name }), chip(state, tone)),
      bar,
      plan.error ? el('p', { class: 'plan-error', text: plan.error }) : null,
      foldable(
        opened,
        'plan',
        {},
        el('summary', { 'data-keep': 'plan', text: about }),
        el('ol', {}, ...steps),
      ),
    ),
  ];
}

function drawDetective(clues, reveal) {
  const isShown = clues !== null;
  const found = (clues ?? []).map(({ title, details }) => {
    const lines = details.map((text) => el('span', { class: 'clue-detail', text }));
    return el('li', {}, el('span', { class: 'clue-title', text: title }), ...lines);
  });
  const words = isShown
    ? found.length === 0 && 'Nobody: every caller has the valid certificate, and nothing else is wrong.'
    : 'The lab knows. The bot does not: it has to find out. Play detective first, then look.';
  const button = el('button', {
    type: 'button',
    class: 'plain',
    'data-keep': 'reveal',
    'aria-expanded': String(isShown),
    text: isShown ? 'Hide again' : 'Reveal',
    onclick: () => reveal(!isShown),
  });
  return [
    el('h2', { text: 'Who holds the old certificate?' }),
    el(
      'div',
      { class: 'detective' },
      words ? el('p', { text: words }) : null,
      found.length > 0 ? el('ul', {}, ...found) : null,
      button,
    ),
  ];
}

function drawChanges(changes) {
  const heading = el('h2', { text: 'What was really done to it' });
  if (changes.length === 0)
    return [heading, el('p', { class: 'as-of', text: 'Nothing since the scenario began.' })];
  const rows = changes.toReversed().map(({ at, command, node, target }) => {
    const what = el('span', {}, el('code', { text: command }), ` ${target} on ${node}`);
    return el('li', {}, time(at), what);
  });
  return [heading, el('ul', { class: 'list changes' }, ...rows)];
}
