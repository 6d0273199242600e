import { plainLine } from './plain-text';

declare const markdown: unique symbol;
/** One line that a client may render as Markdown: our own words, with everything else in it escaped. */
export type Markdown = string & { readonly [markdown]: true };

/** Longest untrusted piece inside one line, in characters. */
const LONGEST_PIECE = 300;

/** Look-alikes: readable, and no markup to any client. */
const LOOK_ALIKE: Readonly<Record<string, string>> = {
  '*': '\u2217',
  '`': '\u02cb',
  '~': '\u223c',
  '[': '\uff3b',
  ']': '\uff3d',
  '<': '\u2039',
  '>': '\u203a',
  '{': '\uff5b',
  '}': '\uff5d',
};

/**
 * Makes untrusted text inert in Teams Markdown (emphasis, lists, links, mentions) and HTML: one line, markup characters replaced by
 * look-alikes; nothing at all becomes a dash. Backslashes would keep the characters, but Teams on iOS and Android shows or ignores them (microsoft/AdaptiveCards
 * 5590, 5758). Braces would hide what stands in them, in the messages of Teams (MicrosoftDocs/msteams-docs 4956). Where the exact characters matter, use a
 * TextRun or a CodeBlock instead: they know no markup.
 */
export function escapeMarkdown(text: string, maxCharacters = LONGEST_PIECE): Markdown {
  const words = plainLine(text, maxCharacters).trim();
  if (words === '') return '\u2013' as Markdown;
  return words
    .replace(/[*`~[\]<>{}]/gu, (character) => LOOK_ALIKE[character] ?? '')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\u02cd')
    .replace(/\\(?![\p{L}\p{N}])/gu, '\uff3c')
    .replace(/&(?=#?\w+;)/gu, '\uff06')
    .replace(/:\/\//gu, ':\u2215\u2215')
    .replace(/\b(www)\.(?=\w)/giu, '$1\u2024')
    .replace(/^-(?=\s|-|$)/u, '\u2010')
    .replace(/^\+(?=\s|$)/u, '\uff0b')
    .replace(/^[#=]/u, (character) => (character === '#' ? '\uff03' : '\uff1d'))
    .replace(/^(\d+)[.)](?=\s|$)/u, '$1\u2024') as Markdown;
}

/** Tag for our own words as Markdown, one line. Only escaped values can be put in: the type refuses a bare string. */
export function line(parts: TemplateStringsArray, ...values: readonly (Markdown | number)[]): Markdown {
  return parts.reduce((sum, part, index) => `${sum}${values[index - 1] ?? ''}${part}`) as Markdown;
}

/** Escaped pieces in one line. */
export function joinMarkdown(pieces: readonly Markdown[], separator: ', ' | ' · ' | '; ' | ' '): Markdown {
  return pieces.join(separator) as Markdown;
}

/** Names joined, only the first few shown. */
export function listMarkdown(texts: readonly string[], most: number): Markdown {
  const shown = texts.slice(0, most).map((text) => escapeMarkdown(text, 80));
  const rest = texts.length - shown.length;
  return joinMarkdown(rest > 0 ? [...shown, line`and ${rest} more`] : shown, ', ');
}
