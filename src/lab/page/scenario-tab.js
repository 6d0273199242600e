import { el, redraw } from './dom.js';

/**
 * The tab with every scenario; a press switches to it.
 * @param choose called with a name, or null for one that nobody knows
 */
export function createScenarioTab(host, choose) {
  return {
    show({ scenario, scenarios }) {
      redraw(host, JSON.stringify([scenario, scenarios]), () => draw(scenario, scenarios, choose));
    },
  };
}

function draw(current, scenarios, choose) {
  const seen = scenarios.filter((one) => !one.hypothetical);
  const unseen = scenarios.filter((one) => one.hypothetical);
  const listOf = (some) => el('ul', { class: 'list' }, ...some.map((one) => entry(one, current, choose)));
  return [
    el('p', {
      class: 'lead',
      text: 'A switch starts the bot anew: it knows nothing of the cluster before, and the conversations are empty.',
    }),
    surprise(choose),
    el('section', {}, el('h2', { text: 'What can be met' }), listOf(seen)),
    unseen.length === 0
      ? null
      : el(
          'section',
          {},
          el('h2', { text: 'Hypothetical' }),
          el('p', {
            class: 'lead',
            text: 'The guide has seen the first two callers only: a forgotten monitoring session and the LCM controller. Nobody has seen these; they show what the later mitigations would do.',
          }),
          listOf(unseen),
        ),
  ];
}

function surprise(choose) {
  const about = 'Some scenario, without its name. Find out what is wrong; the cluster tab reveals it.';
  const press = { type: 'button', class: 'plain', 'data-keep': 'surprise', onclick: () => choose(null) };
  return el('div', { class: 'surprise' }, el('p', { text: about }), el('button', press, 'Surprise me'));
}

function entry({ name, title, description, hypothetical }, current, choose) {
  const runs = name === current.name;
  const words = el('span', { id: `scenario-${name}`, text: title });
  const tag = runs ? ['Running', 'running'] : hypothetical ? ['Hypothetical', 'warning'] : null;
  const chip = tag && el('span', { class: `chip ${tag[1]}`, text: tag[0] });
  // One line each, and no more given away than that; all of it for the one that runs.
  const said = runs ? description : description.split(/(?<=\.) /)[0];
  const about = el('span', { class: 'scenario-about', id: `about-${name}`, text: said });
  const props = {
    type: 'button',
    class: 'scenario',
    'data-keep': name,
    'aria-current': runs ? 'true' : null,
    'aria-labelledby': `scenario-${name}`,
    'aria-describedby': `about-${name}`,
    onclick: () => choose(name),
  };
  const heading = el('span', { class: 'scenario-title' }, words, chip);
  return el('li', {}, el('button', props, heading, about));
}
