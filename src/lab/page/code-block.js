import { el } from './dom.js';

const SHOWN_LINES = 10;

/**
 * Registers Teams' CodeBlock, which the official renderer lacks: read-only text, ten lines, the rest behind Expand. Without it
 * the renderer shows the element's `fallback`, as mobile clients do.
 */
export function registerCodeBlock({ CardElement, GlobalRegistry, NumProperty, StringProperty, Versions }) {
  class CodeBlock extends CardElement {
    static codeSnippetProperty = new StringProperty(Versions.v1_0, 'codeSnippet');
    static languageProperty = new StringProperty(Versions.v1_0, 'language');
    static startLineNumberProperty = new NumProperty(Versions.v1_0, 'startLineNumber');

    getJsonTypeName() {
      return 'CodeBlock';
    }

    internalRender() {
      const start = this.getValue(CodeBlock.startLineNumberProperty) ?? 1;
      return draw(
        this.getValue(CodeBlock.codeSnippetProperty) ?? '',
        this.getValue(CodeBlock.languageProperty) ?? 'PlainText',
        start,
      );
    }
  }
  GlobalRegistry.elements.register('CodeBlock', CodeBlock, Versions.v1_0);
}

function draw(code, language, start) {
  const lines = code.replace(/\r\n?/g, '\n').split('\n');
  const rows = lines.map((line, index) => {
    const number = el('span', { class: 'line-number', 'aria-hidden': 'true', text: String(start + index) });
    return el(
      'span',
      { class: 'line', hidden: index >= SHOWN_LINES },
      number,
      el('span', { text: `${line}\n` }),
    );
  });
  const title = language === 'PlainText' ? 'Text' : language;
  const pre = el(
    'pre',
    { tabindex: '0', role: 'region', 'aria-label': `Code, ${title}` },
    el('code', {}, ...rows),
  );
  return el('figure', { class: 'code-block' }, el('figcaption', { text: title }), pre, expander(rows));
}

function expander(rows) {
  const hidden = rows.slice(SHOWN_LINES);
  if (hidden.length === 0) return null;
  const label = (open) =>
    open ? 'Collapse' : `Expand (${hidden.length} more ${hidden.length === 1 ? 'line' : 'lines'})`;
  const button = el('button', {
    type: 'button',
    class: 'expand',
    'aria-expanded': 'false',
    text: label(false),
  });
  button.addEventListener('click', (event) => {
    event.stopPropagation();
    const open = button.getAttribute('aria-expanded') !== 'true';
    button.setAttribute('aria-expanded', String(open));
    button.textContent = label(open);
    for (const row of hidden) row.hidden = !open;
  });
  return button;
}
