import { el, redraw } from './dom.js';

/**
 * The list of conversations, with a dot where something is new for this person.
 * @param go called with the id of the conversation to open
 */
export function createRail(host, go) {
  const seen = new Map();

  const item = (one, me, openId) => {
    const key = `${me} ${one.id}`;
    if (!seen.has(key)) seen.set(key, one.latest);
    const unread = one.latest > seen.get(key);
    const props = {
      type: 'button',
      class: `place ${one.kind}${unread ? ' unread' : ''}`,
      'data-keep': one.id,
      'aria-current': one.id === openId ? 'page' : null,
      onclick: () => go(one.id),
    };
    const mark = one.kind === 'channel' ? '#' : 'IB';
    const link = el(
      'button',
      props,
      el('span', { class: 'place-mark', 'aria-hidden': 'true', text: mark }),
      el('span', { class: 'place-name', text: one.name }),
    );
    if (unread)
      link.append(el('span', { class: 'unread-dot' }, el('span', { class: 'hidden-text', text: 'unread' })));
    return el('li', {}, link);
  };

  return {
    show({ me, open, places }) {
      seen.set(`${me} ${open.id}`, open.latest);
      const group = (title, some) =>
        some.length
          ? [el('h2', { text: title }), el('ul', {}, ...some.map((one) => item(one, me, open.id)))]
          : [];
      redraw(host, JSON.stringify([me, open.id, places]), () => [
        ...group(
          'Channels',
          places.filter((one) => one.kind === 'channel'),
        ),
        ...group(
          'Chat',
          places.filter((one) => one.kind === 'personal'),
        ),
      ]);
    },
  };
}
