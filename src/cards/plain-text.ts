declare const plain: unique symbol;
/** Text shown as it is (CodeBlock, TextRun, button title): clean and capped, never Markdown. */
export type PlainText = string & { readonly [plain]: true };

/** Everything that is invisible, changes the direction of text, or is half a character; line feed and tab are kept. */
const INVISIBLE = /[\p{Cf}\p{Zl}\p{Zp}]|(?![\n\t])\p{Cc}/gu;
const HALF_CHARACTER = /\p{Cs}/gu;
const ESCAPE_SEQUENCE = new RegExp('\\u001b\\[[0-9;?]*[ -/]*[@-~]', 'gu');

/**
 * Cleans untrusted text without changing what can be read: no control characters, terminal sequences, direction overrides or
 * lone surrogates; line ends become line feeds. Card clients evaluate `{{DATE(...)}}` anywhere and templates `${...}`, so both
 * openings are parted by a blank. Longer than `maxCharacters` (code points) is cut with a note.
 */
export function plainText(text: string, maxCharacters: number): PlainText {
  return clean(text, maxCharacters, (cut) => `\n... (${cut} more characters not shown)`) as PlainText;
}

/** The same on one line, cut with an ellipsis. */
export function plainLine(text: string, maxCharacters: number): PlainText {
  const line = text.replace(/\s+/gu, ' ');
  return clean(line, maxCharacters, () => '...') as PlainText;
}

function clean(text: string, maxCharacters: number, note: (cut: number) => string): string {
  const safe = text
    .replace(/\r\n?/gu, '\n')
    .replace(ESCAPE_SEQUENCE, '')
    .replace(INVISIBLE, '')
    .replace(HALF_CHARACTER, '\ufffd')
    .replace(/\$(?=\{)/gu, '$ ')
    .replace(/\{(?=\{)/gu, '{ ');
  const characters = [...safe];
  if (characters.length <= maxCharacters) return safe;
  return characters.slice(0, maxCharacters).join('') + note(characters.length - maxCharacters);
}
