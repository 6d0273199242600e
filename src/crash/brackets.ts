/**
 * For every opening `(` or `[` of the text the position of its closing partner, found in one pass. A lookup instead of
 * a search at each candidate keeps the reading of hostile text linear.
 */
export class Brackets {
  private readonly partner = new Map<number, number>();

  constructor(text: string) {
    const round: number[] = [];
    const square: number[] = [];
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code === 0x28) round.push(i);
      else if (code === 0x5b) square.push(i);
      else if (code === 0x29) this.close(round, i);
      else if (code === 0x5d) this.close(square, i);
    }
  }

  /** Position of the closing partner; undefined where there is none. */
  closing(opening: number): number | undefined {
    return this.partner.get(opening);
  }

  private close(open: number[], at: number): void {
    const opening = open.pop();
    if (opening !== undefined) this.partner.set(opening, at);
  }
}
