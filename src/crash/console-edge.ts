import { isBlank } from './frame-word';
import type { TextLine } from './text-line';

/** The blank in front of a word and the one behind it, which Format-List keeps with it. */
const BLANKS = 2;
const FIRST_WORD = /^\s*(\S*)/;
const ASCII = /^[\0-\x7f]*$/;
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

type Line = Pick<TextLine, 'text'>;

interface Widths {
  readonly characters: number;
  readonly cells: number;
}

/**
 * The edge at which a text was wrapped: where its longest line ends. Windows counts an East Asian letter as two columns, other
 * tools as one: both are looked at.
 */
export class ConsoleEdge {
  /** Most texts are never asked for it. */
  private known: Widths | null = null;

  constructor(private readonly lines: readonly Line[]) {}

  /** Whether the line reaches the edge, so that a word was cut there. */
  cuts(line: string): boolean {
    const { characters, cells } = this.widths;
    return charactersOf(line) === characters || cellsOf(line) === cells;
  }

  /** Whether the first word of the next line would not have fitted behind the line. */
  isFull(line: string, next: string): boolean {
    const { characters, cells } = this.widths;
    const word = FIRST_WORD.exec(next)?.[1] ?? '';
    return (
      charactersOf(line) + BLANKS + word.length > characters || cellsOf(line) + BLANKS + cellsOf(word) > cells
    );
  }

  private get widths(): Widths {
    return (this.known ??= widthsOf(this.lines));
  }
}

function widthsOf(lines: readonly Line[]): Widths {
  let characters = 0;
  let cells = 0;
  for (const { text } of lines) {
    const length = charactersOf(text);
    if (length > characters) characters = length;
    // No letter takes more than two columns.
    if (2 * length > cells) cells = Math.max(cells, cellsOf(text));
  }
  return { characters, cells };
}

function charactersOf(line: string): number {
  let end = line.length;
  while (end > 0 && isBlank(line.charCodeAt(end - 1))) end -= 1;
  return end;
}

function cellsOf(line: string): number {
  return charactersOf(line) + (ASCII.test(line) ? 0 : (line.match(WIDE)?.length ?? 0));
}
