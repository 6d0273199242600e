import { avatar, el } from './dom.js';

const ROLES = {
  operator: 'Operator',
  approver: 'Approver',
  admin: 'Admin',
  viewer: 'Viewer',
  none: 'No role',
  guest: 'Guest',
  foreign: 'Other tenant',
};

/** What a role is called on the page. */
export function roleName(role) {
  return ROLES[role] ?? role;
}

/** The people switcher: radio buttons that look like avatars, so arrow keys and screen readers work by themselves. */
export function drawPeople(host, people, me, choose) {
  const shown = people.map((person) => person.key).join();
  if (host.dataset.shown !== shown) {
    host.dataset.shown = shown;
    const choices = people.map((person) => {
      const called = `${person.name}, ${roleName(person.role)}`;
      const props = {
        type: 'radio',
        name: 'me',
        value: person.key,
        class: 'hidden-input',
        'aria-label': called,
      };
      const input = el('input', props);
      input.addEventListener('change', () => choose(person.key));
      const [given, ...rest] = person.name.split(' ');
      const surname = el('span', { class: 'person-rest', text: ` ${rest.join(' ')}` });
      const words = el(
        'span',
        { class: 'person-words' },
        el('span', { class: 'person-name' }, given, surname),
        el('span', { class: 'person-role', text: roleName(person.role) }),
      );
      return el('label', { class: 'person', title: called }, input, avatar(person), words);
    });
    const legend = el('legend', { class: 'hidden-text', text: 'You are' });
    const label = el('span', { class: 'you-are', 'aria-hidden': 'true', text: 'You are' });
    host.replaceChildren(el('fieldset', {}, legend, label, ...choices));
  }
  for (const input of host.querySelectorAll('input')) {
    input.checked = input.value === me;
    if (input.checked) input.closest('label').scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}
