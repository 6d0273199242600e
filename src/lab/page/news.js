const LONGEST = 160;

/** Tells a screen reader what is new in the open conversation, and nothing of what was there when it was opened. */
export function createNews(host) {
  const told = new Map();
  return {
    show(messages, moved) {
      for (const message of messages) {
        const words = wordsOf(message);
        const isNew = told.get(message.id) !== words;
        told.set(message.id, words);
        if (!moved && isNew && words !== '') host.textContent = `${message.from.name}: ${words}`;
      }
    },
  };
}

/** A card is told by its first text, so a card that only counts on is told once. */
function wordsOf({ text, card }) {
  return (text || firstText(card?.body) || '').replace(/<\/?at>/g, '').slice(0, LONGEST);
}

function firstText(parts) {
  for (const part of Array.isArray(parts) ? parts : []) {
    const own = part.type === 'TextBlock' ? part.text : null;
    const found = own ?? firstText(part.items) ?? firstText(part.columns);
    if (found) return found;
  }
  return null;
}
