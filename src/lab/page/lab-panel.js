import { getPanel } from './api.js';
import { createClusterTab } from './cluster-tab.js';
import { el, icon } from './dom.js';
import { createFaultTab } from './fault-tab.js';
import { createScenarioTab } from './scenario-tab.js';

const CLOSE = 'm5 5 10 10M15 5 5 15';
const POLL_MS = 2000;
const TICK_MS = 1000;
const DOCKED = matchMedia('(width >= 1280px)');
const COVERS = matchMedia('(width < 760px)');
const TABS = [
  ['cluster', 'Cluster'],
  ['scenarios', 'Scenarios'],
  ['faults', 'Faults'],
];

/**
 * The lab's panel. It is asked for anew after every change, and while it is open every other second, since the simulated cluster
 * changes without telling.
 * @param covered the elements that the panel covers on a narrow window
 * @param act called with `(what, body)`: posts it and tells when it fails
 */
export function createLabPanel({ host, toggle, covered, act }) {
  const tabs = drawTabs(host, () => close());
  const showing = {
    cluster: createClusterTab(tabs.bodies.cluster, (on) => act('reveal', { on })),
    scenarios: createScenarioTab(tabs.bodies.scenarios, (name) => act('scenario', { name })),
    faults: createFaultTab(tabs.bodies.faults, (name, on) => act('fault', { name, on })),
  };
  let asking = false;

  const refresh = async () => {
    if (host.hidden || asking || document.hidden) return;
    asking = true;
    try {
      show(await getPanel());
    } catch {
      // The conversation's own requests tell that the lab is gone.
    } finally {
      asking = false;
    }
  };
  const show = (panel) => {
    showing.faults.show(panel);
    const faults = [...panel.channelFaults, ...(panel.cluster?.faults ?? [])];
    tabs.count('faults', faults.filter((fault) => fault.isOn).length);
    if (!panel.cluster) return tabs.withoutCluster();
    showing.cluster.show(panel.cluster.view, Date.now());
    showing.scenarios.show(panel.cluster);
  };
  const place = () => {
    for (const element of covered) element.inert = COVERS.matches && !host.hidden;
  };
  const open = (withFocus) => {
    host.hidden = false;
    toggle.setAttribute('aria-expanded', 'true');
    place();
    if (withFocus) tabs.focus();
    return refresh();
  };
  const close = () => {
    host.hidden = true;
    toggle.setAttribute('aria-expanded', 'false');
    place();
    toggle.focus();
  };

  toggle.addEventListener('click', () => (host.hidden ? open(true) : close()));
  host.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !DOCKED.matches) close();
  });
  COVERS.addEventListener('change', place);
  setInterval(refresh, POLL_MS);
  setInterval(() => host.hidden || showing.cluster.tick(Date.now()), TICK_MS);
  if (DOCKED.matches) open(false);
  return { refresh };
}

/** Tabs as WAI-ARIA describes them: arrow keys go round, and what is chosen is shown at once. */
function drawTabs(host, close) {
  const bodies = {};
  const buttons = TABS.map(([name, title]) => {
    bodies[name] = el('div', {
      class: 'tab-body',
      role: 'tabpanel',
      id: `body-${name}`,
      'aria-labelledby': `tab-${name}`,
      tabindex: '0',
    });
    const props = {
      type: 'button',
      class: 'tab',
      role: 'tab',
      id: `tab-${name}`,
      'aria-controls': `body-${name}`,
    };
    return el('button', { ...props, onclick: () => choose(name) }, title);
  });
  const choose = (name) => {
    TABS.forEach(([each], index) => {
      buttons[index].setAttribute('aria-selected', String(each === name));
      buttons[index].tabIndex = each === name ? 0 : -1;
      bodies[each].hidden = each !== name;
    });
  };
  const move = (event) => {
    const from = buttons.indexOf(document.activeElement);
    const steps = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: buttons.length - 1 };
    const to = steps[event.key];
    if (to === undefined || from < 0) return;
    event.preventDefault();
    const button = buttons.at(to % buttons.length);
    button.focus();
    button.click();
  };
  const closer = el('button', {
    type: 'button',
    class: 'quiet',
    'aria-label': 'Close the lab panel',
    onclick: close,
  });
  closer.append(icon(CLOSE));
  const list = el(
    'div',
    { class: 'tabs', role: 'tablist', 'aria-label': 'Lab', onkeydown: move },
    ...buttons,
  );
  host.append(el('div', { class: 'panel-head' }, list, closer), ...Object.values(bodies));
  choose('cluster');
  return {
    bodies,
    focus: () => buttons.find((button) => button.tabIndex === 0).focus(),
    withoutCluster() {
      for (const name of ['cluster', 'scenarios'])
        bodies[name].replaceChildren(el('p', { class: 'lead', text: 'There is no simulated cluster here.' }));
    },
    count(name, number) {
      const button = buttons[TABS.findIndex(([each]) => each === name)];
      const title = button.firstChild.textContent;
      const badge = el(
        'span',
        { class: 'count' },
        String(number),
        el('span', { class: 'hidden-text', text: ' on' }),
      );
      if (button.dataset.count === String(number)) return;
      button.dataset.count = String(number);
      button.replaceChildren(title, ...(number > 0 ? [badge] : []));
    },
  };
}
