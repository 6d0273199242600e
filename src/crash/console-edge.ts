import { isBlank } from './frame-word';

/** The blank in front of a word and the one behind it, which Format-List keeps with it. */
const BLANKS = 2;
const FIRST_WORD = /^\s*(\S*)/;
const ASCII = /^[\0-\x7f]*$/;
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/**
 * The edge at which a text was wrapped: where its longest line ends. Windows counts an East Asian letter as two columns, other
 * tools as one: both are looked at.
 */
export class ConsoleEdge {
  private readonly characters: number;
  private readonly cells: number;

  constructor(lines: readonly string[]) {
    let characters = 0;
    let cells = 0;
    for (const line of lines) {
      const length = charactersOf(line);
      if (length > characters) characters = length;
      // No letter takes more than two columns.
      if (2 * length > cells) cells = Math.max(cells, cellsOf(line));
    }
    this.characters = characters;
    this.cells = cells;
  }

  /** Whether the line reaches the edge, so that a word was cut there. */
  cuts(line: string): boolean {
    return charactersOf(line) === this.characters || cellsOf(line) === this.cells;
  }

  /** Whether the first word of the next line would not have fitted behind the line. */
  isFull(line: string, next: string): boolean {
    const word = FIRST_WORD.exec(next)?.[1] ?? '';
    return (
      charactersOf(line) + BLANKS + word.length > this.characters ||
      cellsOf(line) + BLANKS + cellsOf(word) > this.cells
    );
  }
}

function charactersOf(line: string): number {
  let end = line.length;
  while (end > 0 && isBlank(line.charCodeAt(end - 1))) end -= 1;
  return end;
}

function cellsOf(line: string): number {
  return charactersOf(line) + (ASCII.test(line) ? 0 : (line.match(WIDE)?.length ?? 0));
}
