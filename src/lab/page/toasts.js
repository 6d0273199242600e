import { el } from './dom.js';

const TOAST_MS = 7000;

/** Short messages in a corner that go by themselves. `kind` is answer or error. */
export function createToasts(host) {
  return {
    show(kind, text) {
      const node = el('div', { class: `toast ${kind}`, text });
      host.append(node);
      setTimeout(() => node.remove(), TOAST_MS);
    },
    clear: () => host.replaceChildren(),
  };
}
