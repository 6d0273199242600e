/** An exception type as it is named in front of its message. */
export interface TypeMention {
  readonly type: string;
  /** Where the name starts. */
  readonly start: number;
  /** Where the message starts, or the end of the line. */
  readonly end: number;
  /** What follows the name: a message, an inner exception, or nothing on the line. */
  readonly then: 'message' | 'inner' | 'line-end';
}

/** The backtick in front of a number of generic arguments may be lost. */
const NAME = /[\p{L}_][\p{L}\p{N}_]*(?:[.+`][\p{L}\p{N}_]+)*(?: \d{1,3}(?=\[[^\s\]]))?/uy;
const NUMBER_IN_BRACKETS = /\s?\((?:0x[0-9A-Fa-f]{1,16}|-?\d{1,10})\)/y;
const MESSAGE = /:(?=\s|$)/y;
/** The blank was lost at the edge of a console; a name with the suffix cannot be anything else. */
const GLUED_MESSAGE = /:(?![:\\/\d])/y;
const INNER = /\s{0,8}(?=--->)/y;
const LINE_END = /[ \t\u00a0]{0,200}(?=\n|$)/y;
const MAX_GENERICS = 2_000;
/** Written without blanks between words, so a name may directly follow a sentence. */
const NO_BLANKS_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const ASCII_NAME_CHAR = /[\w.+`]/;
const NAME_CHAR = /[\p{L}\p{N}_.+`]/u;
const SUFFIX = 'Exception';
const MAX_TYPE = 512;

/** Reads a type name at a position, with what may stand between it and the message. `null`: no exception starts there. */
export function readTypeMention(text: string, start: number): TypeMention | null {
  const name = match(NAME, text, start);
  if (name === null) return null;
  let end = endOfGenerics(text, start + name.length);
  const type = text.slice(start, end);
  end += match(NUMBER_IN_BRACKETS, text, end)?.length ?? 0;
  const message = match(type.endsWith(SUFFIX) ? GLUED_MESSAGE : MESSAGE, text, end);
  if (message !== null) return { type, start, end: end + message.length, then: 'message' };
  const inner = match(INNER, text, end);
  if (inner !== null) return { type, start, end: end + inner.length, then: 'inner' };
  return match(LINE_END, text, end) === null ? null : { type, start, end, then: 'line-end' };
}

/** All names of the text that end in `Exception` and stand where a type stands in front of its message. */
export function* suffixedMentions(text: string): Generator<TypeMention> {
  for (let at = text.indexOf(SUFFIX); at >= 0;) {
    const start = startOfName(text, at);
    const mention = readTypeMention(text, start);
    if (mention !== null && isExceptionName(mention.type)) yield mention;
    const end = start + (match(NAME, text, start)?.length ?? 0);
    at = text.indexOf(SUFFIX, Math.max(end, at + SUFFIX.length));
  }
}

function isExceptionName(type: string): boolean {
  const name = type.replace(/[`[ ].*$/s, '');
  return name.endsWith(SUFFIX) && name !== SUFFIX;
}

/** Goes back from inside a name to its start; a sentence that ends right before the name is not part of it. */
function startOfName(text: string, inside: number): number {
  let start = inside;
  while (start > 0 && inside - start < MAX_TYPE && isNameChar(text.charAt(start - 1))) start -= 1;
  const name = text.slice(start, inside);
  const dots = /^[.+`\d]*/.exec(name)?.[0].length ?? 0;
  const sentence = /[^.]*[\p{Ll}\p{N}]\.(?=(?:System|Microsoft)\.)/u.exec(name.slice(dots));
  const glued = sentence !== null && sentence.index === 0 && /^[^\p{Lu}]/u.test(sentence[0]);
  return start + dots + (glued ? sentence[0].length : 0);
}

function isNameChar(char: string): boolean {
  return ASCII_NAME_CHAR.test(char) || (NAME_CHAR.test(char) && !NO_BLANKS_SCRIPT.test(char));
}

function endOfGenerics(text: string, start: number): number {
  if (text[start] !== '[') return start;
  let depth = 0;
  for (let i = start; i < text.length && i - start < MAX_GENERICS; i += 1) {
    if (text[i] === '[') depth += 1;
    else if (text[i] === ']') depth -= 1;
    if (depth === 0) return i + 1;
  }
  return start;
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
