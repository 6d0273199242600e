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
const MENTION_TAG = /^<at\b[^<>]*>[^<>]*<\/at>$/i;

/**
 * What a person typed: mentions of the bot gone, others reduced to the name, HTML entities decoded once, blanks collapsed, line
 * breaks kept (a pasted trace). Only a real mention tag is cut out, so a forged entity cannot remove words.
 */
export function plainText(raw: string, mentions: readonly Mention[], botIds: readonly string[]): string {
  const ofBot = mentions.filter(
    (mention) => isMentionOf(mention, botIds) && MENTION_TAG.test(mention.text.trim()),
  );
  const withoutBot = ofBot.reduce((text, mention) => text.replaceAll(mention.text.trim(), ' '), raw);
  const withoutTags = withoutBot.replace(/<at\b[^<>]*>([^<>]*)<\/at>/gi, '$1').replace(/<br\s*\/?>/gi, '\n');
  return collapse(decodeEntities(withoutTags));
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
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .trim();
}
