import type * as Library from 'adaptivecards';
import type { JsonObject, JsonValue } from '../../src/incident/json';
import type { Card } from '../../src/ports';

/** The package's main file cannot be loaded by Node; its bundle can. */
const library = jest.requireActual<typeof Library>('adaptivecards/dist/adaptivecards.js');

/** Every object in a card, the card itself first. */
export function nodesOf(value: JsonValue): readonly JsonObject[] {
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => nodesOf(item));
  if (value === null || typeof value !== 'object') return [];
  const node = value as JsonObject;
  return [node, ...Object.values(node).flatMap((child) => nodesOf(child))];
}

/** Buttons that reach the bot: everything that is executed or submitted, the refresh entry of the menu left out. */
export function buttonsOf(card: Card): readonly JsonObject[] {
  return nodesOf(card['body'] ?? []).filter((node) => node['type'] === 'Action.Execute');
}

export function verbsOf(card: Card): readonly string[] {
  return buttonsOf(card).flatMap(({ verb }) => (typeof verb === 'string' ? [verb] : []));
}

/** Texts that a client may render as Markdown: text blocks, and names and values of facts. */
export function markdownOf(card: Card): readonly string[] {
  return nodesOf(card).flatMap((node) => {
    const isFact = !('type' in node) && 'title' in node && 'value' in node;
    const texts =
      node['type'] === 'TextBlock' ? [node['text']] : isFact ? [node['title'], node['value']] : [];
    return texts.filter((text) => typeof text === 'string');
  });
}

/** Types of everything in a card whose type begins so, e.g. `Input.`. */
export function typesOf(card: Card, prefix: string): readonly string[] {
  return nodesOf(card).flatMap(({ type }) =>
    typeof type === 'string' && type.startsWith(prefix) ? [type] : [],
  );
}

/** All texts, whatever shows them. */
export function textOf(card: Card): string {
  return nodesOf(card)
    .flatMap((node) => ['text', 'title', 'value', 'label', 'codeSnippet'].map((key) => node[key]))
    .filter((text) => typeof text === 'string')
    .join('\n');
}

/** Teams' own elements, unknown to the library: it takes the fallback, and says so. */
const OF_TEAMS = ['CodeBlock', 'ProgressBar'].map(
  (type) => `Unknown element type "${type}". Fallback will be used if present.`,
);

/** What the official library says against a card. */
export function libraryProblems(card: Card): readonly string[] {
  const parsed = new library.AdaptiveCard();
  const context = new library.SerializationContext();
  parsed.parse(structuredClone(card), context);
  const validation = parsed.validateProperties();
  const parseProblems = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  return [...parseProblems, ...validation.validationEvents]
    .map(({ message }) => message)
    .filter((message) => !OF_TEAMS.includes(message));
}
