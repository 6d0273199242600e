import { el } from './dom.js';

/** The lab's controls: which scenario runs, what to break in the cluster, how Teams should misbehave. */
export function drawPanel(host, { panel, channelFaults }, run) {
  const shown = JSON.stringify([panel, channelFaults]);
  if (host.dataset.shown === shown) return;
  host.dataset.shown = shown;
  const current = panel.scenarios.find((scenario) => scenario.name === panel.current);
  const scenario = chooser('Scenario', 'Switch', panel.scenarios, panel.current, (name) =>
    run('scenario', name),
  );
  const cluster = chooser('Break in the cluster', 'Inject', panel.faults, null, (name) => run('fault', name));
  const teams = chooser('Let Teams misbehave', 'Cause', channelFaults, null, (name) => run('fault', name));
  const note = current?.note ? el('p', { class: 'panel-note', text: current.note }) : null;
  host.replaceChildren(...[scenario, cluster, teams, note].filter((part) => part !== null));
}

function chooser(label, verb, choices, chosen, choose) {
  if (choices.length === 0) return null;
  const options = choices.map(({ name, title }) =>
    el('option', { value: name, selected: name === chosen, text: title }),
  );
  const select = el('select', { 'aria-label': label }, ...options);
  const submit = (event) => {
    event.preventDefault();
    choose(select.value);
  };
  const button = el('button', { type: 'submit', class: 'plain', text: verb });
  return el(
    'form',
    { class: 'chooser', onsubmit: submit },
    el('span', { class: 'chooser-label', text: label }),
    select,
    button,
  );
}
