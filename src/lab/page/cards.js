import { registerCodeBlock } from './code-block.js';
import { el } from './dom.js';
import { hostConfig } from './host-config.js';

const { AdaptiveCards, markdownit } = window;

/**
 * Cards know bold, italic, lists and links only; a message of the bot knows more. Neither knows HTML, and both run the lines of one paragraph
 * together, as Teams does (MicrosoftDocs/msteams-docs 740).
 */
const cardMarkdown = markdownit('zero', { html: false }).enable([
  'emphasis',
  'link',
  'list',
  'newline',
  'escape',
  'entity',
]);
const textMarkdown = markdownit({ html: false, linkify: false }).disable([
  'image',
  'html_block',
  'html_inline',
]);

registerCodeBlock(AdaptiveCards);
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = withMentions(cardMarkdown.render(text));
  result.didProcess = true;
};

/** A mention arrives as an escaped tag, since no HTML gets through; only its text is put into a span. */
function withMentions(html) {
  return html.replace(/&lt;at&gt;([^<]*?)&lt;\/at&gt;/g, '<span class="mention">$1</span>');
}

/** The text of a message: as typed, or as Markdown, where markdown-it escapes everything that is not. */
export function drawText(text, isMarkdown) {
  const node = el('div', { class: isMarkdown ? 'text' : 'text typed' });
  if (isMarkdown) {
    node.innerHTML = withMentions(textMarkdown.render(text));
    for (const link of node.querySelectorAll('a')) openElsewhere(link);
    return node;
  }
  for (const part of text.split(/(<at>[^<]*<\/at>)/)) {
    const name = /^<at>([^<]*)<\/at>$/.exec(part)?.[1];
    node.append(name === undefined ? part : el('span', { class: 'mention', text: name }));
  }
  return node;
}

/** What a person has put into the inputs of a drawn card, by the inputs' ids. */
export function enteredIn(frame) {
  const inputs = drawnCards.get(frame)?.getAllInputs() ?? [];
  return Object.fromEntries(inputs.filter((input) => input.id).map((input) => [input.id, input.value]));
}

const drawnCards = new WeakMap();

/** The card with what a person has entered already, so that a new state of it does not empty the inputs. */
function withEntered(part, entered) {
  if (Array.isArray(part)) return part.map((one) => withEntered(one, entered));
  if (part === null || typeof part !== 'object') return part;
  const copy = Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, withEntered(value, entered)]),
  );
  const value = String(part.type).startsWith('Input.') ? entered[part.id] : undefined;
  return value === undefined ? copy : { ...copy, value };
}

/**
 * Draws a card; `act` is called with what a button means: `{verb, id, data, asSubmit}`. Never throws: a bad card says so.
 * @param entered what was entered into the same card before it was drawn anew, by the inputs' ids
 */
export function drawCard(json, act, entered = {}) {
  const frame = el('div', { class: json.msteams?.width === 'Full' ? 'card full' : 'card' });
  try {
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
    card.onExecuteAction = (action) => perform(action, act);
    card.parse(withEntered(json, entered));
    drawnCards.set(frame, card);
    const drawn = card.render();
    if (!drawn) throw new Error('it has nothing to show');
    frame.append(drawn);
    for (const link of frame.querySelectorAll('a')) openElsewhere(link);
  } catch (error) {
    frame.append(el('p', { class: 'broken', text: `This card cannot be drawn: ${error.message}.` }));
  }
  return frame;
}

function perform(action, act) {
  const kind = action.getJsonTypeName();
  if (kind === 'Action.Execute')
    act({ verb: action.verb ?? '', id: action.id || undefined, data: action.data ?? {} });
  if (kind === 'Action.Submit') act({ data: action.data ?? {}, asSubmit: true });
  if (kind === 'Action.OpenUrl' && /^https?:/.test(action.url ?? ''))
    window.open(action.url, '_blank', 'noopener');
}

function openElsewhere(link) {
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
}
