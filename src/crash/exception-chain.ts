import { readTypeMention, suffixedMentions, type TypeMention } from './exception-type';

/** An exception named after an arrow. */
export interface InnerMention {
  readonly type: string;
  readonly message: string;
  /** Number k of `(Inner Exception #k)`; `null` for a plain arrow. */
  readonly index: number | null;
}

export interface ExceptionHeader {
  readonly type: string;
  readonly message: string;
  /** Those named before the first frame. */
  readonly inner: readonly InnerMention[];
}

const ARROW = '--->';
const INNER_INDEX = /\([^()#\n]{0,60}#(\d{1,4})[^()\n]{0,20}\)\s{0,8}/y;
const ANNOUNCED = /[:：]\s{0,60}$/;
const ANNOUNCEMENT = /[Ee]xception(?: Info)?\s{0,4}[:：]\s{1,60}/g;
const MESSAGE_LABEL = /(?:^|\n)\s{0,80}Message\s?:\s{1,4}/;

/**
 * Finds the outermost exception in the text before the first frame and those it holds.
 * @param framesFollow whether frames of the exception follow; then less is asked of the name
 */
export function readExceptionHeader(text: string, framesFollow: boolean): ExceptionHeader | null {
  const outer = earliest([
    firstSuffixed(text, framesFollow),
    firstAnnounced(text),
    framesFollow ? atStart(text) : null,
  ]);
  if (outer === null) return null;
  const arrow = text.indexOf(ARROW, outer.end);
  const message = text.slice(outer.end, arrow < 0 ? text.length : arrow).trim();
  return { type: outer.type, message, inner: arrow < 0 ? [] : readArrows(text, arrow) };
}

/** The exceptions named after the arrows of a text. */
export function readArrows(text: string, from = 0): InnerMention[] {
  const mentions: InnerMention[] = [];
  for (let at = text.indexOf(ARROW, from); at >= 0;) {
    const next = text.indexOf(ARROW, at + ARROW.length);
    const mention = readArrow(text.slice(at + ARROW.length, next < 0 ? text.length : next), next >= 0);
    if (mention !== null) mentions.push(mention);
    at = next;
  }
  return mentions;
}

function readArrow(after: string, anotherFollows: boolean): InnerMention | null {
  let start = after.search(/\S/);
  if (start < 0) return null;
  INNER_INDEX.lastIndex = start;
  const numbered = INNER_INDEX.exec(after);
  start += numbered?.[0].length ?? 0;
  const mention = readTypeMention(anotherFollows ? `${after}${ARROW}` : after, start);
  if (mention === null) return null;
  const message = after
    .slice(mention.end)
    .replace(/<---\s*$/, '')
    .trim();
  return { type: mention.type, message, index: numbered === null ? null : Number(numbered[1]) };
}

function firstSuffixed(text: string, framesFollow: boolean): TypeMention | null {
  for (const mention of suffixedMentions(text)) {
    if (mention.then !== 'line-end' || endsHeader(text, mention, framesFollow)) return mention;
  }
  return null;
}

/** A type alone on the rest of its line is an exception without a message, unless the sentence just goes on. */
function endsHeader(text: string, mention: TypeMention, framesFollow: boolean): boolean {
  if (ANNOUNCED.test(text.slice(Math.max(0, mention.start - 80), mention.start))) return true;
  const rest = text.slice(mention.end, mention.end + 400).trim();
  const before = text.slice(Math.max(0, mention.start - 80), mention.start).trim();
  if (rest.startsWith(ARROW)) return true;
  return rest === '' && (framesFollow || /[:：.。]$/.test(before) || before === '');
}

/** After `Exception:` any dotted name is a type, whatever it ends in. */
function firstAnnounced(text: string): TypeMention | null {
  for (const found of text.matchAll(ANNOUNCEMENT)) {
    const mention = readTypeMention(text, found.index + found[0].length);
    if (mention !== null && /\w[.+]\w/.test(mention.type) && mention.then !== 'line-end') return mention;
  }
  return null;
}

/** A text that is nothing but an exception starts with its type. */
function atStart(text: string): TypeMention | null {
  const label = MESSAGE_LABEL.exec(text);
  const start = label === null ? text.search(/\S/) : label.index + label[0].length;
  const mention = start < 0 ? null : readTypeMention(text, start);
  const typed = mention !== null && mention.then !== 'line-end' && /\w[.+]\w/.test(mention.type);
  return typed ? mention : null;
}

function earliest(mentions: readonly (TypeMention | null)[]): TypeMention | null {
  const found = mentions.filter((mention) => mention !== null);
  return found.toSorted((a, b) => a.start - b.start)[0] ?? null;
}
