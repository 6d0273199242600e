import { el, icon } from './dom.js';

const SEND = 'M3.500 10 3 3.500 17.500 10 3 16.500 3.500 10Zm0 0H10';

/**
 * A compose box. Enter sends, Shift+Enter starts a line. In a channel a chip says whether the bot is mentioned; without a
 * mention the bot does not get the message.
 * @param send called with `(text, mention)`; gives a promise; the text stays when it fails
 */
export function composeBox({ id, label, placeholder, inChannel, botName, send }) {
  const area = el('textarea', { id, rows: '1', 'aria-label': label, placeholder, maxlength: '8000' });
  const mention = el('button', {
    type: 'button',
    class: 'mention-chip',
    'aria-pressed': 'true',
    text: `@${botName}`,
  });
  mention.title = 'Mention the bot; otherwise it does not get the message';
  mention.addEventListener('click', () => {
    mention.setAttribute('aria-pressed', String(mention.getAttribute('aria-pressed') !== 'true'));
    area.focus();
  });
  const button = el('button', { type: 'submit', class: 'send', 'aria-label': 'Send' }, icon(SEND));
  const form = el('form', { class: 'compose' }, ...(inChannel ? [mention] : []), area, button);

  const grow = () => {
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 160)}px`;
  };
  area.addEventListener('input', grow);
  area.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = area.value.trim();
    if (!text) return;
    const sent = await send(text, mention.getAttribute('aria-pressed') === 'true');
    if (!sent) return;
    area.value = '';
    grow();
  });
  return form;
}

/** A Reply button that becomes a compose box. */
export function replyBox(options) {
  const host = el('div', { class: 'reply-box' });
  const open = () => {
    const box = composeBox(options);
    host.replaceChildren(box);
    box.querySelector('textarea').focus();
  };
  host.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  const close = () =>
    host.replaceChildren(
      el('button', { type: 'button', class: 'quiet reply-button', text: 'Reply', onclick: open }),
    );
  close();
  return host;
}
