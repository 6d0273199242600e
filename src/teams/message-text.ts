/** A mention as Teams sends it beside the text: who is meant, and the part of the text that says so. */
export interface Mention {
  readonly mentionedId: string;
  readonly text: string;
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const MENTION_TAG = /<at\b[^<>]*>([^<>]*)<\/at>/gi;
const ONLY_A_MENTION = /^<at\b[^<>]*>([^<>]*)<\/at>$/i;
/** Where a quoted message stands in a reply to it (Teams SDK, "Quoted replies"); what was quoted is not in the text. */
const QUOTE_MARKER = /<quoted\b[^<>]*>/gi;
/** What nobody types but a copied name or id brings along: blanks of no width and marks of direction. Joiners stay: some scripts need them. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/**
 * What a person typed: mentions of the bot gone, others reduced to the name, the marker of a quoted message gone, HTML entities decoded once,
 * blanks collapsed, line breaks kept (a pasted trace). Only mention tags are cut out, so a forged entity cannot remove words. A tag and its
 * entity are matched by the name in them: the one may write its blanks or `&` in another way than the other.
 */
export function plainText(raw: string, mentions: readonly Mention[], botIds: readonly string[]): string {
  const namesOfBot = mentions.filter((mention) => isMentionOf(mention, botIds)).map(nameInTag);
  const withoutTags = raw
    .replace(QUOTE_MARKER, ' ')
    .replace(MENTION_TAG, (_tag, name: string) =>
      namesOfBot.includes(collapse(decodeEntities(name))) ? ' ' : name,
    )
    .replace(/<br\s*\/?>/gi, '\n');
  return collapse(decodeEntities(withoutTags));
}

/** The name between the tags of a mention; a text without tags names nobody. */
function nameInTag({ text }: Mention): string | null {
  const [, name = null] = ONLY_A_MENTION.exec(text.trim()) ?? [];
  return name === null ? null : collapse(decodeEntities(name));
}

/** Whether the mention means one of these ids. */
export function isMentionOf(mention: Mention, ids: readonly string[]): boolean {
  return ids.some((id) => id.toLowerCase() === mention.mentionedId.toLowerCase());
}

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi,
    (entity: string, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? entity;
      const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16);
      return isCharacter(code) ? String.fromCodePoint(code) : entity;
    },
  );
}

function isCharacter(code: number): boolean {
  const isHalfOfPair = code >= 0xd800 && code <= 0xdfff;
  return code > 0 && code <= 0x10ffff && !isHalfOfPair;
}

function collapse(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .trim();
}
