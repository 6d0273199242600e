/** The ways in which a text suffers on its way out of the event log. */

const LIST_INDENT = 14;

/** What `Format-List` prints in a console of this width: wrapped at blanks, longer words cut at the edge. */
export function formatList(text: string, width: number): string {
  const room = width - LIST_INDENT;
  const lines = text.split(/\r\n|\n/).flatMap((line) => wrap(line, room));
  const head = ['', 'TimeCreated : 10/14/2026 9:22:10 PM', 'MachineName : as-n1.contoso.lab'];
  const body = lines.map((line, i) => (i === 0 ? `Message     : ${line}` : ' '.repeat(LIST_INDENT) + line));
  return [...head, ...body, '', ''].join('\r\n');
}

/** A word takes the blank behind it along; a word that is longer than a line fills the line and goes on. */
export function wrap(line: string, room: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.match(/\S*\s|\S+$/g) ?? []) {
    if (word.length > room) {
      for (const char of word) {
        if (current.length + 1 > room) {
          lines.push(current);
          current = '';
        }
        current += char;
      }
    } else if (current.length + word.length > room) {
      lines.push(current);
      current = word;
    } else current += word;
  }
  lines.push(current);
  return lines;
}

/** A console that cuts at its edge, whatever stands there. */
export function hardWrap(text: string, width: number): string {
  const cut = (line: string): string[] => line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [''];
  return text
    .split(/\r\n|\n/)
    .flatMap(cut)
    .join('\n');
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function loseBackticks(text: string): string {
  return text.replaceAll('`', ' ');
}

export function loseIndent(text: string): string {
  return text.replace(/^[ \t]+/gm, '');
}

export function indent(text: string, by: string): string {
  return text.replace(/^/gm, by);
}

export function doubleLineEnds(text: string): string {
  return text.replace(/\r\n|\n/g, '\r\n\r\n');
}

export function writtenLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\\r\\n').replaceAll('\n', '\\n');
}

/** Every line end and the indentation behind it became one blank. */
export function lineEndsToBlanks(text: string): string {
  return text.replace(/\s*(?:\r\n|\n)\s*/g, ' ');
}

/** Every line end is gone, the indentation stayed. */
export function loseLineEnds(text: string): string {
  return text.replace(/\r\n|\n/g, '');
}

/** Lines of text written as UTF-8 and read as Latin-1, with Windows' extra characters left out. */
export function readAsLatin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

export function addTrailingBlanks(text: string): string {
  return text.replace(/(?=\r?\n)/g, ' \u00a0');
}
